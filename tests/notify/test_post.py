"""Talking to mail servers: certificates, passwords and time, on real connections."""

from __future__ import annotations

import dataclasses
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from flask import Flask
from sqlmodel import Session

from portal import clock
from portal.config import Settings, read
from portal.models import MailState
from portal.notify import delivery
from portal.notify.delivery import Result
from portal.notify.failures import Failure
from portal.notify.post import Parcel, Postman
from tests.notify import servers
from tests.notify.conftest import MakeDesk, again, put_receipt

PARCEL = Parcel(
    mail_id=1,
    attempt=1,
    to="melder@voorbeeld.example",
    message_id="<1@portaal.example>",
    mime="Message-ID: <1@portaal.example>\r\nSubject: Test\r\n\r\nTest\r\n.punt\r\n",
)
LOGIN = {"smtp_user": "portaal", "smtp_password": "geheim"}


@pytest.fixture
def ca(tmp_path: Path) -> tuple[trustme.CA, Path]:
    """An authority of the test's own, and the file by which it is trusted."""
    made, file = trustme.CA(), tmp_path / "ca.pem"
    made.cert_pem.write_to_path(str(file))
    return made, file


@pytest.fixture
def flask_context() -> Iterator[None]:
    """Flask-Mail asks for an application when it has sent something."""
    with Flask("portal").app_context():
        yield


def settings_for(tmp_path: Path, port: int, **values: Any) -> Settings:
    found = read({}, {"env": "test", "data_dir": tmp_path, "smtp_port": port})
    return dataclasses.replace(found, **values)


def send(settings: Settings) -> Failure | None:
    postman = Postman(settings)
    try:
        return postman.send(PARCEL)
    finally:
        postman.close()


def certificate(authority: trustme.CA, name: str) -> ssl.SSLContext:
    found = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(found)
    return found


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


def test_tls_with_a_trusted_certificate_delivers_and_signs_in(
    session: Session, make_desk: MakeDesk, ca: tuple[trustme.CA, Path]
) -> None:
    authority, file = ca
    row = put_receipt(session)
    tls = certificate(authority, "127.0.0.1")

    with servers.obliging(tls=tls) as (port, server):
        desk = make_desk(port, smtp_tls="starttls", smtp_ca_file=file)
        result = delivery.deliver_next(desk, due_by=clock.now())

    assert (result, again(session, row).state, len(server.mails)) == (Result.SENT, MailState.SENT, 1)


WRONG: dict[str, Callable[[trustme.CA], ssl.SSLContext]] = {
    "of an unknown authority": lambda _ca: certificate(trustme.CA(), "127.0.0.1"),
    "of another name": lambda ca: certificate(ca, "mail.elders.example"),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_certificate_defers_and_the_same_mail_leaves_later(
    session: Session, make_desk: MakeDesk, ca: tuple[trustme.CA, Path], wrong: Callable[[trustme.CA], ssl.SSLContext]
) -> None:
    authority, file = ca
    row = put_receipt(session)

    with servers.obliging(tls=wrong(authority)) as (port, untrusted):
        desk = make_desk(port, smtp_tls="starttls", smtp_ca_file=file, outbox_backoff=(0,), **LOGIN)
        first = delivery.deliver_next(desk, due_by=clock.now())
    deferred = again(session, row)
    with servers.obliging(tls=certificate(authority, "127.0.0.1")) as (port, trusted):
        desk = make_desk(port, smtp_tls="starttls", smtp_ca_file=file)
        second = delivery.deliver_next(desk, due_by=clock.now())

    assert (first, deferred.error, untrusted.mails, untrusted.logins) == (Result.DEFERRED, "certificate", [], [])
    assert (second, len(trusted.mails)) == (Result.SENT, 1)
    assert f"Message-ID: {row.message_id}".encode() in (trusted.mails[0].original_content or b"")


@pytest.mark.usefixtures("flask_context")
def test_a_password_is_given_over_tls(tmp_path: Path, ca: tuple[trustme.CA, Path]) -> None:
    authority, file = ca

    with servers.obliging(tls=certificate(authority, "127.0.0.1")) as (port, server):
        failure = send(settings_for(tmp_path, port, smtp_tls="starttls", smtp_ca_file=file, **LOGIN))

    assert (failure, len(server.mails), len(server.logins)) == (None, 1, 1)


@pytest.mark.usefixtures("flask_context")
def test_a_password_is_never_given_in_plain_text(tmp_path: Path) -> None:
    with servers.obliging(auth_require_tls=False) as (port, server):
        send(settings_for(tmp_path, port, smtp_tls="none", **LOGIN))

    assert (server.logins, len(server.mails)) == ([], 1)


def test_without_starttls_on_offer_nothing_is_sent(tmp_path: Path) -> None:
    with servers.obliging() as (port, server):
        failure = send(settings_for(tmp_path, port, smtp_tls="starttls", **LOGIN))

    assert (failure, server.mails) == (Failure("unsupported"), [])


@pytest.mark.usefixtures("flask_context")
def test_tls_from_the_first_byte(tmp_path: Path, ca: tuple[trustme.CA, Path]) -> None:
    authority, file = ca

    with servers.obliging_over_tls(certificate(authority, "127.0.0.1")) as (port, server):
        trusted = send(settings_for(tmp_path, port, smtp_tls="tls", smtp_ca_file=file))
        untrusted = send(settings_for(tmp_path, port, smtp_tls="tls"))

    assert (trusted, untrusted, len(server.mails)) == (None, Failure("certificate"), 1)


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
