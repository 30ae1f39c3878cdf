"""What an operator's machines ask: is the process alive, can it do its work, and how much lies there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from functools import cache

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from portal import clock, config, db, migrations
from portal.notify import acute
from portal.store import messages, schedule, tallies
from portal.views.guards import public

bp = Blueprint("health", __name__)
SILENT = timedelta(seconds=60)
"""A worker that was not seen for so long is not there."""
LATE = timedelta(minutes=15)
"""A job that is overdue by more is not being done."""
LATELY = timedelta(days=7)
"""So far back go the figures of what was sent or cancelled; no mail is tried for longer than half of it."""
TOLD_ONLY = frozenset({"oldest_pending_seconds", "mails", "worker_seen_seconds"})
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

    What is known of the mails and of each worker is told but does not count: a mail server that is down must not take
    the portal off the air.
    """
    try:
        found = _state(db.session(), clock.now())
    except SQLAlchemyError:
        found = {"database": "down"}
    well = all(state == "ok" for name, state in found.items() if name not in TOLD_ONLY)
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
    oldest, ages = messages.oldest_pending(session), _ages(session, now)
    return {
        "database": "ok",
        "migrations": "ok",
        "worker": _worker(ages.values()),
        "schedule": "late" if schedule.overdue(session, now - LATE) else "ok",
        "oldest_pending_seconds": None if oldest is None else int(_seconds(oldest, now)),
        "mails": messages.figures(session, since=now - LATELY).counts,
        "worker_seen_seconds": {name: int(age) for name, age in ages.items()},
    }


def _worker(ages: Collection[float]) -> str:
    if not ages:
        return "never"
    return "ok" if min(ages) < SILENT.total_seconds() else "late"


def _ages(session: Session, now: datetime) -> dict[str, float]:
    """For each worker the seconds since it was seen."""
    return {name.partition(":")[2]: _seconds(seen_at, now) for name, seen_at in messages.workers(session)}


def _metrics(session: Session, now: datetime) -> Iterator[str]:
    yield _metric("portal_up", "Whether the database answers.", [({}, 1)])
    mails = messages.figures(session, since=now - LATELY)
    by_state: Samples = [({"state": state.value}, number) for state, number in mails.counts.items()]
    yield _metric("portal_outbox", "Mails by state; sent and cancelled ones of the last 7 days.", by_state)
    oldest: Samples = [({"lane": str(lane)}, _seconds(at, now)) for lane, at in sorted(mails.oldest.items())]
    yield _metric("portal_outbox_oldest_pending_seconds", "Age of the oldest mail that waits, 0 is urgent.", oldest)
    ages = _ages(session, now)
    seen: Samples = [({"worker": name}, age) for name, age in ages.items()]
    yield _metric("portal_worker_heartbeat_age_seconds", "Since when a worker was not seen.", seen)
    alive = sum(age < SILENT.total_seconds() for age in ages.values())
    yield _metric("portal_workers", "Workers that were seen within a minute.", [({}, alive)])
    yield _metric("portal_acute_receivers", "Who hears of a U0 at once and is reached by mail.", _acute(session))
    late: Samples = [({"job": name}, _seconds(next_at, now)) for name, next_at, _done_at in schedule.planned(session)]
    yield _metric("portal_schedule_late_seconds", "By how much a recurring job is overdue.", late)
    views: Samples = [({"view": view}, number) for view, number in tallies.of_everybody(session).items()]
    yield _metric("portal_cases", "Cases in each list of the queue.", views)


def _acute(session: Session) -> Samples:
    heard = acute.hearing(session, config.settings().duty_mailbox, clock.today())
    counts = {"duty": int(not heard.failing), "asked": len(heard.names), "stand_in": len(heard.stand_ins)}
    return [({"who": who}, number) for who, number in counts.items()]


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
