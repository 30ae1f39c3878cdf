"""The mail part: workers killed, stopped and continued while mails flow, and two mails that no worker gets rid of."""

from __future__ import annotations

import random
import statistics
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bench.drill import ambush, history, workers
from bench.drill.faults import Fault
from bench.drill.feeder import Feeder
from bench.drill.invariants import Evidence, violations_of_mail
from bench.drill.result import HEALTHY, Result, late
from bench.drill.scene import LEASE_SECONDS, Scene, play
from bench.drill.sleeping import Sleeper
from bench.drill.workers import Workers
from portal.domain.mailing import WAITING
from portal.models import Outbox
from portal.store import messages

AT_ONCE = {"sqlite": 2, "postgresql": 3}
FORCED = 5
"""Every fifth kill is between the server's 250 and our commit; one that came too late for that is made up for."""
BETWEEN = "every fifth kill was between 250 and commit"
FOR_A_SLEEP = 25
PROGRESS_SECONDS = 10.0
NO_LETTER = "xx"
"""A language that there is not, so that this letter cannot be written."""


@dataclass
class Toll:
    """What was done to the workers."""

    kills: int = 0
    between: int = 0
    seconds: float = 0.0
    poisons: set[int] = field(default_factory=set)
    blocked: list[str] = field(default_factory=list)
    back_after: list[float] = field(default_factory=list)
    """Seconds from the start of each worker to its first mail, for those that lived so long."""


def too_few(toll: Toll) -> list[str]:
    """A drill that missed the moment that matters has proved nothing."""
    needed = toll.kills // FORCED
    return [f"{toll.between} of {needed}"] if toll.between < needed else []


def drill(engine: str, *, kills: int) -> Result:
    """``kills`` of the workers, every fifth of them in the one moment that matters."""
    return play(engine, lambda scene: _Part(scene, engine).play(kills), outbox_backoff=1)


class _Part:
    def __init__(self, scene: Scene, engine: str) -> None:
        self._scene, self._sink, self._bind = scene, scene.sink, scene.bind
        self._count = AT_ONCE[engine]
        self._workers = Workers(scene.environ, scene.folder / "workers.log")
        self._feeder = Feeder(scene.bind, scene.sink)
        self._sleeper = Sleeper(scene, self._workers)
        self._toll = Toll()
        self._result = Result(engine)

    def play(self, kills: int) -> Result:
        history.watch(self._bind)
        self._feeder.put_some(2)
        with closing(self._workers):
            self._workers.warm_up()
            for _ in range(self._count):
                self._workers.start()
            self._poison()
            self._under_fire(kills)
            self._cure()
        return self._judged()

    def _poison(self) -> None:
        """One whose conversation is cut off each time, and one that cannot be written."""
        dropped, unwritten = self._feeder.put_one(), self._feeder.put_one(language=NO_LETTER)
        with Session(self._bind) as session:
            self._sink.poison[session.get_one(Outbox, dropped).to_addr] = Fault.DROPPED
        self._toll.poisons = {dropped, unwritten}

    def _under_fire(self, kills: int) -> None:
        sleeping = threading.Thread(target=self._sleeper.sleep_often, args=(1 + kills // FOR_A_SLEEP,))
        self._feeder.start()
        sleeping.start()
        began = time.monotonic()
        try:
            for number in range(kills):
                self._one_kill(forced=self._toll.between * FORCED <= number)
                self._toll.kills += 1
        finally:
            self._toll.seconds = time.monotonic() - began
            self._sleeper.finish()
            sleeping.join()
            self._toll.back_after = self._back_after()
            self._feeder.finish()

    def _one_kill(self, *, forced: bool) -> None:
        before, until = self._sink.arrived, time.monotonic() + PROGRESS_SECONDS
        while self._sink.arrived == before and time.monotonic() < until:
            time.sleep(0.005)
        if forced:
            self._toll.between += ambush.between_250_and_commit(
                self._sink, self._bind, lambda taken: self._kill(workers.number(taken.worker)), over=threading.Event()
            )
        else:
            time.sleep(random.uniform(0, 0.05))
            self._kill(self._workers.any_awake())

    def _kill(self, process: int) -> bool:
        killed = self._workers.kill(process)
        if killed:
            self._workers.start()
        return killed

    def _cure(self) -> None:
        """Everything else must leave while the two are tried in vain; then they leave too."""
        poisons = self._toll.poisons
        self._scene.wait_until(lambda session: self._waiting(session) <= poisons)
        with Session(self._bind) as session:
            held_up = self._waiting(session) - poisons
            tries = {number: messages.tries(session.get_one(Outbox, number).attempt) for number in poisons}
            self._toll.blocked += [f"mail {number} waits behind a poisonous one" for number in held_up]
            self._toll.blocked += [f"mail {number} was no poison" for number, times in tries.items() if times < 2]
        self._sink.cure()
        with Session(self._bind.execution_options(writes=True)) as session:
            session.execute(sa.update(Outbox).where(col(Outbox.language) == NO_LETTER).values(language="nl"))
            session.commit()
        self._scene.wait_until(lambda session: not self._waiting(session))

    @staticmethod
    def _waiting(session: Session) -> set[int]:
        return {number or 0 for number in session.exec(select(Outbox.id).where(col(Outbox.state).in_(WAITING)))}

    def _judged(self) -> Result:
        result, toll = self._result, self._toll
        with Session(self._bind) as session:
            evidence = Evidence(
                session, (), self._feeder.planted, self._sink.by_address, (), sorted(self._scene.folder.glob("*.log"))
            )
            result.violations = violations_of_mail(evidence)
            result.violations["states moved along the table"] = list(history.astray(session))
            lease = timedelta(seconds=LEASE_SECONDS)
            result.violations["nothing taken before its lease ran out"] = list(history.stolen(session, lease=lease))
            dead = len(session.exec(select(Outbox.id).where(Outbox.state == "dead")).all())
        result.violations[BETWEEN] = too_few(toll)
        result.violations["a late worker overwrote nothing"] = self._sleeper.faults
        result.violations["what was left in a hand was taken over"] = self._sleeper.starved
        result.violations["a poisonous mail held up no other"] = toll.blocked
        result.violations["workers ended only when killed"] = self._workers.faults
        result.violations[HEALTHY] = late(toll.back_after)
        result.figures = self._figures(dead)
        return result

    def _back_after(self) -> list[float]:
        """While there is enough to do for everybody."""
        first = dict(self._sink.first_of)
        return [first[name] - began for name, began in self._workers.started.items() if name in first] or [0.0]

    def _figures(self, dead: int) -> dict[str, str]:
        toll, back = self._toll, self._toll.back_after
        return {
            "workers at once": f"{self._count}",
            "kill -9 of a worker": f"{toll.kills}",
            "of these between 250 and our commit": f"{toll.between}",
            "seconds for each kill": f"{toll.seconds / max(toll.kills, 1):.2f}",
            "stopped beyond the lease, then continued": f"{self._sleeper.slept}",
            "mails put aside (and taken back)": f"{self._feeder.put} ({self._feeder.taken_back})",
            "mails that arrived, of these repeats": f"{self._sink.arrived}, {self._sink.repeats}",
            "mails dead": f"{dead}",
            "sending again after s, median (slowest)": f"{statistics.median(back):.1f} ({max(back):.1f})",
        }
