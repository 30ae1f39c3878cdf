"""What recurs, done once for each time that it is due, however many workers there are.

A job and its next time are written in one transaction, under the lock of the job's row: whoever is killed half-way did
nothing, and nobody does it a second time. Times that were missed are made up for by doing it once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from portal import clock
from portal.domain.deadlines.recurring import Rule, following, may_catch_up
from portal.models import Schedule
from portal.notify.delivery import OpenSession
from portal.store import schedule

AGAIN = timedelta(minutes=1)
"""How long a job that failed is left alone."""
ASTRAY = timedelta(minutes=5)
"""A time that lies so far beyond the next two was set by a clock that was wrong."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Turn:
    """One time that a job is done: ``at`` which instant, and since when it was not (None: never before)."""

    at: datetime
    since: datetime | None = None

    @property
    def today(self) -> date:
        return clock.day_of(self.at)


@dataclass(frozen=True)
class Job:
    """What is done when; ``at_once``: the first time as soon as there is a worker, as it only puts things right."""

    name: str
    rule: Rule
    work: Callable[[Session, Turn], object]
    at_once: bool = False


class Scheduler:
    """The jobs of one worker; what it remembers of them is only which failed just now."""

    def __init__(self, open_session: OpenSession, jobs: Sequence[Job], *, closing_days: Collection[date] = ()) -> None:
        self._open_session, self._jobs, self._closing_days = open_session, jobs, frozenset(closing_days)
        self._failed_at: dict[str, datetime] = {}

    def run_due(self, *, stopping: Callable[[], bool]) -> None:
        """Do what is due now, one after the other; one that fails keeps no other from being done."""
        with self._open_session(writes=False) as session:
            times = schedule.times(session)
        if times.keys() != {job.name for job in self._jobs}:
            times = self._plan(times)
        for job in self._jobs:
            if not stopping() and self._is_due(job, times[job.name], clock.now()) and not self._rests(job):
                self._try(job)

    def _plan(self, times: Mapping[str, datetime]) -> Mapping[str, datetime]:
        now = clock.now()
        first = {job.name: now if job.at_once else self._following(job, now) for job in self._jobs}
        with self._open_session(writes=True) as session:
            schedule.plan(session, first)
            schedule.forget(session, times.keys() - first.keys())
            session.commit()
            return {**first, **schedule.times(session)}

    def _is_due(self, job: Job, next_at: datetime, now: datetime) -> bool:
        return next_at <= now or self._is_astray(job, next_at, now)

    def _is_astray(self, job: Job, next_at: datetime, now: datetime) -> bool:
        """Whether a clock that was ahead by far would keep the job from being done for as long."""
        return next_at > self._following(job, self._following(job, now)) + ASTRAY

    def _rests(self, job: Job) -> bool:
        failed_at = self._failed_at.get(job.name)
        return failed_at is not None and timedelta() <= clock.now() - failed_at < AGAIN

    def _try(self, job: Job) -> None:
        try:
            with self._open_session(writes=True) as session:
                row = schedule.locked(session, job.name)
                if row is not None:
                    self._do(session, job, row, clock.now())
                session.commit()
        except Exception as error:  # noqa: BLE001 - a job that fails must keep neither the mail nor another job
            log.error("job %s failed: %s", job.name, type(error).__name__)  # noqa: TRY400 - no values
            self._failed_at[job.name] = clock.now()

    def _do(self, session: Session, job: Job, row: Schedule, now: datetime) -> None:
        """The job, if nobody was faster; its next time is written with whatever it writes."""
        next_at, since = row.next_at, row.done_at
        if not self._is_due(job, next_at, now):
            return
        row.next_at = self._following(job, now)
        if next_at <= now and may_catch_up(job.rule, now, self._closing_days):
            row.done_at = now
            job.work(session, Turn(now, since))
            log.info("job %s done", job.name)

    def _following(self, job: Job, instant: datetime) -> datetime:
        return following(job.rule, instant, self._closing_days)
