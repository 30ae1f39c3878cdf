"""Every adult is told what we keep of them, why, and from whom we have it: GDPR art. 14, at most a month later."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.domain.deadlines.calendar import month_later
from portal.domain.errors import DomainError, Refused
from portal.domain.intake import text
from portal.domain.triage import told_how
from portal.domain.vocabulary import N_

NOTICE_VERSION = "2026-11"
"""Of the art. 14 letter that staff hand over or read out; changes whenever a sentence of it does."""

OTHER = "other"
"""An adult whom no report names."""
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Informed:
    """One adult, and when and how they were told."""

    adult: str
    given_on: date
    given_how: str


def due_on(received_on: date) -> date:
    """At most a month after the report came in, from date to date (art. 14.3, a)."""
    return month_later(received_on)


def pulled(due: date | None, met_on: date | None) -> date | None:
    """With the first contact when that comes first (art. 14.3, b); nothing that is not due becomes it."""
    return due if due is None or met_on is None else min(due, met_on)


def untold(adults: Sequence[str], told: Collection[str]) -> tuple[str, ...]:
    """The adults that reports name and nobody informed yet, each once."""
    known = {_same(name) for name in told}
    found = {_same(name): name for name in adults if name.strip() and _same(name) not in known}
    return tuple(found.values())


def read(typed: Mapping[str, str], *, adults: Collection[str], received_on: date, today: date) -> Informed:
    """What was typed; the first thing that is missing or wrong is Refused at its field."""
    return Informed(**told_how.read_all(_reads(typed, adults, received_on, today)))


def faults(
    typed: Mapping[str, str], *, adults: Collection[str], received_on: date, today: date
) -> tuple[DomainError, ...]:
    """All that is missing or wrong."""
    return told_how.faults(_reads(typed, adults, received_on, today))


def _reads(typed: Mapping[str, str], adults: Collection[str], received_on: date, today: date) -> told_how.Reads:
    on, how = typed.get("informing_on", ""), typed.get("informing_how", "")
    no_day, no_way = N_("Vul in wanneer die persoon werd ingelicht."), N_("Kies hoe die persoon werd ingelicht.")
    return {
        "adult": lambda: _adult(typed, adults),
        "given_on": lambda: told_how.day(on, "informing_on", missing=no_day, since=received_on, today=today),
        "given_how": lambda: told_how.way(how, "informing_how", missing=no_way),
    }


def _adult(typed: Mapping[str, str], adults: Collection[str]) -> str:
    choices = {**{name: name for name in adults}, OTHER: ""}
    chosen = told_how.one_of(typed.get("adult", ""), choices, "adult", missing=N_("Kies wie werd ingelicht."))
    return chosen if chosen != OTHER else _typed_name(typed.get("other_adult", ""))


def _typed_name(typed: str) -> str:
    try:
        name = text.line(typed, max_length=LONGEST_NAME)
    except text.BadValue as bad:
        raise Refused(bad.message, field="other_adult", **bad.params) from None
    if not name:
        raise Refused(N_("Vul de naam in."), field="other_adult")
    return name


def _same(name: str) -> str:
    """Spelled alike but for capitals and blanks; matching of names in earnest is not for this."""
    return " ".join(name.casefold().split())
