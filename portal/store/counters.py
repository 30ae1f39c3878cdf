"""The counters that slow down guessing and flooding: one row per keyed hash, with the end of its window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from portal.models import Throttle

TABLE = cast("sa.Table", Throttle.__table__)  # type: ignore[attr-defined]


class Counted(NamedTuple):
    """How often in this window, this time included, and when the window ends."""

    times: int
    ends_at: datetime


def count(session: Session, keys: Sequence[str], *, at: datetime, until: datetime) -> Mapping[str, Counted]:
    """Add one to every counter in one statement; one that is new, or whose window is over, starts a window.

    The rows stay locked until the transaction ends; ``keys`` come in the order in which they are always locked.
    """
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(TABLE)
    over = TABLE.c.window_ends_at <= at
    upsert = insert.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "failures": sa.case((over, 1), else_=TABLE.c.failures + 1),
            "window_ends_at": sa.case((over, insert.excluded.window_ends_at), else_=TABLE.c.window_ends_at),
        },
    ).returning(TABLE.c.key, TABLE.c.failures, TABLE.c.window_ends_at)
    rows = session.execute(upsert, [{"key": key, "failures": 1, "window_ends_at": until} for key in keys])
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
