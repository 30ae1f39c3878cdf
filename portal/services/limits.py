"""How often one network and one address may do what the public may do: generous for people, tight for machines.

The counters are those of ``throttling``: keyed hashes, in the database, so that they hold over all processes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from portal.domain.errors import TooMany
from portal.domain.vocabulary import N_
from portal.services.throttling import keyed, network_of, scaled
from portal.store import counters

WINDOW = timedelta(hours=1)
"""It starts with the first time and does not move; after it everything is as before."""
MESSAGE = N_("Dit gebeurde te vaak na elkaar vanaf uw netwerk of met uw adres.")


@dataclass(frozen=True)
class Limit:
    """How often something may be done in an hour, by network and by address (e-mail, telephone, follow key)."""

    name: str
    network: int
    address: int


BEGIN = Limit("begin", network=240, address=240)
"""A report is begun, or the gate is left by an exit: a whole office may share a network."""
SEND = Limit("send", network=120, address=60)
"""A report is sent: sixty in a morning is a social landlord, sixty in an hour is a machine."""
CALL_ME = Limit("call", network=20, address=3)
"""Somebody asks to be called; the address is the number."""
REPORTED = Limit("reported", network=20, address=5)
""""Somebody reported me"; the address is the reference that was typed."""
RESEND_LINK = Limit("resend", network=20, address=5)
"""A link is asked for again, for an address that is known or not."""
RESUME_MAIL = Limit("resume", network=30, address=5)
"""A link to come back to a draft is mailed."""
FOLLOW = Limit("follow", network=120, address=30)
"""Something is added to a report behind its mailed link; the address is the follow key."""
LIMITS = (BEGIN, SEND, CALL_ME, REPORTED, RESEND_LINK, RESUME_MAIL, FOLLOW)


def count(
    session: Session, limit: Limit, *, secret: str, network: str, address: str = "", at: datetime, factor: float
) -> None:
    """Count one time, in the transaction of what is done; ``TooMany``, with how long to wait, above the limit.

    Views call ``policies.count(session, limits.SEND, address=email)``, which fills in the rest. Call it as the last
    thing before the commit: the counters' rows stay locked until then, and an office shares one of them. What was
    refused is rolled back with its count, so that nobody waits longer for having tried. ``factor`` 0 counts nothing.
    """
    if not factor:
        return
    allowed = {keyed(secret, f"{limit.name}.net", network_of(network)): scaled(limit.network, factor)}
    if address:
        allowed[keyed(secret, f"{limit.name}.for", _spelt(address))] = scaled(limit.address, factor)
    counted = counters.count(session, sorted(allowed), at=at, until=at + WINDOW)
    waits = [ends_at - at for key, (times, ends_at) in counted.items() if times > allowed[key]]
    if waits:
        raise TooMany(MESSAGE, wait=max(waits))


def _spelt(address: str) -> str:
    """The same address in capitals, or a number with spaces, is the same one."""
    return "".join(address.split()).casefold()
