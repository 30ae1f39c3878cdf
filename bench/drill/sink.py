"""A mail server of this machine that fails in every way on demand, and says which worker brought which mail.

``with sink.running() as found`` is one on ``found.port``; ``found.failing(Fault.BUSY)`` lets it fail for a while.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

from bench.drill.conversation import Conversation, Taken
from bench.drill.faults import Fault
from bench.serving import HOST

SLOW_SECONDS = 0.02
LARGEST = 1 << 20
Hook = Callable[[Taken], str | None]
"""Called when a whole mail is here and nothing was answered yet; may answer something else than 250."""


@dataclass(frozen=True)
class Certificates:
    """One that whoever trusts ``ca_file`` trusts, and one that nobody trusts."""

    trusted: ssl.SSLContext
    untrusted: ssl.SSLContext
    ca_file: Path


class Sink:
    """What arrived: for each address the Message-IDs, repeats included."""

    def __init__(self, certificates: Certificates | None) -> None:
        self.trusted = certificates.trusted if certificates else None
        self.untrusted = certificates.untrusted if certificates else None
        self.by_address: dict[str, list[str]] = defaultdict(list)
        self.in_hand = threading.Event()
        """Set whenever a mail is being taken."""
        self.poison: dict[str, Fault] = {}
        self.fault: Fault | None = None
        self.arrived = 0
        self.repeats = 0
        self.first_of: dict[str, float] = {}
        """When each worker first brought a mail."""
        self._hooks: deque[Hook] = deque()
        self._open: set[Conversation] = set()
        self._place = _bound(0)
        """Never listens: it keeps the port ours while nobody does."""
        self.port: int = self._place.getsockname()[1]

    def before_250(self, hook: Hook) -> None:
        """Call it once, for the next mail that comes."""
        self._hooks.append(hook)

    def forget_hooks(self) -> None:
        self._hooks.clear()

    @contextmanager
    def failing(self, fault: Fault) -> Iterator[None]:
        """Whoever is connected is cut off, and finds the server like this."""
        self._ask(self._turn(fault))
        try:
            yield
        finally:
            self._ask(self._turn(None))

    def cure(self) -> None:
        """No mail is poisonous any more, and whoever waits for an answer to one gets none."""
        self.poison.clear()
        self._ask(self._cut_off())

    async def take(self, taken: Taken) -> str:
        self.in_hand.set()
        self.first_of.setdefault(taken.worker, time.monotonic())
        await asyncio.sleep(SLOW_SECONDS)
        hook = self._hooks.popleft() if self._hooks else None
        answer = await asyncio.to_thread(hook, taken) if hook else None
        if answer is None:
            self._keep(taken)
        return answer or "250 OK"

    def _keep(self, taken: Taken) -> None:
        for address in taken.to:
            known = self.by_address[address]
            self.repeats += taken.message_id in known
            known.append(taken.message_id)
        self.arrived += 1

    async def serve(self, ready: threading.Event) -> None:
        """Until told to stop."""
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        await self._listen()
        ready.set()
        await self._over.wait()
        self._close()
        await asyncio.sleep(0)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._place.close()

    def _ask(self, work: object) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result()  # type: ignore[arg-type]

    async def _turn(self, fault: Fault | None) -> None:
        if self.fault is Fault.REFUSED:
            await self._listen()
        self.fault = fault
        if fault is not None:
            self._hang_up()
        if fault is Fault.REFUSED:
            self._server.close()

    async def _cut_off(self) -> None:
        self._hang_up()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._hold, sock=_bound(self.port), limit=LARGEST)

    async def _hold(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        conversation = Conversation(self, reader, writer)
        self._open.add(conversation)
        try:
            await conversation.hold()
        finally:
            self._open.discard(conversation)
            writer.close()

    def _hang_up(self) -> None:
        for conversation in self._open:
            conversation.hang_up()

    def _close(self) -> None:
        self._server.close()
        self._hang_up()


@contextmanager
def running(certificates: Certificates | None = None) -> Iterator[Sink]:
    """One that asks for STARTTLS when it has certificates."""
    found, ready = Sink(certificates), threading.Event()
    server = threading.Thread(target=lambda: asyncio.run(found.serve(ready)))
    server.start()
    ready.wait()
    try:
        yield found
    finally:
        found.stop()
        server.join()


def certificates(folder: Path) -> Certificates:
    """Made for this run."""
    authority, stranger = trustme.CA(), trustme.CA()
    file = folder / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    return Certificates(_context(authority), _context(stranger), file)


def _context(authority: trustme.CA) -> ssl.SSLContext:
    found = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(HOST).configure_cert(found)
    return found


def _bound(port: int) -> socket.socket:
    """A place that several sockets of this process may have; a free one when ``port`` is 0."""
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    found.bind((HOST, port))
    return found
