"""The gate in the database: whoever writes SQL by hand, on either engine, is refused what the rules refuse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from portal.models import Draft, Referral
from tests.factories import A_DAY, MONDAY, make_account, make_case, referral_values

Row = dict[str, Any]
COLUMNS = [column.name for column in sa.inspect(Referral).columns if column.name != "id"]
SAVED = sa.table("referral", *(sa.column(name) for name in COLUMNS))

VOLUNTARY: Row = {}
LEGAL: Row = {
    "kind": "bailiff",
    "legal_basis": "legal_notice",
    "notice_kind": "claim",
    "informed": None,
    "informed_how": "service",
    "informed_by": None,
    "tenant_reaction": None,
    "tenant_opposed": "no",
}
REGISTRY: Row = {**LEGAL, "kind": "court_registry", "entered_by_id": "somebody"}
SELF: Row = {
    "kind": "tenant",
    "legal_basis": "self",
    **dict.fromkeys(("informed", "informed_on", "informed_how", "informed_by", "tenant_reaction")),
}
DOCTOR: Row = {"kind": "doctor", "patient_consent": "yes"}
SERVICE: Row = {"kind": "service_provider", "org_kind": "home_care"}
BOUND: Row = {"kind": "service_provider", "org_kind": "caw", "client_weighed": "yes"}

ACCEPTED = {
    "a voluntary report": VOLUNTARY,
    "informed 60 days ago": {"informed_on": MONDAY - timedelta(days=60)},
    "informed today": {"informed_on": MONDAY},
    "a tenant who objects": {"tenant_reaction": "objects"},
    "a bailiff's voluntary report": {"kind": "bailiff", "notice_kind": "voluntary"},
    "a legal notice": LEGAL,
    "served long ago": {**LEGAL, "informed_on": date(2025, 1, 2)},
    "served today": {**LEGAL, "informed_on": MONDAY},
    "the registry, typed in by staff": REGISTRY,
    "a tenant's own report": SELF,
    "a doctor with consent": DOCTOR,
    "a service": SERVICE,
    "a service that objects is free to": {**SERVICE, "tenant_reaction": "objects"},
    "a bound service that weighed": BOUND,
}
REFUSED = {
    # basis and kind
    "a landlord as if a tenant": (VOLUNTARY, {"legal_basis": "self"}),
    "a tenant as if a landlord": (SELF, {"kind": "landlord"}),
    "a tenant who is reported voluntarily": (VOLUNTARY, {"kind": "tenant"}),
    "a basis that does not exist": (VOLUNTARY, {"legal_basis": "urgent"}),
    "no basis": (VOLUNTARY, {"legal_basis": None}),
    "a kind that does not exist": (VOLUNTARY, {"kind": "neighbour"}),
    "no kind": (VOLUNTARY, {"kind": None}),
    "a landlord's legal notice": (LEGAL, {"kind": "landlord"}),
    "the registry voluntarily": (VOLUNTARY, {"kind": "court_registry", "entered_by_id": "somebody"}),
    # a voluntary report
    "informed not said": (VOLUNTARY, {"informed": None}),
    "not informed yet": (VOLUNTARY, {"informed": "not_yet"}),
    "informed in other words": (VOLUNTARY, {"informed": "YES"}),
    "informed empty": (VOLUNTARY, {"informed": ""}),
    "no day": (VOLUNTARY, {"informed_on": None}),
    "61 days ago": (VOLUNTARY, {"informed_on": MONDAY - timedelta(days=61)}),
    "tomorrow": (VOLUNTARY, {"informed_on": MONDAY + timedelta(days=1)}),
    "no way of informing": (VOLUNTARY, {"informed_how": None}),
    "informed by a service that was not": (VOLUNTARY, {"informed_how": "service"}),
    "a way that does not exist": (VOLUNTARY, {"informed_how": "pigeon"}),
    "nobody informed": (VOLUNTARY, {"informed_by": None}),
    "a blank informed": (VOLUNTARY, {"informed_by": "   "}),
    "no reaction": (VOLUNTARY, {"tenant_reaction": None}),
    "a reaction that does not exist": (VOLUNTARY, {"tenant_reaction": "shrugs"}),
    "no statement": (VOLUNTARY, {"statement_version": None}),
    "a blank statement": (VOLUNTARY, {"statement_version": " "}),
    "no language": (VOLUNTARY, {"statement_language": None}),
    "a blank language": (VOLUNTARY, {"statement_language": ""}),
    # a legal notice
    "not served": (LEGAL, {"informed_how": "letter"}),
    "served in no way": (LEGAL, {"informed_how": None}),
    "served tomorrow": (LEGAL, {"informed_on": MONDAY + timedelta(days=1)}),
    "served on no day": (LEGAL, {"informed_on": None}),
    "opposed": (LEGAL, {"tenant_opposed": "yes"}),
    "opposed or not": (LEGAL, {"tenant_opposed": None}),
    "the registry without a name": (REGISTRY, {"entered_by_id": None}),
    "the registry opposed": (REGISTRY, {"tenant_opposed": "yes"}),
    # doctors and services
    "a doctor without consent": (DOCTOR, {"patient_consent": None}),
    "a doctor with a no": (DOCTOR, {"patient_consent": "no"}),
    "a doctor whose patient objects": (DOCTOR, {"tenant_reaction": "objects"}),
    "a doctor whose patient said nothing": (DOCTOR, {"tenant_reaction": "no_reaction"}),
    "a service of no kind": (SERVICE, {"org_kind": None}),
    "a service of a kind that does not exist": (SERVICE, {"org_kind": "shop"}),
    "a bound service that did not weigh": (BOUND, {"client_weighed": None}),
    "a bound service that said no": (BOUND, {"client_weighed": "no"}),
    "a bound service whose client objects": (BOUND, {"tenant_reaction": "objects"}),
    "a bound kind under another flag": (VOLUNTARY, {"org_kind": "hospital"}),
    # a tenant's own report keeps its kind, and days stay days
    "a tenant's report taken over": (SELF, {"legal_basis": "voluntary"}),
    "received so late that it is old": (VOLUNTARY, {"received_on": MONDAY + timedelta(days=61)}),
}


class Hand:
    """Somebody who writes SQL by hand."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.case_id = make_case(session).id
        self.account_id = make_account(session).id

    def insert(self, **values: Any) -> str:
        row = {**dict.fromkeys(COLUMNS), **referral_values(), "case_id": self.case_id, "channel": "web"}
        row |= {"language": "nl", "problems": '["upkeep"]', "answers": "{}", "suspicions": "[]", "short": False}
        row |= self._filled(values)
        document = {name: sa.cast(row[name], sa.JSON) if self._postgres() else row[name] for name in DOCUMENTS}
        self.session.execute(sa.insert(SAVED).values({**row, **document}))
        return str(row["reference"])

    def update(self, reference: str, values: Row) -> None:
        change = sa.update(SAVED).where(SAVED.c.reference == reference).values(self._filled(values))
        self.session.execute(change)

    def _filled(self, values: Row) -> Row:
        return {**values, "entered_by_id": self.account_id} if values.get("entered_by_id") else values

    def _postgres(self) -> bool:
        return self.session.get_bind().dialect.name == "postgresql"


