"""What is learned after a plan, a question or a contact is due by its own target: nothing acute lies under "later"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from portal.domain.triage.known import Learned, What
from portal.domain.triage.state import Objection
from portal.domain.vocabulary import CaseStatus, Role, Urgency
from portal.models import Account, Case
from portal.services import contacts, follow_up, nightly, triage
from portal.services.assessing import Policy
from portal.store import cases
from tests.factories import MONDAY, make_account, make_case

S = CaseStatus
POLICY = Policy()
NEXT_YEAR = date(2027, 1, 4)
HEARING_SOON = (What.HEARING, 6)


@pytest.fixture
def an(session: Session) -> Account:
    return make_account(session, name="An Peeters")


def now(days: int = 0, hour: int = 10) -> dict[str, Any]:
    at = datetime(2026, 11, 23, hour, tzinfo=UTC) + timedelta(days)
    return {"at": at, "today": at.date(), "policy": POLICY}


def add(session: Session, case: Case, what: What, by: Account, days: int, *, own: int | None = None) -> None:
    on = MONDAY + timedelta(days)
    fact = Learned(what, on, day=None if own is None else on + timedelta(own))
    triage.add_fact(session, case, fact, by=by, **now(days, 11))


def planned(session: Session, an: Account, **report: Any) -> Case:
    """Somebody spoke with the tenant on Monday and comes back to it next year."""
    case = make_case(session, status=S.CONTACTING, claimed_by_id=an.id, referral=report)
    triage.reach(session, case, by=an, **now())
    triage.set_next(session, case, NEXT_YEAR, "Opnieuw bellen", by=an, **now())
    return case


def asked(session: Session, an: Account, **report: Any) -> Case:
    case = make_case(session, status=S.IN_TRIAGE, claimed_by_id=an.id, referral=report)
    triage.ask(session, case, {"question": "Welke datum?"}, by=an, **now())
    return case


def test_days_of_waiting_put_off_nothing_that_was_learned_after_them(session: Session, an: Account) -> None:
    acute, soon, usual = (asked(session, an) for _ in range(3))
    for case in (acute, soon, usual):
        triage.move(session, case, S.IN_TRIAGE, {"question_end": "closed"}, by=an, **now(7))

    add(session, acute, What.EVICTED, an, 8)
    add(session, soon, *HEARING_SOON[:1], an, 8, own=9)

    assert usual.due_on == date(2026, 12, 7)
    assert (acute.level, acute.due_on) == (Urgency.U0, date(2026, 12, 1))
    assert (soon.level, soon.due_on) == (Urgency.U2, date(2026, 12, 4))


def test_a_level_that_rose_before_the_question_stands_still_while_it_waits(session: Session, an: Account) -> None:
    case = make_case(session, status=S.IN_TRIAGE, referral={"stage": "petition"})
    target = case.contact_by
    triage.ask(session, case, {"question": "Welke datum?"}, by=an, **now())

    triage.move(session, case, S.IN_TRIAGE, {"question_end": "closed"}, by=an, **now(2))

    assert (target, case.contact_by) == (date(2026, 11, 24), date(2026, 11, 26))


@pytest.mark.parametrize(
    ("what", "own", "level", "due_on"),
    [
        (What.EVICTED, None, Urgency.U0, date(2026, 11, 25)),
        (*HEARING_SOON, Urgency.U1, date(2026, 11, 26)),
        (What.PLAN_BROKEN, None, Urgency.U2, date(2026, 11, 30)),
        (What.EVICTION_DATE, 60, Urgency.U2, date(2026, 11, 30)),
    ],
)
def test_what_staff_learn_after_a_plan_is_due_by_its_own_target(
    session: Session, an: Account, what: What, own: int | None, level: Urgency, due_on: date
) -> None:
    case = planned(session, an)
    before = case.due_on

    add(session, case, what, an, 2, own=own)

    assert (before, case.level, case.due_on, case.queue_on) == (NEXT_YEAR, level, due_on, due_on)
    triage.set_next(session, case, NEXT_YEAR - timedelta(7), "Bellen", by=an, **now(2, 12))
    assert case.due_on == min(NEXT_YEAR - timedelta(7), case.due_on)
    assert case.due_on > due_on


def test_a_plan_of_the_same_day_knew_what_was_learned_before_it(session: Session, an: Account) -> None:
    case = planned(session, an)
    add(session, case, What.PLAN_BROKEN, an, 2)

    triage.set_next(session, case, NEXT_YEAR, "Bellen", by=an, **now(2, 12))
    planned_anew = case.due_on
    add(session, case, What.EVICTED, an, 2)

    assert (planned_anew, case.due_on) == (NEXT_YEAR, date(2026, 11, 25))


def test_what_time_alone_changes_was_known_when_it_was_planned(session: Session, an: Account) -> None:
    case = planned(session, an, stage="petition", hearing_date=date(2026, 12, 14))
    before = case.due_on

    nightly.recompute_due(session, today=date(2026, 12, 9), at=now(16)["at"], policy=POLICY)

    assert (before, case.level, case.due_on) == (date(2026, 12, 11), Urgency.U1, date(2026, 12, 11))


def test_a_night_leaves_what_was_hastened_where_it_is(session: Session, an: Account) -> None:
    case = planned(session, an)
    add(session, case, *HEARING_SOON[:1], an, 2, own=6)

    for days in (3, 4, 5):
        nightly.recompute_due(session, today=MONDAY + timedelta(days), at=now(days)["at"], policy=POLICY)

    session.refresh(case)
    assert (case.due_on, case.queue_on) == (date(2026, 11, 26), date(2026, 11, 28))


@pytest.mark.parametrize("make", [planned, asked], ids=["planned", "asked"])
def test_a_more_urgent_level_that_staff_choose_is_due_by_its_target(
    session: Session, an: Account, make: Callable[[Session, Account], Case]
) -> None:
    case = make(session, an)
    before = case.due_on

    triage.override(session, case, Urgency.U1, "Het gezin heeft geen verwarming.", by=an, **now(1))

    assert before > case.due_on == date(2026, 11, 25)
    triage.override(session, case, case.computed_level, "Toch wel.", by=an, **now(1, 12))
    assert case.due_on == before


@pytest.mark.parametrize("make", [planned, asked], ids=["planned", "asked"])
def test_what_a_reporter_tells_is_looked_at_today(
    session: Session, an: Account, make: Callable[[Session, Account], Case]
) -> None:
    case, untouched = make(session, an), make_case(session)
    for one in (case, untouched):
        told = cases.referrals_of(session, one.id or 0)[0]
        follow_up.correct(session, told, "Het is nummer 14.", kept=True, **now(2))

    assert (case.new_fact, case.desk, case.queue_on) == (True, "todo", date(2026, 11, 25))
    assert (untouched.new_fact, untouched.due_on) == (False, untouched.contact_by)
    triage.note(session, case, "Gelezen.", by=an, at=now(2, 12)["at"])
    assert case.queue_on == date(2026, 11, 25)
    triage.see(session, case, by=an, **now(2, 13))
    assert case.queue_on > date(2026, 11, 25)


def test_an_answer_is_looked_at_on_the_day_it_came(session: Session, an: Account) -> None:
    case = asked(session, an)
    answered = cases.referrals_of(session, case.id or 0)[0]

    follow_up.answer(session, answered, "De zitting is in januari.", kept=True, **now(2))

    assert (case.status, case.new_fact, case.due_on) == (S.IN_TRIAGE, True, date(2026, 11, 25))


def test_what_is_acute_waits_for_no_answer(session: Session, an: Account) -> None:
    homeless, arrears = asked(session, an, homeless_now="yes"), asked(session, an)
    learned = asked(session, an)

    add(session, learned, What.EVICTED, an, 1)

    assert (homeless.status, homeless.desk, homeless.due_on) == (S.WAITING_FOR_REPORTER, "todo", MONDAY)
    assert (learned.status, learned.desk, learned.due_on) == (S.WAITING_FOR_REPORTER, "todo", date(2026, 11, 24))
    assert (arrears.desk, arrears.due_on) == ("waiting", date(2026, 12, 7))


def test_no_first_contact_is_due_with_a_tenant_to_be_left_alone_once_somebody_planned(
    session: Session, an: Account
) -> None:
    lead = make_account(session, role=Role.TEAM_LEAD)
    alone, contacted = (make_case(session, status=S.IN_TRIAGE, objection="undecided") for _ in range(2))
    for case, decision in ((alone, Objection.NO_CONTACT), (contacted, Objection.GO_ON)):
        triage.decide_objection(session, case, decision, "Omdat.", by=lead, **now())
        triage.set_next(session, case, NEXT_YEAR, "Kijken of er nieuws is", by=an, **now())

    assert (alone.due_on, contacted.due_on) == (NEXT_YEAR, contacted.contact_by)
    add(session, alone, What.EVICTED, an, 1)
    assert alone.due_on == date(2026, 11, 24)


@pytest.mark.parametrize("step", ["reached", "assigned"])
def test_a_plan_that_did_not_know_what_is_acute_does_not_come_back_with_the_next_step(
    session: Session, an: Account, step: str
) -> None:
    acute, calm = (make_case(session, status=S.CONTACTING, claimed_by_id=an.id) for _ in range(2))
    for case in (acute, calm):
        triage.set_next(session, case, NEXT_YEAR, "Bellen", by=an, **now())
    add(session, acute, What.EVICTED, an, 2)

    for case in (acute, calm):
        if step == "reached":
            triage.reach(session, case, by=an, **now(2, 12))
        else:
            given = {"pathway": "DW" if case is acute else "PW", "reason": "Omdat."}
            triage.move(session, case, S.ASSIGNED, given, by=an, **now(2, 12))

    assert (acute.level, acute.due_on, calm.due_on) == (Urgency.U0, date(2026, 12, 2), NEXT_YEAR)
    triage.set_next(session, acute, NEXT_YEAR, "Bellen", by=an, **now(2, 13))
    assert acute.due_on == NEXT_YEAR


def test_a_calmer_level_gives_way_to_what_was_learned_after_it_was_chosen(session: Session, an: Account) -> None:
    evicted, owes, waiting = (make(session, an, homeless_now="yes") for make in (planned, planned, asked))
    for case in (evicted, owes, waiting):
        triage.override(session, case, Urgency.U2, "Verblijft bij familie.", by=an, **now(0, 12))
        assert (case.level, case.computed_level) == (Urgency.U2, Urgency.U0)

    for case, what in ((evicted, What.EVICTED), (owes, What.PLAN_AGREED), (waiting, What.EVICTED)):
        add(session, case, what, an, 2)

    assert (evicted.level, evicted.override_reason) == (Urgency.U0, None)
    assert (owes.level, owes.override_reason) == (Urgency.U2, "Verblijft bij familie.")
    assert (waiting.level, waiting.desk, waiting.queue_on) == (Urgency.U0, "todo", date(2026, 11, 25))


@pytest.mark.parametrize("news", ["nothing", "a correction", "a fact that was seen"])
def test_a_closed_case_begins_anew_whatever_came_in_since(session: Session, an: Account, news: str) -> None:
    lead = make_account(session, role=Role.TEAM_LEAD)
    case = planned(session, an, homeless_now="yes")
    triage.override(session, case, Urgency.U4, "Verblijft bij familie.", by=an, **now(0, 12))
    case.status = S.REFERRED_ON
    triage.move(session, case, S.CLOSED, {"outcome": "referred_to_help"}, by=an, **now(1))
    if news == "a correction":
        told = cases.referrals_of(session, case.id or 0)[0]
        follow_up.correct(session, told, "Het is nummer 14.", kept=True, **now(60))
    if news == "a fact that was seen":
        add(session, case, What.MOVED, an, 50)
        triage.see(session, case, by=an, **now(50, 12))

    triage.move(session, case, S.IN_TRIAGE, {"reason": "Opnieuw in nood."}, by=lead, **now(60, 12))

    assert (case.contacted_on, case.override_reason, case.next_action_on) == (None, None, None)
    assert (case.level, case.due_on) == (Urgency.U0, date(2027, 1, 22))


def test_an_objection_that_was_just_heard_is_not_overdue(session: Session, an: Account) -> None:
    case = planned(session, an)
    triage.set_next(session, case, date(2026, 11, 24), "Bellen", by=an, **now())
    said = {"channel": "phone", "reached": "yes", "tenant_knew": "yes", "tried_on": "30/11/2026", "objects": "yes"}

    contacts.record(session, case, said, by=an, **now(7))

    assert (case.objection, case.due_on) == ("undecided", date(2026, 12, 1))
