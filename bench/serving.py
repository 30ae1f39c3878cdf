"""Our production server, granian with two processes, started on a free port and ended by its own process group."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

HOST = "127.0.0.1"
ROOT = Path(__file__).parents[1]
GRANIAN = ("granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "128", "--no-ws")
START_SECONDS = 30.0
PAUSE_SECONDS = 0.02


def environment(url: str, folder: Path, **more: object) -> dict[str, str]:
    """That of a portal in production on this database, with keys of its own and no settings from outside."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    data = folder / "data"
    data.mkdir(mode=0o700, exist_ok=True)
    given = {
        "env": "production",
        "secret_keys": secrets.token_hex(32),
        "database_url": url,
        "data_dir": data,
        "base_url": f"https://{HOST}",
        "trusted_proxies": 1,
        "smtp_host": HOST,
        "smtp_port": 1,
        "smtp_tls": "none",
        "mail_from": "Dienst huurbegeleiding <huurbegeleiding@portaal.example>",
        "intake_mailbox": "intake@portaal.example",
        "duty_mailbox": "wacht@portaal.example",
        "rate_limits": "off",
        **more,
    }
    return {**inherited, **{f"PORTAL_{name.upper()}": str(value) for name, value in given.items()}}


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server((HOST, 0)) as probe:
        found: int = probe.getsockname()[1]
    return found


class Process:
    """A Python module run as a process group of its own; what it says is kept in ``log``."""

    def __init__(self, command: tuple[str, ...], environ: Mapping[str, str], log: Path) -> None:
        self._command, self._environ, self._log = command, environ, log
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as output:
            self._running = subprocess.Popen(
                [sys.executable, "-m", *self._command],
                env=self._environ,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def kill(self, number: signal.Signals = signal.SIGKILL) -> bool:
        """End the whole group at once, or ask it to end; returns when its first process is gone, False if it was."""
        if self._running is None:
            return False
        os.killpg(self._running.pid, number)
        self._running.wait(20)
        self._running = None
        return True

    def ended(self) -> bool:
        """Whether it ended by itself."""
        return self._running is not None and self._running.poll() is not None

    def close(self) -> None:
        self.kill()


class Server(Process):
    """The web tier: ``target`` on granian."""

    def __init__(self, target: str, environ: Mapping[str, str], log: Path) -> None:
        self.port = free_port()
        listening = ("--host", HOST, "--port", str(self.port), "--log-level", "error", target)
        super().__init__((*GRANIAN, *listening), environ, log)

    def wait_until_healthy(self) -> float:
        """Seconds until ``/healthz`` answered; TimeoutError when it does not."""
        began = time.monotonic()
        while not self._healthy():
            if self.ended() or time.monotonic() > began + START_SECONDS:
                raise TimeoutError(f"the server did not start, see {self._log}")
            time.sleep(PAUSE_SECONDS)
        return time.monotonic() - began

    def _healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.port}/healthz", timeout=1) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
