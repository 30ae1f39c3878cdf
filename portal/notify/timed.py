"""SMTP within one deadline, from the look-up of the server's name to its last word, however slowly it drips."""

from __future__ import annotations

import io
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from queue import Empty, SimpleQueue
from typing import Any

REACH_SECONDS = 10
"""To look up the name, and again to reach one of its addresses."""
END_OF_MAIL = b"\r\n.\r\n"

Place = tuple[socket.AddressFamily, socket.SocketKind, int, str, Any]
"""A way to reach the server, as ``socket.getaddrinfo`` has it."""


class Deadline:
    """When an attempt is over, of however many waits it consists."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left; TimeoutError when there are none."""
        seconds = self._at - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("the attempt took too long")
        return seconds


class Timed(smtplib.SMTP):
    """A conversation in which every wait ends with the deadline; over TLS from the first byte where ``tls`` is given.

    ``handed_over``: all of the mail in hand was given to the server, which may have taken it even if it said nothing.
    """

    def __init__(
        self, server: str, port: int, own_name: str, *, deadline: Deadline, tls: ssl.SSLContext | None
    ) -> None:
        self._tls = tls
        self.begin(deadline)
        super().__init__(server, port, own_name)

    def begin(self, deadline: Deadline) -> None:
        """From now on it is about another mail."""
        self._deadline, self.handed_over = deadline, False

    def send(self, s: Any) -> None:
        """Send within what is left."""
        if self.sock is not None:
            self.sock.settimeout(self._deadline.left())
        super().send(s)
        self.handed_over = self.handed_over or (isinstance(s, bytes) and s.endswith(END_OF_MAIL))

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

    def left(self) -> float:
        """Seconds that are left for the mail in hand; TimeoutError when there are none."""
        return self._deadline.left()

    def _get_socket(self, host: str, port: int, _timeout: float) -> socket.socket:
        """What smtplib talks over."""
        reached = _reached(host, port, self._deadline)
        if self._tls is None:
            return reached
        try:
            reached.settimeout(self._deadline.left())
            return self._tls.wrap_socket(reached, server_hostname=host)
        except BaseException:
            reached.close()
            raise


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


def _reached(host: str, port: int, deadline: Deadline) -> socket.socket:
    """Connected to the first address that answers; each gets its share of the time, and the last one is for talking."""
    places = _looked_up(host, port, deadline)
    failure = OSError("the name has no address")
    for number, place in enumerate(places):
        seconds = min(REACH_SECONDS, deadline.left() / (len(places) - number + 1))
        try:
            return _connected(place, seconds)
        except OSError as error:
            failure = error
    raise failure


def _connected(place: Place, seconds: float) -> socket.socket:
    family, kind, protocol, _name, address = place
    made = socket.socket(family, kind, protocol)
    try:
        made.settimeout(seconds)
        made.connect(address)
    except BaseException:
        made.close()
        raise
    return made


def _looked_up(host: str, port: int, deadline: Deadline) -> Sequence[Place]:
    """The addresses of a name. The look-up itself knows no time limit, so it is left behind when it takes too long."""
    answer: SimpleQueue[Sequence[Place] | Exception] = SimpleQueue()
    threading.Thread(target=_look_up, args=(host, port, answer), daemon=True).start()
    try:
        found = answer.get(timeout=min(REACH_SECONDS, deadline.left()))
    except Empty:
        raise socket.gaierror(socket.EAI_AGAIN, "the name was not found in time") from None
    if isinstance(found, Exception):
        raise found
    return found


def _look_up(host: str, port: int, answer: SimpleQueue[Sequence[Place] | Exception]) -> None:
    try:
        answer.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except Exception as error:  # noqa: BLE001 - whatever it is, whoever waits for the answer deals with it
        answer.put(error)
