"""A mail server that cannot be trusted gets nothing: no password, no sender, no mail; and staff see why it waits."""

from __future__ import annotations

import base64
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme
from flask import Flask
from sqlmodel import Session

from portal import clock
from portal.domain.vocabulary import Role
from portal.models import MailState
from portal.notify import delivery
from portal.notify.delivery import Result
from portal.notify.failures import Failure
from tests.notify import servers
from tests.notify.conftest import MakeDesk, again, put_receipt
from tests.notify.test_post import send, settings_for
from tests.people import signed_in

LOGIN = {"smtp_user": "portaal", "smtp_password": "geheim"}
SECRETS = (b"geheim", base64.b64encode(b"geheim"), base64.b64encode(b"\0portaal\0geheim"))
GO_AHEAD = b"220 go ahead\r\n"
WELCOME = b"235 welcome\r\n"
AUTH = "AUTH PLAIN LOGIN"


@dataclass
class Server:
    """A mail server that keeps every line it hears, and whether that came over TLS."""

    tls: ssl.SSLContext | None = None
    """None: what comes after its leave to begin is no TLS."""
    go_ahead: bytes = GO_AHEAD
    offers: tuple[str, ...] = ("STARTTLS",)
    offers_over_tls: tuple[str, ...] = (AUTH,)
    at_auth: bytes = WELCOME
    at_once: bool = False
    """TLS from the first byte."""
    heard: list[tuple[bool, bytes]] = field(default_factory=list)

    def verbs(self, *, secure: bool) -> list[str]:
        return [
            line.split()[0].decode("latin-1").upper()
            for over_tls, line in self.heard
            if line.split() and over_tls is secure
        ]

    def talk(self, caller: socket.socket) -> None:
        caller.settimeout(5)
        if self.at_once and self.tls:
            self._talk_over_tls(caller, b"220 hello\r\n")
        else:
            caller.sendall(b"220 hello\r\n")
            self._answer(caller, secure=False)

    def _talk_over_tls(self, caller: socket.socket, greeting: bytes = b"") -> None:
        if self.tls is None:
            caller.sendall(b"\0 no TLS at all \r\n" * 20)
            return
        with self.tls.wrap_socket(caller, server_side=True) as over_tls:
            over_tls.sendall(greeting)
            self._answer(over_tls, secure=True)

    def _answer(self, caller: socket.socket, *, secure: bool) -> None:
        with caller.makefile("rb") as lines:
            for line in lines:
                self.heard.append((secure, line.strip()))
                verb = line.split()[0].upper() if line.split() else b""
                caller.sendall(self._answer_to(verb, secure=secure))
                if verb == b"STARTTLS" and self.go_ahead.startswith(b"220"):
                    return self._talk_over_tls(caller)
                if verb == b"DATA":
                    list(iter(lines.readline, b".\r\n"))
                    caller.sendall(b"250 taken\r\n")
        return None

    def _answer_to(self, verb: bytes, *, secure: bool) -> bytes:
        if verb == b"EHLO":
            offers = ["mail.example", *(self.offers_over_tls if secure else self.offers)]
            return "".join(f"250{' ' if one is offers[-1] else '-'}{one}\r\n" for one in offers).encode()
        answers = {b"STARTTLS": self.go_ahead, b"DATA": b"354 go on\r\n", b"AUTH": self.at_auth}
        return answers.get(verb, b"250 fine\r\n")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """The one that the portal trusts."""
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    """What ``PORTAL_SMTP_CA_FILE`` names."""
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return tmp_path / "ca.pem"


def right(authority: trustme.CA, name: str = "127.0.0.1", **values: Any) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name, **values).configure_cert(context)
    return context


def unknown(_authority: trustme.CA) -> ssl.SSLContext:
    return right(trustme.CA())


def self_signed(_authority: trustme.CA) -> ssl.SSLContext:
    own = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    with own.private_key_pem.tempfile() as key, own.cert_pem.tempfile() as chain:
        context.load_cert_chain(chain, key)
    return context


def of_another(authority: trustme.CA) -> ssl.SSLContext:
    return right(authority, "mail.elders.example")


