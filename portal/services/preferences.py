"""Choosing how one is told of each kind of notice; a team lead also for the mailbox of the team."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from portal.models import Account
from portal.notify import telling
from portal.store import audit, preferences


def choose(session: Session, kind: str, key: str, said: Mapping[str, str], *, by: Account, at: datetime) -> None:
    """Keep what differs from the usual way; ``said`` names notices that are offered to ``kind``, each with its way."""
    differing = {
        notice.value: said[notice]
        for notice in telling.OFFERED[kind]
        if notice in said and said[notice] != telling.usual(kind, notice)
    }
    preferences.keep(session, key, differing)
    audit.record(session, at=at, action="notices.chosen", account_id=by.id, receiver=key)
