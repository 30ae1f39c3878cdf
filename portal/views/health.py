"""What an operator's machines ask: is the process alive, can it do its work, and how much lies there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from portal import clock, db, migrations
from portal.store import messages, schedule, tallies
from portal.views.guards import public

bp = Blueprint("health", __name__)
SILENT = timedelta(seconds=60)
"""A worker that was not seen for so long is not there."""
LATE = timedelta(minutes=15)
"""A job that is overdue by more is not being done."""
LATELY = timedelta(days=7)
"""So far back go the figures of what was sent or cancelled; no mail is tried for longer than half of it."""
TOLD_ONLY = "oldest_pending_seconds"
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
newest = cache(migrations.newest)

Samples = list[tuple[dict[str, str], float]]
"""Values of one metric, each with its labels."""


@bp.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """The process answers; nothing else is asked."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """200 when database, schema, worker and schedule are well, else 503; codes and numbers only.

    The age of the oldest waiting mail is told but does not count: a mail server that is down must not take the
    portal off the air.
    """
    try:
        found = _state(db.session(), clock.now())
    except SQLAlchemyError:
        found = {"database": "down"}
    well = all(state == "ok" for name, state in found.items() if name != TOLD_ONLY)
    return jsonify(status="ok" if well else "unready", **found), 200 if well else 503


@bp.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """For Prometheus: counts, ages and names of our own, nothing about anybody; a database that is away is 0."""
    try:
        told = list(_metrics(db.session(), clock.now()))
    except SQLAlchemyError:
        told = [_metric("portal_up", "Whether the database answers.", [({}, 0)])]
    return Response("".join(told), content_type=PROMETHEUS)


def _state(session: Session, now: datetime) -> dict[str, object]:
    if migrations.current(db.engine()) != newest():
        return {"database": "ok", "migrations": "outdated"}
    seen, oldest = messages.last_beat(session, messages.WORKER), messages.oldest_pending(session)
    return {
        "database": "ok",
        "migrations": "ok",
        "worker": _worker(seen, now),
        "schedule": "late" if schedule.overdue(session, now - LATE) else "ok",
        TOLD_ONLY: None if oldest is None else int(_seconds(oldest, now)),
    }


def _worker(seen: datetime | None, now: datetime) -> str:
    if seen is None:
        return "never"
    return "ok" if now - seen < SILENT else "late"


def _metrics(session: Session, now: datetime) -> Iterator[str]:
    yield _metric("portal_up", "Whether the database answers.", [({}, 1)])
    mails = messages.figures(session, since=now - LATELY)
    by_state: Samples = [({"state": state.value}, number) for state, number in mails.counts.items()]
    yield _metric("portal_outbox", "Mails by state; sent and cancelled ones of the last 7 days.", by_state)
    oldest: Samples = [({"lane": str(lane)}, _seconds(at, now)) for lane, at in sorted(mails.oldest.items())]
    yield _metric("portal_outbox_oldest_pending_seconds", "Age of the oldest mail that waits, 0 is urgent.", oldest)
    beats = [(name.partition(":")[2], seen_at) for name, seen_at in messages.workers(session)]
    ages: Samples = [({"worker": name}, _seconds(seen_at, now)) for name, seen_at in beats]
    yield _metric("portal_worker_heartbeat_age_seconds", "Since when a worker was not seen.", ages)
    alive = sum(now - seen_at < SILENT for _name, seen_at in beats)
    yield _metric("portal_workers", "Workers that were seen within a minute.", [({}, alive)])
    late: Samples = [({"job": name}, _seconds(next_at, now)) for name, next_at, _done_at in schedule.planned(session)]
    yield _metric("portal_schedule_late_seconds", "By how much a recurring job is overdue.", late)
    views: Samples = [({"view": view}, number) for view, number in tallies.of_everybody(session).items()]
    yield _metric("portal_cases", "Cases in each list of the queue.", views)


def _seconds(since: datetime, now: datetime) -> float:
    return max((now - since).total_seconds(), 0.0)


def _metric(name: str, about: str, samples: Samples) -> str:
    """One gauge in the text format of Prometheus."""
    lines = [f"# HELP {name} {about}", f"# TYPE {name} gauge"]
    for labels, value in samples:
        pairs = ",".join(f'{key}="{_escaped(word)}"' for key, word in labels.items())
        lines.append(f"{name}{{{pairs}}} {value:.10g}" if pairs else f"{name} {value:.10g}")
    return "\n".join(lines) + "\n"


def _escaped(word: str) -> str:
    return word.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
