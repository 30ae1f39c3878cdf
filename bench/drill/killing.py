"""The faults: kill -9 of the web tier under its writers, of the worker with a mail in hand, and of the team."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from bench.drill import ambush
from bench.drill.sink import Sink
from bench.drill.workers import One
from bench.drill.writers import Writers
from bench.serving import Server

AT_LEAST = 4
"""So many reports are acknowledged between two kills of the web tier, if that takes no longer than this:"""
PATIENCE_SECONDS = 8.0


@dataclass
class Toll:
    """What was done to the portal."""

    web: int = 0
    worker: int = 0
    between: int = 0
    """Kills of the worker that had its 250 and had not committed it."""
    team: int = 0
    healthy_after: list[float] = field(default_factory=list)


def of_the_web_tier(server: Server, team: Sequence[One], writers: Writers, toll: Toll, kills: int) -> None:
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


def of_the_worker(worker: One, sink: Sink, bind: sa.Engine, toll: Toll, kills: int, over: threading.Event) -> None:
    """Every other time between the mail server's 250 and our commit; ``over`` when no mail can come any more."""
    for number in range(kills):
        if number % 2 == 0:
            toll.between += ambush.between_250_and_commit(sink, bind, lambda _taken: worker.kill(), over=over)
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


def _restart(team: Sequence[One]) -> None:
    for colleague in team:
        colleague.kill()
        colleague.start()


def _in_hand(sink: Sink, over: threading.Event) -> bool:
    sink.in_hand.clear()
    while not sink.in_hand.wait(0.2):
        if over.is_set():
            return False
    return True
