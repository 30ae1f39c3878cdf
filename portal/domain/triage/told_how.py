"""When and how a tenant was told something, or told us something: the two answers that every record of it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from portal.domain.errors import DomainError, Refused
from portal.domain.intake import text
from portal.domain.triage import known
from portal.domain.triage.asked import HOW
from portal.domain.vocabulary import N_

Word = TypeVar("Word", bound=str)
Reads = Mapping[str, Callable[[], Any]]
"""How each part of an answer is read; what cannot be read is Refused at its field."""


def read_all(reads: Reads) -> dict[str, Any]:
    """Every part, read; the first that is missing or wrong is Refused."""
    return {name: read() for name, read in reads.items()}


def faults(reads: Reads) -> tuple[DomainError, ...]:
    """All that is missing or wrong, one refusal a part."""
    return tuple(fault for fault in map(_fault, reads.values()) if fault)


def day(typed: str, field: str, *, missing: str, since: date, today: date) -> date:
    """A day that lies behind us, and not before ``since``; Refused names the field."""
    found = known.day(typed, field, missing=missing, today=today)
    if found > today:
        raise Refused(N_("Deze datum ligt in de toekomst."), field=field)
    if found < since:
        raise Refused(N_("Deze datum ligt vóór de aanmelding."), field=field)
    return found


def way(typed: str, field: str, *, missing: str) -> str:
    """One of the ways in which people reach each other."""
    return one_of(typed, HOW, field, missing=missing)


def one_of(typed: str, choices: Mapping[Word, str], field: str, *, missing: str) -> Word:
    """The word that was chosen, as the word of our own list."""
    found = next((word for word in choices if word == typed.strip()), None)
    if found is None:
        raise Refused(missing if text.is_blank(typed) else N_("Kies een van de mogelijkheden."), field=field)
    return found


def _fault(read: Callable[[], Any]) -> DomainError | None:
    try:
        read()
    except DomainError as fault:
        return fault
    return None
