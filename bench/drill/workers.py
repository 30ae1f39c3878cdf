"""The workers of a drill and their colleagues, seen from outside: what is done to them is done by their nursery."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from bench.drill.nursery import COLLEAGUE, KILLED, WORKER
from bench.serving import ROOT


class Workers:
    """Several at once; whoever is asleep is left alone by ``any_awake``."""

    def __init__(self, environ: Mapping[str, str], log: Path) -> None:
        self.log = log
        self.started: dict[str, float] = {}
        """When each was started, by the name by which it greets."""
        self.faults: list[str] = []
        self._environ = environ
        self._alive: set[int] = set()
        self._asleep: set[int] = set()
        self._lock = threading.RLock()

    def warm_up(self) -> None:
        """Start the nursery; it takes a moment, in which something else can be done."""
        with self.log.open("ab") as output:
            self._nursery = subprocess.Popen(
                [sys.executable, "-m", "bench.drill.nursery"],
                env=self._environ,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                start_new_session=True,
                text=True,
            )

    def start(self, colleague: str = "") -> int:
        """One more worker, or that colleague."""
        with self._lock:
            began = time.monotonic()
            process = int(self._ask(f"{COLLEAGUE} {colleague}" if colleague else WORKER))
            self.started[name(process)] = began
            self._alive.add(process)
            return process

    def kill(self, process: int) -> bool:
        """``kill -9``, and wait until it is gone; False when it was killed before."""
        with self._lock:
            if process not in self._alive:
                return False
            self._alive.discard(process)
            if (how := self._ask(f"kill {process}")) != KILLED:
                self.faults.append(f"a worker {how}")
            return True

    def put_to_sleep(self, process: int) -> bool:
        """False when it was killed before."""
        with self._lock:
            if process not in self._alive:
                return False
            self._asleep.add(process)
            return self._ask(f"stop {process}") == "stopped"

    def wake(self, process: int) -> None:
        with self._lock:
            self._ask(f"continue {process}")

    def is_up(self, process: int) -> None:
        """From now on it is one of many again."""
        with self._lock:
            self._asleep.discard(process)

    def is_gone(self, process: int) -> bool:
        """Whether it was killed."""
        with self._lock:
            return process not in self._alive

    def any_awake(self) -> int:
        with self._lock:
            return random.choice(sorted(self._alive - self._asleep))

    def close(self) -> None:
        """All of them, and the nursery."""
        for process in sorted(self._alive):
            self.kill(process)
        for end in (self._nursery.stdin, self._nursery.stdout):
            if end is not None:
                end.close()
        self._nursery.wait(20)

    def _ask(self, what: str) -> str:
        asked, answers = self._nursery.stdin, self._nursery.stdout
        assert asked is not None
        assert answers is not None
        asked.write(f"{what}\n")
        asked.flush()
        answer = answers.readline().strip()
        if not answer:
            raise RuntimeError(f"the workers' nursery has ended, see {self.log}")
        return answer


class One:
    """One worker or one colleague, who is started again and again."""

    def __init__(self, found: Workers, colleague: str = "") -> None:
        self._found, self._colleague = found, colleague
        self._process = 0

    def start(self) -> None:
        self._process = self._found.start(self._colleague)

    def kill(self) -> bool:
        """False when it was killed before."""
        return self._found.kill(self._process)


def name(process: int) -> str:
    """By which a worker greets the mail server."""
    return f"w{process}"


def number(of: str) -> int:
    """The process behind a name."""
    return int(of[1:])
