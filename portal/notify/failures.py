"""What went wrong while sending, as a code and nothing more, and whether another attempt makes sense."""

from __future__ import annotations

import smtplib
import socket
import ssl
from dataclasses import dataclass

CODES: tuple[tuple[type[Exception], str], ...] = (
    (ssl.SSLCertVerificationError, "certificate"),
    (ssl.SSLError, "tls"),
    (TimeoutError, "timeout"),
    (ConnectionRefusedError, "refused"),
    (socket.gaierror, "dns"),
    (smtplib.SMTPNotSupportedError, "unsupported"),
    (smtplib.SMTPServerDisconnected, "disconnected"),
    (OSError, "network"),
)
LETTER = "letter"
"""The letter itself could not be written or handed over: a fault of ours, which the next version may mend."""
UNFORESEEN = "unforeseen"
"""Something that nobody thought of went wrong while sending."""
STALE = frozenset({"disconnected", "421", "tls", "network"})


@dataclass(frozen=True)
class Failure:
    """``code`` is a word of ours or a number of the server's, never its text; ``final`` mails are not tried again."""

    code: str
    final: bool = False

    @property
    def stale_connection(self) -> bool:
        """What a connection that was kept open says when the server, or what stands before it, has had enough of it."""
        return self.code in STALE


def of(error: Exception) -> Failure:
    """A 5xx to the recipient or the message is final; elsewhere it is about us or the server, and may pass."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _answered(next(iter(error.recipients.values()))[0], about_this_mail=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return _answered(error.smtp_code, about_this_mail=isinstance(error, smtplib.SMTPDataError))
    return Failure(_code(_beneath(error)))


def _answered(code: int, *, about_this_mail: bool) -> Failure:
    known = 200 <= code <= 599
    return Failure(str(code) if known else "unclear", final=about_this_mail and 500 <= code <= 599)


def _beneath(error: Exception) -> Exception:
    """smtplib reports a time-out while reading as a disconnection; the time-out is its context."""
    cause = error.__context__
    disconnected = isinstance(error, smtplib.SMTPServerDisconnected)
    return cause if disconnected and isinstance(cause, TimeoutError | ssl.SSLError) else error


def _code(error: Exception) -> str:
    return next((code for kind, code in CODES if isinstance(error, kind)), LETTER)
