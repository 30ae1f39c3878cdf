"""What each filter of the queue asks of a case's columns; none has an index of its own (see ``store.queue``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from portal.domain.triage.filters import Chosen
from portal.domain.vocabulary import Urgency
from portal.models import Case

Condition = sa.ColumnElement[bool]

WEEK, MONTH = timedelta(days=7), timedelta(days=30)


def conditions(chosen: Chosen, account_id: int, today: date) -> list[Condition]:
    """What a case must be to pass all of these filters."""
    return [CONDITIONS[name](word, account_id, today) for name, word in chosen.items()]


def _equal(column: str) -> Callable[[str, int, date], Condition]:
    return lambda word, _account_id, _today: getattr(Case, column) == word


def _true(column: str) -> Callable[[str, int, date], Condition]:
    return lambda _word, _account_id, _today: getattr(Case, column) == sa.true()


def _level(word: str, _account_id: int, _today: date) -> Condition:
    level = Urgency[word]
    return col(Case.level).between(level, level)  # SQLite sorts anew for an equality in a column that orders.


def _claimed(word: str, account_id: int, _today: date) -> Condition:
    owner: Any = col(Case.claimed_by_id)
    found: dict[str, Condition] = {
        "me": owner == account_id,
        "free": owner.is_(None),
        "somebody": owner.is_not(None),
    }
    return found[word]


def _problem(word: str, _account_id: int, _today: date) -> Condition:
    return col(Case.problems).contains(f" {word} ", autoescape=True)


def _received(word: str, _account_id: int, today: date) -> Condition:
    first = {"today": today, "week": today - WEEK + timedelta(days=1), "month": today - MONTH + timedelta(days=1)}
    return col(Case.received_on) >= first[word]


def _due(word: str, _account_id: int, today: date) -> Condition:
    found: dict[str, Condition] = {
        "late": col(Case.due_on) < today,
        "today": col(Case.due_on).between(today, today),
        "week": col(Case.due_on).between(today, today + WEEK),
    }
    return found[word]


def _question(_word: str, _account_id: int, _today: date) -> Condition:
    return col(Case.question).is_not(None)


CONDITIONS: Mapping[str, Callable[[str, int, date], Condition]] = {
    "level": _level,
    "kind": _equal("kind"),
    "pathway": _equal("pathway"),
    "status": _equal("status"),
    "claimed": _claimed,
    "problem": _problem,
    "received": _received,
    "due": _due,
    "question": _question,
    "unverified": _true("unverified"),
    "safety": _true("safety_mark"),
    "channel": _equal("channel"),
}
