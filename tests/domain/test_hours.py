"""Working hours between instants, and when a team lead hears that nobody took a case."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.deadlines import hours
from portal.domain.deadlines.hours import BRUSSELS, after, between, escalate_at
from portal.domain.vocabulary import Urgency

U0, U1, U2, U3, U4 = Urgency
NIGHT = (time(1, 30), time(4))
WEEK = {
    0: ((time(9), time(12)), (time(13, 30), time(16))),
    1: ((time(9), time(12)),),
    2: ((time(9), time(12)), (time(13, 30), time(16))),
    3: ((time(9), time(12)), (time(13, 30), time(18))),
    4: ((time(9), time(12)),),
    5: (),
    6: (),
}
SHIFTS = {**WEEK, 5: (NIGHT,), 6: (NIGHT, (time(22), time(23, 30)))}
"""Open in the very nights in which the clocks change."""
CALENDAR: dict[str, Any] = {"hours": WEEK.__getitem__, "closing_days": (date(2026, 12, 24),)}
ODD: dict[str, Any] = {"hours": SHIFTS.__getitem__, "closing_days": (date(2028, 2, 29),)}

START = datetime(2026, 1, 1, tzinfo=UTC)
instants = st.timedeltas(timedelta(), timedelta(days=1096)).map(lambda passed: START + passed)
stretches = st.timedeltas(timedelta(), timedelta(days=40))


@settings(max_examples=40)
@given(instants, stretches, stretches)
def test_working_time_adds_up_and_never_exceeds_the_clock(start: datetime, one: timedelta, two: timedelta) -> None:
    middle, end = start + one, start + one + two

    whole = between(start, end, **ODD)

    assert whole == between(start, middle, **ODD) + between(middle, end, **ODD)
    assert timedelta() <= between(start, middle, **ODD) <= min(one, whole)
    assert between(end, start, **ODD) == timedelta() or end == start


@settings(max_examples=40)
@given(instants, st.timedeltas(timedelta(minutes=1), timedelta(hours=60)), stretches)
def test_after_so_much_work_so_much_was_worked(start: datetime, worked: timedelta, later: timedelta) -> None:
    found, next_found = after(start, worked, **ODD), after(start + later, worked, **ODD)

    assert found is not None
    assert next_found is not None
    assert between(start, found, **ODD) == worked
    assert found <= next_found
    assert between(start, found - timedelta(microseconds=1), **ODD) < worked


@settings(max_examples=40)
@given(instants, st.sampled_from(Urgency), st.integers(0, 30))
def test_a_team_lead_always_hears_of_it_and_never_later_for_a_higher_level(
    at: datetime, level: Urgency, days: int
) -> None:
    due_on = at.astimezone(BRUSSELS).date() + timedelta(days)

    told = escalate_at(level, at=at, due_on=due_on, **ODD)

    assert at <= told
    assert told <= escalate_at(Urgency(min(level + 1, U4)), at=at, due_on=due_on, **ODD)
    assert told <= escalate_at(level, at=at, due_on=due_on + timedelta(1), **ODD) or told == at + hours.AFTER_HOURS
    assert told < datetime.combine(due_on + timedelta(1), time(), tzinfo=BRUSSELS) + hours.AFTER_HOURS


@pytest.mark.parametrize(
    ("start", "end", "worked"),
    [
        ("2026-11-23 08:00", "2026-11-23 20:00", 5.5),
        ("2026-11-23 11:00", "2026-11-24 10:00", 4.5),
        ("2026-11-10 09:00", "2026-11-12 10:00", 4),  # the eleventh is a legal holiday
        ("2026-12-23 15:00", "2026-12-28 10:00", 8.5),  # closed on the 24th, Christmas
        ("2027-03-28 00:00", "2027-03-28 12:00", 1.5),  # the clock goes from two to three
        ("2026-10-25 00:00", "2026-10-25 12:00", 3.5),  # and back from three to two
        ("2027-12-31 11:00", "2028-01-03 10:00", 6),
        ("2028-02-28 09:00", "2028-03-01 09:30", 6),  # closed on the day that comes once in four years
    ],
)
def test_working_time_by_hand(start: str, end: str, worked: float) -> None:
    calendar = ODD | {"closing_days": (*ODD["closing_days"], *CALENDAR["closing_days"])}

    assert between(_at(start), _at(end), **calendar) == timedelta(hours=worked)


@pytest.mark.parametrize(
    ("level", "at", "due_on", "told"),
    [
        (U0, "2026-11-23 09:00", "2026-11-23", "2026-11-23 10:00"),
        (U0, "2026-11-23 11:30", "2026-11-23", "2026-11-23 14:00"),
        (U0, "2026-11-23 15:30", "2026-11-23", "2026-11-23 15:45"),  # half of what is left today comes first
        (U0, "2026-11-23 20:00", "2026-11-23", "2026-11-23 21:00"),  # nobody works any more: an hour on the clock
        (U0, "2026-11-21 20:05", "2026-11-21", "2026-11-21 21:05"),  # a Saturday
        (U0, "2026-11-21 20:05", "2026-11-23", "2026-11-23 10:00"),
        (U1, "2026-11-23 09:00", "2026-11-24", "2026-11-23 14:30"),
        (U1, "2026-11-23 09:00", "2026-11-25", "2026-11-23 14:30"),
        (U1, "2026-11-23 09:00", "2026-11-27", "2026-11-23 14:30"),
        (U1, "2026-11-24 09:00", "2026-11-24", "2026-11-24 10:30"),
        (U2, "2026-11-23 09:00", "2026-11-26", "2026-11-25 11:15"),
        (U4, "2026-12-23 12:00", "2026-12-28", "2026-12-28 10:30"),  # two and a half hours, and five and a half
        (U4, "2026-11-23 09:00", "2026-11-20", "2026-11-23 10:00"),  # overdue already
    ],
)
def test_when_a_team_lead_is_told(level: Urgency, at: str, due_on: str, told: str) -> None:
    assert escalate_at(level, at=_at(at), due_on=date.fromisoformat(due_on), **CALENDAR) == _at(told)


def test_a_service_that_names_no_hours_has_those_of_an_office() -> None:
    told = escalate_at(U1, at=_at("2026-11-23 09:00"), due_on=date(2026, 11, 24), hours=hours.named(lambda _day: ()))

    assert hours.named(WEEK.__getitem__)(1) == WEEK[1]
    assert told == _at("2026-11-23 14:00")


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS).astimezone(UTC)
