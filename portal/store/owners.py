"""Who may have cases, and which cases somebody has."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from portal.domain.access import ALLOWED, Action
from portal.models import Account, Case

BATCH = 200
WORKERS = [role for role, actions in ALLOWED.items() if Action.TRIAGE in actions]


def colleagues(session: Session) -> Sequence[Account]:
    """Everybody who can be given a case, by name; whoever never chose a password would not see it."""
    able = select(Account).where(col(Account.role).in_(WORKERS), col(Account.disabled_at).is_(None))
    able = able.where(col(Account.password_hash).is_not(None))
    return session.exec(able.order_by(col(Account.name), col(Account.id))).all()


def open_cases(session: Session, account_id: int, *, limit: int) -> Sequence[Case]:
    """Open cases of somebody, locked as they are now, by id."""
    theirs = select(Case).where(Case.claimed_by_id == account_id, col(Case.is_open) == sa.true())
    fresh = theirs.order_by(col(Case.id)).limit(limit).with_for_update().execution_options(populate_existing=True)
    return session.exec(fresh).all()


def count_open(session: Session, account_id: int) -> int:
    """How many open cases somebody has."""
    theirs = (col(Case.claimed_by_id) == account_id, col(Case.is_open) == sa.true())
    return session.exec(select(sa.func.count()).select_from(Case).where(*theirs)).one()


def with_cases(session: Session) -> Sequence[Account]:
    """Everybody who has an open case, also who left, by name."""
    has = sa.exists().where(col(Case.claimed_by_id) == col(Account.id), col(Case.is_open) == sa.true())
    return session.exec(select(Account).where(has).order_by(col(Account.name), col(Account.id))).all()
