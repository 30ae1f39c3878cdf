"""The lists that people keep for themselves."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from portal.models import Account, SavedView


def of(session: Session, account_id: int) -> Sequence[SavedView]:
    """All of one person, by name."""
    found = select(SavedView).where(SavedView.account_id == account_id)
    return session.exec(found.order_by(col(SavedView.name), col(SavedView.id))).all()


def for_update(session: Session, account_id: int) -> Sequence[SavedView]:
    """The same, locked by way of their owner: of two requests of one person the second sees what the first did."""
    session.exec(select(Account.id).where(Account.id == account_id).with_for_update(key_share=True)).one()
    return of(session, account_id)


def start(session: Session, account_id: int) -> SavedView | None:
    """Where this person's queue begins, when it is not with what is to do."""
    mine = select(SavedView).where(SavedView.account_id == account_id)
    return session.exec(mine.where(col(SavedView.is_start).is_(True))).first()
