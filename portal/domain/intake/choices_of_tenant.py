"""The lists as tenants read them, in plain words; the values are those of everybody else's lists."""

from __future__ import annotations

from portal.domain.intake.question import Choices
from portal.domain.vocabulary import N_, ContactPref, PaymentPlan, Problem, Stage, Tenure

TENURES: Choices = (
    (Tenure.PRIVATE, N_("van een gewone verhuurder (een persoon of een bedrijf)")),
    (Tenure.SOCIAL, N_("van een sociale woonmaatschappij")),
    (Tenure.SOCIAL_SUBLET, N_("van een sociaal verhuurkantoor (SVK)")),
    (Tenure.ROOM, N_("ik huur een kamer")),
    (Tenure.SHARED, N_("ik deel een woning met anderen")),
    (Tenure.OWNER_OR_NONE, N_("ik ben eigenaar, of ik heb geen huurcontract")),
    (Tenure.UNKNOWN, N_("weet ik niet")),
)
CONTACT_PREFS: Choices = (
    (ContactPref.CALL, N_("bel mij")),
    (ContactPref.SMS, N_("stuur een sms")),
    (ContactPref.LETTER, N_("stuur een brief")),
    (ContactPref.INTERPRETER_NEEDED, N_("met een tolk")),
    (ContactPref.TOGETHER_WITH_ME, N_("samen met wie mij helpt")),
    (ContactPref.MORNINGS, N_("in de voormiddag")),
    (ContactPref.AFTERNOONS, N_("in de namiddag")),
    (ContactPref.HEARING_OR_SIGHT, N_("ik hoor of zie niet goed")),
    (ContactPref.NOT_ALONE_AT_DOOR, N_("kom niet alleen aan mijn deur")),
    (ContactPref.NOT_THROUGH_PARTNER_OR_HOUSEMATE, N_("zeg niets aan mijn partner of huisgenoot")),
    (ContactPref.NO_LETTERS_TO_ADDRESS, N_("stuur geen brieven naar mijn adres")),
)
PROBLEMS: Choices = (
    (Problem.RENT_ARREARS, N_("ik kan mijn huur niet betalen, of heb huurschuld")),
    (Problem.NUISANCE, N_("overlast, of ruzie met de buren")),
    (Problem.UPKEEP, N_("ik krijg mijn woning niet op orde")),
    (Problem.DAMAGE, N_("er is schade aan de woning")),
    (Problem.CONFLICT, N_("een conflict met mijn verhuurder")),
    (Problem.LEASE_END, N_("mijn huurcontract stopt of is opgezegd")),
    (Problem.UNFIT, N_("er zijn gebreken aan de woning")),
    (Problem.UTILITIES, N_("water, gas of elektriciteit")),
    (Problem.OTHER, N_("iets anders")),
)
PAYMENT_PLANS: Choices = (
    (PaymentPlan.NONE, N_("nee")),
    (PaymentPlan.RUNNING, N_("ja, en ik betaal het af")),
    (PaymentPlan.BROKEN, N_("ja, maar het lukt niet meer om te betalen")),
    (PaymentPlan.UNKNOWN, N_("weet ik niet")),
)
STAGES: Choices = (
    (Stage.NONE, N_("ik kreeg geen brief")),
    (Stage.FORMAL_NOTICE, N_("een brief dat ik moet betalen of iets moet doen (ingebrekestelling)")),
    (Stage.CONCILIATION, N_("een uitnodiging voor een gesprek bij de vrederechter (verzoening)")),
    (Stage.PETITION, N_("een brief van het vredegerecht om te komen (verzoekschrift)")),
    (Stage.SUMMONS, N_("een brief van de deurwaarder om voor de rechter te komen (dagvaarding)")),
    (Stage.CONDITIONAL, N_("de rechter zei dat ik mag blijven, met voorwaarden")),
    (Stage.JUDGMENT, N_("de rechter besliste dat ik weg moet (vonnis)")),
    (Stage.SERVED, N_("de deurwaarder bracht de beslissing van de rechter (betekend vonnis)")),
    (Stage.EVICTION_PLANNED, N_("een brief met de dag waarop ik uit mijn woning moet")),
    (Stage.EVICTED, N_("ik ben al uit mijn woning gezet")),
    (Stage.UNKNOWN, N_("weet ik niet")),
)
LETTERS = frozenset(
    {
        Stage.FORMAL_NOTICE,
        Stage.CONCILIATION,
        Stage.PETITION,
        Stage.SUMMONS,
        Stage.CONDITIONAL,
        Stage.JUDGMENT,
        Stage.SERVED,
        Stage.EVICTION_PLANNED,
    }
)
"""The stages of which the letter is drawn, each in a view of its own name in ``static/letters/letters.svg``."""
