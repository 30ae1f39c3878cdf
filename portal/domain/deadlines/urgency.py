"""The assessment of a case: its level, every reason for it, the key date, and by when to make contact.

A pure function of the facts and the day. It remembers nothing: asked on any day, it answers what a run
every night since receipt would have come to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, time
from typing import Any, NamedTuple

from portal.domain.deadlines import due
from portal.domain.deadlines.course import Course, course_of
from portal.domain.deadlines.facts import Facts
from portal.domain.deadlines.timeline import Line
from portal.domain.vocabulary import Urgency

HEARINGS = frozenset({"A4", "A7"})
"""The rules whose date is a hearing, which has an hour."""


@dataclass(frozen=True)
class Reason:
    """Why: ``message`` is a message id that takes ``%(date)s``, which is ``on``.

    ``level`` is None for M1, which is a step and no level, and for what is only shown. ``deciding`` marks the
    rules that made the level, M1 included when it moved it.
    """

    rule: str
    level: Urgency | None
    on: date | None
    computed: bool
    message: str
    deciding: bool


class Plan(NamedTuple):
    """Somebody decided on a day how the case goes on, and knew these facts."""

    on: date
    known: Facts


@dataclass(frozen=True)
class Assessment:
    """What the clock says today. ``base_level`` is the level before the step of M1.

    ``hastened_by``: by when somebody acts on what was learned after the plan, where that is more urgent.
    ``overrules``: what was learned since staff chose a level says more than they chose.
    """

    level: Urgency
    base_level: Urgency
    reasons: tuple[Reason, ...]
    key_date: date | None
    key_rule: str | None
    key_computed: bool
    key_time: time | None
    contact_by: date
    next_change_on: date | None
    hastened_by: date | None = None
    overrules: bool = False


def assess(
    facts: Facts,
    today: date,
    *,
    targets: Mapping[Urgency, int] = due.TARGETS,
    closing_days: frozenset[date] = frozenset(),
    paused: frozenset[date] = frozenset(),
    plan: Plan | None = None,
) -> Assessment:
    """The most urgent level among the rules that fire, with every reason.

    ``paused``: days on which the first contact was put off, as the case waited for its reporter.

    A clock that runs behind what is recorded loses nothing: today is never before the last fact learned.
    """
    today = max(today, facts.received_on, *facts.learned.values())
    course = course_of(facts)
    base, level = course.base_level(today), course.level(today)
    key = _key_line(course, today)
    own: dict[str, Any] = {"today": today, "targets": targets, "closing_days": closing_days}
    return Assessment(
        level=level,
        base_level=base,
        reasons=tuple(_reasons(course, today, base=base, stepped=level < base)),
        key_date=key.on if key else None,
        key_rule=key.code if key else None,
        key_computed=key is not None and key.computed,
        key_time=facts.hearing_time if key and key.code in HEARINGS else None,
        contact_by=due.contact_by(course, received_on=facts.received_on, paused=paused, **own),
        next_change_on=course.next_turn(today),
        hastened_by=due.hastened_by(course, course_of(plan.known), since=plan.on, **own) if plan else None,
    )


def to_json(reason: Reason) -> dict[str, Any]:
    """Plain values for a JSON column."""
    level = None if reason.level is None else int(reason.level)
    return {**asdict(reason), "level": level, "on": reason.on and reason.on.isoformat()}


def from_json(data: Mapping[str, Any]) -> Reason:
    level, on = data["level"], data["on"]
    return Reason(
        rule=data["rule"],
        level=None if level is None else Urgency(level),
        on=None if on is None else date.fromisoformat(on),
        computed=data["computed"],
        message=data["message"],
        deciding=data["deciding"],
    )


def _reasons(course: Course, today: date, *, base: Urgency, stepped: bool) -> Iterator[Reason]:
    """The most urgent rules first, then what raised the outcome, then what is only shown."""
    turns = [(line, line.at(today)) for line in course.lines]
    firing = [(line, turn.level, turn.message) for line, turn in turns if turn.level is not None]
    for line, level, message in sorted(firing, key=lambda entry: entry[1]):
        yield Reason(line.code, level, line.on, line.computed, message, deciding=level == base)
    for lines, deciding in ((course.marks, stepped), (course.shown, False)):
        for line in lines:
            yield Reason(line.code, None, None, computed=False, message=line.at(today).message, deciding=deciding)


def _key_line(course: Course, today: date) -> Line | None:
    """The line of the earliest date not yet past; on one day, a known date before a computed one."""
    ahead = [(line.on, line.computed, line) for line in course.lines if line.on is not None and line.on >= today]
    return min(ahead, key=lambda entry: entry[:2])[2] if ahead else None
