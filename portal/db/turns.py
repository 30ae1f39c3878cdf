"""Writers of SQLite take turns: its own busy handler sleeps ever longer, and lets whoever just came in pass.

A lock of threads and a lock of the file stand before BEGIN IMMEDIATE. Whoever does not get a turn in time goes on
without one: SQLite's own lock is what keeps the data whole, this one only keeps the queue fair.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
import weakref
from pathlib import Path
from typing import Any

PATIENCE_SECONDS = 10.0
PAUSE_SECONDS = 0.001
HELD = "turn"
"""The key under which a connection remembers that it has its turn."""


class Turns:
    """One for each engine; the file beside the database is shared by all processes."""

    def __init__(self, database: str) -> None:
        self._path = Path(f"{database}-turn")
        self._threads = threading.Lock()
        self._file: int | None = None
        self._process = 0

    def take(self, info: dict[Any, Any]) -> None:
        """Wait for a turn, and note in the connection's ``info`` that it was given."""
        until = time.monotonic() + PATIENCE_SECONDS
        if info.get(HELD) or not self._threads.acquire(timeout=PATIENCE_SECONDS):
            return
        info[HELD] = True
        while not self._lock_file() and time.monotonic() < until:
            time.sleep(PAUSE_SECONDS)

    def give_back(self, info: dict[Any, Any]) -> None:
        """Let the next writer in; nothing when this connection had no turn."""
        if info.pop(HELD, False):
            if self._file is not None:
                fcntl.flock(self._opened(), fcntl.LOCK_UN)
            self._threads.release()

    def _lock_file(self) -> bool:
        try:
            fcntl.flock(self._opened(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # No file to lock: the folder cannot be written, as SQLite is about to say itself.
        return True

    def _opened(self) -> int:
        """The file, opened by this very process: a lock on one that was inherited would be shared."""
        if self._file is None or self._process != os.getpid():
            self._file = os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600)
            weakref.finalize(self, os.close, self._file).atexit = False
            self._process = os.getpid()
        return self._file
