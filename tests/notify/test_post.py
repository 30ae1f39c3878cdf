"""Talking to mail servers: certificates, passwords and time, on real connections."""

from __future__ import annotations

import dataclasses
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portal.config import Settings, read
from portal.notify.failures import Failure
from portal.notify.post import Parcel, Postman
from tests.notify import servers

PARCEL = Parcel(
    mail_id=1,
    attempt=1,
    to="melder@voorbeeld.example",
    message_id="<1@portaal.example>",
    mime="Message-ID: <1@portaal.example>\r\nSubject: Test\r\n\r\nTest\r\n.punt\r\n",
)


def settings_for(tmp_path: Path, port: int, **values: Any) -> Settings:
    found = read({}, {"env": "test", "data_dir": tmp_path, "smtp_port": port})
    return dataclasses.replace(found, **values)


def send(settings: Settings) -> Failure | None:
    postman = Postman(settings)
    try:
        return postman.send(PARCEL)
    finally:
        postman.close()


@pytest.mark.usefixtures("flask_context")
def test_the_bytes_arrive_as_they_were_given(tmp_path: Path) -> None:
    with servers.obliging() as (port, server):
        assert send(settings_for(tmp_path, port)) is None

    assert server.mails[0].original_content == PARCEL.mime.encode()


@pytest.mark.usefixtures("flask_context")
def test_one_connection_carries_several_mails_and_is_replaced_when_stale(tmp_path: Path) -> None:
    with servers.obliging() as (port, server):
        postman = Postman(settings_for(tmp_path, port))
        first, second = postman.send(PARCEL), postman.send(PARCEL)
        server.at_rcpt = ["421 enough for this connection"]
        third = postman.send(PARCEL)
        postman.close()

    assert (first, second, third, len(server.mails)) == (None, None, None, 3)


def silent(caller: socket.socket) -> None:
    caller.settimeout(5)
    caller.recv(1)


def dripping(caller: socket.socket) -> None:
    """A greeting that never ends, a byte at a time, so that no single wait is long."""
    for _ in range(100):
        caller.sendall(b"2")
        time.sleep(0.1)


def not_smtp(caller: socket.socket) -> None:
    caller.sendall(b"HTTP/1.1 200 OK\r\n")


def hanging_up(caller: socket.socket) -> None:
    caller.sendall(b"220 hello\r\n")


def busy(caller: socket.socket) -> None:
    caller.sendall(b"421 too busy\r\n")


def closed_for_good(caller: socket.socket) -> None:
    """A 5xx in greeting is about the server: the same mail may leave another time, or through another one."""
    caller.sendall(b"554 no mail here\r\n")


def unwelcoming(caller: socket.socket) -> None:
    """Refuses whoever sends, which is about us and not about this mail."""
    caller.sendall(b"220 hello\r\n")
    for answer in (b"250 hello\r\n", b"530 sign in first\r\n", b"250 reset\r\n"):
        caller.recv(1000)
        caller.sendall(answer)


@pytest.mark.parametrize(
    ("talk", "code"),
    [
        (silent, "timeout"),
        (dripping, "timeout"),
        (not_smtp, "unclear"),
        (hanging_up, "disconnected"),
        (busy, "421"),
        (closed_for_good, "554"),
        (unwelcoming, "530"),
    ],
)
def test_a_server_that_misbehaves_costs_little_time_and_no_mail(
    tmp_path: Path, talk: Callable[[socket.socket], None], code: str
) -> None:
    with servers.scripted(talk) as port:
        began = time.monotonic()
        failure = send(settings_for(tmp_path, port, outbox_lease=2))
        took = time.monotonic() - began

    assert (failure, took < 2) == (Failure(code), True)


def test_a_server_that_is_not_there_is_an_error_of_its_own(tmp_path: Path) -> None:
    assert send(settings_for(tmp_path, servers.free_port())) == Failure("refused")
    assert send(settings_for(tmp_path, 25, smtp_host="bestaat-niet.invalid")) == Failure("dns")
