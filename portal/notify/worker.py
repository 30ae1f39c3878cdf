"""The worker: delivers what is due, does the nightly jobs once a day, and shows that it is alive."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from portal import clock
from portal.notify import delivery
from portal.notify.delivery import Desk, Result
from portal.store import messages

BEAT_SECONDS = 10
IDLE_SECONDS = 1.0
TROUBLE_SECONDS = 2.0
AGAIN_SECONDS = 60
"""How long a nightly job that failed is left alone."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Nightly:
    """A job for each new day in Brussels, in one transaction with the mark that it was done."""

    name: str
    work: Callable[[Session, date], object]


class Worker:
    """``stopping`` is asked between two mails: the one in hand is always finished."""

    def __init__(self, desk: Desk, nightly: Sequence[Nightly], *, stopping: Callable[[], bool]) -> None:
        self._desk, self._nightly, self._stopping = desk, nightly, stopping
        self._beat_at = self._try_nightly_at = -float("inf")
        self._done: dict[str, date] = {}

    def run(self) -> None:
        """Until told to stop; a database that is away is waited for."""
        while not self._stopping():
            try:
                busy = self.round().total() > 0
            except SQLAlchemyError as error:
                log.error("the database does not answer: %s", type(error).__name__)  # noqa: TRY400 - no values
                self._pause(TROUBLE_SECONDS)
                continue
            if not busy:
                self._pause(IDLE_SECONDS)

    def round(self) -> Counter[Result]:
        """Everything that is due now; counted by what it came to."""
        due_by = clock.now()
        came_to: Counter[Result] = Counter()
        try:
            self._tend()
            while not self._stopping() and (result := delivery.deliver_next(self._desk, due_by=due_by)):
                came_to[result] += 1
                self._tend()
        finally:
            self._desk.postman.close()
        return came_to

    def _tend(self) -> None:
        """What must not wait until a long queue is empty."""
        if time.monotonic() >= self._beat_at + BEAT_SECONDS:
            with self._desk.open_session(writes=True) as session:
                messages.beat(session, messages.WORKER, at=clock.now())
                session.commit()
            self._beat_at = time.monotonic()
        if time.monotonic() >= self._try_nightly_at:
            self._do_nightly_jobs()

    def _do_nightly_jobs(self) -> None:
        for job in self._nightly:
            if self._done.get(job.name) != clock.today():
                self._do(job)

    def _do(self, job: Nightly) -> None:
        today = clock.today()
        midnight = datetime.combine(today, datetime.min.time(), tzinfo=clock.BRUSSELS)
        try:
            with self._desk.open_session(writes=True) as session:
                if messages.begin_daily(session, f"nightly:{job.name}", midnight=midnight, at=clock.now()):
                    job.work(session, today)
                    log.info("nightly job %s done for %s", job.name, today)
                session.commit()
        except Exception as error:  # noqa: BLE001 - a job that fails must not keep the mail from leaving
            log.error("nightly job %s failed: %s", job.name, type(error).__name__)  # noqa: TRY400 - no values
            self._try_nightly_at = time.monotonic() + AGAIN_SECONDS
        else:
            self._done[job.name] = today

    def _pause(self, seconds: float) -> None:
        """In short naps, so that a signal is soon obeyed."""
        until = time.monotonic() + seconds
        while not self._stopping() and time.monotonic() < until:
            time.sleep(0.1)