def expired(authority: trustme.CA) -> ssl.SSLContext:
    days: dict[str, Any] = {
        "not_before": datetime(2020, 1, 1, tzinfo=UTC),
        "not_after": datetime(2021, 1, 1, tzinfo=UTC),
    }
    return right(authority, **days)


def not_yet(authority: trustme.CA) -> ssl.SSLContext:
    days: dict[str, Any] = {
        "not_before": datetime(2090, 1, 1, tzinfo=UTC),
        "not_after": datetime(2091, 1, 1, tzinfo=UTC),
    }
    return right(authority, **days)


Made = Callable[[trustme.CA], Server]
CERTIFICATES = (unknown, self_signed, of_another, expired, not_yet)
MORE = b"250-mail.example\r\n250 AUTH PLAIN\r\n"
FAULTS: dict[str, tuple[Made, str]] = {
    "stripped from what it offers": (lambda _ca: Server(offers=()), "unsupported"),
    "stripped, with a password on offer": (lambda _ca: Server(offers=(AUTH,)), "unsupported"),
    "refused": (lambda _ca: Server(go_ahead=b"454 not now\r\n"), "454"),
    "answered with a fault": (lambda _ca: Server(go_ahead=b"502 what\r\n"), "502"),
    "garbage instead of TLS": (lambda _ca: Server(), "tls"),
    "plain text slipped in": (lambda ca: Server(right(ca), go_ahead=GO_AHEAD + MORE), "tls"),
    "half a line slipped in": (lambda ca: Server(right(ca), go_ahead=GO_AHEAD + b"2"), "tls"),
    "a password on offer in plain text only": (
        lambda ca: Server(right(ca), offers=("STARTTLS", AUTH), offers_over_tls=()),
        "unsupported",
    ),
}


def gave_nothing_away(server: Server) -> bool:
    """No sender, no recipient, no mail, no password, neither in plain text nor over TLS."""
    told = {*server.verbs(secure=False), *server.verbs(secure=True)}
    lines = b"\n".join(line for _secure, line in server.heard)
    return not told & {"MAIL", "RCPT", "DATA", "AUTH"} and not any(secret in lines for secret in SECRETS)


@pytest.mark.parametrize(("make", "code"), FAULTS.values(), ids=FAULTS.keys())
def test_nothing_is_said_where_tls_cannot_be_had(
    tmp_path: Path, authority: trustme.CA, ca_file: Path, make: Made, code: str
) -> None:
    server = make(authority)

    with servers.scripted(server.talk) as port:
        failure = send(settings_for(tmp_path, port, smtp_tls="starttls", smtp_ca_file=ca_file, outbox_lease=8, **LOGIN))

    assert failure == Failure(code)
    assert server.heard
    assert gave_nothing_away(server)


@pytest.mark.parametrize("certificate", CERTIFICATES)
def test_nothing_is_said_to_whoever_shows_a_wrong_certificate(
    tmp_path: Path, authority: trustme.CA, ca_file: Path, certificate: Callable[[trustme.CA], ssl.SSLContext]
) -> None:
    found = []
    for tls in ("starttls", "tls"):
        server = Server(certificate(authority), at_once=tls == "tls")
        with servers.scripted(server.talk) as port:
            found.append(
                send(settings_for(tmp_path, port, smtp_tls=tls, smtp_ca_file=ca_file, outbox_lease=8, **LOGIN))
            )
        assert gave_nothing_away(server)

    assert found == [Failure("certificate")] * 2


def test_nothing_is_said_where_tls_is_expected_at_once_and_plain_text_comes(tmp_path: Path, ca_file: Path) -> None:
    server = Server(offers=(AUTH,))

    with servers.scripted(server.talk) as port:
        failure = send(settings_for(tmp_path, port, smtp_tls="tls", smtp_ca_file=ca_file, outbox_lease=8, **LOGIN))

    assert failure == Failure("tls")
    assert gave_nothing_away(server)


