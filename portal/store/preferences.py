"""How receivers want to be told, what waits for their digest, and which colleagues can be told at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from portal.domain.vocabulary import Role
from portal.models import Account, DigestItem, Preference


def of_notice(session: Session, notice: str) -> Mapping[str, str]:
    """What receivers said of one kind of notice, by receiver."""
    said = select(Preference.receiver, Preference.how).where(col(Preference.notice) == notice)
    return dict(session.exec(said).all())


def of_receiver(session: Session, receiver: str) -> Mapping[str, str]:
    """What one receiver said, by kind of notice."""
    said = select(Preference.notice, Preference.how).where(col(Preference.receiver) == receiver)
    return dict(session.exec(said).all())


def keep(session: Session, receiver: str, said: Mapping[str, str]) -> None:
    """Forget what a receiver said before, and keep this."""
    session.execute(sa.delete(Preference).where(col(Preference.receiver) == receiver))
    session.add_all(Preference(receiver=receiver, notice=notice, how=how) for notice, how in sorted(said.items()))


def present(session: Session, today: date, *, roles: Collection[Role]) -> Sequence[Account]:
    """Colleagues with these roles whose account opens and who are not away, by name."""
    here = select(Account).where(
        col(Account.role).in_(list(roles)),
        col(Account.disabled_at).is_(None),
        col(Account.password_hash).is_not(None),
        sa.or_(col(Account.away_until).is_(None), col(Account.away_until) < today),
    )
    return session.exec(here.order_by(col(Account.name), col(Account.id))).all()


def waiting(session: Session) -> Sequence[str]:
    """Every receiver for whom something waits."""
    return session.exec(select(DigestItem.receiver).distinct().order_by(col(DigestItem.receiver))).all()


def take(session: Session, receiver: str) -> Sequence[Any]:
    """What waits for one receiver, the oldest first, locked; the caller tells it and deletes it."""
    theirs = select(DigestItem).where(col(DigestItem.receiver) == receiver).order_by(col(DigestItem.id))
    return session.exec(theirs.with_for_update(skip_locked=True)).all()
