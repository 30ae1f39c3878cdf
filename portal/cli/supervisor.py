"""Child processes that live and die together: one that ends, or a signal to their parent, ends them all."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

PATIENCE = 8.0
PAUSE = 0.1
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PR_SET_PDEATHSIG = 1


class Ended(Exception):
    """A child ended by itself; the message says which."""


class Children:
    """A context in which children run; leaving it ends them, first politely."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.asked_to_end = False

    def __enter__(self) -> Self:
        for number in ENDING:
            signal.signal(number, self._ask_to_end)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._running.values():
            _signal(child, signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        for child in self._running.values():
            _end(child, until)

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start one in a process group of its own, so that Ctrl-C reaches it through us alone; it writes to stderr."""
        self._running[name] = subprocess.Popen(  # noqa: S603 - our own commands
            [sys.executable, "-m", *command],
            env=self._environ,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr.fileno(),
            process_group=0,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - no threads here
        )

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Whether ``ready`` came true in time; Ended when a child ended first."""
        until = time.monotonic() + seconds
        while not self.asked_to_end and time.monotonic() < until:
            if ready():
                return True
            self._pause()
        return False

    def watch(self) -> None:
        """Return when asked to end; Ended when a child did."""
        while not self.asked_to_end:
            self._pause()

    def _pause(self) -> None:
        for name, child in self._running.items():
            if child.poll() is not None and not self.asked_to_end:
                raise Ended(f"{name} ended with status {child.returncode}, so everything stops.")
        time.sleep(PAUSE)

    def _ask_to_end(self, *_signal: object) -> None:
        self.asked_to_end = True


def _end(child: subprocess.Popen[bytes], until: float) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(max(until - time.monotonic(), 0.1))
    _signal(child, signal.SIGKILL)
    child.wait()


def _signal(child: subprocess.Popen[bytes], number: int) -> None:
    """Reach the child's whole group: a server that ends while it starts leaves its own workers behind."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, number)


def _end_with_parent() -> None:
    """Ask Linux to end this process when its parent is killed outright."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
