"""A connection that is kept for the next mail and was left by the server: no mail waits for it, and none goes twice."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import trustme

from portal.notify.failures import Failure
from portal.notify.post import Postman
from tests.notify import servers
from tests.notify.test_post import PARCEL, settings_for

pytestmark = pytest.mark.usefixtures("flask_context")
AT_ONCE_AND_HARD = struct.pack("ii", 1, 0)
"""For SO_LINGER: whoever closes then sends a reset."""
Leaving = Callable[[socket.socket], None]


@dataclass
class Server:
    """Takes mails; on its first connection it leaves in a certain way, once, when the time has come.

    ``at``: after it took the first mail, or at DATA or at the end of the second one, which it keeps then.
    """

    leave: Leaving
    at: str = "idle"
    tls: ssl.SSLContext | None = None
    taken: int = 0
    has_left: threading.Event = field(default_factory=threading.Event)

    def talk(self, caller: socket.socket) -> None:
        caller.settimeout(5)
        own = self.tls.wrap_socket(caller, server_side=True) if self.tls else caller
        with own:
            own.sendall(b"220 hello\r\n")
            self._take(own)

    def _take(self, own: socket.socket) -> None:
        with own.makefile("rb") as lines:
            for line in lines:
                if line.upper().startswith(b"DATA") and self._took(own, lines):
                    break
                if not line.upper().startswith(b"DATA"):
                    own.sendall(b"250 fine\r\n")
        if not self.has_left.is_set() and self.taken:
            self.leave(own)
            own.close()
            self.has_left.set()

    def _took(self, own: socket.socket, lines: Any) -> bool:
        """Whether it leaves now."""
        is_second = self.taken == 1 and not self.has_left.is_set()
        if is_second and self.at == "data":
            return True
        own.sendall(b"354 go on\r\n")
        list(iter(lines.readline, b".\r\n"))
        self.taken += 1
        if is_second and self.at == "end":
            return True
        own.sendall(b"250 taken\r\n")
        return self.taken == 1 and self.at == "idle"


def closes(_own: socket.socket) -> None:
    """With the FIN that follows; over TLS without its goodbye."""


def resets(own: socket.socket) -> None:
    own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE_AND_HARD)


def says_421(own: socket.socket) -> None:
    own.sendall(b"421 idle for too long\r\n")


def says_goodbye_over_tls(own: socket.socket) -> None:
    own.setblocking(False)
    try:
        own.unwrap()  # type: ignore[attr-defined]
    except OSError:
        return  # Nobody answers it.


def two_mails(server: Server, tmp_path: Path, **tls: Any) -> list[Failure | None]:
    """What came of two, the second on the connection of the first."""
    with servers.scripted(server.talk) as port:
        postman = Postman(settings_for(tmp_path, port, outbox_lease=8, **tls))
        found = [postman.send(PARCEL)]
        assert server.at != "idle" or server.has_left.wait(5)
        found.append(postman.send(PARCEL))
        postman.close()
    return found


@pytest.mark.parametrize("leave", [closes, resets, says_421])
def test_one_that_was_left_while_idle_is_replaced_at_once(tmp_path: Path, leave: Leaving) -> None:
    server = Server(leave)

    assert (two_mails(server, tmp_path), server.taken) == ([None, None], 2)


@pytest.mark.parametrize("leave", [closes, resets, says_421, says_goodbye_over_tls])
def test_so_is_one_over_tls(tmp_path: Path, leave: Leaving) -> None:
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(servers.HOST).configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    server = Server(leave, tls=context)

    found = two_mails(server, tmp_path, smtp_tls="tls", smtp_ca_file=tmp_path / "ca.pem")

    assert (found, server.taken) == ([None, None], 2)


@pytest.mark.parametrize("leave", [closes, resets, says_421])
def test_a_mail_that_was_not_handed_over_goes_at_once(tmp_path: Path, leave: Leaving) -> None:
    server = Server(leave, at="data")

    assert (two_mails(server, tmp_path), server.taken) == ([None, None], 2)


@pytest.mark.parametrize(("leave", "code"), [(closes, "disconnected"), (resets, "disconnected"), (says_421, "421")])
def test_a_mail_that_the_server_may_have_taken_waits_for_its_turn(tmp_path: Path, leave: Leaving, code: str) -> None:
    server = Server(leave, at="end")

    assert (two_mails(server, tmp_path), server.taken) == ([None, Failure(code)], 2)
