"""When somebody of the team reads what came in: now, or from the next opening hour on a day that is not closed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from portal.domain.deadlines import calendar
from portal.domain.deadlines.hours import BRUSSELS, FARTHEST_DAYS, Hours, slots

LEAST_LEFT = timedelta(hours=1)
"""What comes in shortly before the door closes is promised for the next time that it opens."""


def next_reading(received_at: datetime, *, hours: Hours, closing_days: Collection[date] = ()) -> datetime:
    """The instant, in Brussels, from which it is read; ``received_at`` itself while the service is open.

    When no hour is known for two months there is nothing to promise, and it is the instant of receipt too.
    """
    received = received_at.astimezone(BRUSSELS)
    last = calendar.days_after(received.date(), FARTHEST_DAYS)
    for opens, closes in slots(received.date(), last, hours=hours, closing_days=closing_days):
        if opens <= received and received + LEAST_LEFT <= closes:
            return received
        if opens > received:
            return opens.astimezone(BRUSSELS)
    return received
