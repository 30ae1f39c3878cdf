"""What came in since a page of the queue was made: a number, from the end of the cases' own key."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from portal.domain.vocabulary import CaseStatus
from portal.models import Case

MANY = 99


def newest(session: Session) -> str:
    """The reference of the case that came in last; "" when there is none yet."""
    last = sa.select(col(Case.reference)).order_by(col(Case.id).desc()).limit(1)
    return session.execute(last).scalar_one_or_none() or ""


def unread_since(session: Session, reference: str) -> int | None:
    """How many cases came in after this one and wait to be read, up to ``MANY``; None when there is no such case."""
    first = session.execute(sa.select(col(Case.id)).where(col(Case.reference) == reference)).scalar_one_or_none()
    if first is None and reference:
        return None
    fresh = sa.select(col(Case.id)).where(col(Case.id) > (first or 0), col(Case.status) == CaseStatus.RECEIVED)
    counted = sa.select(sa.func.count()).select_from(fresh.limit(MANY).subquery())
    return int(session.execute(counted).scalar_one())
