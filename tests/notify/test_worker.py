"""The worker: its rounds, what recurs, its heartbeat, and how it ends."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from portal import clock
from portal.config import Settings
from portal.domain import mailing
from portal.domain.deadlines.recurring import Daily
from portal.models import Heartbeat, MailState, Outbox
from portal.notify import outbox
from portal.notify.delivery import Result
from portal.notify.failures import Failure
from portal.notify.notices import Notice
from portal.notify.post import Parcel, Postman
from portal.notify.schedule import AGAIN, Job, Turn
from portal.notify.worker import BEAT_SECONDS, Worker
from portal.store import messages
from tests.notify import servers
from tests.notify.conftest import MakeDesk, again, put_receipt

ROOT = Path(__file__).parents[2]
MIDNIGHT = Daily(datetime.min.time())
MONDAY_EVENING = datetime(2026, 11, 23, 22, 59, tzinfo=UTC)


def never() -> bool:
    return False


class Days:
    """A job that writes down its days, and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.days: list[date] = []
        self.failures = failures

    def __call__(self, _session: Session, turn: Turn) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("an invented failure")
        self.days.append(turn.today)


def test_a_round_sends_all_that_is_due_and_counts_it(session: Session, make_desk: MakeDesk) -> None:
    for _ in range(4):
        put_receipt(session)

    with servers.obliging() as (port, server):
        server.at_rcpt = ["550 no such user", "451 later"]
        came_to = Worker(make_desk(port, outbox_backoff=(0,)), (), stopping=never).round()

    assert came_to == {Result.SENT: 2, Result.DEAD: 1, Result.DEFERRED: 1}


def test_a_first_try_does_not_wait_for_a_clock_that_was_ahead(session: Session, make_desk: MakeDesk) -> None:
    with time_machine.travel(clock.now() + timedelta(days=1)):
        ahead, tried = put_receipt(session), put_receipt(session)
        tried.state, tried.attempt = MailState.DEFERRED, 1
        session.commit()

    with servers.obliging() as (port, _server), time_machine.travel(clock.now(), tick=False):
        came_to = Worker(make_desk(port), (), stopping=never).round()

    assert came_to == {Result.SENT: 1}
    assert [again(session, row).state for row in (ahead, tried)] == [MailState.SENT, MailState.DEFERRED]


def test_an_acute_mail_put_aside_during_a_backlog_is_among_the_next_few(session: Session, make_desk: MakeDesk) -> None:
    backlog = [put_receipt(session).message_id for _ in range(30)]
    desk, acute = make_desk(servers.free_port()), list[str]()
    taker = Taker(desk.settings, at_second=lambda: acute.append(put_acute(session)))
    worker = Worker(dataclasses.replace(desk, postman=taker), (), stopping=lambda: len(taker.taken) == 31)

    worker.run()

    assert sorted(taker.taken) == sorted([*backlog, *acute])
    assert taker.taken.index(acute[0]) < 5


def test_a_round_ends_and_leaves_what_was_put_aside_meanwhile_to_the_next(
    session: Session, make_desk: MakeDesk
) -> None:
    backlog = [put_receipt(session).message_id for _ in range(4)]
    desk, acute = make_desk(servers.free_port()), list[str]()
    taker = Taker(desk.settings, at_second=lambda: acute.append(put_acute(session)))
    worker = Worker(dataclasses.replace(desk, postman=taker), (), stopping=never)

    first = (worker.round(), list(taker.taken))
    second = (worker.round(), taker.taken[4:])

    assert first == ({Result.SENT: 4}, backlog)
    assert second == ({Result.SENT: 1}, acute)


def test_first_tries_and_what_was_tried_before_share_so_that_neither_waits_for_the_end_of_the_other(
    session: Session, make_desk: MakeDesk
) -> None:
    fresh = [put_receipt(session).message_id for _ in range(2 * mailing.TURNS)]
    tried = [put_receipt(session) for _ in range(3)]
    for row in tried:
        row.state, row.attempt = MailState.DEFERRED, 1
    session.commit()
    desk = make_desk(servers.free_port())
    taker = Taker(desk.settings)

    Worker(dataclasses.replace(desk, postman=taker), (), stopping=never).round()

    places = [taker.taken.index(row.message_id) for row in tried]
    assert places[0] < mailing.TURNS <= places[1] < 2 * mailing.TURNS
    assert [one for one in taker.taken if one in set(fresh)] == fresh


class Taker(Postman):
    """A mail server that takes everything; ``at_second`` happens while it takes the second mail."""

    def __init__(self, settings: Settings, at_second: Callable[[], object] = never) -> None:
        super().__init__(settings)
        self.taken, self._at_second = list[str](), at_second

    def send(self, parcel: Parcel) -> Failure | None:
        self.taken.append(parcel.message_id)
        if len(self.taken) == 2:
            self._at_second()
        return None


def put_acute(session: Session) -> str:
    """The Message-ID of a mail about somebody who must be helped today, committed and due."""
    team: dict[str, Any] = {"reference": "CDFH-JKMN-P", "level": 0, "due_on": date(2026, 11, 24)}
    row = outbox.put(session, Notice.ACUTE, to="wacht@huis.example", at=clock.now(), domain="huis.example", **team)
    session.commit()
    return row.message_id


def test_a_round_shows_that_the_worker_is_alive(session: Session, make_desk: MakeDesk) -> None:
    before = clock.now()

    Worker(make_desk(servers.free_port()), (), stopping=never).round()

    seen = messages.last_beat(session, messages.WORKER)
    assert seen is not None
    assert before <= seen <= clock.now()


