"""A case that news or a colleague makes U0 is told of at once: to whoever is on duty, and to whoever has it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import Session, select

from portal.domain.triage.known import Learned, What
from portal.domain.triage.spoken import Says, Spoken
from portal.domain.vocabulary import CaseStatus, Role, Urgency
from portal.models import Account, Case, Outbox, Preference, Referral
from portal.services import escalating, follow_up, tenant, triage
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes
from portal.store import cases
from tests.factories import make_account, make_case, make_referral

FRIDAY = date(2026, 11, 27)
AT = datetime(2026, 11, 27, 8, 30, tzinfo=UTC)
RULES: dict[str, Any] = {"at": AT, "today": FRIDAY, "policy": Policy()}
MAILBOXES = Mailboxes(intake="team@huis.example", duty="wacht@huis.example", domain="huis.example")
HEARD: dict[str, Any] = {**RULES, "mailboxes": MAILBOXES}
ON_MONDAY, ON_THURSDAY = (Learned(What.HEARING, FRIDAY, day=day) for day in (date(2026, 11, 30), date(2026, 12, 3)))


@pytest.fixture
def staff(session: Session) -> dict[str, Account]:
    """Who is there, and who is away; An said that she hears of no U0, which is about those of others."""
    values: dict[str, dict[str, Any]] = {
        "an": {},
        "bo": {},
        "lea": {"role": Role.TEAM_LEAD},
        "lou": {"role": Role.TEAM_LEAD, "away_until": FRIDAY},
        "away": {"away_until": FRIDAY},
        "left": {"disabled_at": AT},
    }
    made = {n: make_account(session, email=f"{n}@huis.example", password_hash="-", **v) for n, v in values.items()}
    session.add(Preference(receiver=f"account:{made['an'].id}", notice="acute", how="none"))
    return made


def owned(session: Session, owner: Account | None, **values: Any) -> tuple[Case, Referral]:
    """A case with a hearing in December."""
    asked = {"stage": "petition", "hearing_date": date(2026, 12, 14), "received_on": date(2026, 11, 26)}
    given = {"status": CaseStatus.IN_TRIAGE, "claimed_by_id": owner.id if owner else None, **values}
    case = make_case(session, referral=asked, today=date(2026, 11, 26), **given)
    assert case.level is Urgency.U2
    return case, cases.referrals_of(session, case.id or 0)[0]


def mailed(session: Session) -> list[tuple[str, str]]:
    """Every mail by its notice and whom it is for, which are taken away."""
    session.flush()
    rows = session.exec(select(Outbox)).all()
    for row in rows:
        session.delete(row)
    session.flush()
    return sorted((row.notice, row.to_addr.removesuffix("@huis.example")) for row in rows)


def acute(*names: str) -> list[tuple[str, str]]:
    return sorted(("acute", name) for name in names)


@pytest.mark.parametrize(
    ("owner", "heard"),
    [
        ("an", ["an", "wacht"]),
        ("lea", ["lea", "wacht"]),
        ("away", ["lea", "wacht"]),
        ("left", ["lea", "wacht"]),
        (None, ["wacht"]),
    ],
)
def test_who_hears_of_a_fact_of_the_reporter_that_makes_a_case_u0(
    session: Session, staff: dict[str, Account], owner: str | None, heard: list[str]
) -> None:
    case, referral = owned(session, staff[owner] if owner else None)

    follow_up.add_fact(session, referral, ON_THURSDAY, **HEARD)
    calmer = (case.level, mailed(session))
    follow_up.add_fact(session, referral, ON_MONDAY, **HEARD)
    first = (case.level, mailed(session))
    follow_up.add_fact(session, referral, ON_MONDAY, **HEARD)
    follow_up.correct(session, referral, "Het is huisnummer 14.", kept=True, **HEARD)

    assert calmer == (Urgency.U1, [])
    assert first == (Urgency.U0, acute(*heard))
    assert mailed(session) == []


STEPS: dict[str, Any] = {
    "answer": lambda s, told: follow_up.answer(s, told, "Op 30 november.", kept=True, **HEARD),
    "correct": lambda s, told: follow_up.correct(s, told, "Op 30 november.", kept=True, **HEARD),
    "withdraw": lambda s, told: follow_up.withdraw(s, told, **HEARD),
    "speak": lambda s, told: tenant.speak(s, Spoken(told.reference, Says.HELP), key="1" * 32, **HEARD),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_whatever_comes_in_from_outside_tells_of_what_is_found_u0_then(
    session: Session, staff: dict[str, Account], step: Any
) -> None:
    (rises, told), (stays, other) = (owned(session, staff["an"]) for _ in range(2))
    learned = Learned(What.HEARING, FRIDAY, day=date(2026, 11, 30))
    triage.add_fact(session, rises, learned, by=staff["an"], **RULES)
    joined = make_referral(session, stage="none", received_on=date(2026, 11, 26))
    joined.case_id = rises.id or 0
    rises.level = Urgency.U2  # As if the clock had not been computed since.
    session.flush()

    step(session, other)
    nothing = mailed(session)
    step(session, joined if step is STEPS["withdraw"] else told)

    assert (stays.level > Urgency.U0, nothing) == (True, [])
    assert (rises.level, mailed(session)) == (Urgency.U0, acute("an", "wacht"))


@pytest.mark.parametrize(
    ("by", "heard"), [("an", []), ("bo", ["an", "wacht"]), ("lea", ["an", "wacht"])], ids=["owner", "other", "lead"]
)
def test_a_colleague_who_makes_the_case_of_another_u0_lets_that_one_hear_of_it(
    session: Session, staff: dict[str, Account], by: str, heard: list[str]
) -> None:
    case, _referral = owned(session, staff["an"])
    told: dict[str, Any] = {"at": AT, "today": FRIDAY, "mailboxes": MAILBOXES, "by": staff[by]}

    with escalating.rise(session, case, **told):
        triage.override(session, case, Urgency.U1, "Dit gezin heeft kleine kinderen.", by=staff[by], **RULES)
    calmer = mailed(session)
    with escalating.rise(session, case, **told):
        triage.override(session, case, Urgency.U0, "Dit gezin staat op straat.", by=staff[by], **RULES)

    assert calmer == []
    assert mailed(session) == acute(*heard)


def test_a_lead_who_stands_in_is_not_told_of_what_they_did_themselves(
    session: Session, staff: dict[str, Account]
) -> None:
    case, _referral = owned(session, staff["away"])

    with escalating.rise(session, case, at=AT, today=FRIDAY, mailboxes=MAILBOXES, by=staff["lea"]):
        triage.override(session, case, Urgency.U0, "Dit gezin staat op straat.", by=staff["lea"], **RULES)

    assert mailed(session) == acute("wacht")


def test_a_closed_case_that_begins_anew_as_u0_is_told_of_and_one_that_is_corrected_is_not(
    session: Session, staff: dict[str, Account]
) -> None:
    found = [owned(session, staff["an"]) for _ in range(2)]
    for case, told in found:
        follow_up.add_fact(session, told, ON_MONDAY, **RULES)
        case.new_fact, case.contacted_on = False, FRIDAY
        case.status, case.is_open, case.desk, case.closed_at = CaseStatus.CLOSED, False, "closed", AT
    session.flush()
    (anew, tells), (closed, corrects) = found

    follow_up.correct(session, corrects, "Het is huisnummer 14.", kept=True, **HEARD)
    corrected = mailed(session)
    follow_up.add_fact(session, tells, ON_MONDAY, **HEARD)
    begun = mailed(session)
    follow_up.add_fact(session, tells, ON_MONDAY, **HEARD)

    assert (anew.level, closed.level) == (Urgency.U0, Urgency.U0)
    assert (corrected, begun, mailed(session)) == ([], acute("an", "wacht"), [])
