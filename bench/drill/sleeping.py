"""A worker that is stopped with a mail in hand for longer than its lease, and wakes when another has sent that mail."""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import NoResultFound
from sqlmodel import Session, select

from bench.drill import workers
from bench.drill.conversation import Taken
from bench.drill.scene import Scene
from bench.drill.workers import Workers
from portal.domain.mailing import WAITING, MailState
from portal.models import Outbox

PATIENCE_SECONDS = 120.0
ANSWERS = (None, "451 4.3.0 come back later")
"""What it finds when it wakes: that its mail left, or that it did not, which would bring back a mail that is sent."""


@dataclass(frozen=True)
class Seen:
    """What nobody may overwrite."""

    id: int
    state: MailState
    attempt: int
    error: str | None
    finished_at: datetime | None


class Sleeper:
    """Puts one worker after the other to sleep."""

    def __init__(self, scene: Scene, found: Workers) -> None:
        self._scene, self._workers = scene, found
        self._over = threading.Event()
        self.slept = 0
        self.faults: list[str] = []
        self.starved: list[str] = []

    def sleep_often(self, times: int) -> None:
        """At least once, then until told that it is over, ``times`` at most."""
        for number in range(times):
            if number and self._over.is_set():
                return
            try:
                self._sleep(ANSWERS[number % len(ANSWERS)])
            except (queue.Empty, NoResultFound) as error:
                self.faults.append(f"no worker was stopped with a mail in hand: {type(error).__name__}")

    def finish(self) -> None:
        """Let the one that sleeps wake up, and that be the last."""
        self._over.set()

    def _sleep(self, answer: str | None) -> None:
        taken = self._stopped(answer)
        before = self._seen(taken)
        self._scene.wait_until(lambda _session: self._is_over(taken, before.attempt), patience=PATIENCE_SECONDS)
        after = self._seen(taken)
        taken_over = self._is_over(taken, before.attempt)
        if not taken_over:
            self.starved.append(f"nobody took over mail {before.id} in {PATIENCE_SECONDS:.0f} s")
        woken = time.monotonic()
        self._workers.wake(workers.number(taken.worker))
        if taken_over:
            self._wait_for_its_word(taken, before, woken)
        if taken_over and self._seen(taken) != after:
            self.faults.append(f"mail {before.id} was overwritten by whoever came too late")
        self._workers.is_up(workers.number(taken.worker))
        self.slept += 1

    def _stopped(self, answer: str | None) -> Taken:
        """The mail that some worker has in hand, fast asleep."""
        caught: queue.Queue[Taken] = queue.Queue()

        def stop(taken: Taken) -> str | None:
            if not self._workers.put_to_sleep(workers.number(taken.worker)):
                self._scene.sink.before_250(stop)
                return None
            caught.put(taken)
            return answer

        self._scene.sink.before_250(stop)
        return caught.get(timeout=PATIENCE_SECONDS)

    def _is_over(self, taken: Taken, attempt: int) -> bool:
        now = self._seen(taken)
        return now.attempt > attempt and now.state not in WAITING

    def _seen(self, taken: Taken) -> Seen:
        row = select(Outbox).where(Outbox.message_id == taken.message_id)
        with Session(self._scene.bind) as session:
            found = session.exec(row).one()
            return Seen(found.id or 0, found.state, found.attempt, found.error, found.finished_at)

    def _wait_for_its_word(self, taken: Taken, before: Seen, woken: float) -> None:
        """It says in its log that it was late, unless it is killed before that."""
        word = f"mail {before.id} attempt {before.attempt}: late"
        while time.monotonic() < woken + PATIENCE_SECONDS:
            if word in self._workers.log.read_text(encoding="utf-8", errors="replace"):
                return
            if self._workers.is_gone(workers.number(taken.worker)):
                return
            time.sleep(0.1)
        self.faults.append(f"a worker that woke up never came back to mail {before.id}")
