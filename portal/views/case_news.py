"""What is new on a case: the lines of its history that nobody of the team has looked at yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from portal.models import Case, Entry
from portal.views import told
from portal.views.told import Told

NEWS = told.BY_THE_REPORTER | {"tenant"}
LOOKED_AT = frozenset({"seen", "next", "move"})
"""Whoever does one of these has read what came in."""
MOST = 3


def of(case: Case, past: Sequence[Entry], names: Mapping[int, str], today: date) -> tuple[Told, ...]:
    """The newest lines first; the history has the rest."""
    unseen = list(_unseen(past)) if case.new_fact else []
    return tuple(told.lines(unseen[:MOST], names, today))


def _unseen(past: Sequence[Entry]) -> Iterator[Entry]:
    for entry in reversed(past):
        if entry.what in LOOKED_AT and entry.account_id is not None:
            return
        if entry.what in NEWS:
            yield entry
