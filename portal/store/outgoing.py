"""The outbox as a page shows it: bounded lists in the order of one index, and what the dead ones died of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from portal.domain import mailing
from portal.models import MailState, Outbox, Referral
from portal.store import messages
from portal.store.messages import MISSED, Line

PAGE = 50
MANY = 10_000
"""Further than this nothing is counted by its cause."""

KEY: tuple[Any, ...] = (col(Outbox.created_at), col(Outbox.id))
Place = tuple[datetime, int]
"""When a mail was put aside, and its number: the next page begins after it."""


@dataclass(frozen=True)
class Page:
    """Mails in one state, and the place after which the next page begins; None: these were the last."""

    lines: Sequence[Line]
    following: Place | None


def page(session: Session, state: MailState, *, since: datetime, after: Place | None = None, limit: int = PAGE) -> Page:
    """What is open, the oldest first; what was sent or cancelled, the newest first and put aside since then."""
    found = session.execute(_page_statement(state, since, after, limit + 1)).all()
    following = (found[limit - 1][0].created_at, found[limit - 1][0].id) if len(found) > limit else None
    return Page([messages.line(row, reference) for row, reference in found[:limit]], following)


def is_open(state: MailState) -> bool:
    """Whether it is out of the outbox neither as sent nor as cancelled."""
    return state is MailState.DEAD or state in mailing.WAITING


def causes(session: Session) -> Mapping[str, int]:
    """How many dead mails are missed, by the code of their last failure."""
    dead = select(Outbox.error).where(*MISSED).limit(MANY).subquery()
    counted = sa.select(dead.c.error, sa.func.count()).group_by(dead.c.error).order_by(sa.func.count().desc())
    return {error or "": number for error, number in session.execute(counted)}


def dead(session: Session, error: str, *, limit: int) -> Sequence[Outbox]:
    """Mails that died of this, the oldest first, locked; what a worker or a colleague has in hand is passed over.

    Nor are those among them whose matter is over.
    """
    found = select(Outbox).where(*MISSED, sa.func.coalesce(col(Outbox.error), "") == error)
    ordered = found.order_by(col(Outbox.created_at), col(Outbox.id)).limit(limit)
    return session.exec(ordered.with_for_update(skip_locked=True)).all()


def _page_statement(state: MailState, since: datetime, after: Place | None, limit: int) -> sa.Select[Outbox, str]:
    """The select behind ``page``, which the index of state and day answers."""
    chosen = (
        sa.select(Outbox, col(Referral.reference))
        .outerjoin(Referral, col(Referral.id) == col(Outbox.referral_id))
        .where(col(Outbox.state) == state)
    )
    here = sa.tuple_(*KEY)
    if is_open(state):
        ahead = chosen if after is None else chosen.where(here > _literal(after))
        return ahead.order_by(*KEY).limit(limit)
    lately = chosen.where(KEY[0] >= since)
    ahead = lately if after is None else lately.where(here < _literal(after))
    return ahead.order_by(*(column.desc() for column in KEY)).limit(limit)


def _literal(place: Place) -> sa.Tuple:
    return sa.tuple_(*(sa.literal(value, column.type) for value, column in zip(place, KEY, strict=True)))
