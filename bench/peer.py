"""django-helpdesk in an environment of its own, made when first needed, and asked over a pipe."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.serving import ROOT

FOLDER = Path(__file__).parent / "helpdesk"
REQUIREMENTS = FOLDER / "requirements.txt"
HOME = ROOT / "build" / "helpdesk"


class Peer:
    """One process that holds its tickets; each answer is the milliseconds that a request took in it."""

    def __init__(self, running: subprocess.Popen[str]) -> None:
        self._running = running

    def list(self) -> float:
        return self._ask("list")

    def search(self, word: str) -> float:
        return self._ask(f"search {word}")

    def _ask(self, line: str) -> float:
        assert self._running.stdin
        assert self._running.stdout
        self._running.stdin.write(f"{line}\n")
        self._running.stdin.flush()
        return float(json.loads(self._running.stdout.readline())["ms"])


@contextmanager
def peer(engine: str, address: str, tickets: int, families: Sequence[str]) -> Iterator[Peer]:
    """It is ready when its tickets are stored; ``address`` is a file, or the folder of PostgreSQL's socket."""
    command: list[str | Path] = [_python(), FOLDER / "desk.py", engine, address, str(tickets)]
    with subprocess.Popen(
        command, cwd=FOLDER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={"PATH": ""}
    ) as running:
        assert running.stdin
        assert running.stdout
        running.stdin.write(json.dumps(list(families)) + "\n")
        running.stdin.flush()
        if running.stdout.readline().strip() != "ready":
            raise RuntimeError("django-helpdesk did not start")
        yield Peer(running)
        running.stdin.close()


def _python() -> Path:
    """The interpreter of its environment, with exactly what requirements.txt names."""
    python, stamp = HOME / "bin" / "python", HOME / "requirements.txt"
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        print("peer: installing django-helpdesk in an environment of its own", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", HOME], check=True)
        install: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", REQUIREMENTS]
        subprocess.run(install, check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return python
