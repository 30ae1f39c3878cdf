"""The Belgian working calendar: which days count, and the terms counted in them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.deadlines import calendar

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def test_there_are_precisely_the_ten_legal_holidays() -> None:
    days = sorted(calendar.legal_holidays(2026))

    assert [day.strftime("%m-%d") for day in days] == [
        "01-01",  # New Year
        "04-06",  # Easter Monday
        "05-01",  # Labour Day
        "05-14",  # Ascension
        "05-25",  # Whit Monday
        "07-21",  # National Day
        "08-15",  # Assumption
        "11-01",  # All Saints
        "11-11",  # Armistice
        "12-25",  # Christmas
    ]


@pytest.mark.parametrize("year", range(2024, 2041))
def test_every_year_of_use_has_ten(year: int) -> None:
    assert len(calendar.legal_holidays(year)) == 10


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),  # a Monday
        (date(2026, 11, 27), True),  # a Friday
        (date(2026, 11, 28), False),  # a Saturday
        (date(2026, 11, 29), False),  # a Sunday
        (date(2026, 12, 25), False),  # Christmas, a Friday
        (date(2026, 12, 24), True),
        (date(2026, 11, 2), True),  # All Souls is a day off for the Flemish government, not by law
        (date(2026, 7, 11), False),  # a Saturday
        (date(2028, 7, 11), True),  # the Flemish feast is not a legal holiday
    ],
)
def test_working_days_are_monday_to_friday_less_the_legal_holidays(day: date, works: bool) -> None:
    assert calendar.is_working_day(day) is works


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (MONDAY, 0),
        (date(2026, 11, 24), 1),
        (date(2026, 11, 27), 4),
        (date(2026, 11, 29), 4),
        (date(2026, 11, 30), 5),
        (date(2026, 12, 28), 24),  # Christmas does not count
        (date(2026, 11, 20), 0),
    ],
)
def test_working_days_count_after_today_up_to_and_including_the_date(until: date, expected: int) -> None:
    assert calendar.working_days(MONDAY, until) == expected


@given(DAYS, st.integers(0, 500))
def test_counting_working_days_agrees_with_looking_at_each_day(today: date, days: int) -> None:
    until = today + timedelta(days)

    counted = calendar.working_days(today, until)

    assert counted == sum(calendar.is_working_day(today + timedelta(n)) for n in range(1, days + 1))


@given(DAYS, st.integers(1, 30))
def test_adding_working_days_is_the_inverse_of_counting_them(start: date, n: int) -> None:
    day = calendar.add_working_days(start, n)

    assert calendar.is_working_day(day)
    assert calendar.working_days(start, day) == n


def test_no_working_days_later_is_the_same_day_even_in_the_weekend() -> None:
    saturday = date(2026, 11, 28)

    assert calendar.add_working_days(saturday, 0, frozenset({saturday})) == saturday


def test_closing_days_shift_a_target() -> None:
    closed = frozenset({date(2026, 11, 24), date(2026, 11, 25)})

    assert calendar.add_working_days(MONDAY, 1) == date(2026, 11, 24)
    assert calendar.add_working_days(MONDAY, 1, closed) == date(2026, 11, 26)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 24), MONDAY),
        (MONDAY, date(2026, 11, 20)),
        (date(2026, 12, 28), date(2026, 12, 24)),  # over Christmas and a weekend
        (date(2026, 11, 29), date(2026, 11, 27)),
    ],
)
def test_the_last_working_day_before_a_date(day: date, expected: date) -> None:
    assert calendar.last_working_day_before(day) == expected


@given(DAYS, st.integers(0, 15), st.integers(0, 40))
def test_counting_back_finds_the_first_day_with_so_few_working_days_left(until: date, left: int, earlier: int) -> None:
    first = calendar.nth_working_day_back(until, left + 1)

    day = until - timedelta(earlier)

    assert (day >= first) == (calendar.working_days(day, until) <= left)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 2), date(2026, 12, 2)),
        (date(2026, 10, 31), date(2026, 11, 30)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2027, 1, 29), date(2027, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 3, 29)),
    ],
)
def test_a_month_later_is_date_to_date_else_the_last_day_of_the_month(day: date, expected: date) -> None:
    assert calendar.month_later(day) == expected


@given(st.dates())
def test_no_date_that_can_be_typed_breaks_the_calendar(day: date) -> None:
    assert calendar.month_later(day) >= day
    assert calendar.last_working_day_before(day) <= day
    assert calendar.add_working_days(day, 10) >= day
    assert calendar.working_days(MONDAY, day) >= 0
