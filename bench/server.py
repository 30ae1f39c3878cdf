"""Which WSGI server: does ``/healthz`` answer while 80 slow clients are held open, and are both cores used?

``python -m bench.server [ROUNDS]`` prints medians with their spread; the servers take turns in every round.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, request

SLOW, CHECKS, CLIENTS, SECONDS = 80, 8, 8, 1.5
TICK = os.sysconf("SC_CLK_TCK")
PY, TARGET = sys.executable, "bench.server:app"
GRANIAN = [PY, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--no-ws", "--log-level", "error"]
GUNICORN = [PY, "-m", "gunicorn", "--workers", "2", "--worker-class", "gthread", "--no-control-socket"]
WAITRESS = [PY, "-m", "waitress"]
SERVERS: dict[str, Callable[[int], list[str]]] = {
    "granian, 4 threads": lambda port: [*GRANIAN, "--blocking-threads", "4", "--port", f"{port}", TARGET],
    "granian, 128 threads": lambda port: [*GRANIAN, "--blocking-threads", "128", "--port", f"{port}", TARGET],
    "waitress, 8 threads": lambda port: [*WAITRESS, f"--listen=127.0.0.1:{port}", "--threads=8", TARGET],
    "gunicorn, 8 threads": lambda port: [*GUNICORN, "--threads", "8", "--bind", f"127.0.0.1:{port}", TARGET],
    "gunicorn, 128 threads": lambda port: [*GUNICORN, "--threads", "128", "--bind", f"127.0.0.1:{port}", TARGET],
}

app = Flask(__name__)


@app.get("/healthz")
def healthz() -> str:
    """As little as can be answered."""
    return "ok"


@app.get("/work")
def work() -> str:
    """About two milliseconds of Python, as a page takes."""
    return str(sum(number * number for number in range(20_000)))


@app.post("/submit")
def submit() -> str:
    """Reads the form, as every refused and accepted form does."""
    return str(len(request.form))


@dataclass(frozen=True)
class Round:
    """What one server did in one round."""

    answered: int
    slowest: float
    small: float
    pages: float
    cores: float


def main(rounds: int) -> None:
    """Let every server take its turn in every round, then print a line for each."""
    found: dict[str, list[Round]] = {name: [] for name in SERVERS}
    for number in range(rounds):
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
        for name, command in SERVERS.items():
            found[name].append(measure(command))
    print(f"{'server':22}{'healthz of 8':>14}{'slowest s':>18}{'small/s':>20}{'pages/s':>18}{'cores':>18}")
    for name, results in found.items():
        columns = [[one.slowest for one in results], [one.small for one in results]]
        columns += [[one.pages for one in results], [one.cores for one in results]]
        least = f"{min(one.answered for one in results)}"
        cells = [_spread(column) for column in columns]
        print(f"{name:22}{least:>14}{cells[0]:>18}{cells[1]:>20}{cells[2]:>18}{cells[3]:>18}")


def measure(command: Callable[[int], list[str]]) -> Round:
    """One server, started, asked and stopped."""
    with serving(command) as (port, group):
        small, _ = throughput(port, group, "/healthz")
        pages, cores = throughput(port, group, "/work")
        with slow_clients(port):
            times = [_check(port) for _ in range(CHECKS)]
    answered = [taken for taken in times if taken is not None]
    return Round(len(answered), max(answered, default=9.99), small, pages, cores)


@contextlib.contextmanager
def serving(command: Callable[[int], list[str]]) -> Iterator[tuple[int, int]]:
    """Port and process group of a server that answers."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        command(port),
        start_new_session=True,
        cwd=Path(__file__).parents[1],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 20
        while _check(port) is None and time.monotonic() < until:
            time.sleep(0.1)
        yield port, server.pid
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


@contextlib.contextmanager
def slow_clients(port: int) -> Iterator[None]:
    """Eighty connections: half send a header a byte at a time, half the body of a form."""
    head = b"POST /submit HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    openings = (b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", head + b"Content-Length: 100000\r\n\r\na=")
    held = [socket.create_connection(("127.0.0.1", port)) for _ in range(SLOW)]
    for number, client in enumerate(held):
        client.sendall(openings[number % 2])
    done = threading.Event()
    trickle = threading.Thread(target=_trickle, args=(held, done))
    trickle.start()
    time.sleep(1.5)
    try:
        yield
    finally:
        done.set()
        trickle.join()
        for client in held:
            client.close()


def throughput(port: int, group: int, path: str) -> tuple[float, float]:
    """Answers a second to a few clients, and how many cores the server kept busy."""
    counts = [0] * CLIENTS
    until = time.monotonic() + SECONDS
    threads = [threading.Thread(target=_ask, args=(port, path, until, counts, one)) for one in range(CLIENTS)]
    began, before = time.monotonic(), _cpu_seconds(group)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.monotonic() - began
    return sum(counts) / taken, (_cpu_seconds(group) - before) / taken


def _ask(port: int, path: str, until: float, counts: list[int], mine: int) -> None:
    question = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        while time.monotonic() < until:
            client.sendall(question)
            _read_answer(client)
            counts[mine] += 1


def _read_answer(client: socket.socket) -> None:
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += _more(client)
    head, _, body = answer.partition(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    while len(body) < int(length.split(b":")[1]):
        body += _more(client)


def _more(client: socket.socket) -> bytes:
    part = client.recv(65536)
    if not part:
        raise ConnectionError("the server hung up")
    return part


def _trickle(held: list[socket.socket], done: threading.Event) -> None:
    while not done.wait(0.3):
        for client in held:
            with contextlib.suppress(OSError):
                client.sendall(b"a")


def _check(port: int) -> float | None:
    began = time.monotonic()
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as client:
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return time.monotonic() - began if client.recv(100).startswith(b"HTTP/1.1 200") else None
    except OSError:
        return None


def _cpu_seconds(group: int) -> float:
    """What all processes of a group have used so far."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parts = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
            total += sum(int(ticks) for ticks in parts[11:13]) if int(parts[2]) == group else 0
    return total / TICK


def _spread(values: list[float]) -> str:
    middle = statistics.median(values)
    places = 0 if middle >= 100 else 2
    return f"{middle:.{places}f} ({min(values):.{places}f}-{max(values):.{places}f})"


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 5)
