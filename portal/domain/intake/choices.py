"""The lists to choose from, with their Dutch labels, and where a kind gets other words or fewer of them."""

from __future__ import annotations

from portal.domain.intake.question import Choices
from portal.domain.intake.words import MayCall, Signal, StepTaken
from portal.domain.labels import PROBLEM_LABELS, STAGE_LABELS
from portal.domain.vocabulary import (
    N_,
    ContactPref,
    Informed,
    InformedHow,
    NoticeKind,
    OrgKind,
    PaymentPlan,
    Problem,
    Reaction,
    Stage,
    Tenure,
    YesNo,
    YesNoUnknown,
    YesNoUnsaid,
)

YES_NO: Choices = ((YesNo.YES, N_("Ja")), (YesNo.NO, N_("Nee")))
YES_NO_UNKNOWN: Choices = (
    (YesNoUnknown.YES, N_("Ja")),
    (YesNoUnknown.NO, N_("Nee")),
    (YesNoUnknown.UNKNOWN, N_("Weet ik niet")),
)
YES_NO_UNSAID: Choices = (
    (YesNoUnsaid.YES, N_("Ja")),
    (YesNoUnsaid.NO, N_("Nee")),
    (YesNoUnsaid.UNSAID, N_("Zeg ik liever niet")),
)
YES_ALONE: Choices = ((YesNo.YES, N_("Ja")),)

NOTICE_KINDS: Choices = (
    (NoticeKind.VOLUNTARY, N_("Een vrijwillige aanmelding, met medeweten van de huurder")),
    (NoticeKind.CLAIM, N_("De wettelijke kennisgeving van een vordering tot uithuiszetting")),
    (NoticeKind.EVICTION_ORDER, N_("De wettelijke kennisgeving van een vonnis tot uithuiszetting")),
)
INFORMED: Choices = (
    (Informed.YES, N_("Ja, de huurder weet dit")),
    (Informed.NOT_YET, N_("Nog niet")),
    (Informed.NOT_SAFE, N_("Inlichten is niet veilig")),
    (Informed.UNKNOWN, N_("Ik weet het niet")),
)
INFORMED_OF_RESIDENT: Choices = ((Informed.YES, N_("Ja, de bewoner weet dit")), *INFORMED[1:])
INFORMED_OF_PATIENT: Choices = ((Informed.YES, N_("Ja, de patiënt weet dit")), *INFORMED[1:])
ON_SHORTCUTS: Choices = (
    ("today", N_("Vandaag")),
    ("yesterday", N_("Gisteren")),
    ("other", N_("Een andere dag, die ik hierboven invul")),
)
INFORMED_HOW: Choices = (
    (InformedHow.CONVERSATION, N_("In een gesprek")),
    (InformedHow.PHONE, N_("Telefonisch")),
    (InformedHow.LETTER, N_("Met een brief")),
    (InformedHow.REGISTERED_LETTER, N_("Met een aangetekende brief")),
    (InformedHow.EMAIL, N_("Met een e-mail")),
    (InformedHow.MESSAGE, N_("Met een sms of WhatsApp-bericht")),
)
INFORMED_HOW_DOCTOR: Choices = INFORMED_HOW[:2]
REACTIONS: Choices = (
    (Reaction.AGREES, N_("De huurder gaat akkoord")),
    (Reaction.NO_REACTION, N_("Geen reactie, of nog niet gesproken")),
    (Reaction.OBJECTS, N_("De huurder is het er niet mee eens")),
)
REACTIONS_OF_RESIDENT: Choices = (
    (Reaction.AGREES, N_("De bewoner gaat akkoord")),
    REACTIONS[1],
    (Reaction.OBJECTS, N_("De bewoner is het er niet mee eens")),
)

