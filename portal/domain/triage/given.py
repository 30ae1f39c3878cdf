"""What a move asks for: fields as data, and how what was typed becomes a value or a refusal that names its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from portal.domain.errors import Refused
from portal.domain.intake import moments, text
from portal.domain.triage.state import CaseState
from portal.domain.vocabulary import N_, Outcome, Pathway

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
    """Value to label, for the three kinds that are chosen."""
    span: Span | None = None
    limit: int = 2000


def read(asked: Given, typed: Typed, state: CaseState, *, today: date) -> str | date | None:
    """The value of one field, None when it is rightly blank; raises Refused naming the field."""
    try:
        written = _written(asked, typed.get(asked.name, ""))
    except text.BadValue as bad:
        raise Refused(bad.message, field=asked.name, **bad.params) from None
    if not written and asked.required(state, typed):
        raise Refused(asked.missing, field=asked.name)
    return READERS[asked.kind](asked, written, today) if written else None


def _written(asked: Given, typed: str) -> str:
    if asked.kind is Value.TEXT:
        return text.paragraphs(typed, max_length=asked.limit)
    return text.bare(typed, max_length=40)


def _text(_asked: Given, written: str, _today: date) -> str:
    return written


def _choice(asked: Given, written: str, _today: date) -> str:
    if written not in asked.choices:
        raise Refused(N_("Kies een van de mogelijkheden."), field=asked.name)
    return written


def _pathway(asked: Given, written: str, today: date) -> str:
    return Pathway(_choice(asked, written, today))


def _outcome(asked: Given, written: str, today: date) -> str:
    return Outcome(_choice(asked, written, today))


def _date(asked: Given, written: str, today: date) -> date:
    day = _day(written)
    if day is None:
        raise Refused(N_("Dit is geen datum. Schrijf de datum als 27/11/2026."), field=asked.name)
    if asked.span is Span.PAST and day > today:
        raise Refused(N_("Deze datum ligt in de toekomst."), field=asked.name)
    if asked.span is Span.FUTURE and day < today:
        raise Refused(N_("Deze datum is al voorbij."), field=asked.name)
    return day


READERS: Mapping[Value, Callable[[Given, str, date], str | date]] = {
    Value.TEXT: _text,
    Value.DATE: _date,
    Value.CHOICE: _choice,
    Value.PATHWAY: _pathway,
    Value.OUTCOME: _outcome,
}


def _day(written: str) -> date | None:
    found = moments.ISO.fullmatch(written) or moments.DAY_FIRST.fullmatch(written)
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None
    except ValueError:
        return None
