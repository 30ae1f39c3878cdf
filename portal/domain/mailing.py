"""How a mail goes from being put aside to its end: its states and steps, who goes first, and how long one is tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class MailState(StrEnum):
    """Where a mail stands."""

    PENDING = "pending"
    """Put aside, not tried yet."""
    LEASED = "leased"
    """In a worker's hand until ``due_at``; then any other may take it."""
    SENT = "sent"
    DEFERRED = "deferred"
    """Tried in vain, to be tried again at ``due_at``."""
    DEAD = "dead"
    """Staff have to look at it."""
    CANCELLED = "cancelled"
    """What it was about is withdrawn, erased or over: it never leaves."""


class Step(StrEnum):
    """What can happen to a mail."""

    CLAIM = "claim"
    """A worker takes it; one in another's hand only when that lease ran out."""
    DELIVER = "deliver"
    """The server took it."""
    DEFER = "defer"
    BURY = "bury"
    CANCEL = "cancel"
    """Its matter is over while nobody has it in hand."""
    DROP = "drop"
    """Its matter was over while a worker had it in hand, and that attempt came to nothing."""
    RESEND = "resend"
    """Staff give it a new start."""


S = MailState
WAITING = (S.PENDING, S.LEASED, S.DEFERRED)
"""What is not at its end."""
MOVES: Mapping[Step, tuple[frozenset[MailState], MailState]] = MappingProxyType(
    {
        Step.CLAIM: (frozenset({S.PENDING, S.DEFERRED, S.LEASED}), S.LEASED),
        Step.DELIVER: (frozenset({S.LEASED}), S.SENT),
        Step.DEFER: (frozenset({S.LEASED}), S.DEFERRED),
        Step.BURY: (frozenset({S.LEASED}), S.DEAD),
        Step.CANCEL: (frozenset({S.PENDING, S.DEFERRED}), S.CANCELLED),
        Step.DROP: (frozenset({S.LEASED}), S.CANCELLED),
        Step.RESEND: (frozenset({S.DEAD}), S.PENDING),
    }
)
"""Each step with the states it leads away from and the one it leads to; there are no others."""


def after(state: MailState, step: Step) -> MailState:
    """The state after a step; a step that the table does not have is a ValueError."""
    origins, to = MOVES[step]
    if state not in origins:
        raise ValueError(f"no {step} for a mail that is {state}")
    return to


URGENT, USUAL = LANES = (0, 1)
CANNOT_WAIT = frozenset({"acute", "unclaimed"})
"""The notices about people who must be helped today."""


def lane(notice: str) -> int:
    """The lane of a notice."""
    return URGENT if notice in CANNOT_WAIT else USUAL


class Group(NamedTuple):
    """Mails that leave in the order in which they are due."""

    lane: int
    state: MailState


GROUPS = tuple(Group(one, state) for one in LANES for state in (S.PENDING, S.DEFERRED, S.LEASED))
"""In this order: what cannot wait, and of each lane first tries before the others; leased is what nobody finished."""
EVERY = 4
"""So many claims, and another group goes first for once: none waits for ever behind a backlog of those before it."""
TURNS = EVERY * len(GROUPS)
"""After so many claims it begins again."""


def order(claim: int) -> tuple[Group, ...]:
    """Where the given claim of a worker looks (they are counted from 0), one group after the other."""
    turn, others = divmod(claim, EVERY)
    if others != EVERY - 1:
        return GROUPS
    first = GROUPS[turn % len(GROUPS)]
    return (first, *(group for group in GROUPS if group != first))


MOST_LAPSES = 10
"""A mail in whose hands so many workers ended is a mail that ends workers."""


def next_try(
    tries: int, backoff: Sequence[int], *, began: datetime, hours: int, now: datetime, stretch: float
) -> datetime | None:
    """When to try again after so many tries in vain; None when it was tried for its ``hours``.

    The waiting times follow the list, whose last one repeats; ``stretch`` is by how much this one is longer or
    shorter. The last try is at the very end. One that was put aside while no worker ran still gets the whole list.
    """
    end = began + timedelta(hours=hours)
    again = now + timedelta(seconds=backoff[min(max(tries, 1), len(backoff)) - 1] * stretch)
    if tries <= len(backoff):
        return again
    return min(again, end) if now < end else None
