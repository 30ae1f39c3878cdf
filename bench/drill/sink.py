"""A mail server of this machine that takes everything, and can let a worker be killed right after its 250."""

from __future__ import annotations

import asyncio
import email
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from bench.serving import HOST, free_port

SLOW_SECONDS = 0.02


class Sink:
    """What arrived: for each address the Message-IDs, repeats included."""

    def __init__(self) -> None:
        self.by_address: dict[str, list[str]] = defaultdict(list)
        self.in_hand = threading.Event()
        """Set whenever a mail is being taken."""
        self.before_250: Callable[[str], None] | None = None
        """Called once, with the Message-ID, when the whole mail is here and nothing was answered yet."""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message_id = str(email.message_from_bytes(content)["Message-ID"])
        self.in_hand.set()
        await asyncio.sleep(SLOW_SECONDS)
        hook, self.before_250 = self.before_250, None
        if hook is not None:
            await asyncio.get_running_loop().run_in_executor(None, hook, message_id)
        for address in envelope.rcpt_tos:
            self.by_address[address].append(message_id)
        return "250 OK"


@contextmanager
def running() -> Iterator[tuple[int, Sink]]:
    """Its port, and what it got."""
    sink, port = Sink(), free_port()
    controller = Controller(sink, hostname=HOST, port=port, ident="drill")
    controller.start()  # type: ignore[no-untyped-call,unused-ignore]
    try:
        yield port, sink
    finally:
        controller.stop()  # type: ignore[no-untyped-call,unused-ignore]
