"""One drill on one database: start everything, let people work, kill, wait for quiet, and ask what was lost."""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, col

from bench import databases, serving
from bench.drill import killing, sink
from bench.drill.invariants import Evidence, violations
from bench.drill.killing import HEALTHY_SECONDS, Toll
from bench.drill.sink import Sink
from bench.drill.team import NAMES
from bench.drill.writers import Writers
from bench.serving import Process, Server
from portal import db
from portal.models import MailState, Outbox

WRITERS = 6
LEASE_SECONDS = 5
QUIET_SECONDS = 120.0
HEALTHY = "healthy within 5 s"


@dataclass
class Result:
    """What was done, what was found, and what is wrong."""

    engine: str
    toll: Toll
    acknowledged: int = 0
    retries: int = 0
    mails: int = 0
    repeats: int = 0
    violations: dict[str, list[str]] = field(default_factory=dict)


def drill(engine: str, *, kills: int) -> Result:
    """``kills`` of the web tier, and half as many of the worker beside them."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="drill-")))
        database = stack.enter_context(databases.ENGINES[engine](folder))
        mail_port, found_mail = stack.enter_context(sink.running())
        environ = serving.environment(
            database.url, folder, smtp_port=mail_port, outbox_lease=LEASE_SECONDS, outbox_backoff=1
        )
        bind = db.connect(database.url)
        stack.callback(bind.dispose)
        scene = Scene(engine, environ, folder, found_mail, bind)
        result = scene.play(kills)
        bind.dispose()
        offline = database.close_and_verify()
        result.violations["pages on disk are whole"] = [] if offline == "ok" else [offline]
        return result


class Scene:
    """The processes of one drill, each with its log."""

    def __init__(self, engine: str, environ: dict[str, str], folder: Path, found_mail: Sink, bind: sa.Engine) -> None:
        self._folder, self._sink, self._bind = folder, found_mail, bind
        self._server = Server("wsgi:application", environ, folder / "web.log")
        self._worker = Process(("flask", "--app", "wsgi", "worker"), environ, folder / "worker.log")
        self._team = [Process(("bench.drill.team", name), environ, folder / f"{name}.log") for name in NAMES]
        self._writers = Writers(self._server.port, count=WRITERS)
        self._result = Result(engine, Toll())

    def play(self, kills: int) -> Result:
        with ExitStack() as stack:
            for process in (self._server, self._worker, *self._team):
                stack.enter_context(closing(process))
                process.start()
            self._server.wait_until_healthy()
            self._under_fire(kills)
            self._wait_for_quiet()
        return self._judged()

    def _under_fire(self, kills: int) -> None:
        toll, over = self._result.toll, threading.Event()
        against_worker = threading.Thread(
            target=killing.of_the_worker,
            args=(self._worker, self._sink, self._bind, toll, (kills + 1) // 2, over),
        )
        self._writers.start()
        against_worker.start()
        try:
            killing.of_the_web_tier(self._server, self._team, self._writers, toll, kills)
        finally:
            self._writers.finish()
            against_worker.join(LEASE_SECONDS * kills)
            over.set()
            against_worker.join()

    def _wait_for_quiet(self) -> None:
        """Until no mail waits any more; those whose worker was killed wait for the end of their lease."""
        until = time.monotonic() + QUIET_SECONDS
        waiting = sa.select(sa.func.count()).select_from(Outbox).where(col(Outbox.state) == MailState.PENDING)
        while time.monotonic() < until:
            with Session(self._bind) as session:
                if session.execute(waiting).scalar_one() == 0:
                    return
            time.sleep(0.5)

    def _judged(self) -> Result:
        result, writers = self._result, self._writers
        result.acknowledged, result.retries = len(writers.acknowledged), writers.retries
        arrived = list(self._sink.by_address.values())
        result.mails = sum(map(len, arrived))
        result.repeats = result.mails - sum(len(set(ids)) for ids in arrived)
        with Session(self._bind) as session:
            logs = sorted(self._folder.glob("*.log"))
            evidence = Evidence(
                session, writers.acknowledged, writers.begun, self._sink.by_address, _claims(logs), logs
            )
            result.violations = violations(evidence)
        slow = [seconds for seconds in result.toll.healthy_after if seconds > HEALTHY_SECONDS]
        result.violations[HEALTHY] = [f"healthy only after {seconds:.1f} s" for seconds in slow]
        result.violations["every writer got an answer"] = writers.faults
        return result


def _claims(logs: Sequence[Path]) -> list[tuple[str, int]]:
    """The claims whose commit was told, reference and account."""
    lines = [line.split() for log in logs for line in log.read_text(encoding="utf-8", errors="replace").splitlines()]
    return [(line[1], int(line[2])) for line in lines if len(line) == 3 and line[0] == "claimed"]


def note(text: str) -> None:
    """Say how far we are, beside the result."""
    print(text, file=sys.stderr, flush=True)
