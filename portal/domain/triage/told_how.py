"""When and how a tenant was told something, or told us something: the two answers that every record of it needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from portal.domain.errors import Refused
from portal.domain.intake import text
from portal.domain.triage import known
from portal.domain.triage.asked import HOW
from portal.domain.vocabulary import N_

Word = TypeVar("Word", bound=str)


def day(typed: str, field: str, *, since: date, today: date) -> date:
    """A day that lies behind us, and not before ``since``; Refused names the field."""
    found = known.day(typed, field, missing=N_("Vul een datum in."), today=today)
    if found > today:
        raise Refused(N_("Deze datum ligt in de toekomst."), field=field)
    if found < since:
        raise Refused(N_("Deze datum ligt vóór de aanmelding."), field=field)
    return found


def way(typed: str, field: str) -> str:
    """One of the ways in which people reach each other."""
    return one_of(typed, HOW, field, missing=N_("Kies hoe."))


def one_of(typed: str, choices: Mapping[Word, str], field: str, *, missing: str) -> Word:
    """The word that was chosen, as the word of our own list."""
    found = next((word for word in choices if word == typed.strip()), None)
    if found is None:
        raise Refused(missing if text.is_blank(typed) else N_("Kies een van de mogelijkheden."), field=field)
    return found
