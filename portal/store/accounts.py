"""Every select and update of staff accounts and their sign-ins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from portal.models import Account, SignIn


def by_id(session: Session, account_id: int) -> Account | None:
    """The account as it stands now, also when this session read it before."""
    return session.get(Account, account_id, populate_existing=True)


def by_email(session: Session, email: str) -> Account | None:
    """The account of an address; addresses are stored in lower case."""
    return session.exec(select(Account).where(Account.email == email)).one_or_none()


def everybody(session: Session) -> Sequence[Account]:
    """Every account, by name; those that are closed come last."""
    closed = col(Account.disabled_at).is_not(None)
    return session.exec(select(Account).order_by(closed, col(Account.name), col(Account.id))).all()


def lock_all(session: Session) -> Sequence[Account]:
    """Every account as it stands now, locked in one order until the transaction ends.

    Of two who change each other, the second sees what the first did. Whoever only names an account does not wait.
    """
    found = select(Account).order_by(col(Account.id)).with_for_update(key_share=True)
    return session.exec(found.execution_options(populate_existing=True)).all()


def set_password(session: Session, account_id: int, epoch: int, password_hash: str) -> bool:
    """Store a password and raise the epoch, if the account still stands at ``epoch``; False when it does not."""
    changed = session.exec(
        sa.update(Account)
        .where(col(Account.id) == account_id, col(Account.epoch) == epoch, col(Account.disabled_at).is_(None))
        .values(password_hash=password_hash, epoch=epoch + 1)
    )
    return changed.rowcount == 1


def signed_in(session: Session, token_hash: str) -> tuple[SignIn, Account] | None:
    """A sign-in that was not ended, with its account; whether it still counts is for the service to say."""
    return session.exec(
        select(SignIn, Account)
        .join(Account, col(SignIn.account_id) == col(Account.id))
        .where(SignIn.token_hash == token_hash, col(SignIn.ended_at).is_(None))
    ).one_or_none()


def open_sign_ins(session: Session, account_id: int) -> int:
    """How many browsers are signed in on this account."""
    found = select(sa.func.count()).select_from(SignIn)
    return session.exec(found.where(col(SignIn.account_id) == account_id, col(SignIn.ended_at).is_(None))).one()


def signed_in_now(session: Session, *, started_after: datetime, seen_after: datetime) -> dict[int, int]:
    """How many browsers are signed in on each account, those that were left alone or open too long not counted."""
    alive = (
        select(SignIn.account_id, sa.func.count())
        .join(Account, col(SignIn.account_id) == col(Account.id))
        .where(col(SignIn.ended_at).is_(None), SignIn.epoch == Account.epoch)
        .where(col(SignIn.started_at) > started_after, col(SignIn.seen_at) > seen_after)
    )
    return dict(session.exec(alive.group_by(col(SignIn.account_id))).all())


def seen(session: Session, sign_in_id: int, at: datetime) -> None:
    session.exec(sa.update(SignIn).where(col(SignIn.id) == sign_in_id).values(seen_at=at))


def end_sign_in(session: Session, token_hash: str, at: datetime) -> None:
    session.exec(
        sa.update(SignIn)
        .where(col(SignIn.token_hash) == token_hash, col(SignIn.ended_at).is_(None))
        .values(ended_at=at)
    )


def end_sign_ins(session: Session, account_id: int, at: datetime) -> int:
    """End every sign-in of an account; how many there were."""
    ended = session.exec(
        sa.update(SignIn)
        .where(col(SignIn.account_id) == account_id, col(SignIn.ended_at).is_(None))
        .values(ended_at=at)
    )
    return int(ended.rowcount)
