"""A simulated month of midnights: every case stands as somebody would work it out that day from all that is stored.

What is worked out here remembers nothing but the day of the last step: it asks the pure assessment for every day since
then, and takes the earliest promise of all of them, as passing time never puts anything off.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from sqlmodel import Session, select

from portal.domain.deadlines import due
from portal.domain.deadlines.calendar import add_working_days, last_working_day_before
from portal.domain.deadlines.course import course_of
from portal.domain.deadlines.facts import Facts
from portal.domain.deadlines.urgency import Assessment, assess, to_json
from portal.domain.triage.known import Learned, What
from portal.domain.vocabulary import CaseStatus, PaymentPlan, Role, Stage, Urgency
from portal.models import Account, Case
from portal.services import assessing, claims, nightly, triage
from portal.services.assessing import Policy
from portal.store import cases
from tests.domain.households import DATES, QUESTIONS
from tests.factories import MONDAY, make_account, make_case

POLICY = Policy()
NIGHTS = 31
FACTS = (
    (2, What.HEARING, 6),
    (3, What.SERVED, -24),
    (5, What.PLAN_BROKEN, None),
    (8, What.EVICTION_DATE, 9),
    (11, What.JUDGMENT, 0),
    (12, What.PETITION, -10),
    (17, What.EVICTION_CANCELLED, None),
)
"""The day of the month on which each was learned, what, and how far from that day its own date lies."""


@dataclass
class Watched:
    """A case, the last day on which somebody did something to it, and by when it was due at the latest then."""

    id: int
    since: date = MONDAY
    at_most: date = date.max
    chosen: Urgency | None = None
    """The level that staff chose instead of the computed one."""
    frozen: bool = False
    """Closed, and nothing new: no night touches it."""
    facts: Facts | None = None
    planned: Facts | None = None
    """What was known when somebody planned, asked or decided."""
    days: list[Assessment] = field(default_factory=list)

    def course(self, session: Session, today: date) -> list[Assessment]:
        """What the clock says on each day since the last step; what is stored does not change in between."""
        if self.facts is None:
            self.facts = assessing.facts_of(cases.referrals_of(session, self.id), cases.entries(session, self.id))
        while (day := self.since + timedelta(len(self.days))) <= today:
            self.days.append(assess(self.facts, day))
        return self.days


def test_a_night_after_the_clock_was_ahead_brings_back_what_it_put_later(session: Session) -> None:
    made = make_case(session)
    stood = made.queue_on
    made.queue_on = MONDAY + timedelta(days=40)
    session.flush()

    nightly.recompute_due(session, today=MONDAY, at=datetime.combine(MONDAY, time(), tzinfo=UTC), policy=POLICY)

    session.expire_all()
    assert made.queue_on == stood


@pytest.mark.parametrize("nights", [range(NIGHTS), (1, 2, 9, 10, 11, 16, 25, 30)], ids=["every night", "some nights"])
def test_every_midnight_leaves_each_case_as_a_fresh_look_at_all_that_is_stored(
    session: Session, nights: Collection[int]
) -> None:
    lead = make_account(session, role=Role.TEAM_LEAD)
    watched = list(_cases(session, lead))
    session.commit()
    changed, wrong = 0, []

    for number in range(NIGHTS):
        today = MONDAY + timedelta(number)
        if number in nights:
            changed += nightly.recompute_due(session, today=today, at=_at(today), policy=POLICY)
            assert nightly.recompute_due(session, today=today, at=_at(today), policy=POLICY) == 0
            session.commit()
            wrong += [(number, *fault) for fault in _all_faults(session, watched, today)]
        _learn(session, watched, number, lead)

    assert wrong[:5] == []
    assert changed > len(watched)


def _cases(session: Session, lead: Account) -> Iterator[Watched]:
    """Every way in which a case can lie there, each with several households."""
    chance = Random(20261123)  # noqa: S311 - a month that can be told again
    for number in range(2 * len(SITUATIONS)):
        report = _report(chance)
        case = make_case(session, referral=report, objection=None)
        yield SITUATIONS[number % len(SITUATIONS)](session, case, lead)


def _report(chance: Random) -> dict[str, Any]:
    near = [-25, -12, -3, 0, 1, 2, 4, 7, 9, 14, 19, 27, 40, None, None]
    offsets = {name: chance.choice(near) for name in DATES}
    return {
        **{name: chance.choice(["no", "no", "no", "yes"]) for name in QUESTIONS},
        **{name: None if days is None else MONDAY + timedelta(days) for name, days in offsets.items()},
        "stage": chance.choice([stage.value for stage in Stage]),
        "problems": chance.sample(["rent_arrears", "lease_end", "other"], 2),
        "arrears_months": chance.choice([None, Decimal(1), Decimal("2.5"), Decimal(4)]),
        "payment_plan": chance.choice([None, *(plan.value for plan in PaymentPlan)]),
    }


def _unread(_session: Session, case: Case, _lead: Account) -> Watched:
    return Watched(case.id or 0)


def _objected(session: Session, case: Case, lead: Account) -> Watched:
    case.objection = "undecided"
    claims.claim(session, case, by=lead, at=_at(MONDAY), today=MONDAY)
    triage.note(session, case, "De huurder wil niet.", by=lead, at=_at(MONDAY))
    assessing_of(session, case)
    return Watched(case.id or 0, at_most=add_working_days(MONDAY, 1))


def _planned(session: Session, case: Case, lead: Account) -> Watched:
    claims.claim(session, case, by=lead, at=_at(MONDAY), today=MONDAY)
    triage.reach(session, case, by=lead, **_now(MONDAY))
    triage.set_next(session, case, MONDAY + timedelta(16), "Bellen", by=lead, **_now(MONDAY))
    return Watched(case.id or 0, planned=_known(session, case))


def _chosen(level: Urgency, session: Session, case: Case, lead: Account) -> Watched:
    claims.claim(session, case, by=lead, at=_at(MONDAY), today=MONDAY)
    triage.override(session, case, level, "Ik ken het gezin.", by=lead, **_now(MONDAY))
    at_most = add_working_days(MONDAY, POLICY.targets[level])
    return Watched(case.id or 0, at_most=at_most, chosen=level if case.override_reason else None)


def _calmer(session: Session, case: Case, lead: Account) -> Watched:
    return _chosen(Urgency.U4, session, case, lead)


def _hotter(session: Session, case: Case, lead: Account) -> Watched:
    return _chosen(Urgency.U1, session, case, lead)


def _asked(session: Session, case: Case, lead: Account) -> Watched:
    claims.claim(session, case, by=lead, at=_at(MONDAY), today=MONDAY)
    triage.ask(session, case, {"question": "Welke datum?"}, by=lead, **_now(MONDAY))
    return Watched(case.id or 0, planned=_known(session, case))


def _decided(session: Session, case: Case, lead: Account) -> Watched:
    claims.claim(session, case, by=lead, at=_at(MONDAY), today=MONDAY)
    _move(session, case, CaseStatus.REFERRED_ON, lead, referred_to="CAW Proefstad")
    return Watched(case.id or 0, planned=_known(session, case))


def _over(session: Session, case: Case, lead: Account) -> Watched:
    _decided(session, case, lead)
    _move(session, case, CaseStatus.CLOSED, lead, outcome="referred_to_help")
    return Watched(case.id or 0, frozen=True)


def _known(session: Session, case: Case) -> Facts:
    return assessing.facts_of(cases.referrals_of(session, case.id or 0), [])


SITUATIONS = (_unread, _objected, _planned, _calmer, _hotter, _asked, _decided, _over)


def assessing_of(session: Session, case: Case) -> None:
    """The clock of the day on which the case was stored, now that the tenant objects."""
    found = assess(assessing.facts_of(cases.referrals_of(session, case.id or 0), []), MONDAY)
    assessing.apply(case, found, today=MONDAY)


def _learn(session: Session, watched: list[Watched], number: int, lead: Account) -> None:
    """On its day each fact reaches every third case, during working hours."""
    today = MONDAY + timedelta(number)
    for day, what, offset in FACTS:
        for one in watched[day % 3 :: 3] if day == number else []:
            case = cases.locked(session, one.id)
            rested = case.status in {CaseStatus.REFERRED_ON, CaseStatus.CLOSED}
            due_by = min(case.due_on, today) if case.is_open else today
            one.at_most = date.max if one.frozen or not rested else due_by
            one.at_most, promised = min(one.at_most, _decision_by(case)), case.contact_by
            own = None if offset is None else today + timedelta(offset)
            triage.add_fact(session, case, Learned(what, today, day=own), by=lead, **_now(today))
            one.chosen = one.chosen if case.override_reason else None
            one.at_most = min(one.at_most, promised) if one.chosen is not None else one.at_most
            one.since, one.frozen, one.facts, one.days = today, False, None, []
    session.commit()


def _all_faults(session: Session, watched: list[Watched], today: date) -> Iterator[tuple[Any, ...]]:
    """What the cases' own columns say, wherever a fresh look says something else."""
    stored = {case.id: case for case in session.exec(select(Case).execution_options(populate_existing=True))}
    for one in watched:
        case = stored[one.id]
        fresh = {} if one.frozen else _fresh(session, case, one, today)
        yield from (
            (case.status.value, name, getattr(case, name), value)
            for name, value in fresh.items()
            if getattr(case, name) != value
        )


