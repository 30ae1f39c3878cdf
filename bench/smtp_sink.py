"""Debian's ``smtp-sink``, postfix's own mail server for tests, in C: it takes every mail and keeps none.

Where it is not installed, only the package is fetched and unpacked in a folder of ours: nothing is configured, and no
mail server is started on this machine.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from bench.serving import HOST, ROOT, free_port

HOME = ROOT / "build" / "postfix"
MISSING = "No smtp-sink, which is in Debian's package postfix."
BACKLOG = "100"
START_SECONDS = 10.0


@contextmanager
def running() -> Iterator[int]:
    """One that listens on the port that is given; it ends with the block."""
    port = free_port()
    user = ("-u", "nobody") if os.geteuid() == 0 else ()
    with subprocess.Popen([program(), *user, f"{HOST}:{port}", BACKLOG], env=_environment(), cwd=HOME.parent) as sink:
        try:
            _wait(port, sink)
            yield port
        finally:
            sink.terminate()


def program() -> str:
    """Where it is, fetched first when it is missing; RuntimeError when that cannot be done."""
    places = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", str(HOME / "usr" / "sbin")))
    found = shutil.which("smtp-sink", path=places)
    if found is None:
        _fetch()
        found = shutil.which("smtp-sink", path=places)
    if found is None:
        raise RuntimeError(MISSING)
    return found


def _fetch() -> None:
    """The package alone, unpacked; nothing of it is run."""
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        raise RuntimeError(MISSING)
    if _run("apt-get", "-qq", "download", "postfix") and os.geteuid() == 0:
        _run("apt-get", "-qq", "update")
        _run("apt-get", "-qq", "download", "postfix")
    for package in HOME.glob("postfix_*.deb"):
        _run("dpkg", "-x", str(package), ".")
        package.unlink()


def _run(*command: str) -> int:
    return subprocess.run(
        command, cwd=HOME, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ).returncode


def _environment() -> dict[str, str]:
    """Its libraries lie beside it where it was only unpacked."""
    return {**os.environ, "LD_LIBRARY_PATH": str(HOME / "usr" / "lib" / "postfix")}


def _wait(port: int, sink: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and sink.poll() is None:
        with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.02)
    raise RuntimeError(f"{program()} did not start: its libraries may be missing, which apt-get install postfix brings")
