"""Dates and hours as people and browsers type them, and as we keep them: ISO."""

from __future__ import annotations

import re
from datetime import date

from portal.domain.intake.question import Question
from portal.domain.intake.text import BadValue, bare
from portal.domain.vocabulary import N_

ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2}) ?(?P<mark>[/.-]) ?(?P<month>[0-9]{1,2}) ?(?P=mark) ?(?P<year>[0-9]{4})")
HOUR = re.compile(
    r"([0-9]{1,2}) ?(?:[:.uh]|uur) ?(?:([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?)?(?: ?(?:u|uur))?", re.IGNORECASE
)


def day(typed: str, question: Question, *, today: date) -> str:
    """`2026-11-27`, `27/11/2026`, `27-11-2026` and `27.11.2026` are the same; kept as the first."""
    text = bare(typed, max_length=40)
    if not text:
        return ""
    found = ISO.fullmatch(text) or DAY_FIRST.fullmatch(text)
    if not found:
        raise BadValue(N_("Schrijf de datum als dag/maand/jaar, bijvoorbeeld 27/11/2026."))
    return _within(_existing(found), question, today).isoformat()


def hour(typed: str) -> str:
    """`9:00`, `9u`, `9u30` and `09:00` are read; kept as "09:00"."""
    text = bare(typed, max_length=40)
    if not text:
        return ""
    found = HOUR.fullmatch(text)
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise BadValue(N_("Schrijf het uur als 9:00 of 9u30."))
    return f"{int(found[1]):02}:{found[2] or '00'}"


def day_as_typed(canonical: str) -> str:
    """ "2026-11-27" -> "27/11/2026"."""
    return f"{date.fromisoformat(canonical):%d/%m/%Y}"


def _existing(found: re.Match[str]) -> date:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise BadValue(N_("Deze datum bestaat niet. Kijk de dag en de maand na.")) from None


def _within(typed: date, question: Question, today: date) -> date:
    if question.between is None:
        return typed
    earliest, latest = (limit.on(today) for limit in question.between)
    if earliest <= typed <= latest:
        return typed
    if latest == today < typed:
        raise BadValue(N_("Deze datum ligt in de toekomst. Vul vandaag of een vroegere dag in."))
    raise BadValue(
        N_("Vul een datum in tussen %(earliest)s en %(latest)s."),
        earliest=day_as_typed(earliest.isoformat()),
        latest=day_as_typed(latest.isoformat()),
    )
