"""How one rule speaks over time: dated rules step up as their date comes near, and say something else after it.

A rule that fires becomes a ``Line``: the days on which it turns, computed once. What it says on any day, past
or future, is then a look-up, so that nothing depends on when somebody last asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from portal.domain.deadlines.calendar import days_after, nth_working_day_back
from portal.domain.deadlines.facts import Facts
from portal.domain.vocabulary import Urgency


def always(_: Facts) -> bool:
    return True


@dataclass(frozen=True)
class Near:
    """Within ``cal`` calendar days or ``wd`` working days of the date, whichever comes first."""

    level: Urgency
    cal: int | None = None
    wd: int | None = None

    def begins(self, on: date) -> date:
        """The first day that is near."""
        days = [] if self.cal is None else [days_after(on, -self.cal)]
        return min(days if self.wd is None else [*days, nth_working_day_back(on, self.wd + 1)])


@dataclass(frozen=True)
class Band:
    """Levels by nearness, the calmest first; ``far`` holds before them all."""

    far: Urgency
    near: tuple[Near, ...] = ()


@dataclass(frozen=True)
class Past:
    """What a rule says from the day after its date, and for whom; without it the rule falls silent."""

    level: Urgency
    message: str
    when: Callable[[Facts], bool] = always


@dataclass(frozen=True)
class Turn:
    """From this day on the rule has this level; None: it does not fire any more."""

    starts_on: date
    level: Urgency | None
    message: str


@dataclass(frozen=True)
class Line:
    """A rule that fires, over time. ``since`` is the day on which the facts that it rests on were known."""

    code: str
    on: date | None
    computed: bool
    since: date
    turns: tuple[Turn, ...]

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(turn.starts_on for turn in self.turns)

    def at(self, day: date) -> Turn:
        return next(turn for turn in reversed(self.turns) if turn.starts_on <= day)


@dataclass(frozen=True)
class Plain:
    """A rule without a date: a condition and its level; None for what is shown without being a level."""

    code: str
    message: str
    when: Callable[[Facts], bool]
    level: Urgency | None
    reads: tuple[str, ...]

    def line(self, facts: Facts) -> Line | None:
        if not self.when(facts):
            return None
        turns = (Turn(date.min, self.level, self.message),)
        return Line(self.code, None, computed=False, since=facts.known_since(self.reads), turns=turns)


@dataclass(frozen=True)
class Dated:
    """A rule that fires when its date is known: a band before and on it, something else after it."""

    code: str
    message: str
    day: Callable[[Facts], date | None]
    band: Band
    past: Past
    reads: tuple[str, ...]
    computed: bool = False

    def line(self, facts: Facts) -> Line | None:
        on = self.day(facts)
        if on is None:
            return None
        turns = tuple(self._turns(facts, on))
        return Line(self.code, on, computed=self.computed, since=facts.known_since(self.reads), turns=turns)

    def _turns(self, facts: Facts, on: date) -> Iterator[Turn]:
        yield Turn(date.min, self.band.far, self.message)
        for near in self.band.near:
            yield Turn(near.begins(on), near.level, self.message)
        if on < date.max:
            level = self.past.level if self.past.when(facts) else None
            yield Turn(days_after(on, 1), level, self.past.message)
