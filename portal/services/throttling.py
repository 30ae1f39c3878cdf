"""Slows down guessing: attempts are counted per account, per network and over all, before a password is looked at.

An attempt is counted first and taken back when it succeeds, so that a hundred guesses at the same instant are
counted as a hundred. What is stored of a name or an address is a keyed hash.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from portal.store import counters as store

WINDOW = timedelta(minutes=15)
MOST_DOUBLINGS = 2
"""Whoever goes on guessing waits 15, then 30, then at most 60 minutes."""


@dataclass(frozen=True)
class Counter:
    """One count to keep: how many attempts a window allows, and how often the window may double."""

    key: str
    allowed: int
    doublings: int = MOST_DOUBLINGS
    cleared_by_success: bool = False


def counters(secret: str, *, email: str, network: str, factor: float) -> Sequence[Counter]:
    """What one attempt counts for, in the order in which the rows are always locked.

    The last one never grows: who guesses from everywhere must not lock out the whole team for an hour.
    """
    return (
        Counter(keyed(secret, "network", network_of(network)), scaled(50, factor)),
        Counter(keyed(secret, "account", email), scaled(10, factor), cleared_by_success=True),
        Counter(keyed(secret, "overall", ""), scaled(500, factor), doublings=0),
    )


def count(session: Session, counted: Sequence[Counter], at: datetime) -> timedelta | None:
    """Count one attempt; how long to wait when there were too many, None when it may go on.

    An attempt that one counter refuses does not reach the next: one network alone cannot fill the overall count.
    """
    waits = (_count_one(session, counter, at) for counter in counted)
    return next((wait for wait in waits if wait is not None), None)


def take_back(session: Session, counted: Sequence[Counter]) -> None:
    """The attempt succeeded: it counts for nothing."""
    for counter in counted:
        if counter.cleared_by_success:
            store.forget(session, counter.key)
        else:
            store.lower(session, counter.key)


def forget(session: Session, at: datetime) -> int:
    """Remove the counters whose window is over; how many there were. A job for the night."""
    return store.forget_before(session, at)


def scaled(attempts: int, factor: float) -> int:
    """What a setting makes of a limit; never nothing."""
    return max(int(attempts * factor), 1)


def keyed(secret: str, kind: str, value: str) -> str:
    """The name of a counter: what is counted, and a hash that cannot be read back without our secret."""
    digest = hmac.new(secret.encode(), f"{kind}:{value}".encode("utf-8", "replace"), hashlib.sha256)
    return f"{kind}:{digest.hexdigest()}"


def network_of(address: str) -> str:
    """An IPv4 address, or the 64 bits of IPv6 that one household or office has."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((int(found), 64), strict=False))
    return str(found)


def _count_one(session: Session, counter: Counter, at: datetime) -> timedelta | None:
    times, ends_at = store.count(session, [counter.key], at=at, until=at + WINDOW)[counter.key]
    if times <= counter.allowed:
        return None
    rounds, rest = divmod(times - 1, counter.allowed)
    if rest == 0:  # The first refusal starts a full window; as many refusals again double it.
        ends_at = at + WINDOW * 2 ** min(rounds - 1, counter.doublings)
        store.end_at(session, counter.key, ends_at)
    return ends_at - at
