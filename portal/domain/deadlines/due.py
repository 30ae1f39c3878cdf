"""By when somebody acts: targets in working days, held back by the last working day before the key date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from portal.domain.deadlines.calendar import add_working_days, last_working_day_before
from portal.domain.deadlines.course import Course
from portal.domain.vocabulary import Urgency

TARGETS: Mapping[Urgency, int] = MappingProxyType(
    {Urgency.U0: 0, Urgency.U1: 1, Urgency.U2: 3, Urgency.U3: 5, Urgency.U4: 10}
)
"""Working days until first contact, unless the site file says otherwise; 0 is the same day."""


def contact_by(
    course: Course,
    *,
    received_on: date,
    today: date,
    targets: Mapping[Urgency, int] = TARGETS,
    closing_days: frozenset[date] = frozenset(),
    paused: frozenset[date] = frozenset(),
) -> date:
    """The earliest promise that the facts made on any day until now, so that waiting never moves it later.

    A date that had passed when it was learned holds nothing back. ``paused``: the days on which the case waited for
    its reporter; our own targets stand still on them as on a closing day.
    """
    off = closing_days | paused
    promised = [add_working_days(day, targets[level], off) for day, level in course.rises(today)]
    ahead = [line.on for line in course.lines if line.on is not None and line.since <= line.on]
    return max(received_on, min([*promised, *(last_working_day_before(on) for on in ahead)]))


def hastened_by(
    course: Course,
    known: Course,
    *,
    since: date,
    today: date,
    targets: Mapping[Urgency, int] = TARGETS,
    closing_days: frozenset[date] = frozenset(),
) -> date | None:
    """The earliest promise of what was learned after somebody planned; None when that made nothing more urgent.

    ``known`` is the course that whoever planned on the day ``since`` could see: what time alone changes was seen too.
    """
    rises = ((day, level) for day, level in course.rises(today) if day >= since and level < known.level(day))
    return min((add_working_days(day, targets[level], closing_days) for day, level in rises), default=None)


def cap_due(day: date, *, key_date: date | None, received_on: date) -> date:
    """A day that staff chose for the next action, never after the last working day before the key date."""
    held = day if key_date is None else min(day, last_working_day_before(key_date))
    return max(received_on, held)


def queue_on(due_on: date, today: date) -> date:
    """Where the queue puts it: all that is overdue stands with today's, so that the most urgent comes first."""
    return max(due_on, today)
