"""The times of what recurs, as rules; the clock on the wall in Brussels counts, through summer and winter time.

An hour that does not exist in a night comes an hour later, one that comes twice counts once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from portal.domain.deadlines import calendar, hours

MOST_DAYS = 400


@dataclass(frozen=True)
class Every:
    """Every so many minutes."""

    minutes: int


@dataclass(frozen=True)
class Daily:
    """Each day at an hour."""

    at: time


@dataclass(frozen=True)
class WorkingDays:
    """Each day on which the service works, at an hour.

    What was missed is made up for on such a day too, from the hour on until ``until``: at night or in a weekend nobody
    reads it, and before the hour the same list would come twice on one day.
    """

    at: time
    until: time = time.max


Rule = Every | Daily | WorkingDays


def following(rule: Rule, instant: datetime, closing_days: Collection[date] = ()) -> datetime:
    """The first time of the rule after an instant, in UTC."""
    if isinstance(rule, Every):
        step = timedelta(minutes=rule.minutes)
        return instant + step - (instant - datetime.min.replace(tzinfo=UTC)) % step
    found = (hours.moment(day, rule.at) for day in _days(rule, instant, closing_days))
    return next(time for time in found if time > instant)


def may_catch_up(rule: Rule, instant: datetime, closing_days: Collection[date] = ()) -> bool:
    """Whether a time that was missed is made up for at this instant, or left to the next time."""
    if not isinstance(rule, WorkingDays):
        return True
    here = instant.astimezone(hours.BRUSSELS)
    return _works(here.date(), closing_days) and rule.at <= here.time() <= rule.until


def _days(rule: Daily | WorkingDays, instant: datetime, closing_days: Collection[date]) -> Iterator[date]:
    today = instant.astimezone(hours.BRUSSELS).date()
    for day in (calendar.days_after(today, n) for n in range(MOST_DAYS)):
        if isinstance(rule, Daily) or _works(day, closing_days):
            yield day


def _works(day: date, closing_days: Collection[date]) -> bool:
    return calendar.is_working_day(day) and day not in closing_days
