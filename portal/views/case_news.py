"""What is new on a case: the lines of its history that nobody of the team has looked at yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile

from flask_babel import gettext as _

from portal.domain.triage.asked import QUESTION as ASKED
from portal.models import Case, Entry
from portal.views import told
from portal.views.told import Told

(QUESTION,) = ASKED
NEWS = told.BY_THE_REPORTER | {"tenant"}
LOOKED_AT = frozenset({"seen", "next", "move"})
"""Whoever does one of these has read what came in."""
MOST = 3


def of(case: Case, past: Sequence[Entry], names: Mapping[int, str], today: date) -> tuple[Told, ...]:
    """The newest lines first; the history has the rest."""
    unseen = list(_unseen(past)) if case.new_fact else []
    lines = told.lines(unseen[:MOST], names, today)
    return tuple(_after_its_question(line, entry, past) for line, entry in zip(lines, unseen[:MOST], strict=True))


def _after_its_question(line: Told, entry: Entry, past: Sequence[Entry]) -> Told:
    """An answer says little without what was asked."""
    asked_before = takewhile(lambda other: other is not entry, past)
    questions = [other.data["question"] for other in asked_before if "question" in other.data]
    if entry.what != "answer" or not questions:
        return line
    return replace(line, details=((_(QUESTION.label), questions[-1]), *line.details))


def _unseen(past: Sequence[Entry]) -> Iterator[Entry]:
    for entry in reversed(past):
        if entry.what in LOOKED_AT and entry.account_id is not None:
            return
        if entry.what in NEWS:
            yield entry
