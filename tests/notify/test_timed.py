"""One attempt at one mail ends in its time, wherever the time goes: names, addresses, waiting, a second connection."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from portal.notify.failures import Failure
from portal.notify.post import Postman
from tests.notify import servers
from tests.notify.test_post import PARCEL, send, settings_for

pytestmark = pytest.mark.usefixtures("flask_context")
LEASE = 4
SECONDS = LEASE / 2
"""An attempt has half a lease."""
SLACK = 0.8


@contextmanager
def unreachable() -> Iterator[int]:
    """A port at which nobody ever answers, not even with a refusal: its queue is full."""
    with ExitStack() as opened:
        listener = opened.enter_context(socket.create_server((servers.HOST, 0), backlog=0))
        port: int = listener.getsockname()[1]
        for _ in range(3):
            caller = opened.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex((servers.HOST, port))
        yield port


def at_ports(*ports: int) -> list[tuple[object, ...]]:
    """What a look-up gives for a name with so many addresses."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (servers.HOST, port)) for port in ports]


def test_a_name_that_is_looked_up_for_ever_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: over.wait(60))

    began = time.monotonic()
    failure = send(settings_for(tmp_path, 25, outbox_lease=LEASE))
    took = time.monotonic() - began
    over.set()

    assert (failure, took < SECONDS + SLACK) == (Failure("dns"), True)


def test_an_address_that_never_answers_leaves_time_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unreachable() as dead, unreachable() as dead_too, servers.obliging() as (port, server):
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: at_ports(dead, dead_too, port))

        failure = send(settings_for(tmp_path, port, outbox_lease=LEASE))

    assert (failure, len(server.mails)) == (None, 1)


def test_many_addresses_that_never_answer_take_no_longer_than_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unreachable() as dead:
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: at_ports(*[dead] * 8))
        began = time.monotonic()
        failure = send(settings_for(tmp_path, dead, outbox_lease=LEASE))
        took = time.monotonic() - began

    assert (failure, took < SECONDS + SLACK) == (Failure("timeout"), True)


class Tired:
    """Takes one mail, says after most of the time that it has had enough, and is silent to the next connection."""

    def __init__(self) -> None:
        self.taken = 0

    def talk(self, caller: socket.socket) -> None:
        caller.settimeout(5)
        if self.taken:
            caller.recv(1)
            return
        caller.sendall(b"220 hello\r\n")
        with caller.makefile("rb") as lines:
            for line in lines:
                if self.taken:
                    time.sleep(SECONDS * 0.6)
                    caller.sendall(b"421 enough\r\n")
                    return
                caller.sendall(b"354 go on\r\n" if line.startswith(b"data") else b"250 fine\r\n")
                if line.startswith(b"data"):
                    list(iter(lines.readline, b".\r\n"))
                    self.taken = 1
                    caller.sendall(b"250 taken\r\n")


def test_a_second_connection_for_the_same_mail_has_what_is_left_of_its_time(tmp_path: Path) -> None:
    with servers.scripted(Tired().talk) as port:
        postman = Postman(settings_for(tmp_path, port, outbox_lease=LEASE))
        first = postman.send(PARCEL)
        began = time.monotonic()
        second = postman.send(PARCEL)
        took = time.monotonic() - began
        postman.close()

    assert (first, second) == (None, Failure("timeout"))
    assert SECONDS - SLACK < took < SECONDS + SLACK
