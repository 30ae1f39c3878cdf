"""Reports being filled in: found by the browser's token or by the key that every page carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from portal.models import Draft
from portal.store import messages

INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def by_token(session: Session, token_hash: str, *, alive_since: datetime) -> Draft | None:
    """The draft of the browser that holds the token, unless it was left alone for too long."""
    found = select(Draft).where(Draft.token_hash == token_hash, Draft.active_at >= alive_since)
    return session.exec(found).one_or_none()


def for_update(session: Session, submission_key: str, *, alive_since: datetime) -> Draft | None:
    """The draft that a page belongs to, locked until the end of the transaction."""
    found = select(Draft).where(Draft.submission_key == submission_key, Draft.active_at >= alive_since)
    return session.exec(found.with_for_update()).one_or_none()


def by_resume_key(session: Session, resume_key: str, *, alive_since: datetime) -> Draft | None:
    """The draft that a mailed link leads back to."""
    found = select(Draft).where(Draft.resume_key == resume_key, Draft.active_at >= alive_since)
    return session.exec(found).one_or_none()


def to_remind(session: Session, today: date, *, alive_since: datetime, limit: int = 200) -> Sequence[Draft]:
    """Drafts whose reminder is due, locked; one that is being worked on at this moment waits for the next day."""
    due = select(Draft).where(col(Draft.remind_on) <= today, col(Draft.active_at) >= alive_since)
    return session.exec(due.order_by(col(Draft.id)).limit(limit).with_for_update(skip_locked=True)).all()


def insert_once(session: Session, values: Mapping[str, Any], *, alive_since: datetime) -> None:
    """Write a draft unless its key has one, also one that another request is writing now; a dead one makes way.

    The browser's token is made of the key, so both are taken by whoever comes first: no index is named, or PostgreSQL
    would refuse the second one now and then for the other.
    """
    key = col(Draft.submission_key) == values["submission_key"]
    session.execute(sa.delete(Draft).where(key, col(Draft.active_at) < alive_since))
    insert: Any = INSERT[session.get_bind().dialect.name](Draft)
    session.execute(insert.values(**values).on_conflict_do_nothing())


def delete(session: Session, draft: Draft, *, at: datetime) -> None:
    """A draft that was sent or came to nothing goes, and the mails that lead to it stay here."""
    if draft.resume_key:
        messages.cancel(session, matters=[draft.resume_key], at=at)
    session.delete(draft)


def delete_older(session: Session, than: datetime, *, at: datetime) -> int:
    """Forget the drafts in which nothing was done since ``than``, and what was still to be mailed of them; how many."""
    old = col(Draft.active_at) < than
    keys = sa.select(col(Draft.resume_key)).where(old, col(Draft.resume_key).is_not(None))
    messages.cancel(session, matters=keys, at=at)
    return int(session.execute(sa.delete(Draft).where(old)).rowcount)  # type: ignore[attr-defined]
