"""When somebody of the team reads what came in: now, or from the next opening hour on a day that is not closed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from portal.clock import BRUSSELS
from portal.domain.deadlines import calendar

LEAST_LEFT = timedelta(hours=1)
"""What comes in shortly before the door closes is promised for the next time that it opens."""

FARTHEST_DAYS = 60
Hours = Callable[[int], Sequence[tuple[time, time]]]
"""From a weekday (Monday is 0) to its opening hours, in order."""


def next_reading(received_at: datetime, *, hours: Hours, closing_days: Collection[date] = ()) -> datetime:
    """The instant, in Brussels, from which it is read; ``received_at`` itself while the service is open.

    When no hour is known for two months there is nothing to promise, and it is the instant of receipt too.
    """
    received = received_at.astimezone(BRUSSELS)
    for start, end in _slots(received.date(), hours, frozenset(closing_days)):
        if start <= received and received + LEAST_LEFT <= end:
            return received
        if start > received:
            return start
    return received


def _slots(first: date, hours: Hours, closing_days: frozenset[date]) -> Iterator[tuple[datetime, datetime]]:
    for day in (first + timedelta(days=n) for n in range(FARTHEST_DAYS)):
        if day not in closing_days and day not in calendar.legal_holidays(day.year):
            for start, end in hours(day.weekday()):
                yield _at(day, start), _at(day, end)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=BRUSSELS)
