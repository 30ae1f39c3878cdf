"""The glossary: every fixed word of the field, once, with its Dutch label as message id.

The English values are what forms send, columns hold and exports print (design: intake.md, triage.md).
Labels are marked with ``N_`` for extraction; templates and forms translate them when they show them.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


def N_(message: str) -> str:  # noqa: N802 - gettext's own conventional name
    """Mark a message for extraction without translating it yet."""
    return message


class Kind(StrEnum):
    """Who reports. The registry is entered by staff only."""

    LANDLORD = "landlord"
    SOCIAL_LANDLORD = "social_landlord"
    BAILIFF = "bailiff"
    NEIGHBOURHOOD_POLICE = "neighbourhood_police"
    DOCTOR = "doctor"
    ESTATE_AGENCY = "estate_agency"
    SERVICE_PROVIDER = "service_provider"
    TENANT = "tenant"
    COURT_REGISTRY = "court_registry"

    @property
    def slug(self) -> str:
        """The word in a URL: hyphens for underscores."""
        return self.value.replace("_", "-")


class LegalBasis(StrEnum):
    VOLUNTARY = "voluntary"
    LEGAL_NOTICE = "legal_notice"
    SELF = "self"


class NoticeKind(StrEnum):
    """What a bailiff reports: a voluntary report, or one of two legal notices."""

    VOLUNTARY = "voluntary"
    CLAIM = "claim"
    EVICTION_ORDER = "eviction_order"


class Informed(StrEnum):
    """The gate's answer: one yes, three other exits."""

    YES = "yes"
    NOT_YET = "not_yet"
    NOT_SAFE = "not_safe"
    UNKNOWN = "unknown"


class InformedHow(StrEnum):
    CONVERSATION = "conversation"
    PHONE = "phone"
    LETTER = "letter"
    REGISTERED_LETTER = "registered_letter"
    EMAIL = "email"
    MESSAGE = "message"
    SERVICE = "service"


class Reaction(StrEnum):
    AGREES = "agrees"
    NO_REACTION = "no_reaction"
    OBJECTS = "objects"


class YesNo(StrEnum):
    YES = "yes"
    NO = "no"


