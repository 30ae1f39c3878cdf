"""Belgian working days: Monday to Friday less the ten legal holidays, and the terms counted in them.

Closing days of the service shift its own targets; no legal term ever takes them into account.
"""

from __future__ import annotations

import calendar
from datetime import date
from functools import lru_cache

import holidays

SATURDAY = 5
SUNDAYS_THE_LIBRARY_ADDS = frozenset({"Pasen", "Pinksteren"})
"""Easter and Whit Sunday: public by custom, not among the ten of the royal decree of 18 April 1974, art. 1."""

LAST_YEAR_KNOWN = holidays.country_holidays("BE").end_year


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in legal_holidays(day.year)


def working_days(today: date, until: date) -> int:
    """How many working days lie after today, up to and including the date; 0 when it is not in the future."""
    years = range(today.year, min(until.year, LAST_YEAR_KNOWN) + 1)
    off = sum(today < day <= until and day.weekday() < SATURDAY for year in years for day in legal_holidays(year))
    return max(weekdays_up_to(until) - weekdays_up_to(today) - off, 0)


def add_working_days(start: date, n: int, closing_days: frozenset[date] = frozenset()) -> date:
    """The n-th day after the start on which the service works; n = 0 is the start itself, whatever day it is."""
    day = start
    while n > 0 and day < date.max:
        day = days_after(day, 1)
        n -= is_working_day(day) and day not in closing_days
    return day


def last_working_day_before(day: date) -> date:
    return nth_working_day_back(days_after(day, -1), 1)


def nth_working_day_back(day: date, n: int) -> date:
    """Count n working days backwards, the day itself included.

    It is the first day on which at most n - 1 working days are left until ``day``.
    """
    while day > date.min:
        n -= is_working_day(day)
        if n == 0:
            break
        day = days_after(day, -1)
    return day


def weekdays_up_to(day: date) -> int:
    """Mondays to Fridays since the calendar began, on a Monday."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * SATURDAY + min(rest, SATURDAY)


def month_later(day: date) -> date:
    """From date to date, else the last day of the month (Judicial Code, art. 54)."""
    year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
    if year > date.max.year:
        return date.max
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def days_after(day: date, n: int) -> date:
    """Calendar days later, or earlier when negative; a mistyped year stays within what a date can be."""
    return date.fromordinal(min(max(day.toordinal() + n, date.min.toordinal()), date.max.toordinal()))


@lru_cache(maxsize=256)
def legal_holidays(year: int) -> frozenset[date]:
    """The ten legal holidays; years that the library cannot know have none."""
    known = holidays.country_holidays("BE", years=year, language="nl", observed=False)
    return frozenset(day for day, name in known.items() if name not in SUNDAYS_THE_LIBRARY_ADDS)