TENURES: Choices = (
    (Tenure.PRIVATE, N_("Private huur")),
    (Tenure.SOCIAL, N_("Sociale huur")),
    (Tenure.SOCIAL_SUBLET, N_("Sociale huur, ingehuurde woning (vroeger SVK)")),
    (Tenure.ROOM, N_("Kamer")),
    (Tenure.SHARED, N_("Gedeelde woning")),
    (Tenure.OWNER_OR_NONE, N_("Eigenaar, of geen huurcontract")),
    (Tenure.UNKNOWN, N_("Weet ik niet")),
)
TENURES_SOCIAL: Choices = TENURES[1:3]

LANGUAGES: Choices = (
    ("nl", N_("Nederlands")),
    ("fr", N_("Frans")),
    ("en", N_("Engels")),
    ("ar", N_("Arabisch")),
    ("ber", N_("Berbers (Tamazight)")),
    ("tr", N_("Turks")),
    ("bg", N_("Bulgaars")),
    ("fa", N_("Dari of Perzisch")),
    ("es", N_("Spaans")),
    ("hy", N_("Armeens")),
    ("ku", N_("Koerdisch")),
    ("ps", N_("Pasjtoe")),
    ("pl", N_("Pools")),
    ("pt", N_("Portugees")),
    ("ro", N_("Roemeens")),
    ("ru", N_("Russisch")),
    ("so", N_("Somalisch")),
    ("ti", N_("Tigrinya")),
    ("uk", N_("Oekraïens")),
    ("other", N_("Een andere taal")),
)
CONTACT_PREFS: Choices = (
    (ContactPref.CALL, N_("Bellen")),
    (ContactPref.SMS, N_("Sms")),
    (ContactPref.LETTER, N_("Brief")),
    (ContactPref.INTERPRETER_NEEDED, N_("Met een tolk")),
    (ContactPref.TOGETHER_WITH_ME, N_("Samen met mij")),
    (ContactPref.MORNINGS, N_("In de voormiddag")),
    (ContactPref.AFTERNOONS, N_("In de namiddag")),
    (ContactPref.HEARING_OR_SIGHT, N_("Hoort of ziet slecht")),
    (ContactPref.NOT_ALONE_AT_DOOR, N_("Ga niet alleen aan de deur")),
    (ContactPref.NOT_THROUGH_PARTNER_OR_HOUSEMATE, N_("Niet via partner of huisgenoot")),
    (ContactPref.NO_LETTERS_TO_ADDRESS, N_("Geen brieven naar dit adres")),
)

PROBLEMS: Choices = tuple((problem, PROBLEM_LABELS[problem]) for problem in Problem)
PAYMENT_PLANS: Choices = (
    (PaymentPlan.NONE, N_("Er is geen betalingsplan")),
    (PaymentPlan.RUNNING, N_("Er loopt een betalingsplan")),
    (PaymentPlan.BROKEN, N_("Het betalingsplan wordt niet nageleefd")),
    (PaymentPlan.UNKNOWN, N_("Weet ik niet")),
)
STEPS_TAKEN: Choices = (
    (StepTaken.CALLED, N_("Gebeld")),
    (StepTaken.REMINDER, N_("Herinnering gestuurd")),
    (StepTaken.REGISTERED_LETTER, N_("Aangetekende brief gestuurd")),
    (StepTaken.VISIT, N_("Langsgegaan")),
    (StepTaken.PLAN_PROPOSED, N_("Betalingsplan voorgesteld")),
    (StepTaken.COMMITTEE, N_("Besproken in een overlegcomité")),
    (StepTaken.CONCILIATION_ASKED, N_("Verzoening gevraagd bij het vredegerecht")),
    (StepTaken.LAWYER, N_("Advocaat ingeschakeld")),
)
SIGNALS: Choices = (
    (Signal.NOBODY_ANSWERS, N_("Niemand doet open")),
    (Signal.UNOPENED_POST, N_("Ongeopende post")),
    (Signal.NO_HEATING, N_("Geen verwarming")),
    (Signal.NO_WATER_OR_POWER, N_("Geen water of elektriciteit")),
    (Signal.SEVERE_DIRT, N_("Ernstige vervuiling")),
    (Signal.NO_FURNITURE_OR_FOOD, N_("Geen meubels of geen eten")),
    (Signal.BAILIFF_NOTICE_SEEN, N_("Bericht van een gerechtsdeurwaarder gezien")),
    (Signal.ASKS_FOR_HELP, N_("De bewoner vraagt hulp")),
    (Signal.NUISANCE_SEEN, N_("Overlast vastgesteld")),
    (Signal.OVERCROWDED, N_("Te veel bewoners voor de woning")),
    (Signal.NONE_OF_THESE, N_("Niets van dit alles")),
)

