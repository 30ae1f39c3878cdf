"""The counters that slow down guessing and flooding: one row per keyed hash, with the end of its window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from portal.models import Throttle

MOMENT = sa.inspect(Throttle).columns.window_ends_at.type


class Counted(NamedTuple):
    """How often in this window, this time included, and when the window ends."""

    times: int
    ends_at: datetime


def count(session: Session, keys: Sequence[str], *, at: datetime, until: datetime) -> Mapping[str, Counted]:
    """Add one to every counter in one statement; one that is new, or whose window is over, starts a window.

    The rows stay locked until the transaction ends; ``keys`` come in the order in which they are always locked.
    """
    given = {f"key{number}": key for number, key in enumerate(keys)}
    rows = session.execute(_upsert(len(keys)), {**given, "at": at, "until": until})
    return {key: Counted(times, ends_at) for key, times, ends_at in rows}


def end_at(session: Session, key: str, ends_at: datetime) -> None:
    """Move the end of a counter's window."""
    session.exec(sa.update(Throttle).where(col(Throttle.key) == key).values(window_ends_at=ends_at))


def lower(session: Session, key: str) -> None:
    """Take back one count, never below nothing."""
    session.exec(
        sa.update(Throttle)
        .where(col(Throttle.key) == key, col(Throttle.failures) > 0)
        .values(failures=col(Throttle.failures) - 1)
    )


def forget(session: Session, key: str) -> None:
    session.exec(sa.delete(Throttle).where(col(Throttle.key) == key))


def forget_before(session: Session, before: datetime) -> int:
    """Remove the counters whose window ended before ``before``; how many there were."""
    return int(session.exec(sa.delete(Throttle).where(col(Throttle.window_ends_at) < before)).rowcount)


@cache
def _upsert(keys: int) -> sa.TextualSelect:
    """Written as text, and once: building it anew cost a final submit a millisecond."""
    rows = ", ".join(f"(:key{number}, 1, :until)" for number in range(keys))
    statement = sa.text(
        f"INSERT INTO throttle (key, failures, window_ends_at) VALUES {rows}"  # noqa: S608 - names of parameters alone
        " ON CONFLICT (key) DO UPDATE SET"
        " failures = CASE WHEN throttle.window_ends_at <= :at THEN 1 ELSE throttle.failures + 1 END,"
        " window_ends_at = CASE WHEN throttle.window_ends_at <= :at"
        " THEN excluded.window_ends_at ELSE throttle.window_ends_at END"
        " RETURNING key, failures, window_ends_at"
    )
    typed = statement.bindparams(sa.bindparam("at", type_=MOMENT), sa.bindparam("until", type_=MOMENT))
    return typed.columns(key=sa.String, failures=sa.Integer, window_ends_at=MOMENT)