def test_each_worker_has_a_heartbeat_of_its_own_and_one_that_is_gone_is_forgotten(
    session: Session, make_desk: MakeDesk
) -> None:
    now = clock.now()
    for name, ago in (("worker:gone", timedelta(hours=25)), ("worker:stuck", timedelta(hours=23))):
        messages.beat(session, name, at=now - ago)
    session.commit()
    desk = make_desk(servers.free_port())

    first, second = (Worker(desk, (), stopping=never) for _ in range(2))
    for worker in (first, second):
        worker.round()

    seen = dict(messages.workers(session))
    assert seen.keys() == {"worker:stuck", first.name, second.name}
    assert messages.last_beat(session, messages.WORKER) == max(seen.values())


def test_daily_jobs_are_done_once_for_each_new_day_in_brussels(session: Session, make_desk: MakeDesk) -> None:
    job, desk = Days(), make_desk(servers.free_port())

    with time_machine.travel(MONDAY_EVENING, tick=True) as traveller:
        first, second = (Worker(desk, (Job("test", MIDNIGHT, job, at_once=True),), stopping=never) for _ in range(2))
        for worker in (first, second, first):
            worker.round()
        traveller.shift(timedelta(minutes=2))
        for worker in (first, second, first):
            worker.round()

    assert job.days == [date(2026, 11, 23), date(2026, 11, 24)]


def test_a_job_that_fails_is_tried_again_and_keeps_no_mail(session: Session, make_desk: MakeDesk) -> None:
    row, job = put_receipt(session), Days(failures=1)

    with servers.obliging() as (port, _server):
        worker = Worker(make_desk(port), (Job("test", MIDNIGHT, job, at_once=True),), stopping=never)
        came_to = worker.round()
        undone = session.exec(select(Heartbeat.name)).all()
        session.rollback()
        with time_machine.travel(clock.now() + AGAIN):
            worker.round()

    assert (came_to[Result.SENT], again(session, row).state) == (1, MailState.SENT)
    assert undone == [worker.name]
    assert len(job.days) == 1


def test_a_job_that_takes_long_keeps_the_mail_of_that_round_from_nobody(session: Session, make_desk: MakeDesk) -> None:
    row = put_receipt(session)

    def take_long(_session: Session, _turn: Turn) -> None:
        worker._beat_at -= BEAT_SECONDS

    with servers.obliging() as (port, _server):
        worker = Worker(make_desk(port), (Job("test", MIDNIGHT, take_long, at_once=True),), stopping=never)
        came_to = worker.round()

    assert (came_to, again(session, row).state) == ({Result.SENT: 1}, MailState.SENT)


def test_the_worker_stops_between_two_mails(session: Session, make_desk: MakeDesk) -> None:
    for _ in range(3):
        put_receipt(session)

    with servers.obliging() as (port, server):
        worker = Worker(make_desk(port), (), stopping=lambda: bool(server.mails))
        worker.run()

    states = Counter(session.exec(select(Outbox.state)))
    assert (len(server.mails), states) == (1, {MailState.SENT: 1, MailState.PENDING: 2})
    assert messages.workers(session) == []


def test_a_database_that_is_away_is_waited_for(app: Flask, session: Session, make_desk: MakeDesk) -> None:
    put_receipt(session)
    with servers.obliging() as (port, server):
        desk = make_desk(port)
        broken = BreaksOnce(desk.open_session)
        object.__setattr__(desk, "open_session", broken)
        Worker(desk, (), stopping=lambda: bool(server.mails)).run()

    assert (broken.broke, len(server.mails)) == (True, 1)


class BreaksOnce:
    """A way to the database that fails the first time, as a server does that is just restarting."""

    def __init__(self, really: Callable[..., Session]) -> None:
        self.really, self.broke = really, False

    def __call__(self, *, writes: bool) -> Session:
        opened = self.really(writes=writes)
        if not self.broke:
            self.broke = True
            opened.close()
            raise OperationalError("SELECT 1", {}, Exception("gone"))
        return opened


def test_once_prints_what_it_did_and_is_not_missed(app: Flask, session: Session) -> None:
    put_receipt(session)
    messages.beat(session, "worker:other", at=clock.now())
    session.commit()

    done = app.test_cli_runner().invoke(args=["worker", "--once"])

    assert (done.exit_code, done.stdout) == (0, "sent 0, deferred 1, dead 0\n")
    assert [name for name, _seen_at in messages.workers(session)] == ["worker:other"]


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_a_worker_that_is_told_to_end_finishes_the_mail_in_hand_and_a_killed_one_loses_nothing(
    session: Session, database_url: str, tmp_path: Path, ending: signal.Signals
) -> None:
    row = put_receipt(session)

    with servers.obliging() as (port, server):
        server.slow_seconds = 1.0
        process = start_worker(database_url, tmp_path, port)
        wait_for(lambda: server.in_hand)
        process.send_signal(ending)
        process.wait(10)

    found = again(session, row)
    if ending is signal.SIGTERM:
        assert (process.returncode, found.state, len(server.mails)) == (0, MailState.SENT, 1)
    else:
        assert (found.state, found.attempt, bool(found.rendered)) == (MailState.LEASED, 1, False)
        assert found.due_at > clock.now()


def start_worker(database_url: str, folder: Path, port: int) -> subprocess.Popen[bytes]:
    settings = {
        "PORTAL_ENV": "test",
        "PORTAL_DATABASE_URL": database_url,
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_SMTP_PORT": str(port),
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | settings)


def wait_for(happened: Callable[[], object]) -> None:
    until = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.02)
