"""Handing a written mail to the mail server: Flask-Mail, with what it lacks.

Flask-Mail 0.10 knows no time limit, does not look at the server's certificate on STARTTLS, makes a new Message-ID for
every object, is silent under TESTING and prints the conversation in debug mode. Here a whole attempt has one deadline
(``timed``), certificates and host names are verified, a password travels over TLS only, and what is sent is what is
stored, byte for byte.
"""

from __future__ import annotations

import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import flask_mail

from portal.config import Settings
from portal.domain import mail_addresses
from portal.notify import failures
from portal.notify.failures import Failure
from portal.notify.timed import Deadline, Timed

ATTEMPT_SECONDS = 30


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
        self._seconds = min(ATTEMPT_SECONDS, settings.outbox_lease / 2)
        self._connection: Connection | None = None

    def send(self, parcel: Parcel) -> Failure | None:
        """Hand it over within the time of one attempt; the failure when that did not work.

        A kept connection gone stale is replaced once. Not when the whole mail had been handed over: the server may
        have taken it, and then a second one at once is certain to arrive twice.
        """
        deadline, kept = Deadline(self._seconds), self._connection
        failure = self._try(parcel, deadline)
        if failure and failure.stale_connection and kept and not kept.handed_over:
            failure = self._try(parcel, deadline)
        return failure

    def close(self) -> None:
        """Say goodbye; whatever goes wrong here changes nothing about what was sent."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.end()

    def _try(self, parcel: Parcel, deadline: Deadline) -> Failure | None:
        try:
            self._opened(deadline).send(Envelope(self._sender, parcel))
        except (OSError, ValueError, flask_mail.BadHeaderError) as error:  # smtplib's and ssl's are OSErrors
            self.close()
            return failures.of(error)
        return None

    def _opened(self, deadline: Deadline) -> Connection:
        if self._connection is None:
            connection = self._mail.connection(deadline)
            connection.__enter__()
            self._connection = connection
        else:
            self._connection.go_on(deadline)
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

    def connection(self, deadline: Deadline) -> Connection:
        """A connection that is not open yet."""
        return Connection(self.state, self._settings, deadline)


class Connection(flask_mail.Connection):  # type: ignore[misc,unused-ignore]
    """One conversation with the server, or several after each other."""

    host: Timed | None

    def __init__(self, mail: Any, settings: Settings, deadline: Deadline) -> None:
        super().__init__(mail)
        self._settings = settings
        self._deadline = deadline

    @property
    def handed_over(self) -> bool:
        """Whether the server was given all of the mail in hand, whatever it said to that."""
        return self.host is not None and self.host.handed_over

    def configure_host(self) -> Timed:
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

    def go_on(self, deadline: Deadline) -> None:
        """With the next mail, which has its own time."""
        if self.host is not None:
            self.host.begin(deadline)

    def end(self) -> None:
        """QUIT when the server still listens, and let go in any case."""
        if self.host is None:
            return
        with suppress(Exception):  # Whatever it answers, the mails before it are sent or are not.
            self.host.quit()
        self.host.close()

    def _reached(self) -> Timed:
        own_name = mail_addresses.bare(self._settings.mail_from).rpartition("@")[2]
        return Timed(
            self._settings.smtp_host,
            self._settings.smtp_port,
            own_name,
            deadline=self._deadline,
            tls=self._trust() if self._settings.smtp_tls == "tls" else None,
        )

    def _trust(self) -> ssl.SSLContext:
        ca_file = self._settings.smtp_ca_file
        return ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
