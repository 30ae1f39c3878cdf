"""The ways in which a mail server fails here, and what the worker must write down of each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Fault(StrEnum):
    """Those of promises.md, and one in the middle of TLS."""

    REFUSED = "refused"
    CLOSED = "closed"
    """The connection is taken and ended at once."""
    SILENT = "silent"
    SLOW = "slow"
    """A greeting that never ends, so that no single wait is long."""
    BUSY = "421"
    GREYLISTED = "451"
    FULL = "452"
    UNKNOWN = "550"
    REJECTED = "554"
    DROPPED = "dropped after DATA"
    """The whole mail was taken, and the connection is gone before anybody said so."""
    CERTIFICATE = "bad certificate"
    STUCK = "silent in TLS"


FINAL = frozenset({Fault.UNKNOWN, Fault.REJECTED})
"""After these a mail is dead."""
AT_RCPT: Mapping[Fault, str] = MappingProxyType(
    {
        Fault.GREYLISTED: "451 4.7.1 come back in a minute",
        Fault.FULL: "452 4.2.2 the mailbox is full",
        Fault.UNKNOWN: "550 5.1.1 nobody of that name",
    }
)
CODES: Mapping[Fault, frozenset[str]] = MappingProxyType(
    {
        **{fault: frozenset({fault.value}) for fault in (Fault.REFUSED, Fault.BUSY, *AT_RCPT, Fault.REJECTED)},
        **dict.fromkeys((Fault.SILENT, Fault.SLOW, Fault.STUCK), frozenset({"timeout"})),
        **dict.fromkeys((Fault.CLOSED, Fault.DROPPED), frozenset({"disconnected", "network"})),
        Fault.CERTIFICATE: frozenset({"certificate"}),
    }
)
"""The error that the outbox shows."""
