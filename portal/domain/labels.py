"""The Dutch label of every fixed word of the glossary, as message ids: what people read where code reads a value."""

from __future__ import annotations

from portal.domain.vocabulary import N_, CaseStatus, Channel, Kind, Outcome, Pathway, Problem, Role, Stage, Urgency

KIND_LABELS = {
    Kind.LANDLORD: N_("Verhuurder (particulier)"),
    Kind.SOCIAL_LANDLORD: N_("Sociale verhuurder (woonmaatschappij)"),
    Kind.BAILIFF: N_("Gerechtsdeurwaarder"),
    Kind.NEIGHBOURHOOD_POLICE: N_("Wijkpolitie"),
    Kind.DOCTOR: N_("Huisarts of andere arts"),
    Kind.ESTATE_AGENCY: N_("Immokantoor"),
    Kind.SERVICE_PROVIDER: N_("Dienstverlenende organisatie"),
    Kind.TENANT: N_("Ik zoek hulp voor mijn eigen woning"),
    Kind.COURT_REGISTRY: N_("Griffie van het vredegerecht"),
}

CHANNEL_LABELS = {
    Channel.WEB: N_("website"),
    Channel.PHONE: N_("telefoon"),
    Channel.DESK: N_("balie"),
    Channel.POST: N_("post"),
    Channel.COURT: N_("griffie"),
    Channel.LIST: N_("lijst"),
}

URGENCY_LABELS = {
    Urgency.U0: N_("acuut"),
    Urgency.U1: N_("dringend"),
    Urgency.U2: N_("hoog"),
    Urgency.U3: N_("normaal"),
    Urgency.U4: N_("vroeg"),
}

STATUS_LABELS = {
    CaseStatus.RECEIVED: N_("Ontvangen"),
    CaseStatus.IN_TRIAGE: N_("In triage"),
    CaseStatus.WAITING_FOR_REPORTER: N_("Wacht op melder"),
    CaseStatus.CONTACTING: N_("Contact leggen"),
    CaseStatus.ASSIGNED: N_("Toegewezen"),
    CaseStatus.IN_GUIDANCE: N_("In begeleiding"),
    CaseStatus.REFERRED_ON: N_("Doorverwezen"),
    CaseStatus.TENANT_DECLINED: N_("Huurder wil niet"),
    CaseStatus.NOT_REACHED: N_("Niet bereikt"),
    CaseStatus.OUT_OF_AREA: N_("Buiten het werkingsgebied"),
    CaseStatus.CLOSED: N_("Afgesloten"),
}

PATHWAY_LABELS = {
    Pathway.PW: N_("Preventieve woonbegeleiding"),
    Pathway.PRE_OGP: N_("Ondersteuning bij verzoening (pre-OGP)"),
    Pathway.OGP: N_("Ondersteuning tijdens de gerechtsprocedure (OGP)"),
    Pathway.DW: N_("Doorstroomwoning"),
    Pathway.CRISIS: N_("Crisisopvang"),
}

OUTCOME_LABELS = {
    Outcome.EVICTION_PREVENTED: N_("Uithuiszetting onmiddellijk voorkomen"),
    Outcome.PAYMENT_PLAN: N_("Afbetalingsplan afgesproken"),
    Outcome.EVICTION_FUND: N_("Fonds ter bestrijding van uithuiszettingen"),
    Outcome.REFERRED_TO_HELP: N_("Verwezen naar hulpverlening"),
    Outcome.TAKEN_INTO_TRANSITION_HOME: N_("Opgenomen in een doorstroomwoning"),
    Outcome.TAKEN_INTO_CRISIS_SHELTER: N_("Opgenomen in de crisisopvang"),
    Outcome.MOVED_TO_REGULAR_MARKET: N_("Doorgestroomd naar de reguliere markt"),
    Outcome.DECLINED: N_("Huurder wil geen begeleiding"),
    Outcome.NOT_REACHED: N_("Niet bereikt"),
    Outcome.EVICTED: N_("Uit huis gezet"),
    Outcome.MOVED: N_("Verhuisd"),
    Outcome.UNFOUNDED: N_("Ongegronde melding"),
    Outcome.MISTAKE: N_("Vergissing"),
}

ROLE_LABELS = {
    Role.INTAKE_WORKER: N_("Intakemedewerker"),
    Role.TEAM_LEAD: N_("Teamverantwoordelijke"),
    Role.ADMIN: N_("Beheerder"),
    Role.AUDITOR: N_("Auditor"),
}

PROBLEM_LABELS = {
    Problem.RENT_ARREARS: N_("huurachterstal"),
    Problem.NUISANCE: N_("overlast, burenconflict"),
    Problem.UPKEEP: N_("onderhoud en netheid van de woning"),
    Problem.DAMAGE: N_("schade"),
    Problem.CONFLICT: N_("conflict huurder-verhuurder"),
    Problem.LEASE_END: N_("opzeg of einde contract"),
    Problem.UNFIT: N_("gebreken aan de woning"),
    Problem.UTILITIES: N_("water, gas, elektriciteit"),
    Problem.OTHER: N_("andere"),
}

STAGE_LABELS = {
    Stage.NONE: N_("geen procedure"),
    Stage.FORMAL_NOTICE: N_("ingebrekestelling"),
    Stage.CONCILIATION: N_("oproeping in verzoening"),
    Stage.PETITION: N_("verzoekschrift neergelegd"),
    Stage.SUMMONS: N_("dagvaarding"),
    Stage.CONDITIONAL: N_("vonnis of akkoord met voorwaarden"),
    Stage.JUDGMENT: N_("vonnis uitgesproken"),
    Stage.SERVED: N_("vonnis betekend (door de deurwaarder bezorgd)"),
    Stage.EVICTION_PLANNED: N_("uithuiszetting gepland"),
    Stage.EVICTED: N_("al uit de woning"),
    Stage.UNKNOWN: N_("weet ik niet"),
}
