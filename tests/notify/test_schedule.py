"""What recurs is done once for each time that it is due, by however many workers, and made up for once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest
import time_machine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from portal import clock, db
from portal.clock import BRUSSELS
from portal.domain.deadlines.recurring import Daily, Every, WorkingDays
from portal.models import Audit, Schedule
from portal.notify.delivery import OpenSession
from portal.notify.schedule import AGAIN, Job, Scheduler, Turn
from portal.store import audit
from portal.store import schedule as store

MONDAY = datetime(2026, 11, 23, 10, tzinfo=BRUSSELS)
CLOSED = (date(2026, 12, 24),)
DAILY = Daily(time(2, 30))
LATE = timedelta(minutes=15)
MORNING = WorkingDays(time(8))
DECENT = WorkingDays(time(9), until=time(18))


class Work:
    """Leaves a line of the trail, in the transaction of the job, and fails as often as it is told to."""

    def __init__(self, name: str = "job", *, failures: int = 0, dies: bool = False) -> None:
        self.name, self.failures, self.dies = name, failures, dies
        self.turns: list[Turn] = []

    def __call__(self, session: Session, turn: Turn) -> None:
        audit.record(session, at=turn.at, action=f"test.{self.name}")
        session.flush()
        if self.dies:
            raise KeyboardInterrupt
        if self.failures:
            self.failures -= 1
            raise RuntimeError("an invented failure")
        self.turns.append(turn)


@pytest.fixture
def open_session(database_url: str) -> Iterator[OpenSession]:
    engine = db.connect(database_url)
    yield partial(db.open_session, engine)
    engine.dispose()


@pytest.fixture
def travel() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def never() -> bool:
    return False


def run(*schedulers: Scheduler) -> None:
    for scheduler in schedulers:
        scheduler.run_due(stopping=never)


def make(open_session: OpenSession, *jobs: Job, workers: int = 2) -> list[Scheduler]:
    return [Scheduler(open_session, jobs, closing_days=CLOSED) for _ in range(workers)]


def test_days_of_wall_clock_are_done_once_by_two_workers(
    session: Session, open_session: OpenSession, travel: time_machine.Traveller
) -> None:
    daily, morning = Work("daily"), Work("morning")
    workers = make(open_session, Job("daily", DAILY, daily), Job("morning", MORNING, morning))

    for moment in _moments():
        travel.move_to(moment)
        run(*workers)

    told = [turn.at.astimezone(BRUSSELS) for turn in daily.turns]
    nights = {moment.date(): moment.time() for moment in told if moment.hour > 1}  # the others made up for a gap
    assert list(nights) == DAYS
    assert {day for day, at in nights.items() if at != time(2, 30)} == {date(2027, 3, 28)}
    assert nights[date(2027, 3, 28)] == time(3, 30)  # of the night that has no half past two
    assert len(told) == len(DAYS) + len(SPANS) - 1
    # Easter Monday of 2027 is no working day, nor is the day on which we are closed.
    mornings = [turn.today for turn in morning.turns if turn.at.astimezone(BRUSSELS).time() == time(8)]
    assert mornings == [
        date(2026, 10, 26),
        date(2026, 12, 23),
        date(2026, 12, 28),
        date(2028, 2, 29),
    ]
    assert len(session.exec(select(Audit)).all()) == len(daily.turns) + len(morning.turns)


SPANS = ((date(2026, 10, 24), 3), (date(2026, 12, 23), 6), (date(2027, 3, 27), 3), (date(2028, 2, 29), 1))
"""The nights in which the clocks change, Christmas with a day on which we are closed, and 29 February."""
DAYS = [first + timedelta(number) for first, days in SPANS for number in range(days)]


def _moments() -> list[datetime]:
    """Around each time of each day, and both half past twos of the night that has two."""
    clocks = [time(1), time(2, 29), time(2, 30), time(2, 45), time(3, 30), time(7, 59), time(8), time(8, 1)]
    both = [clock.replace(fold=fold) for clock in clocks for fold in (0, 1)]
    return sorted({datetime.combine(day, one, tzinfo=BRUSSELS).astimezone(UTC) for day in DAYS for one in both})


def test_a_worker_that_was_off_makes_up_for_it_once(open_session: OpenSession, travel: time_machine.Traveller) -> None:
    daily, morning, decent = Work(), Work(), Work()
    jobs = (Job("daily", DAILY, daily), Job("morning", MORNING, morning), Job("decent", DECENT, decent))
    workers = make(open_session, *jobs)
    run(*workers)
    before = [len(work.turns) for work in (daily, morning, decent)]

    travel.move_to(MONDAY + timedelta(days=5, hours=13))
    run(*workers)
    run(*workers)
    on_saturday = [len(work.turns) for work in (daily, morning, decent)]
    planned = {row.name: row.next_at.astimezone(BRUSSELS) for row in _rows(open_session)}
    travel.move_to(MONDAY + timedelta(days=7))
    run(*workers)

    assert before == [0, 0, 0]
    assert on_saturday == [1, 0, 0]
    assert planned["decent"] == datetime(2026, 11, 30, 9, tzinfo=BRUSSELS)
    assert [len(work.turns) for work in (daily, morning, decent)] == [2, 1, 1]
    assert daily.turns[0].since is None
    assert daily.turns[1].since == MONDAY + timedelta(days=5, hours=13)


def test_a_clock_that_jumps_does_nothing_twice_and_silences_nothing(
    open_session: OpenSession, travel: time_machine.Traveller
) -> None:
    daily, often = Work(), Work()
    worker = make(open_session, Job("daily", Daily(time(11)), daily), Job("often", Every(1), often), workers=1)[0]
    seen = []
    for moment in ("10:00", "11:00:30", "09:00:30", "11:00:30", "12:01", "11:01", "13:00"):
        travel.move_to(datetime.fromisoformat(f"2026-11-23 {moment}").replace(tzinfo=BRUSSELS))
        run(worker)
        seen.append(len(daily.turns))
    minutes = len(often.turns)
    travel.move_to(datetime(2030, 1, 1, tzinfo=UTC))
    run(worker)
    travel.move_to(MONDAY + timedelta(hours=4))
    run(worker)
    travel.move_to(MONDAY + timedelta(days=1, hours=2))
    run(worker)

    assert seen == [0, 1, 1, 1, 1, 1, 1]
    assert minutes == 4  # not where the clock fell back: a minute after that it goes on
    assert len(daily.turns) == 3


def test_what_is_killed_half_way_was_not_done_and_is_done_once(
    session: Session, open_session: OpenSession, travel: time_machine.Traveller
) -> None:
    work = Work(dies=True)
    workers = make(open_session, Job("job", DAILY, work, at_once=True))

    with pytest.raises(KeyboardInterrupt):
        run(workers[0])
    kept = session.exec(select(Audit)).all()
    session.rollback()
    work.dies = False
    run(*workers)

    assert kept == []
    assert len(work.turns) == len(session.exec(select(Audit)).all()) == 1


def test_a_job_that_fails_is_loud_is_tried_again_after_a_minute_and_keeps_no_other(
    session: Session,
    open_session: OpenSession,
    travel: time_machine.Traveller,
    caplog: pytest.LogCaptureFixture,
) -> None:
    bad, good = Work("bad", failures=2), Work("good")
    worker = make(open_session, Job("bad", DAILY, bad, at_once=True), Job("good", DAILY, good, at_once=True))[0]

    run(worker, worker)
    after_one = (bad.failures, len(good.turns))
    travel.shift(AGAIN)
    run(worker, worker)
    travel.shift(LATE)
    late = store.overdue(session, clock.now() - LATE)
    session.rollback()
    run(worker, worker)

    assert after_one == (1, 1)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "job bad failed: RuntimeError"
    ] * 2
    assert (late, store.overdue(session, clock.now() - LATE)) == (1, 0)
    assert [len(work.turns) for work in (bad, good)] == [1, 1]
    assert {line.action for line in session.exec(select(Audit))} == {"test.bad", "test.good"}


def test_jobs_come_and_go(session: Session, open_session: OpenSession, travel: time_machine.Traveller) -> None:
    old, new = Work(), Work()
    run(*make(open_session, Job("old", DAILY, old)))
    travel.shift(timedelta(days=1))
    run(*make(open_session, Job("new", DAILY, new)))

    assert (old.turns, new.turns) == ([], [])
    assert session.exec(select(Schedule.name)).all() == ["new"]


def test_workers_that_come_at_the_same_moment_have_one_winner(session: Session, open_session: OpenSession) -> None:
    work, refused = Work(), []
    workers = make(open_session, Job("job", DAILY, work, at_once=True), workers=6)
    gate = threading.Barrier(len(workers))

    def come(worker: Scheduler) -> None:
        gate.wait(30)
        try:
            worker.run_due(stopping=never)
        except OperationalError as error:
            refused.append(error)

    threads = [threading.Thread(target=come, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert refused == []
    assert len(work.turns) == len(session.exec(select(Audit)).all()) == 1


def _rows(open_session: OpenSession) -> list[Schedule]:
    with open_session(writes=False) as own:
        return list(own.exec(select(Schedule)))