STAGES: Choices = tuple((stage, STAGE_LABELS[stage]) for stage in Stage)
STAGES_SHORT: Choices = (
    (Stage.NONE, N_("nee, er is geen procedure")),
    (Stage.EVICTION_PLANNED, N_("ja, de uithuiszetting is gepland")),
    *((stage, STAGE_LABELS[stage]) for stage in (Stage.EVICTED, Stage.UNKNOWN)),
)
STAGES_OF_BAILIFF: Choices = tuple(
    (stage, N_("vonnis betekend") if stage is Stage.SERVED else label) for stage, label in STAGES
)
STAGES_OF_LANDLORD: Choices = (
    (Stage.NONE, N_("er is nog niets gestart")),
    (Stage.FORMAL_NOTICE, N_("ik stuurde een brief dat de huurder moet betalen of iets moet doen (ingebrekestelling)")),
    (Stage.CONCILIATION, N_("wij zijn uitgenodigd voor een gesprek bij de vrederechter (verzoening)")),
    (Stage.PETITION, N_("ik diende een verzoekschrift in bij het vredegerecht")),
    (Stage.SUMMONS, N_("de deurwaarder bracht de huurder een dagvaarding")),
    (Stage.CONDITIONAL, N_("de huurder mag blijven, met voorwaarden (vonnis of akkoord)")),
    (Stage.JUDGMENT, N_("de rechter besliste dat de huurder weg moet (vonnis)")),
    (Stage.SERVED, N_("de deurwaarder bezorgde het vonnis aan de huurder (betekening)")),
    (Stage.EVICTION_PLANNED, N_("de uithuiszetting is gepland")),
    (Stage.EVICTED, N_("de huurder is al uit de woning")),
    (Stage.UNKNOWN, N_("weet ik niet")),
)

ORG_KINDS: Choices = (
    (OrgKind.CAW, N_("CAW")),
    (OrgKind.HEALTH_INSURER, N_("Ziekenfonds")),
    (OrgKind.HOME_CARE, N_("Thuiszorg")),
    (OrgKind.SCHOOL, N_("School of CLB")),
    (OrgKind.FAMILY_CENTRE, N_("Huis van het Kind of gezinsondersteuning")),
    (OrgKind.MENTAL_HEALTH, N_("Geestelijke gezondheidszorg")),
    (OrgKind.HOSPITAL, N_("Ziekenhuis")),
    (OrgKind.POVERTY_ASSOCIATION, N_("Vereniging waar armen het woord nemen")),
    (OrgKind.UTILITY_COMPANY, N_("Water- of energiebedrijf")),
    (OrgKind.TENANT_LAWYER, N_("Advocaat van de huurder")),
    (OrgKind.LANDLORD_LAWYER, N_("Advocaat van de verhuurder")),
    (OrgKind.TENANTS_UNION, N_("Huurdersbond")),
    (OrgKind.OTHER_OCMW, N_("Een ander OCMW")),
    (OrgKind.OTHER, N_("Andere")),
)
MAY_CALL: Choices = (
    (MayCall.YES, N_("Ja")),
    (MayCall.NO, N_("Nee")),
    (MayCall.ASK_FIRST, N_("Vraag het mij eerst")),
)
