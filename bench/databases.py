"""Fresh migrated databases that are as durable as in production: what is measured and killed here must be real."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import databases, postgres

MIGRATING = threading.Lock()
DURABLE = (
    "fsync=on",
    "synchronous_commit=on",
    "full_page_writes=on",
    "max_connections=200",
    "shared_buffers=64MB",
    "log_min_messages=panic",
)


@dataclass(frozen=True)
class Database:
    """An address; ``close_and_verify`` ends the server, if there is one, and says what its own check finds."""

    url: str
    close_and_verify: Callable[[], str]


@contextmanager
def sqlite(folder: Path) -> Iterator[Database]:
    """A file in ``folder``, written as the portal writes it: WAL, synchronous FULL."""
    url = f"sqlite:///{folder / 'portal.db'}"
    _migrate(url)
    yield Database(url, lambda: "ok")


@contextmanager
def postgresql(_folder: Path) -> Iterator[Database]:
    """A server of its own with fsync on; its folder is one that an unprivileged user can reach."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    server = postgres.run(folder, DURABLE)
    url = f"postgresql+psycopg://postgres@/postgres?host={folder}"
    try:
        _migrate(url)
        yield Database(url, lambda: _close_and_verify(server, folder))
    finally:
        _end(server, signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


def _migrate(url: str) -> None:
    """One after the other: Alembic keeps what it does in globals, and both databases are drilled at once."""
    with MIGRATING:
        databases.migrate(url)


ENGINES: dict[str, Callable[[Path], AbstractContextManager[Database]]] = {"sqlite": sqlite, "postgresql": postgresql}


def _close_and_verify(server: subprocess.Popen[bytes], folder: Path) -> str:
    """Shut down cleanly and let PostgreSQL compare every page on disk with its checksum."""
    _end(server, signal.SIGINT)
    user = postgres.unprivileged(folder)
    program = postgres.find_programs(folder, user) / "pg_checksums"
    found = subprocess.run(
        [program, "--check", "-D", folder / "data"], capture_output=True, text=True, check=False, **user
    )
    return "ok" if found.returncode == 0 else found.stderr.strip()


def _end(server: subprocess.Popen[bytes], number: signal.Signals) -> None:
    if server.poll() is None:
        server.send_signal(number)
        server.wait(30)
