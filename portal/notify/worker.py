"""The worker: delivers what is due, does what recurs when its time has come, and shows that it is alive."""

from __future__ import annotations

import logging
import secrets
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from portal import clock
from portal.notify import delivery
from portal.notify.delivery import Desk, Result
from portal.notify.schedule import Job, Scheduler
from portal.store import leases, messages

BEAT_SECONDS = 10
IDLE_SECONDS = 1.0
TROUBLE_SECONDS = 2.0
FORGOTTEN = timedelta(days=1)
"""A worker that was not seen for so long is gone."""

log = logging.getLogger(__name__)


class Worker:
    """``stopping`` is asked between two mails: the one in hand is always finished."""

    def __init__(
        self, desk: Desk, jobs: Sequence[Job], *, stopping: Callable[[], bool], name: str | None = None
    ) -> None:
        self._desk, self._stopping = desk, stopping
        closed = {day for site in desk.sites.values() for day in site.closing_days}
        self._scheduler = Scheduler(desk.open_session, jobs, closing_days=closed)
        self.name = f"{messages.WORKER}:{name or secrets.token_hex(4)}"
        self._beat_at = -float("inf")

    def run(self) -> None:
        """Until told to stop; a database that is away is waited for."""
        while not self._stopping():
            try:
                busy = self._deliver().total() > 0
            except SQLAlchemyError as error:
                log.error("the database does not answer: %s", type(error).__name__)  # noqa: TRY400 - no values
                self._pause(TROUBLE_SECONDS)
                continue
            if not busy:
                self._pause(IDLE_SECONDS)
        self._leave()

    def round(self) -> Counter[Result]:
        """Everything that is due now and within the rate; it ends, whatever is put aside meanwhile."""
        return self._deliver(due_by=clock.now())

    def _deliver(self, *, due_by: datetime | None = None) -> Counter[Result]:
        """What is due, counted by what it came to; without a bound until nothing is left, what comes in included.

        An acute mail must not wait for the end of the backlog during which it was put aside.
        """
        came_to: Counter[Result] = Counter()
        goes_on = True
        try:
            while goes_on:
                self._tend()
                found = delivery.drain(self._desk, due_by=due_by, enough=self._must_look_up)
                came_to += found
                goes_on = not self._stopping() and (bool(found) or self._must_look_up())
        finally:
            self._desk.postman.close()
        return came_to

    def _must_look_up(self) -> bool:
        """Whether to take no further mail for now: no mail is in hand while other work is done."""
        return self._stopping() or time.monotonic() >= self._beat_at + BEAT_SECONDS

    def _tend(self) -> None:
        """What must not wait until a long queue is empty."""
        if time.monotonic() >= self._beat_at + BEAT_SECONDS:
            now = clock.now()
            with self._desk.open_session(writes=True) as session:
                messages.beat(session, self.name, at=now)
                messages.stop_beating(session, unseen_since=now - FORGOTTEN)
                leases.put_right(session, now=now)
                session.commit()
            self._beat_at = time.monotonic()
        self._scheduler.run_due(stopping=self._stopping)

    def _leave(self) -> None:
        """Whoever ends as it should is not missed."""
        with suppress(SQLAlchemyError), self._desk.open_session(writes=True) as session:
            messages.stop_beating(session, self.name)
            session.commit()

    def _pause(self, seconds: float) -> None:
        """In short naps, so that a signal is soon obeyed."""
        until = time.monotonic() + seconds
        while not self._stopping() and time.monotonic() < until:
            time.sleep(0.1)
