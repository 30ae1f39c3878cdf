"""The words of letters that tell of many cases: each with its reference, its level, its day and its link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.domain.labels import URGENCY_LABELS
from portal.domain.vocabulary import N_, Urgency
from portal.notify import days
from portal.notify.notices import Notice

NOTHING = "-"

HEADINGS: Mapping[Notice, str] = MappingProxyType(
    {
        Notice.ACUTE: N_("Vandaag contact nodig"),
        Notice.UNCLAIMED: N_("Nog niet in behandeling"),
        Notice.OVERDUE: N_("Te laat"),
        Notice.DUE_TODAY: N_("Vandaag te doen"),
        Notice.NEW_REFERRAL: N_("Nieuwe aanmeldingen"),
        Notice.OBJECTIONS: N_("Verzet te beslissen"),
        Notice.UNANSWERED: N_("Vragen zonder antwoord"),
        Notice.TERMS: N_("Termijnen die eindigen"),
        Notice.ART14: N_("Nog in te lichten over hun gegevens"),
        Notice.DEAD_LETTERS: N_("Mails die niet aankwamen"),
    }
)
"""What a digest can hold, the most urgent first."""

QUEUES: Mapping[Notice, str] = MappingProxyType(
    {
        Notice.DUE_TODAY: "view=todo&due=today",
        Notice.OVERDUE: "view=todo&due=late",
        Notice.OBJECTIONS: "view=objections",
        Notice.UNANSWERED: "view=waiting",
    }
)
"""The list of the queue that holds the same cases; of the others it is all that is open."""


@dataclass(frozen=True, slots=True)
class Line:
    """One case in a letter; ``when`` is its level and its day, as far as there are."""

    reference: str
    url: str
    when: str


def of_cases(context: Mapping[str, Any], notice: Notice, *, language: str, base_url: str) -> dict[str, Any]:
    """Of one notice: its cases, how many there are in all, and where the whole list stands."""
    lines = [_line(text.split(), language=language, base_url=base_url) for text in context["cases"].splitlines()]
    more = int(context["more"])
    return {
        "cases": lines,
        "count": len(lines) + more,
        "more": _more(more),
        "queue_url": f"{base_url}/staff/queue?{QUEUES.get(notice, 'view=all')}",
    }


def digest(context: Mapping[str, Any], *, language: str, base_url: str) -> dict[str, Any]:
    """Of many notices: their cases under a heading for each."""
    items = sorted(_items(context["items"]), key=lambda item: list(HEADINGS).index(item[0]))
    more = int(context["more"])
    groups = [
        (_(HEADINGS[notice]), [_line(rest, language=language, base_url=base_url) for _notice, rest in found])
        for notice, found in groupby(items, key=lambda item: item[0])
    ]
    return {
        "groups": groups,
        "count": len(items) + more,
        "more": _more(more),
        "queue_url": f"{base_url}/staff/queue?view=todo",
    }


def level(number: int) -> str:
    """``U1 dringend``."""
    found = Urgency(number)
    return f"{found.name} {_(URGENCY_LABELS[found])}"


def _items(text: str) -> Iterator[tuple[Notice, list[str]]]:
    for line in text.splitlines():
        notice, *rest = line.split()
        yield Notice(notice), rest


def _line(words: list[str], *, language: str, base_url: str) -> Line:
    reference, number, day = words
    parts = (
        "" if number == NOTHING else level(int(number)),
        "" if day == NOTHING else days.spelt(date.fromisoformat(day), language),
    )
    url = f"{base_url}/staff/cases/{reference}"
    return Line(reference=reference, url=url, when=", ".join(part for part in parts if part))


def _more(number: int) -> str:
    return ngettext("En nog %(num)s andere.", "En %(num)s andere.", number) if number else ""
