"""Complete answers of invented people, one report for each kind, to vary from."""

from __future__ import annotations

from datetime import date

from portal.domain.intake.questions import Answer
from portal.domain.vocabulary import Kind

TODAY = date(2026, 11, 23)

INFORMED: dict[str, Answer] = {
    "informed": "yes",
    "informed_on": "2026-11-20",
    "informed_how": "conversation",
    "tenant_reaction": "no_reaction",
}
DWELLING: dict[str, Answer] = {
    "postcode": "2800",
    "street": "Zandpoortvest",
    "house_number": "12",
    "still_lives_there": "yes",
}
TENANT: dict[str, Answer] = {"tenant_first": "Amina", "tenant_last": "Verbeke", "minors": "no"}
PROBLEM: dict[str, Answer] = {"problems": ["upkeep"]}
REPORTER: dict[str, Answer] = {
    "reporter_name": "Bart Claes",
    "reporter_email": "bart@voorbeeld.be",
    "declaration": "yes",
}
BASE: dict[str, Answer] = {**INFORMED, **DWELLING, **TENANT, **PROBLEM, **REPORTER, "stage": "none"}
NOTICE: dict[str, Answer] = {"notice_kind": "claim", "informed_on": "2026-08-03", "tenant_opposed": "no"}
OFFICE: dict[str, Answer] = {"reporter_org": "Kantoor Claes"}

COMPLETE: dict[Kind, dict[str, Answer]] = {
    Kind.LANDLORD: BASE,
    Kind.SOCIAL_LANDLORD: {
        **BASE,
        **OFFICE,
        "tenure": "social",
        "payment_plan": "broken",
        "steps_taken": ["called", "visit"],
    },
    Kind.BAILIFF: {**{k: v for k, v in BASE.items() if k not in INFORMED}, **OFFICE, **NOTICE},
    Kind.NEIGHBOURHOOD_POLICE: {**BASE, "signals": ["unopened_post"], "police_zone": "5906"},
    Kind.DOCTOR: {**BASE, "patient_consent": "yes"},
    Kind.ESTATE_AGENCY: {**BASE, **OFFICE, "tenure": "private", "on_behalf_of": "Els Maes"},
    Kind.SERVICE_PROVIDER: {
        **BASE,
        **OFFICE,
        "org_kind": "caw",
        "client_weighed": "yes",
        "unusable_home": "no",
        "homeless_now": "no",
    },
    Kind.TENANT: {
        **DWELLING,
        **TENANT,
        **PROBLEM,
        "tenant_phone": "+32470123456",
        "unusable_home": "no",
        "homeless_now": "no",
    },
    Kind.COURT_REGISTRY: {**{k: v for k, v in BASE.items() if k not in INFORMED}, **OFFICE, **NOTICE},
}


def make_answers(kind: Kind, **changes: Answer | None) -> dict[str, Answer]:
    """The complete answers of a kind with some changed; None takes one away."""
    merged = {**COMPLETE[kind], **changes}
    return {name: answer for name, answer in merged.items() if answer is not None}
