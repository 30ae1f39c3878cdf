"""Mail servers for tests: real SMTP on a free port of this machine, obliging or not."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope

HOST = "127.0.0.1"


class Handler:
    """Keeps what arrives; ``at_rcpt`` and ``at_data`` are answers given once each, in order, before the usual ones."""

    def __init__(self) -> None:
        self.mails: list[Envelope] = []
        self.at_rcpt: list[str] = []
        self.at_data: list[str] = []
        self.logins: list[Any] = []
        self.slow_seconds = 0.0
        self.in_hand = False

    async def handle_RCPT(self, _s: Any, _x: Any, envelope: Envelope, address: str, _options: Any) -> str:  # noqa: N802
        if self.at_rcpt:
            return self.at_rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.at_data:
            return self.at_data.pop(0)
        self.in_hand = True
        await asyncio.sleep(self.slow_seconds)
        self.mails.append(envelope)
        return "250 OK"

    def authenticate(self, _s: Any, _x: Any, _e: Any, _mechanism: str, data: Any) -> AuthResult:
        self.logins.append(data)
        return AuthResult(success=True)


class Server(Controller):
    """Ends its conversations when it stops, which aiosmtpd leaves to the callers."""

    def __init__(self, handler: Handler, **more: Any) -> None:
        super().__init__(handler, hostname=HOST, port=free_port(), ident="tests", **more)
        self.conversations: list[Any] = []

    def factory(self) -> Any:
        self.conversations.append(super().factory())  # type: ignore[no-untyped-call,unused-ignore]
        return self.conversations[-1]

    async def hang_up(self) -> None:
        for conversation in self.conversations:
            if conversation.transport is not None:
                conversation.transport.abort()
        await asyncio.sleep(0.02)


@contextmanager
def obliging(*, tls: ssl.SSLContext | None = None, **more: Any) -> Iterator[tuple[int, Handler]]:
    """A server that takes mail, after STARTTLS when it has a certificate; its port and what it got."""
    handler = Handler()
    options = {"tls_context": tls, "require_starttls": tls is not None, "authenticator": handler.authenticate, **more}
    with _running(Server(handler, **options)) as port:
        yield port, handler


@contextmanager
def obliging_over_tls(tls: ssl.SSLContext) -> Iterator[tuple[int, Handler]]:
    """The same with TLS from the first byte."""
    handler = Handler()
    with _running(Server(handler, ssl_context=tls)) as port:
        yield port, handler


@contextmanager
def _running(server: Server) -> Iterator[int]:
    server.start()
    try:
        yield server.port
    finally:
        asyncio.run_coroutine_threadsafe(server.hang_up(), server.loop).result()
        server.stop(no_assert=True)


@contextmanager
def scripted(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that does ``talk`` with each caller and hangs up; its port."""
    listener = socket.create_server((HOST, 0))
    listener.settimeout(0.05)
    over = threading.Event()
    server = threading.Thread(target=_serve, args=(listener, talk, over))
    server.start()
    try:
        yield listener.getsockname()[1]
    finally:
        over.set()
        server.join()
        listener.close()


def _serve(listener: socket.socket, talk: Callable[[socket.socket], None], over: threading.Event) -> None:
    while not over.is_set():
        try:
            caller, _address = listener.accept()
        except TimeoutError:
            continue
        with caller:
            try:
                talk(caller)
            except OSError:
                continue


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server((HOST, 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
