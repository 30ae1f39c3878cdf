"""How long a mail is tried, and what is kept of its letter meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import SystemRandom

from portal.domain import mailing
from portal.domain.mailing import Step
from portal.models import Outbox
from portal.notify.failures import Failure
from portal.notify.notices import LINK_LIVES
from portal.store import messages

JITTER = 0.1
LAST_MINUTE = timedelta(minutes=1)
"""So long before it is of no use any more is a mail tried for the last time."""


def is_stale(mail: Outbox, now: datetime) -> bool:
    """Whether nobody waits for it any more."""
    until = _until(mail)
    return until is not None and now >= until


def in_vain(
    mail: Outbox, failure: Failure, *, backoff: Sequence[int], hours: int, now: datetime
) -> tuple[Step, datetime | None]:
    """What an attempt that failed comes to, and when the mail is tried again.

    What is final, or was tried for long enough, is dead, for staff to look at; what nobody waits for is cancelled.
    """
    until, again = _until(mail), _next_try(mail, backoff, hours, now)
    if failure.final:
        return Step.BURY, None
    if until is not None and now >= until - LAST_MINUTE:
        return Step.DROP, None
    if again is None:
        return Step.BURY, None
    return Step.DEFER, again if until is None else min(again, until - LAST_MINUTE)


def kept(mail: Outbox, step: Step) -> str | None:
    """The letter, for the next attempt alone; one with a link that works once is written anew."""
    return mail.rendered if step is Step.DEFER and mail.notice not in LINK_LIVES else None


def _until(mail: Outbox) -> datetime | None:
    life = LINK_LIVES.get(mail.notice)
    return None if life is None else mail.created_at + life


def _next_try(mail: Outbox, backoff: Sequence[int], hours: int, now: datetime) -> datetime | None:
    return mailing.next_try(
        messages.tries(mail.attempt),
        backoff,
        began=mail.resent_at or mail.created_at,
        hours=hours,
        now=now,
        stretch=SystemRandom().uniform(1 - JITTER, 1 + JITTER),
    )
