"""Handing a written mail to the mail server: Flask-Mail, with what it lacks.

Flask-Mail 0.10 knows no time limit, does not look at the server's certificate on STARTTLS, makes a new Message-ID for
every object, is silent under TESTING and prints the conversation in debug mode. Here the whole conversation has one
deadline, certificates and host names are verified, a password travels over TLS only, and what is sent is what is
stored, byte for byte.
"""

from __future__ import annotations

import io
import smtplib
import socket
import ssl
import time
from dataclasses import dataclass
from typing import Any

import flask_mail

from portal.config import Settings
from portal.domain import mail_addresses
from portal.notify import failures
from portal.notify.failures import Failure

CONNECT_SECONDS = 10
CONVERSATION_SECONDS = 30


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """One attempt at one mail: who gets it, and the finished bytes as text."""

    mail_id: int
    attempt: int
    to: str
    message_id: str
    mime: str


class Postman:
    """Sends parcels one after the other over one connection, which ``close`` ends."""

    def __init__(self, settings: Settings) -> None:
        self._mail = Mail(settings)
        self._sender = mail_addresses.bare(settings.mail_from)
        self._connection: Connection | None = None

    def send(self, parcel: Parcel) -> Failure | None:
        """Hand it over; the failure when that did not work. A kept connection gone stale is replaced once."""
        kept = self._connection is not None
        failure = self._try(parcel)
        if failure and kept and failure.stale_connection:
            failure = self._try(parcel)
        return failure

    def close(self) -> None:
        """Say goodbye; whatever goes wrong here changes nothing about what was sent."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.end()

    def _try(self, parcel: Parcel) -> Failure | None:
        try:
            self._opened().send(Envelope(self._sender, parcel))
        except (OSError, ValueError, flask_mail.BadHeaderError) as error:  # smtplib's and ssl's are OSErrors
            self.close()
            return failures.of(error)
        return None

    def _opened(self) -> Connection:
        if self._connection is None:
            connection = self._mail.connect()
            connection.__enter__()
            self._connection = connection
        else:
            self._connection.start_clock()
        return self._connection


class Envelope(flask_mail.Message):  # type: ignore[misc,unused-ignore]
    """A stored mail in the shape that Flask-Mail sends."""

    def __init__(self, sender: str, parcel: Parcel) -> None:
        # Message.__init__ would make a Message-ID, and for that ask the network for this machine's name.
        self.recipients = [parcel.to]
        self.cc, self.bcc = [], []
        self.subject, self.sender, self.reply_to = "", sender, None
        self.date = 0.0
        self.msgId = parcel.message_id
        self.mail_options, self.rcpt_options = [], []
        self._bytes = parcel.mime.encode("ascii")

    def as_bytes(self) -> bytes:
        """What is stored."""
        return self._bytes


class Mail(flask_mail.Mail):  # type: ignore[misc,unused-ignore]
    """Flask-Mail on our settings, in every environment, with connections of ours."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.state = self.init_mail(
            {
                "MAIL_SERVER": settings.smtp_host,
                "MAIL_PORT": settings.smtp_port,
                "MAIL_DEFAULT_SENDER": settings.mail_from,
                "MAIL_SUPPRESS_SEND": False,
                "MAIL_DEBUG": False,
            }
        )

    def connect(self) -> Connection:
        """A connection that is not open yet."""
        return Connection(self.state, self._settings)


class Connection(flask_mail.Connection):  # type: ignore[misc,unused-ignore]
    """One conversation with the server, or several after each other, each with the same time to finish in."""

    host: smtplib.SMTP | None

    def __init__(self, mail: Any, settings: Settings) -> None:
        super().__init__(mail)
        self._settings = settings
        self._seconds = min(CONVERSATION_SECONDS, settings.outbox_lease / 2)

    def configure_host(self) -> smtplib.SMTP:
        """Connect, be sure of the server, and sign in if there is a password and nobody can overhear it."""
        host = self._reached()
        try:
            if self._settings.smtp_tls == "starttls":
                host.starttls(context=self._trust())
            if self._settings.smtp_tls != "none" and self._settings.smtp_user and self._settings.smtp_password:
                host.login(self._settings.smtp_user, self._settings.smtp_password)
        except BaseException:
            host.close()
            raise
        return host

    def start_clock(self) -> None:
        """Give the next mail the whole time again."""
        if isinstance(self.host, Timed):
            self.host.start_clock()

    def end(self) -> None:
        """QUIT when the server still listens, and let go in any case."""
        if self.host is None:
            return
        try:
            self.host.quit()
        except OSError:
            pass
        finally:
            self.host.close()

    def _reached(self) -> smtplib.SMTP:
        server, port = self._settings.smtp_host, self._settings.smtp_port
        own_name = mail_addresses.bare(self._settings.mail_from).rpartition("@")[2]
        if self._settings.smtp_tls == "tls":
            return TimedOverTLS(server, port, own_name, seconds=self._seconds, context=self._trust())
        return Timed(server, port, own_name, seconds=self._seconds)

    def _trust(self) -> ssl.SSLContext:
        ca_file = self._settings.smtp_ca_file
        return ssl.create_default_context(cafile=str(ca_file) if ca_file else None)


class Timed(smtplib.SMTP):
    """SMTP with one deadline for the whole conversation, however slowly the server drips its answers."""

    def __init__(self, host: str, port: int, own_name: str, *, seconds: float, **more: Any) -> None:
        self._seconds = seconds
        self.start_clock()
        super().__init__(host, port, own_name, timeout=min(CONNECT_SECONDS, seconds), **more)

    def start_clock(self) -> None:
        """From now on there is the whole time."""
        self._deadline = time.monotonic() + self._seconds

    def left(self) -> float:
        """Seconds that are left; TimeoutError when there are none."""
        seconds = self._deadline - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("the conversation took too long")
        return seconds

    def send(self, s: Any) -> None:
        """Send within what is left."""
        if self.sock is not None:
            self.sock.settimeout(self.left())
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        """Read within what is left."""
        if self.file is None and self.sock is not None:
            self._answers = _Answers(self, self.sock)
            self.file = io.BufferedReader(self._answers)
        return super().getreply()

    def docmd(self, cmd: str, args: str = "") -> tuple[int, bytes]:
        """Also be sure that nothing came along with leave to begin TLS: somebody in between would have put it there."""
        answer = super().docmd(cmd, args)
        if cmd == "STARTTLS" and self._answers.holds_more(self.file):
            raise ssl.SSLError("plain text came before TLS began")
        return answer


class TimedOverTLS(Timed, smtplib.SMTP_SSL):
    """The same where TLS comes first."""


class _Answers(io.RawIOBase):
    def __init__(self, host: Timed, sock: socket.socket) -> None:
        self._host, self._sock = host, sock
        self._is_shut = False

    def holds_more(self, reader: Any) -> bool:
        """Whether something was received that nobody has read; nothing more is received for it, nor after it."""
        self._is_shut = True
        return bool(reader.peek(1))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self._is_shut:
            return None
        self._sock.settimeout(self._host.left())
        return self._sock.recv_into(buffer)
