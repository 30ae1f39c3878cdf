"""One conversation of the drill's mail server: as much SMTP as a worker speaks, or the fault that holds just now."""

from __future__ import annotations

import asyncio
import email
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from bench.drill.faults import AT_RCPT, Fault

END = b"\r\n.\r\n"
DRIP_SECONDS = 0.1


@dataclass(frozen=True)
class Taken:
    """A mail that is here as a whole; ``worker`` is the first part of the name by which the sender greeted."""

    worker: str
    to: tuple[str, ...]
    message_id: str


class Host(Protocol):
    """What a conversation must know of its server."""

    fault: Fault | None
    poison: dict[str, Fault]
    """Faults of single addresses, once their mail is here."""
    trusted: ssl.SSLContext | None
    untrusted: ssl.SSLContext | None

    async def take(self, taken: Taken) -> str:
        """Keep a mail; the answer to its sender."""
        ...


class Over(Exception):
    """Nothing more is said."""


class Conversation:
    """From the greeting to the end, whoever makes it."""

    def __init__(self, host: Host, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._host, self._reader, self._writer = host, reader, writer
        self._worker = ""
        self._to: list[str] = []
        self._secret = False
        self._verbs = {
            "EHLO": self._ehlo,
            "STARTTLS": self._starttls,
            "RCPT": self._rcpt,
            "DATA": self._data,
            "QUIT": self._quit,
        }

    async def hold(self) -> None:
        with suppress(Over, OSError, asyncio.IncompleteReadError, ValueError):
            await self._greet()
            while line := await self._reader.readline():
                verb, _, rest = line.decode("latin-1").strip().partition(" ")
                await self._verbs.get(verb.upper(), self._ok)(rest)

    def hang_up(self) -> None:
        self._writer.transport.abort()

    async def _greet(self) -> None:
        fault = self._host.fault
        if fault is Fault.CLOSED:
            raise Over
        if fault is Fault.SILENT:
            await self._say_nothing()
        while fault is Fault.SLOW:
            self._writer.write(b"2")
            await self._writer.drain()
            await asyncio.sleep(DRIP_SECONDS)
        if fault is Fault.BUSY:
            await self._say("421 4.3.2 too busy")
            raise Over
        await self._say("220 drill")

    async def _ehlo(self, name: str) -> None:
        self._worker = name.partition(".")[0]
        offers = ["drill", "8BITMIME"]
        if self._host.trusted and not self._secret:
            offers.append("STARTTLS")
        await self._say(*(f"250-{offer}" for offer in offers), "250 SIZE")

    async def _starttls(self, _rest: str) -> None:
        await self._say("220 go on")
        if self._host.fault is Fault.STUCK:
            await self._say_nothing()
        context = self._host.untrusted if self._host.fault is Fault.CERTIFICATE else self._host.trusted
        if context is None:
            raise Over
        await self._writer.start_tls(context)
        self._secret = True

    async def _rcpt(self, rest: str) -> None:
        answer = AT_RCPT.get(self._host.fault) if self._host.fault else None
        if answer is None:
            self._to.append(rest.partition("<")[2].partition(">")[0])
        await self._say(answer or "250 known")

    async def _data(self, _rest: str) -> None:
        await self._say("354 go on")
        content = await self._reader.readuntil(END)
        taken = Taken(self._worker, tuple(self._to), str(email.message_from_bytes(content)["Message-ID"]))
        self._to = []
        await self._suffer(taken)
        if self._host.fault is Fault.REJECTED:
            await self._say("554 5.7.1 not this one")
            return
        answer = await self._host.take(taken)
        if self._host.fault is Fault.DROPPED:
            raise Over
        await self._say(answer)

    async def _suffer(self, taken: Taken) -> None:
        """Some mails do no server any good."""
        found = {self._host.poison.get(address) for address in taken.to}
        if Fault.SILENT in found:
            await self._say_nothing()
        if Fault.DROPPED in found:
            raise Over

    async def _quit(self, _rest: str) -> None:
        await self._say("221 bye")
        raise Over

    async def _ok(self, _rest: str) -> None:
        await self._say("250 fine")

    async def _say(self, *lines: str) -> None:
        self._writer.write("".join(f"{line}\r\n" for line in lines).encode())
        await self._writer.drain()

    async def _say_nothing(self) -> None:
        """Until the other side has had enough of it."""
        await self._reader.read()
        raise Over
