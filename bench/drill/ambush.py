"""Killing a worker in the one moment that matters: the server has said 250, and we have not committed it."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from contextlib import closing

import sqlalchemy as sa
from sqlmodel import col, select

from bench.drill.conversation import Taken
from bench.drill.sink import Sink
from portal.domain.mailing import MailState
from portal.models import Outbox

STUCK_SECONDS = 0.2
"""At most so long the database is held against the worker that has its 250 and wants to write it down."""
LOOK_SECONDS = 0.2


def between_250_and_commit(
    sink: Sink, bind: sa.Engine, kill: Callable[[Taken], bool], *, over: threading.Event
) -> bool:
    """Hold the row of the next mail that comes, let the server say 250, and kill; whether it was uncommitted then.

    False too when ``over`` was set before any mail came, or when ``kill`` came too late.
    """
    held: list[tuple[Taken, sa.Connection]] = []
    ready = threading.Event()

    def hold(taken: Taken) -> None:
        held.append((taken, _locked(bind, taken.message_id)))
        ready.set()

    sink.before_250(hold)
    while not ready.wait(LOOK_SECONDS):
        if over.is_set():
            sink.forget_hooks()
            return False
    taken, connection = held[0]
    with closing(connection):
        time.sleep(random.uniform(0.05, STUCK_SECONDS))
        killed = kill(taken)
        row = select(Outbox.state).where(col(Outbox.message_id) == taken.message_id)
        uncommitted = connection.execute(row).scalar_one_or_none() == MailState.LEASED
        connection.rollback()
    return killed and uncommitted


def _locked(bind: sa.Engine, message_id: str) -> sa.Connection:
    """A connection that keeps everybody else from writing this mail's row."""
    connection = bind.connect().execution_options(writes=True)
    row = select(Outbox.id).where(col(Outbox.message_id) == message_id)
    connection.execute(row.with_for_update())
    return connection
