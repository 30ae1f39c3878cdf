"""The whole course of a case's level under the facts that stand: what it was on any day, and when it rose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from portal.domain.deadlines.facts import Facts
from portal.domain.deadlines.rules import NOTHING_ELSE, ONE_STEP_UP, RULES, SHOWN
from portal.domain.deadlines.timeline import Dated, Line, Plain
from portal.domain.vocabulary import Urgency


@dataclass(frozen=True)
class Course:
    """The rules that fire (``lines``), what raises the outcome by one (``marks``), and what is only ``shown``."""

    lines: tuple[Line, ...]
    marks: tuple[Line, ...]
    shown: tuple[Line, ...]

    def base_level(self, day: date) -> Urgency:
        """The most urgent rule on that day, among what was known then."""
        return min(self._levels(day), default=Urgency.U4)

    def level(self, day: date) -> Urgency:
        """The base level, one step up from U2, U3 or U4 when a mark was known."""
        base = self.base_level(day)
        marked = any(mark.since <= day for mark in self.marks)
        return Urgency(base - 1) if marked and base >= Urgency.U2 else base

    def rises(self, until: date) -> Iterator[tuple[date, Urgency]]:
        """Each day on which a new fact or passing time raised the level, up to and including ``until``."""
        before: Urgency | None = None
        for day in sorted(self._days(until)):
            level = self.level(day)
            if before is None or level < before:
                yield day, level
            before = level

    def next_turn(self, today: date) -> date | None:
        """The next day on which a rule speaks differently; each turn changes its level or its words."""
        return min((day for line in self.lines for day in line.days if day > today), default=None)

    def _days(self, until: date) -> set[date]:
        known = {line.since for line in (*self.lines, *self.marks)}
        turned = {day for line in self.lines for day in line.days if day > line.since}
        return {day for day in known | turned if day <= until and self._levels(day)}

    def _levels(self, day: date) -> list[Urgency]:
        levels = (line.at(day).level for line in self.lines if line.since <= day)
        return [level for level in levels if level is not None]


def course_of(facts: Facts) -> Course:
    """Every rule that fires, as lines; the one for "nothing else" only when there is no other."""
    lines = _firing(RULES, facts) or _firing((NOTHING_ELSE,), facts)
    return Course(lines, marks=_firing(ONE_STEP_UP, facts), shown=_firing(SHOWN, facts))


def _firing(rules: Iterable[Plain | Dated], facts: Facts) -> tuple[Line, ...]:
    return tuple(line for rule in rules if (line := rule.line(facts)) is not None)
