"""Dead mails that staff give a new start, one or all that died of the same cause; each is a line in the trail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from portal.models import Account, MailState, Outbox
from portal.notify import lasting
from portal.store import audit, messages, outgoing

AT_ONCE = 500
"""So many start again with one press; whoever has more presses again."""


def resend(session: Session, mails: Iterable[Outbox], *, by: Account, at: datetime) -> int:
    """Let these start again, each as the same mail; how many did.

    One that is not dead any more is left alone, and one whose matter is over never leaves; so it is with a link that
    was asked for too long ago.
    """
    missed = [mail for mail in mails if mail.state is MailState.DEAD and _is_waited_for(mail, at)]
    for mail in missed:
        messages.revive(mail, at=at)
        audit.record(session, at=at, action="outbox.resent", account_id=by.id, case_id=mail.case_id, mail=mail.id)
    return len(missed)


def resend_all(session: Session, error: str, *, by: Account, at: datetime) -> int:
    """Let those that died of this start again, the oldest first; how many did."""
    return resend(session, outgoing.dead(session, error, limit=AT_ONCE), by=by, at=at)


def _is_waited_for(mail: Outbox, at: datetime) -> bool:
    """Whether its matter is not over; that of a link which was asked for too long ago is over now."""
    if mail.cancelled_at is None and lasting.is_stale(mail, at):
        mail.cancelled_at = at
    return mail.cancelled_at is None
