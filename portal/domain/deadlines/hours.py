"""Working hours: when somebody of the team is there, how much of it lies between two instants, and how long to wait."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from portal.domain.deadlines import calendar
from portal.domain.vocabulary import Urgency

BRUSSELS = ZoneInfo("Europe/Brussels")
FARTHEST_DAYS = 60
"""So many days are looked through for the next hour of work."""

Hours = Callable[[int], Sequence[tuple[time, time]]]
"""From a weekday (Monday is 0) to its opening hours, in order."""

PATIENCE: Mapping[Urgency, timedelta] = MappingProxyType(
    {Urgency.U0: timedelta(hours=1), Urgency.U1: timedelta(hours=4)}
)
"""Working time for which a case of this level may lie there before a team lead is told that nobody has it."""
AFTER_HOURS = timedelta(hours=1)
"""The same on the clock, where no working time is left before something is due."""


def office(weekday: int) -> Sequence[tuple[time, time]]:
    """The hours of a service that names none."""
    return ((time(9), time(12)), (time(13), time(17))) if weekday < calendar.SATURDAY else ()


def named(hours: Hours) -> Hours:
    """These hours, or those of an office when no weekday has any: nobody can be waited for without end."""
    return hours if any(hours(weekday) for weekday in range(7)) else office


def slots(
    first: date, last: date, *, hours: Hours, closing_days: Collection[date] = ()
) -> Iterator[tuple[datetime, datetime]]:
    """Each stretch of working time from one day to another, both included, from and to, in UTC and in order."""
    for day in (calendar.days_after(first, n) for n in range((last - first).days + 1)):
        if day not in closing_days and day not in calendar.legal_holidays(day.year):
            for opens, closes in hours(day.weekday()):
                yield moment(day, opens), moment(day, closes)


def between(start: datetime, end: datetime, *, hours: Hours, closing_days: Collection[date] = ()) -> timedelta:
    """How much working time lies between two instants; none when the second does not come after the first."""
    worked = timedelta()
    for opens, closes in slots(_day(start), _day(end), hours=hours, closing_days=closing_days):
        begun, over = max(opens, start.astimezone(UTC)), min(closes, end.astimezone(UTC))
        worked += max(over - begun, timedelta())
    return worked


def after(start: datetime, worked: timedelta, *, hours: Hours, closing_days: Collection[date] = ()) -> datetime | None:
    """The first instant at which so much working time has passed, in UTC; None when that is beyond what is known."""
    left = worked
    last = calendar.days_after(_day(start), FARTHEST_DAYS)
    for opens, closes in slots(_day(start), last, hours=hours, closing_days=closing_days):
        begun = max(opens, start.astimezone(UTC))
        if begun < closes and closes - begun >= left:
            return begun + left
        left -= max(closes - begun, timedelta())
    return None


def escalate_at(
    level: Urgency, *, at: datetime, due_on: date, hours: Hours, closing_days: Collection[date] = ()
) -> datetime:
    """When a team lead is told that nobody took a case which lies there since ``at``.

    After the patience of its level, and in any case after half of the working time left before it is due.
    """
    tonight = moment(calendar.days_after(due_on, 1), time())
    left = between(at, tonight, hours=hours, closing_days=closing_days)
    waits = [left / 2] if left else []
    waits += [PATIENCE[level]] if level in PATIENCE else []
    found = [after(at, wait, hours=hours, closing_days=closing_days) for wait in waits]
    told = [instant for instant in found if instant is not None]
    return min(told if left and told else [*told, at + AFTER_HOURS])


def moment(day: date, hour: time) -> datetime:
    """The instant of an hour on the clock in Brussels, in UTC; one that comes twice is the first of both."""
    return datetime.combine(day, hour, tzinfo=BRUSSELS).astimezone(UTC)


def _day(instant: datetime) -> date:
    return instant.astimezone(BRUSSELS).date()
