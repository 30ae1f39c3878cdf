"""The only place that reads the time; everything below is told what time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime

from portal.domain.deadlines import hours

BRUSSELS = hours.BRUSSELS


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Mechelen."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day in Mechelen on which an instant falls."""
    return moment.astimezone(BRUSSELS).date()
