"""Rows for tests, as the portal itself would store them; flushed, and committed by the test that needs it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from sqlmodel import Session

from portal.domain import reference
from portal.domain.deadlines.urgency import assess
from portal.domain.triage import filters
from portal.domain.vocabulary import CaseStatus, InformedHow, Kind, LegalBasis, Reaction, Role, Urgency
from portal.models import Account, Case, Entry, Referral
from portal.services import assessing

MONDAY = date(2026, 11, 23)
"""The day of the design's worked examples."""

A_DAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def make_account(session: Session, **values: Any) -> Account:
    """A member of the team, an intake worker unless the test says otherwise."""
    number = secrets.token_hex(4)
    given = {"email": f"an.{number}@portaal.example", "name": "An Peeters", "role": Role.INTAKE_WORKER, **values}
    given.setdefault("password_hash", "of none")
    account = Account(created_at=given.pop("created_at", A_DAY), **given)
    session.add(account)
    session.flush()
    return account


def make_referral(session: Session, *, today: date | None = None, **values: Any) -> Referral:
    """A landlord's report with a case of its own, computed as on ``today`` (the day of receipt)."""
    return _stored(session, values, {}, today)[0]


def make_case(
    session: Session, *, referral: Mapping[str, Any] | None = None, today: date | None = None, **values: Any
) -> Case:
    """A case with one referral; ``values`` win over what the clock computed from the referral."""
    return _stored(session, dict(referral or {}), values, today)[1]


def referral_values(**values: Any) -> dict[str, Any]:
    """A whole landlord's report about invented people, without its case."""
    received_on = values.get("received_on", MONDAY)
    return {
        "reference": reference.new(),
        "submission_key": secrets.token_hex(16),
        "follow_key": secrets.token_hex(16),
        "received_on": received_on,
        "received_at": datetime.combine(received_on, time(9), tzinfo=UTC),
        "kind": Kind.LANDLORD,
        "legal_basis": LegalBasis.VOLUNTARY,
        "statement_version": "1",
        "statement_language": "nl",
        "informed": "yes",
        "informed_on": received_on,
        "informed_how": InformedHow.CONVERSATION,
        "informed_by": "Jan Verhuurder",
        "tenant_reaction": Reaction.AGREES,
        "postcode": "2800",
        "street": "Voorbeeldstraat",
        "house_number": "12",
        "tenant_first": "Fatima",
        "tenant_last": "Testers",
        "tenant_phone": "+32470000001",
        "problems": ["rent_arrears"],
        "stage": "none",
        "reporter_name": "Jan Verhuurder",
        "reporter_email": "jan@verhuurder.example",
        **values,
    }


def _stored(
    session: Session, of_referral: dict[str, Any], of_case: dict[str, Any], today: date | None
) -> tuple[Referral, Case]:
    referral = Referral(**{"case_id": 0, **referral_values(**of_referral)})
    case = _case(session, referral, of_case, today or referral.received_on)
    referral.case_id = case.id or 0
    session.add(referral)
    session.add(
        Entry(case_id=case.id or 0, at=referral.received_at, what="received", data={"referral": referral.reference})
    )
    session.flush()
    return referral, case


def _case(session: Session, referral: Referral, values: dict[str, Any], today: date) -> Case:
    case = Case(
        **{
            "reference": referral.reference,
            "kind": referral.kind,
            "received_at": referral.received_at,
            "received_on": referral.received_on,
            "channel": referral.channel,
            "problems": filters.spaced(referral.problems),
            "short": referral.short,
            "level": Urgency.U4,
            "computed_level": Urgency.U4,
            "contact_by": referral.received_on,
            "due_on": referral.received_on,
            "queue_on": referral.received_on,
            **values,
        }
    )
    case.is_open = case.status is not CaseStatus.CLOSED
    assessing.apply(case, assess(assessing.facts_of([referral], []), today), today=today)
    for name, value in values.items():
        setattr(case, name, value)
    session.add(case)
    session.flush()
    return case