@pytest.mark.usefixtures("flask_context")
@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_over_tls_with_a_right_certificate_it_signs_in_and_delivers(
    tmp_path: Path, authority: trustme.CA, ca_file: Path, tls: str
) -> None:
    server = Server(right(authority), at_once=tls == "tls")

    with servers.scripted(server.talk) as port:
        trusted = send(settings_for(tmp_path, port, smtp_tls=tls, smtp_ca_file=ca_file, outbox_lease=8, **LOGIN))
        strange = send(settings_for(tmp_path, port, smtp_tls=tls, **LOGIN))

    assert (trusted, strange) == (None, Failure("certificate"))
    assert server.verbs(secure=True)[:5] == ["EHLO", "AUTH", "MAIL", "RCPT", "DATA"]
    assert set(server.verbs(secure=False)) <= {"EHLO", "STARTTLS"}
    assert any(SECRETS[2] in line for _secure, line in server.heard)


@pytest.mark.usefixtures("flask_context")
@pytest.mark.parametrize(("answer", "code"), [(b"535 who are you\r\n", "535"), (b"454 not now\r\n", "454")])
def test_a_password_that_is_refused_holds_up_every_mail_and_kills_none(
    tmp_path: Path, authority: trustme.CA, ca_file: Path, answer: bytes, code: str
) -> None:
    settings: dict[str, Any] = {"smtp_tls": "starttls", "smtp_ca_file": ca_file, "outbox_lease": 8, **LOGIN}
    server = Server(right(authority), at_auth=answer)

    with servers.scripted(server.talk) as port:
        refused = send(settings_for(tmp_path, port, **settings))
        told = server.verbs(secure=True)
        server.at_auth = WELCOME
        taken = send(settings_for(tmp_path, port, **settings))

    assert (refused, taken) == (Failure(code), None)
    assert "AUTH" in told and not {"MAIL", "RCPT", "DATA"} & set(told)


@pytest.mark.usefixtures("flask_context")
def test_a_password_is_never_given_in_plain_text(tmp_path: Path) -> None:
    server = Server(offers=(AUTH,))

    with servers.scripted(server.talk) as port:
        failure = send(settings_for(tmp_path, port, smtp_tls="none", **LOGIN))

    assert failure is None
    assert "MAIL" in server.verbs(secure=False)
    assert "AUTH" not in server.verbs(secure=False)
    assert not any(secret in line for _secure, line in server.heard for secret in SECRETS)


SHOWN: tuple[tuple[Made, str, str], ...] = (
    (lambda ca: Server(expired(ca)), "certificate", "Het certificaat van de mailserver klopt niet."),
    (lambda _ca: Server(offers=()), "unsupported", "De mailserver kan geen veilige verbinding of geen wachtwoord aan."),
    (lambda _ca: Server(), "tls", "Er kwam geen veilige verbinding met de mailserver."),
)


def test_what_waits_for_a_server_to_be_trusted_is_seen_by_staff_and_leaves_later(
    app: Flask, session: Session, make_desk: MakeDesk, authority: trustme.CA, ca_file: Path
) -> None:
    settings: dict[str, Any] = {"smtp_tls": "starttls", "smtp_ca_file": ca_file, "outbox_backoff": (3600,), **LOGIN}
    staff = signed_in(app, Role.ADMIN)
    rows = []

    for make, code, _words in SHOWN:
        rows.append(put_receipt(session))
        server = make(authority)
        with servers.scripted(server.talk) as port:
            result = delivery.deliver_next(make_desk(port, **settings), due_by=clock.now())
        waiting = again(session, rows[-1])
        assert (result, waiting.state, waiting.error) == (Result.DEFERRED, MailState.DEFERRED, code)
        assert gave_nothing_away(server)
    seen = staff.get("/staff/outbox").text
    trusted = Server(right(authority))
    tomorrow = clock.now() + timedelta(days=1)
    with servers.scripted(trusted.talk) as port:
        desk = make_desk(port, **settings)
        results = [delivery.deliver_next(desk, due_by=tomorrow) for _row in rows]
        desk.postman.close()

    assert [words for _make, _code, words in SHOWN if words not in seen] == []
    assert results == [Result.SENT] * 3
    assert {again(session, row).state for row in rows} == {MailState.SENT}
    assert trusted.verbs(secure=True)[:5] == ["EHLO", "AUTH", "MAIL", "RCPT", "DATA"]
