"""Reports being filled in: found by the browser's token or by the key that every page carries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from portal.models import Draft

INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def by_token(session: Session, token_hash: str, *, alive_since: datetime) -> Draft | None:
    """The draft of the browser that holds the token, unless it was left alone for too long."""
    found = select(Draft).where(Draft.token_hash == token_hash, Draft.active_at >= alive_since)
    return session.exec(found).one_or_none()


def for_update(session: Session, submission_key: str, *, alive_since: datetime) -> Draft | None:
    """The draft that a page belongs to, locked until the end of the transaction."""
    found = select(Draft).where(Draft.submission_key == submission_key, Draft.active_at >= alive_since)
    return session.exec(found.with_for_update()).one_or_none()


def insert_once(session: Session, values: Mapping[str, Any], *, alive_since: datetime) -> None:
    """Write a draft unless its key has one, also one that another request is writing now; a dead one makes way."""
    key = col(Draft.submission_key) == values["submission_key"]
    session.execute(sa.delete(Draft).where(key, col(Draft.active_at) < alive_since))
    insert: Any = INSERT[session.get_bind().dialect.name](Draft)
    session.execute(insert.values(**values).on_conflict_do_nothing(index_elements=["submission_key"]))


def delete_older(session: Session, than: datetime) -> int:
    """Forget the drafts in which nothing was done since ``than``; their number."""
    return int(session.execute(sa.delete(Draft).where(col(Draft.active_at) < than)).rowcount)  # type: ignore[attr-defined]
