"""A reporter who lost the mailed link: it is sent again to the address that was given, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session

from portal.models import Referral
from portal.notify import outbox
from portal.notify.notices import Notice
from portal.services.intake import Mailboxes
from portal.store import audit, referrals

MOST = 20
"""Links in one mail, of the newest reports; an office with more names the reference."""


def send_again(
    session: Session,
    email: str,
    reference: str,
    *,
    at: datetime,
    today: date,
    closing_days: int,
    mailboxes: Mailboxes,
) -> None:
    """One mail with the links of what this address reported and can still follow; nothing for an unknown address.

    No link is revoked: whoever knows an address could otherwise cut off its owner.
    """
    since = today - timedelta(days=closing_days)
    found = referrals.mailed_to(session, email, reference, since=since, limit=MOST)
    audit.record(session, at=at, action="follow.links_asked")
    if found:
        outbox.offer(
            session,
            Notice.LINKS,
            to=str(found[0].own_email),
            language=found[0].language,
            at=at,
            domain=mailboxes.domain,
            factor=mailboxes.factor,
            links=_written(found),
        )


def _written(found: Sequence[Referral]) -> str:
    """``REFERENCE key`` for each, on lines of their own: a mail's context is plain words."""
    return "\n".join(f"{referral.reference} {referral.follow_key}" for referral in found)
