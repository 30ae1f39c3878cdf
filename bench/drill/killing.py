"""The faults: kill -9 of the web tier under its writers, of the worker with a mail in hand, and of the team."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from bench.drill.sink import Sink
from bench.drill.writers import Writers
from bench.serving import Process, Server
from portal.models import MailState, Outbox

HEALTHY_SECONDS = 5.0
AT_LEAST = 4
"""So many reports are acknowledged between two kills of the web tier, if that takes no longer than this:"""
PATIENCE_SECONDS = 8.0
STUCK_SECONDS = 0.2
"""How long the database is held against the worker that has its 250 and wants to write it down."""


@dataclass
class Toll:
    """What was done to the portal."""

    web: int = 0
    worker: int = 0
    between: int = 0
    """Kills of the worker that had its 250 and had not committed it."""
    team: int = 0
    healthy_after: list[float] = field(default_factory=list)


def of_the_web_tier(server: Server, team: Sequence[Process], writers: Writers, toll: Toll, kills: int) -> None:
    """Every other time right when somebody sends the final form."""
    for number in range(kills):
        _wait_for_a_moment(writers, final=number % 2 == 0)
        server.kill()
        server.start()
        toll.healthy_after.append(server.wait_until_healthy())
        toll.web += 1
        if number % 5 == 0:
            _restart(team)
            toll.team += len(team)


def of_the_worker(worker: Process, sink: Sink, bind: sa.Engine, toll: Toll, kills: int, over: threading.Event) -> None:
    """Every other time between the mail server's 250 and our commit; ``over`` when no mail can come any more."""
    for number in range(kills):
        if number % 2 == 0:
            toll.between += _kill_after_250(worker, sink, bind, over)
        elif _in_hand(sink, over):
            time.sleep(random.uniform(0, 0.03))
            worker.kill()
        else:
            return
        worker.kill()
        worker.start()
        toll.worker += 1


def _wait_for_a_moment(writers: Writers, *, final: bool) -> None:
    """Let people get something done since the last kill, then strike at any moment, or when a final form leaves."""
    before, until = len(writers.acknowledged), time.monotonic() + PATIENCE_SECONDS
    while len(writers.acknowledged) < before + AT_LEAST and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(random.uniform(0, 0.3))
    if final:
        writers.sending.clear()
        writers.sending.wait(5)
        time.sleep(random.uniform(0, 0.05))


def _restart(team: Sequence[Process]) -> None:
    for colleague in team:
        colleague.kill()
        colleague.start()


def _in_hand(sink: Sink, over: threading.Event) -> bool:
    sink.in_hand.clear()
    while not sink.in_hand.wait(0.2):
        if over.is_set():
            return False
    return True


def _kill_after_250(worker: Process, sink: Sink, bind: sa.Engine, over: threading.Event) -> bool:
    """Hold the mail's row while the server says 250; the worker is killed while it waits to write that down."""
    held: dict[str, Any] = {}
    ready = threading.Event()

    def hold(message_id: str) -> None:
        held["connection"], held["id"] = _locked(bind, message_id), message_id
        ready.set()

    sink.before_250 = hold
    while not ready.wait(0.2):
        if over.is_set():
            sink.before_250 = None
            return False
    time.sleep(STUCK_SECONDS)
    worker.kill()
    row = select(Outbox.state).where(col(Outbox.message_id) == held["id"])
    pending = held["connection"].execute(row).scalar_one() == MailState.PENDING
    held["connection"].rollback()
    held["connection"].close()
    return bool(pending)


def _locked(bind: sa.Engine, message_id: str) -> sa.Connection:
    """A connection that keeps everybody else from writing this mail's row."""
    connection = bind.connect().execution_options(writes=True)
    row = select(Outbox.id).where(col(Outbox.message_id) == message_id)
    connection.execute(row.with_for_update())
    return connection
