"""Clients that keep a server busy over plain sockets, so that what is measured is the server."""

from __future__ import annotations

import socket
import statistics
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.serving import HOST


@dataclass(frozen=True)
class Round:
    """What one round gave."""

    per_second: float
    p50: float
    p99: float


def request(path: str, body: str, headers: Mapping[str, str]) -> bytes:
    """A whole POST, ready to be sent."""
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}", "", body]
    return "\r\n".join(lines).encode()


def run(port: int, shares: Sequence[Sequence[bytes]]) -> Round:
    """One client for each share, all at once; RuntimeError unless every answer leads on (303)."""
    taken: list[list[float]] = [[] for _ in shares]
    wrong: list[bytes] = []
    clients = [
        threading.Thread(target=_send_all, args=(port, share, mine, wrong))
        for share, mine in zip(shares, taken, strict=True)
    ]
    began = time.monotonic()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    seconds = time.monotonic() - began
    times = sorted(one for mine in taken for one in mine)
    if wrong or len(times) != sum(map(len, shares)):
        raise RuntimeError(f"{len(wrong)} of {len(times)} answers were wrong, the first: {wrong[:1]!r}")
    return Round(len(times) / seconds, statistics.median(times), times[int(len(times) * 0.99)])


def _send_all(port: int, share: Sequence[bytes], taken: list[float], wrong: list[bytes]) -> None:
    with socket.create_connection((HOST, port), timeout=30) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for message in share:
            began = time.perf_counter()
            client.sendall(message)
            head = _answer(client)
            taken.append(time.perf_counter() - began)
            if b" 303 " not in head[:20]:
                wrong.append(head[:200])


def _answer(client: socket.socket) -> bytes:
    """Read one answer to its end; its head."""
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += _more(client)
    head, _, body = answer.partition(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    missing = int(length.partition(b":")[2]) - len(body)
    while missing > 0:
        missing -= len(_more(client))
    return head


def _more(client: socket.socket) -> bytes:
    part = client.recv(65536)
    if not part:
        raise ConnectionError("the server hung up")
    return part
