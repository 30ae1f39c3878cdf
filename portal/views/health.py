"""What an operator's machines ask: is the process alive, and can it do its work."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from portal import clock, db, migrations
from portal.store import messages
from portal.views.guards import public

bp = Blueprint("health", __name__)
LATE_SECONDS = 60
newest = cache(migrations.newest)


@bp.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """The process answers; nothing else is asked."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """200 when database, schema and worker are well, else 503; codes and numbers only.

    The age of the oldest waiting mail is told but does not count: a mail server that is down must not take the
    portal off the air.
    """
    try:
        found = _state(db.session(), clock.now())
    except SQLAlchemyError:
        found = {"database": "down"}
    well = all(state == "ok" for name, state in found.items() if name != "oldest_pending_seconds")
    return jsonify(status="ok" if well else "unready", **found), 200 if well else 503


def _state(session: Session, now: datetime) -> dict[str, object]:
    if migrations.current(db.engine()) != newest():
        return {"database": "ok", "migrations": "outdated"}
    seen, oldest = messages.last_beat(session, messages.WORKER), messages.oldest_pending(session)
    return {
        "database": "ok",
        "migrations": "ok",
        "worker": _worker(seen, now),
        "oldest_pending_seconds": None if oldest is None else max(int((now - oldest).total_seconds()), 0),
    }


def _worker(seen: datetime | None, now: datetime) -> str:
    if seen is None:
        return "never"
    return "ok" if (now - seen).total_seconds() < LATE_SECONDS else "late"
