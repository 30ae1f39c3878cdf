"""The web part: start everything, let people work, kill all of it again and again, wait for quiet, count."""

from __future__ import annotations

import statistics
import threading
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, col

from bench.drill import killing
from bench.drill.invariants import Evidence, violations
from bench.drill.killing import Toll
from bench.drill.result import HEALTHY, Result, late
from bench.drill.scene import LEASE_SECONDS, Scene, play
from bench.drill.team import NAMES
from bench.drill.workers import One, Workers
from bench.drill.writers import Writers
from bench.serving import Server
from portal.domain.mailing import WAITING
from portal.models import Outbox

WRITERS = 6


def drill(engine: str, *, kills: int) -> Result:
    """``kills`` of the web tier, and half as many of the worker beside them."""
    return play(engine, lambda scene: _Part(scene, engine).play(kills), outbox_backoff=1)


class _Part:
    """The processes, each with its log."""

    def __init__(self, scene: Scene, engine: str) -> None:
        environ, folder = scene.environ, scene.folder
        self._scene, self._sink, self._bind = scene, scene.sink, scene.bind
        self._server = Server("wsgi:application", environ, folder / "web.log")
        self._workers = Workers(environ, folder / "workers.log")
        self._worker, self._team = One(self._workers), [One(self._workers, name) for name in NAMES]
        self._writers = Writers(self._server.port, count=WRITERS)
        self._toll = Toll()
        self._result = Result(engine)

    def play(self, kills: int) -> Result:
        with ExitStack() as stack:
            stack.enter_context(closing(self._server))
            self._server.start()
            stack.enter_context(closing(self._workers))
            self._workers.warm_up()
            for one in (self._worker, *self._team):
                one.start()
            self._server.wait_until_healthy()
            self._under_fire(kills)
            self._scene.wait_until(_is_quiet)
        return self._judged()

    def _under_fire(self, kills: int) -> None:
        toll, over = self._toll, threading.Event()
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

    def _judged(self) -> Result:
        result, writers = self._result, self._writers
        planted = [value for report in writers.begun for value in report.personal()]
        logs = sorted(self._scene.folder.glob("*.log"))
        with Session(self._bind) as session:
            evidence = Evidence(session, writers.acknowledged, planted, self._sink.by_address, _claims(logs), logs)
            result.violations = violations(evidence)
        result.violations[HEALTHY] = late(self._toll.healthy_after)
        result.violations["every writer got an answer"] = writers.faults
        result.violations["workers ended only when killed"] = self._workers.faults
        result.figures = self._figures()
        return result

    def _figures(self) -> dict[str, str]:
        toll = self._toll
        healthy = toll.healthy_after or [0.0]
        return {
            "kill -9 of the web tier": f"{toll.web}",
            "kill -9 of the worker": f"{toll.worker}",
            "of these between 250 and our commit": f"{toll.between}",
            "kill -9 of a colleague at work": f"{toll.team}",
            "reports acknowledged": f"{len(self._writers.acknowledged)}",
            "requests sent again by their browser": f"{self._writers.retries}",
            "mails that arrived, of these repeats": f"{self._sink.arrived}, {self._sink.repeats}",
            "healthy again after s, median (slowest)": f"{statistics.median(healthy):.1f} ({max(healthy):.1f})",
        }


def _is_quiet(session: Session) -> bool:
    """Whether no mail waits any more; those whose worker was killed wait for the end of their lease."""
    waiting = sa.select(sa.func.count()).select_from(Outbox).where(col(Outbox.state).in_(WAITING))
    return bool(session.execute(waiting).scalar_one() == 0)


def _claims(logs: Sequence[Path]) -> list[tuple[str, int]]:
    """The claims whose commit was told, reference and account."""
    lines = [line.split() for log in logs for line in log.read_text(encoding="utf-8", errors="replace").splitlines()]
    return [(line[1], int(line[2])) for line in lines if len(line) == 3 and line[0] == "claimed"]
