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