DOCUMENTS = ("problems", "answers", "suspicions")


@pytest.fixture
def hand(session: Session) -> Hand:
    return Hand(session)


def failing(hand: Hand, cases: dict[str, Any], write: Any) -> Iterator[str]:
    """The names of the cases that the database takes."""
    for name, case in cases.items():
        attempt = hand.session.begin_nested()
        try:
            write(case)
        except sa.exc.IntegrityError:
            attempt.rollback()
        else:
            yield name
            attempt.rollback()


def test_what_the_rules_accept_is_accepted(hand: Hand) -> None:
    references = [hand.insert(**values) for values in ACCEPTED.values()]

    assert len(set(references)) == len(ACCEPTED)


def test_no_insert_gets_around_the_gate(hand: Hand) -> None:
    taken = list(failing(hand, REFUSED, lambda case: hand.insert(**{**case[0], **case[1]})))

    assert taken == []


def test_no_update_gets_around_the_gate(hand: Hand) -> None:
    def change(case: tuple[Row, Row]) -> None:
        hand.update(hand.insert(**case[0]), case[1])

    assert list(failing(hand, REFUSED, change)) == []


def test_an_update_within_the_rules_is_accepted(hand: Hand) -> None:
    reference = hand.insert()

    hand.update(reference, {"tenant_reaction": "objects", "informed_on": MONDAY - timedelta(days=60)})


@pytest.mark.parametrize("basis", [LEGAL, VOLUNTARY], ids=["legal", "voluntary"])
@pytest.mark.parametrize("day", ["23/11/2026", "2026-11-2x", "zzzz", "", 20261123])
def test_sqlite_takes_no_day_that_is_none(sqlite_url: str, basis: Row, day: object) -> None:
    engine = sa.create_engine(sqlite_url)
    with Session(engine) as session:
        reference = Hand(session).insert(**basis)
        change = sa.update(SAVED).where(SAVED.c.reference == reference).values(informed_on=day)

        with pytest.raises(sa.exc.IntegrityError):
            session.execute(change)
    engine.dispose()


DRAFT: Row = {
    "token_hash": "a" * 64,
    "submission_key": "b" * 32,
    "kind": "landlord",
    "language": "nl",
    "passed_gate": False,
    "own": "{}",
    "answers": None,
    "reminders": 0,
    "created_at": A_DAY,
    "active_at": A_DAY,
}
SOMEBODY = '{"tenant_last": "Testers"}'
DRAFTS = sa.table("draft", *(sa.column(name) for name in DRAFT))


def write_draft(session: Session, values: Row) -> None:
    row = {**DRAFT, **values}
    if session.get_bind().dialect.name == "postgresql":
        row |= {name: sa.cast(row[name], sa.JSON) for name in ("own", "answers") if row[name] is not None}
    session.execute(sa.insert(DRAFTS).values(row))


@pytest.mark.parametrize(
    "values", [{}, {"passed_gate": True, "answers": SOMEBODY}, {"kind": "tenant", "answers": "{}"}]
)
def test_a_draft_may_hold_a_tenant_past_the_gate(session: Session, values: Row) -> None:
    write_draft(session, values)

    assert session.execute(sa.select(sa.func.count()).select_from(Draft)).scalar_one() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"answers": SOMEBODY},
        {"answers": "{}"},
        {"answers": "null"},
        {"passed_gate": None, "answers": SOMEBODY},
        {"kind": None, "answers": SOMEBODY},
        {"kind": "neighbour"},
    ],
)
def test_before_the_gate_a_draft_holds_nothing_about_a_tenant(session: Session, values: Row) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        write_draft(session, values)


def test_a_gate_that_closes_again_must_erase_the_tenant(session: Session) -> None:
    write_draft(session, {"passed_gate": True, "answers": SOMEBODY})
    session.execute(sa.update(DRAFTS).values(passed_gate=False, answers=None))
    session.execute(sa.update(DRAFTS).values(passed_gate=True))

    with pytest.raises(sa.exc.IntegrityError):
        session.execute(sa.update(DRAFTS).values(passed_gate=False, answers=sa.cast(sa.literal("{}"), sa.JSON)))