def _fresh(session: Session, case: Case, one: Watched, today: date) -> dict[str, Any]:
    course = one.course(session, today)
    due_on = min(one.at_most, _hastened(one, today), *(_promised(case, now) for now in course))
    return {
        "level": _level(one, course),
        "computed_level": course[-1].level,
        "reasons": [to_json(reason) for reason in course[-1].reasons],
        "key_date": course[-1].key_date,
        "due_on": due_on,
        "queue_on": max(due_on, today),
        "desk": _desk(case, _level(one, course), due_on, today),
    }


def _desk(case: Case, level: Urgency, due_on: date, today: date) -> str:
    acute = case.status is CaseStatus.WAITING_FOR_REPORTER and level is Urgency.U0
    to_do = case.new_fact or due_on <= today or case.status in OURS or acute
    return "todo" if to_do else RESTS.get(case.status, "guided")


OURS = {CaseStatus.RECEIVED, CaseStatus.IN_TRIAGE, CaseStatus.CONTACTING}
RESTS = {CaseStatus.WAITING_FOR_REPORTER: "waiting", CaseStatus.CLOSED: "closed"}


def _level(one: Watched, course: list[Assessment]) -> Urgency:
    """What staff chose stands until the clock, rising, comes to it."""
    chosen = one.chosen
    for before, now in pairwise(course):
        if chosen is not None and now.level < before.level and now.level <= chosen:
            chosen = None
    return course[-1].level if chosen is None else chosen


