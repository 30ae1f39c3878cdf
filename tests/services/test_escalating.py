"""What nobody takes: reckoned as it comes in, rises or is given back, and told once to whoever leads and is on duty."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, col, select

from portal.clock import BRUSSELS
from portal.domain.triage.known import Learned, What
from portal.domain.vocabulary import CaseStatus, Kind, Role, Urgency
from portal.models import Account, Audit, Case, Entry, Outbox
from portal.services import claims, escalating, intake, nightly, triage, watching
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes, Sent
from portal.store import schedule
from tests.answers import walk
from tests.factories import MONDAY, make_account, make_case

POLICY = Policy()
MAILBOXES = Mailboxes(intake="team@huis.example", duty="wacht@huis.example", domain="huis.example")
U0, U1, U2, U3, U4 = Urgency


def at(hour: float, day: date = MONDAY) -> datetime:
    return (datetime.combine(day, time(), tzinfo=BRUSSELS) + timedelta(hours=hour)).astimezone(UTC)


def now(hour: float) -> dict[str, Any]:
    return {"at": at(hour), "today": MONDAY, "policy": POLICY}


def told(session: Session, hour: float) -> int:
    return escalating.untaken(session, at=at(hour), today=MONDAY, mailboxes=MAILBOXES)


def mails(session: Session) -> Counter[tuple[str, str]]:
    return Counter((row.notice, row.to_addr) for row in session.exec(select(Outbox)))


@pytest.fixture
def staff(session: Session) -> dict[str, Account]:
    """Somebody of each kind, and team leads who are away or left."""
    found: dict[str, dict[str, Any]] = {
        "worker": {"role": Role.INTAKE_WORKER},
        "lead": {"role": Role.TEAM_LEAD},
        "admin": {"role": Role.ADMIN},
        "away": {"role": Role.TEAM_LEAD, "away_until": MONDAY},
        "left": {"role": Role.TEAM_LEAD, "disabled_at": at(8)},
    }
    return {
        name: make_account(session, email=f"{name}@huis.example", password_hash="-", **values)
        for name, values in found.items()
    }


def lying(level: Urgency, **values: Any) -> Case:
    given = {"desk": "todo", "due_on": date(2026, 11, 30), "escalate_at": None, **values}
    return Case(level=level, **given)


@pytest.mark.parametrize(
    ("case", "before", "expected"),
    [
        (lying(U0), None, at(11)),
        (lying(U1), None, at(15)),
        (lying(U0, escalate_at=at(16)), U2, at(11)),
        (lying(U0, escalate_at=at(10.5)), U2, at(10.5)),  # what is more urgent is never told of later
        (lying(U0), U2, at(11)),  # they heard of it, and it rose
        (lying(U1), U1, None),  # they heard of it, and nothing rose
        (lying(U2), U4, None),  # it rose to a level that has no hours of its own
        (lying(U1, escalate_at=at(10.5)), U0, at(15)),
        (lying(U1), U0, None),
        (lying(U1, escalate_at=at(15)), U1, at(15)),
        (lying(U1, escalate_at=at(15), due_on=MONDAY), U1, at(14)),
        (lying(U0, escalate_at=at(11), claimed_by_id=7), U0, None),
        (lying(U0, escalate_at=at(11), desk="waiting"), U0, None),
        (lying(U0, escalate_at=at(11), desk="closed"), U0, None),
        (lying(U0, escalate_at=schedule.UNRECKONED), U1, at(11)),
    ],
)
def test_when_the_leads_hear_of_a_case_that_changed(
    case: Case, before: Urgency | None, expected: datetime | None
) -> None:
    watching.watch(case, before, at=at(10), policy=POLICY)

    assert case.escalate_at == expected


def test_a_report_is_told_of_once_to_leads_and_duty_unless_somebody_takes_it(
    app: Flask, session: Session, staff: dict[str, Account]
) -> None:
    answers = dict(walk(app, Kind.LANDLORD, {})[0])
    for number in range(2):
        report = Sent(kind=Kind.LANDLORD, answers=answers, submission_key=f"{number:032}", language="nl")
        intake.receive(session, report, at=at(9), today=MONDAY, policy=POLICY, mailboxes=MAILBOXES)
    taken, left_alone = session.exec(select(Case).order_by(col(Case.id))).all()
    before, version = mails(session), left_alone.version
    moment = left_alone.escalate_at
    claims.claim(session, taken, by=staff["worker"], at=at(9), today=MONDAY)
    session.flush()
    assert moment is not None

    early = escalating.untaken(session, at=moment - timedelta(seconds=1), today=MONDAY, mailboxes=MAILBOXES)
    ran = [escalating.untaken(session, at=moment, today=MONDAY, mailboxes=MAILBOXES) for _ in range(2)]
    session.commit()
    session.expire_all()

    assert (early, ran) == (0, [1, 0])
    assert mails(session) - before == {
        ("unclaimed", "lead@huis.example"): 1,
        ("unclaimed", "wacht@huis.example"): 1,
    }
    assert session.exec(select(Entry.case_id, Entry.data).where(Entry.what == "escalated")).all() == [
        (left_alone.id, {"level": int(left_alone.level)})
    ]
    assert session.exec(select(Audit.case_id).where(Audit.action == "case.escalated")).all() == [left_alone.id]
    assert (left_alone.escalate_at, taken.escalate_at, left_alone.version) == (None, None, version)
    context = session.exec(select(Outbox.context).where(Outbox.notice == "unclaimed")).first()
    assert context == {
        "reference": left_alone.reference,
        "level": int(left_alone.level),
        "due_on": left_alone.due_on.isoformat(),
    }


def test_a_case_is_told_of_anew_when_it_rises_and_when_it_was_given_back(
    session: Session, staff: dict[str, Account]
) -> None:
    case, lead, worker = make_case(session), staff["lead"], staff["worker"]
    case.escalate_at = at(9)
    session.flush()
    seen = [told(session, 10)]
    session.refresh(case)
    triage.note(session, case, "Een notitie.", by=worker, at=at(10))
    seen.append(told(session, 16))
    hearing = Learned(What.HEARING, MONDAY, day=date(2026, 11, 26))
    triage.add_fact(session, case, hearing, by=worker, **now(9))
    seen += [told(session, 9.5), told(session, 14)]
    session.refresh(case)
    triage.override(session, case, U0, "Dit gezin staat op straat.", by=lead, **now(9))
    seen += [told(session, 9.5), told(session, 10)]
    session.refresh(case)
    claims.claim(session, case, by=worker, at=at(10), today=MONDAY)
    seen.append(told(session, 16))
    claims.release(session, case, by=worker, at=at(10))
    session.flush()
    reckoned = [escalating.reckon(session, at=at(10), policy=POLICY) for _ in range(2)]
    seen += [told(session, 10.5), told(session, 11)]

    assert seen == [1, 0, 0, 1, 0, 1, 0, 0, 1]
    assert reckoned == [1, 0]
    levels = [
        entry.data["level"]
        for entry in session.exec(select(Entry).where(Entry.what == "escalated").order_by(col(Entry.id)))
    ]
    assert levels == [int(U3), int(U1), int(U0), int(U0)]


def test_what_rests_or_waits_is_not_told_of_until_it_is_back_on_the_desk(
    session: Session, staff: dict[str, Account]
) -> None:
    worker = staff["worker"]
    case = make_case(session)
    claims.claim(session, case, by=worker, at=at(9), today=MONDAY)
    given = {"pathway": "PW", "pathway_reason": "Dit past het best."}
    triage.move(session, case, CaseStatus.ASSIGNED, given, by=worker, **now(9))
    claims.release(session, case, by=worker, at=at(9))
    resting = case.escalate_at

    triage.add_fact(session, case, Learned(What.EVICTION_DATE, MONDAY, day=date(2026, 11, 27)), by=worker, **now(10))

    assert resting is None
    assert case.escalate_at == at(11)


@pytest.mark.parametrize("news", [True, False])
def test_a_case_that_is_opened_again_lies_there_for_everybody(
    session: Session, staff: dict[str, Account], news: bool
) -> None:
    worker, lead = staff["worker"], staff["lead"]
    case = make_case(session)
    claims.claim(session, case, by=worker, at=at(9), today=MONDAY)
    given = {"pathway": "PW", "pathway_reason": "Dit past het best."}
    triage.move(session, case, CaseStatus.ASSIGNED, given, by=worker, **now(9))
    triage.move(session, case, CaseStatus.CLOSED, {"outcome": "unfounded"}, by=worker, **now(9))
    if news:
        triage.add_fact(session, case, Learned(What.PLAN_BROKEN, MONDAY), by=worker, **now(9))

    triage.move(session, case, CaseStatus.IN_TRIAGE, {"reason": "Er is nieuws."}, by=lead, **now(10))

    assert case.escalate_at is not None
    assert at(10) < case.escalate_at < at(0, case.due_on + timedelta(1))


def test_what_the_night_makes_acute_is_told_at_once_to_whoever_is_on_duty(
    session: Session, staff: dict[str, Account]
) -> None:
    near, far = (make_case(session, referral=hearing(days)) for days in (7, 20))
    nearer = make_case(session, referral=hearing(3))
    for case in (near, far, nearer):
        watching.watch(case, None, at=at(10), policy=POLICY)
    nearer.escalate_at = None  # The leads heard of it on Monday, when it was U1.
    session.flush()
    ran = []

    for day in (MONDAY + timedelta(1), MONDAY + timedelta(1), MONDAY + timedelta(2)):
        night: dict[str, Any] = {"today": day, "at": at(0.01, day), "policy": POLICY, "mailboxes": MAILBOXES}
        nightly.recompute_due(session, **night)
        ran.append([(row.notice, row.to_addr, row.case_id) for row in session.exec(select(Outbox))])

    duty = ("acute", "wacht@huis.example", nearer.id)
    assert ran == [[duty], [duty], [duty]]
    assert (near.level, far.level, nearer.level) == (U1, U2, U0)
    assert staff
    assert nearer.escalate_at == at(10, MONDAY + timedelta(1))
    assert near.escalate_at == at(14, MONDAY + timedelta(1))


def hearing(days: int) -> dict[str, Any]:
    return {"stage": "petition", "hearing_date": MONDAY + timedelta(days)}
