"""What a move asks for: fields as data, and how what was typed becomes a value or a refusal that names its field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from portal.domain.deadlines.calendar import days_after
from portal.domain.errors import Refused
from portal.domain.intake import moments, text
from portal.domain.triage.state import CaseState
from portal.domain.vocabulary import N_, Outcome, Pathway

LONGEST_WORD = 60
"""Of a date, an hour or a word that was chosen; the name of a dwelling is the longest."""

DAYS_BEFORE_THE_REPORT = 31
"""So long ago at most the team may have met a household of which the report was typed in later."""

YEARS_AHEAD = 5
"""No end is agreed on that lies further ahead."""

TAKEN = N_("Deze woning is niet vrij. Kies een andere.")

Typed = Mapping[str, str]
Cleaned = dict[str, str | date]
"""Values by field name: text, a date, or a word (Pathway and Outcome as such); fields left blank are not in it."""


class Value(StrEnum):
    """The kind of value of a field, which decides its input and how it is read."""

    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    PATHWAY = "pathway"
    OUTCOME = "outcome"
    HOUR = "hour"
    PLACE = "place"
    TICK = "tick"


class Span(StrEnum):
    """Where a date may lie, seen from today; today itself is in both."""

    PAST = "past"
    FUTURE = "future"


def always(_state: CaseState, _typed: Typed) -> bool:
    return True


def never(_state: CaseState, _typed: Typed) -> bool:
    return False


def in_every_state(_state: CaseState) -> bool:
    return True


def whenever(_state: CaseState, _today: date) -> date | None:
    return None


@dataclass(frozen=True, slots=True)
class Given:
    """One field of a move: shown when ``asked``, and refused with ``missing`` when blank although ``required``."""

    name: str
    label: str
    kind: Value
    missing: str
    required: Callable[[CaseState, Typed], bool] = always
    asked: Callable[[CaseState], bool] = in_every_state
    choices: Mapping[str, str] = field(default_factory=dict)
    """Value to label, for the kinds that are chosen; those of a place depend on the case."""
    span: Span = Span.PAST
    """Of a date; every one of them has its bounds."""
    latest: Callable[[CaseState, date], date | None] = whenever
    """The last day that a date may be; None without one."""
    limit: int = 2000
    when: str = ""
    """The field and its values for which it is shown, as conditional.js reads them; empty: always."""

    def options(self, state: CaseState) -> Mapping[str, str]:
        """What can be chosen for this case."""
        return {place: place for place in state.free} if self.kind is Value.PLACE else self.choices


def read_all(fields: Iterable[Given], typed: Typed, state: CaseState, *, today: date) -> Cleaned:
    """What the fields ask of this case; raises the first of ``faults``. What is not asked for is dropped."""
    asked = [one for one in fields if one.asked(state)]
    for fault in faults(asked, typed, state, today=today):
        raise fault
    values = {one.name: read(one, typed, state, today=today) for one in asked}
    return {name: value for name, value in values.items() if value is not None}


def faults(fields: Iterable[Given], typed: Typed, state: CaseState, *, today: date) -> tuple[Refused, ...]:
    """Everything that is missing or unreadable, one refusal a field, for a form that shows them together."""
    found = []
    for one in fields:
        try:
            read(one, typed, state, today=today)
        except Refused as fault:
            found.append(fault)
    return tuple(found)


def read(asked: Given, typed: Typed, state: CaseState, *, today: date) -> str | date | None:
    """The value of one field, None when it is rightly blank; raises Refused naming the field."""
    try:
        written = _written(asked, typed.get(asked.name, ""))
        if written:
            return READERS[asked.kind](asked, written, state, today)
    except text.BadValue as bad:
        raise Refused(bad.message, field=asked.name, **bad.params) from None
    if asked.required(state, typed):
        raise Refused(asked.missing, field=asked.name)
    return None


def _written(asked: Given, typed: str) -> str:
    if asked.kind is Value.TEXT:
        return text.paragraphs(typed, max_length=asked.limit)
    return text.bare(typed, max_length=LONGEST_WORD)


def _text(_asked: Given, written: str, _state: CaseState, _today: date) -> str:
    return written


def _choice(asked: Given, written: str, _state: CaseState, _today: date) -> str:
    if written not in asked.choices:
        raise Refused(N_("Kies een van de mogelijkheden."), field=asked.name)
    return written


def _pathway(asked: Given, written: str, state: CaseState, today: date) -> str:
    return Pathway(_choice(asked, written, state, today))


def _outcome(asked: Given, written: str, state: CaseState, today: date) -> str:
    return Outcome(_choice(asked, written, state, today))


def _place(asked: Given, written: str, state: CaseState, _today: date) -> str:
    if written not in state.free:
        raise Refused(TAKEN, field=asked.name)
    return written


def _hour(_asked: Given, written: str, _state: CaseState, _today: date) -> str:
    return moments.hour(written)


def _date(asked: Given, written: str, state: CaseState, today: date) -> date:
    day = _day(written)
    if day is None:
        raise Refused(N_("Dit is geen datum. Schrijf de datum als 27/11/2026."), field=asked.name)
    return BOUNDS[asked.span](day, asked, state, today)


def _behind_us(day: date, asked: Given, state: CaseState, today: date) -> date:
    if day > today:
        raise Refused(N_("Deze datum ligt in de toekomst."), field=asked.name)
    if day < days_after(state.since, -DAYS_BEFORE_THE_REPORT):
        raise Refused(N_("Deze datum ligt meer dan een maand vóór de aanmelding."), field=asked.name)
    return day


def _ahead(day: date, asked: Given, state: CaseState, today: date) -> date:
    latest = asked.latest(state, today) or days_after(today, YEARS_AHEAD * 365)
    if day < today:
        raise Refused(N_("Deze datum is al voorbij."), field=asked.name)
    if day > latest:
        raise Refused(N_("Dit kan hoogstens tot %(day)s."), field=asked.name, day=f"{latest:%d/%m/%Y}")
    return day


BOUNDS: Mapping[Span, Callable[[date, Given, CaseState, date], date]] = {Span.PAST: _behind_us, Span.FUTURE: _ahead}

READERS: Mapping[Value, Callable[[Given, str, CaseState, date], str | date]] = {
    Value.TEXT: _text,
    Value.DATE: _date,
    Value.CHOICE: _choice,
    Value.TICK: _choice,
    Value.PATHWAY: _pathway,
    Value.OUTCOME: _outcome,
    Value.HOUR: _hour,
    Value.PLACE: _place,
}


def _day(written: str) -> date | None:
    found = moments.ISO.fullmatch(written) or moments.DAY_FIRST.fullmatch(written)
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None
    except ValueError:
        return None