def _promised(case: Case, now: Assessment) -> date:
    """By when somebody acts, as one day alone would have it."""
    legal = last_working_day_before(now.key_date) if now.key_date else date.max
    if case.status is CaseStatus.WAITING_FOR_REPORTER and now.level is not Urgency.U0:
        return min(add_working_days(MONDAY, 10), max(case.received_on, legal))
    if case.contacted_on is None:
        return now.contact_by
    planned = case.next_action_on or add_working_days(case.contacted_on, 5)
    return due.cap_due(planned, key_date=now.key_date, received_on=case.received_on)


def _hastened(one: Watched, today: date) -> date:
    """The earliest promise of a day on which what was learned since the plan made the case more urgent."""
    if one.planned is None or one.facts is None:
        return date.max
    now, then = course_of(one.facts), course_of(one.planned)
    days = [MONDAY + timedelta(number) for number in range((today - MONDAY).days + 1)]
    rose = [
        day
        for before, day in zip([None, *days], days, strict=False)
        if not before or now.level(day) < now.level(before)
    ]
    return min(
        (add_working_days(day, POLICY.targets[now.level(day)]) for day in rose if now.level(day) < then.level(day)),
        default=date.max,
    )


def _decision_by(case: Case) -> date:
    return add_working_days(case.received_on, 1) if case.objection == "undecided" else date.max


def _move(session: Session, case: Case, to: CaseStatus, by: Account, **given: str) -> None:
    triage.move(session, case, to, given, by=by, **_now(MONDAY))


def _now(today: date) -> dict[str, Any]:
    return {"at": _at(today) + timedelta(hours=9), "today": today, "policy": POLICY}


def _at(today: date) -> datetime:
    return datetime.combine(today, time(0, 5), tzinfo=UTC)
