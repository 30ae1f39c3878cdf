"""What came in since a page of the queue was made: a number, from the end of the cases' own key."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from portal.domain.vocabulary import CaseStatus
from portal.models import Case

MANY = 99
SCAN = 10_000
"""Among so many of the newest cases: of a page that somebody left open for months, all of them would take seconds."""


def newest(session: Session) -> str:
    """The reference of the case that came in last; "" when there is none yet."""
    last = sa.select(col(Case.reference)).order_by(col(Case.id).desc()).limit(1)
    return session.execute(last).scalar_one_or_none() or ""


def unread_since(session: Session, reference: str, *, scan: int = SCAN) -> int | None:
    """How many cases came in after this one and wait to be read, up to ``MANY``; None when there is no such case.

    It looks at the newest ``scan`` cases.
    """
    first = session.execute(sa.select(col(Case.id)).where(col(Case.reference) == reference)).scalar_one_or_none()
    if first is None and reference:
        return None
    after = sa.select(col(Case.status)).where(col(Case.id) > (first or 0))
    newest_ones = after.order_by(col(Case.id).desc()).limit(scan).subquery()
    unread = sa.select(sa.literal(1)).select_from(newest_ones).where(newest_ones.c.status == CaseStatus.RECEIVED)
    counted = sa.select(sa.func.count()).select_from(unread.limit(MANY).subquery())
    return int(session.execute(counted).scalar_one())
