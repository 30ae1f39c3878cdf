"""The times of what recurs: on the clock in Brussels, each once."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.deadlines.hours import BRUSSELS
from portal.domain.deadlines.recurring import Daily, Every, Rule, WorkingDays, following, may_catch_up

CLOSED = (date(2026, 12, 24), date(2026, 12, 31))
AT_HALF_PAST_TWO = Daily(time(2, 30))
MORNING = WorkingDays(time(8))

START = datetime(2026, 1, 1, tzinfo=UTC)
instants = st.timedeltas(timedelta(), timedelta(days=1096)).map(lambda passed: START + passed)
rules = st.one_of(
    st.builds(Every, st.integers(1, 120)), st.builds(Daily, st.times()), st.builds(WorkingDays, st.times())
)


@settings(max_examples=40)
@given(rules, instants, st.timedeltas(timedelta(), timedelta(days=3)))
def test_the_next_time_lies_ahead_and_stays_the_same_until_it_comes(
    rule: Rule, instant: datetime, later: timedelta
) -> None:
    found = following(rule, instant, CLOSED)

    assert found > instant
    assert following(rule, min(instant + later, found - timedelta(microseconds=1)), CLOSED) == found


@settings(max_examples=40)
@given(st.builds(Daily, st.times()), st.dates(date(2026, 1, 1), date(2029, 1, 1)))
def test_each_day_has_one_time(rule: Daily, day: date) -> None:
    evening_before = datetime.combine(day, time(), tzinfo=BRUSSELS) - timedelta(microseconds=1)
    instant, days = evening_before.astimezone(UTC), []

    for _ in range(3):
        instant = following(rule, instant)
        days.append(instant.astimezone(BRUSSELS).date())

    assert days == [day, day + timedelta(1), day + timedelta(2)]


@pytest.mark.parametrize(
    ("rule", "instant", "found"),
    [
        (Every(1), "2026-11-23 09:00:30", "2026-11-23 09:01"),
        (Every(60), "2026-10-25 00:30", "2026-10-25 01:00"),
        (Daily(time()), "2026-12-31 12:00", "2027-01-01 00:00"),
        (Daily(time()), "2028-02-28 12:00", "2028-02-29 00:00"),
        (AT_HALF_PAST_TWO, "2027-03-27 12:00", "2027-03-28 03:30"),
        (AT_HALF_PAST_TWO, "2027-03-28 03:30", "2027-03-29 02:30"),
        (AT_HALF_PAST_TWO, "2026-10-24 12:00", "2026-10-25 02:30"),
        (AT_HALF_PAST_TWO, "2026-10-25 02:30", "2026-10-26 02:30"),
        (MORNING, "2026-11-20 08:00", "2026-11-23 08:00"),
        (MORNING, "2026-11-10 09:00", "2026-11-12 08:00"),
        (MORNING, "2026-12-23 08:00", "2026-12-28 08:00"),
        (MORNING, "2026-12-30 08:00", "2027-01-04 08:00"),
    ],
)
def test_the_next_time_by_hand(rule: Rule, instant: str, found: str) -> None:
    assert following(rule, _at(instant), CLOSED) == _at(found)


@pytest.mark.parametrize(
    ("instant", "may"),
    [
        ("2026-11-23 09:00", True),
        ("2026-11-23 17:00", True),
        ("2026-11-23 08:59", False),
        ("2026-11-23 17:01", False),
        ("2026-11-22 12:00", False),
        ("2026-12-24 12:00", False),
    ],
)
def test_what_was_missed_on_working_days_is_made_up_for_when_somebody_reads_it(instant: str, may: bool) -> None:
    assert may_catch_up(WorkingDays(time(9), until=time(17)), _at(instant), CLOSED) is may
    assert may_catch_up(WorkingDays(time(9)), _at(instant), CLOSED) is (may or instant.endswith("17:01"))
    assert may_catch_up(Daily(time(9)), _at(instant), CLOSED)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS).astimezone(UTC)
