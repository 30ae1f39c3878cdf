"""Dead mails that staff give a new start, one or all that died of the same cause; each is a line in the trail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from portal.models import Account, MailState, Outbox
from portal.store import audit, messages, outgoing

AT_ONCE = 500
"""So many start again with one press; whoever has more presses again."""


def resend(session: Session, mails: Iterable[Outbox], *, by: Account, at: datetime) -> int:
    """Let these start again, each as the same mail; how many did.

    One that is not dead any more is left alone, and one whose matter is over never leaves.
    """
    dead = [mail for mail in mails if mail.state is MailState.DEAD and mail.cancelled_at is None]
    for mail in dead:
        messages.revive(mail, at=at)
        audit.record(session, at=at, action="outbox.resent", account_id=by.id, case_id=mail.case_id, mail=mail.id)
    return len(dead)


def resend_all(session: Session, error: str, *, by: Account, at: datetime) -> int:
    """Let those that died of this start again, the oldest first; how many did."""
    return resend(session, outgoing.dead(session, error, limit=AT_ONCE), by=by, at=at)
