"""Cases whose question to a reporter has been open for long; found among the waiting ones, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from portal.models import Case

BATCH = 200
WAITING = sa.text("cases.status = 'waiting_for_reporter'")
"""Spelled as in the partial index: with a parameter SQLite would not use it."""


def open_since(
    session: Session, asked_by: date, *, after_id: int = 0, reminded: bool | None = None, limit: int = BATCH
) -> Sequence[Case]:
    """Waiting cases asked up to and including this day, locked; those that somebody has locked wait for another night.

    ``reminded``: only those whose reporter was reminded, or was not.
    """
    found = select(Case).where(WAITING, col(Case.asked_on) <= asked_by, col(Case.id) > after_id)
    if reminded is not None:
        found = found.where(col(Case.reminded_on).is_not(None) if reminded else col(Case.reminded_on).is_(None))
    ordered = found.order_by(col(Case.id)).limit(limit)
    return session.exec(ordered.with_for_update(skip_locked=True, of=Case)).all()
