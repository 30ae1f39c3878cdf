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

from portal.models import Throttle
from portal.store import accounts

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
        Counter(_key(secret, "network", _network(network)), _scaled(50, factor)),
        Counter(_key(secret, "account", email), _scaled(10, factor), cleared_by_success=True),
        Counter(_key(secret, "overall", ""), _scaled(500, factor), doublings=0),
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
            accounts.forget_counter(session, counter.key)
        else:
            accounts.lower_counter(session, counter.key)


def forget(session: Session, at: datetime) -> int:
    """Remove the counters whose window is over; how many there were. A job for the night."""
    return accounts.forget_counters(session, at)


def _count_one(session: Session, counter: Counter, at: datetime) -> timedelta | None:
    row = accounts.counter(session, counter.key, until=at + WINDOW)
    if row.window_ends_at <= at:
        row.failures, row.window_ends_at = 0, at + WINDOW
    row.failures += 1
    session.add(row)
    if row.failures <= counter.allowed:
        return None
    _grow(row, counter, at)
    return row.window_ends_at - at


def _grow(row: Throttle, counter: Counter, at: datetime) -> None:
    """The first refusal starts a full window; as many refusals again double it."""
    rounds, rest = divmod(row.failures - 1, counter.allowed)
    if rest == 0:
        row.window_ends_at = at + WINDOW * 2 ** min(rounds - 1, counter.doublings)


def _scaled(attempts: int, factor: float) -> int:
    return max(int(attempts * factor), 1)


def _key(secret: str, kind: str, value: str) -> str:
    digest = hmac.new(secret.encode(), f"{kind}:{value}".encode("utf-8", "replace"), hashlib.sha256)
    return f"{kind}:{digest.hexdigest()}"


def _network(address: str) -> str:
    """An IPv4 address, or the 64 bits of IPv6 that one household or office has."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((int(found), 64), strict=False))
    return str(found)