class YesNoUnknown(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class YesNoUnsaid(StrEnum):
    YES = "yes"
    NO = "no"
    UNSAID = "unsaid"


class Tenure(StrEnum):
    PRIVATE = "private"
    SOCIAL = "social"
    SOCIAL_SUBLET = "social_sublet"
    ROOM = "room"
    SHARED = "shared"
    OWNER_OR_NONE = "owner_or_none"
    UNKNOWN = "unknown"


class Problem(StrEnum):
    RENT_ARREARS = "rent_arrears"
    NUISANCE = "nuisance"
    UPKEEP = "upkeep"
    DAMAGE = "damage"
    CONFLICT = "conflict"
    LEASE_END = "lease_end"
    UNFIT = "unfit"
    UTILITIES = "utilities"
    OTHER = "other"


class Stage(StrEnum):
    """Where the procedure stands, in the order in which it goes."""

    NONE = "none"
    FORMAL_NOTICE = "formal_notice"
    CONCILIATION = "conciliation"
    PETITION = "petition"
    SUMMONS = "summons"
    CONDITIONAL = "conditional"
    JUDGMENT = "judgment"
    SERVED = "served"
    EVICTION_PLANNED = "eviction_planned"
    EVICTED = "evicted"
    UNKNOWN = "unknown"


class PaymentPlan(StrEnum):
    NONE = "none"
    RUNNING = "running"
    BROKEN = "broken"
    UNKNOWN = "unknown"


class StepTaken(StrEnum):
    CALLED = "called"
    REMINDER = "reminder"
    REGISTERED_LETTER = "registered_letter"
    VISIT = "visit"
    PLAN_PROPOSED = "plan_proposed"
    COMMITTEE = "committee"
    CONCILIATION_ASKED = "conciliation_asked"
    LAWYER = "lawyer"


class Signal(StrEnum):
    NOBODY_ANSWERS = "nobody_answers"
    UNOPENED_POST = "unopened_post"
    NO_HEATING = "no_heating"
    NO_WATER_OR_POWER = "no_water_or_power"
    SEVERE_DIRT = "severe_dirt"
    NO_FURNITURE_OR_FOOD = "no_furniture_or_food"
    BAILIFF_NOTICE_SEEN = "bailiff_notice_seen"
    ASKS_FOR_HELP = "asks_for_help"
    NUISANCE_SEEN = "nuisance_seen"
    OVERCROWDED = "overcrowded"
    NONE_OF_THESE = "none_of_these"


class OrgKind(StrEnum):
    CAW = "caw"
    HEALTH_INSURER = "health_insurer"
    HOME_CARE = "home_care"
    SCHOOL = "school"
    FAMILY_CENTRE = "family_centre"
    MENTAL_HEALTH = "mental_health"
    HOSPITAL = "hospital"
    POVERTY_ASSOCIATION = "poverty_association"
    UTILITY_COMPANY = "utility_company"
    TENANT_LAWYER = "tenant_lawyer"
    LANDLORD_LAWYER = "landlord_lawyer"
    TENANTS_UNION = "tenants_union"
    OTHER_OCMW = "other_ocmw"
    OTHER = "other"


class ContactPref(StrEnum):
    CALL = "call"
    SMS = "sms"
    LETTER = "letter"
    INTERPRETER_NEEDED = "interpreter_needed"
    TOGETHER_WITH_ME = "together_with_me"
    MORNINGS = "mornings"
    AFTERNOONS = "afternoons"
    HEARING_OR_SIGHT = "hearing_or_sight"
    NOT_ALONE_AT_DOOR = "not_alone_at_door"
    NOT_THROUGH_PARTNER_OR_HOUSEMATE = "not_through_partner_or_housemate"
    NO_LETTERS_TO_ADDRESS = "no_letters_to_address"


class MayCall(StrEnum):
    YES = "yes"
    NO = "no"
    ASK_FIRST = "ask_first"


class Channel(StrEnum):
    WEB = "web"
    PHONE = "phone"
    DESK = "desk"
    POST = "post"
    COURT = "court"
    LIST = "list"


class Urgency(IntEnum):
    """The level of a case; a lower number is more urgent, so that numbers sort as people read."""

    U0 = 0
    U1 = 1
    U2 = 2
    U3 = 3
    U4 = 4


class CaseStatus(StrEnum):
    RECEIVED = "received"
    IN_TRIAGE = "in_triage"
    WAITING_FOR_REPORTER = "waiting_for_reporter"
    CONTACTING = "contacting"
    ASSIGNED = "assigned"
    IN_GUIDANCE = "in_guidance"
    REFERRED_ON = "referred_on"
    TENANT_DECLINED = "tenant_declined"
    NOT_REACHED = "not_reached"
    OUT_OF_AREA = "out_of_area"
    CLOSED = "closed"


class Pathway(StrEnum):
    """The five pathways of the service [S], by the service's own abbreviations."""

    PW = "PW"
    PRE_OGP = "PRE_OGP"
    OGP = "OGP"
    DW = "DW"
    CRISIS = "CRISIS"


class Outcome(StrEnum):
    EVICTION_PREVENTED = "eviction_prevented"
    PAYMENT_PLAN = "payment_plan"
    EVICTION_FUND = "eviction_fund"
    REFERRED_TO_HELP = "referred_to_help"
    TAKEN_INTO_TRANSITION_HOME = "taken_into_transition_home"
    TAKEN_INTO_CRISIS_SHELTER = "taken_into_crisis_shelter"
    MOVED_TO_REGULAR_MARKET = "moved_to_regular_market"
    DECLINED = "declined"
    NOT_REACHED = "not_reached"
    EVICTED = "evicted"
    MOVED = "moved"
    UNFOUNDED = "unfounded"
    MISTAKE = "mistake"


class Role(StrEnum):
    INTAKE_WORKER = "intake_worker"
    TEAM_LEAD = "team_lead"
    ADMIN = "admin"
    AUDITOR = "auditor"


BOUND_BY_SECRECY = frozenset(
    {
        OrgKind.CAW,
        OrgKind.HOSPITAL,
        OrgKind.MENTAL_HEALTH,
        OrgKind.HEALTH_INSURER,
        OrgKind.FAMILY_CENTRE,
        OrgKind.SCHOOL,
        OrgKind.TENANT_LAWYER,
    }
)
"""Kinds of service whose staff weigh their own secrecy first (intake.md, gate rule 4)."""

SAFETY_PREFS = frozenset({ContactPref.NOT_THROUGH_PARTNER_OR_HOUSEMATE, ContactPref.NO_LETTERS_TO_ADDRESS})
"""Contact preferences that set the safety mark (intake.md, gate rule 6)."""

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
