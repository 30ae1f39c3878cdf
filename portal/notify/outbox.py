"""Putting a mail aside, in the transaction of the fact that it tells: no mail without the fact, and none forgotten."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from portal.domain import mail_addresses, mailing
from portal.models import Entry, Outbox
from portal.notify.context import only_what_is_needed
from portal.notify.notices import MATTERS, Notice
from portal.store import audit, recipients

DAY = timedelta(hours=24)
MOST_A_DAY = 60
"""Mails to one reporter's address; an office that reports forty a day stays below it."""
MOST_WHEN_CONFIRMED = 300
"""The same once somebody who reads that mailbox said so behind a mailed link."""


def put(
    session: Session,
    notice: Notice,
    *,
    to: str,
    language: str = "nl",
    at: datetime,
    domain: str,
    referral_id: int | None = None,
    case_id: int | None = None,
    **context: object,
) -> Outbox:
    """Add one mail to one address; its Message-ID (of our ``domain``) and its Date (``at``) are fixed here.

    Only what the letter of this notice needs is kept of ``context`` (see ``notices.CONTEXT``); ``follow`` is the
    referral's follow key, which becomes a signed link when the letter is written. A word that no letter knows or
    one that is missing is a ValueError; an address that no mail server takes is Refused.
    """
    words = only_what_is_needed(notice, context)
    row = Outbox(
        notice=notice.value,
        to_addr=mail_addresses.bare(to),
        language=language,
        referral_id=referral_id,
        case_id=case_id,
        matter=words[MATTERS[notice]] if notice in MATTERS else None,
        context=words,
        message_id=f"<{secrets.token_hex(16)}@{mail_addresses.in_ascii(domain)}>",
        lane=mailing.lane(notice.value),
        created_at=at,
        due_at=at,
    )
    session.add(row)
    return row


def offer(
    session: Session,
    notice: Notice,
    *,
    to: str,
    factor: float,
    at: datetime,
    referral_id: int | None = None,
    case_id: int | None = None,
    **mail: Any,
) -> Outbox | None:
    """``put`` a mail to a reporter, unless that address had its share of the last 24 hours: then None.

    Anybody can type anybody's address, and must not fill that mailbox. The fact itself stands; the trail, and the
    case when there is one, say that no mail went. ``factor`` scales the share; 0 sets no bound. Mails to the team's
    own mailboxes are ``put``.
    """
    if factor and _had_its_share(session, mail_addresses.bare(to), factor=factor, at=at):
        audit.record(
            session, at=at, action="mail.capped", case_id=case_id, referral_id=referral_id, notice=notice.value
        )
        if case_id is not None:
            session.add(Entry(case_id=case_id, at=at, what="mail_capped", data={"notice": notice.value}))
        return None
    return put(session, notice, to=to, at=at, referral_id=referral_id, case_id=case_id, **mail)


def _had_its_share(session: Session, address: str, *, factor: float, at: datetime) -> bool:
    stranger, confirmed = (max(int(most * factor), 1) for most in (MOST_A_DAY, MOST_WHEN_CONFIRMED))
    with session.no_autoflush:  # What is being written now goes to the database in one go, not for this question.
        had = recipients.to_address(session, address, since=at - DAY, most=confirmed)
        return had >= confirmed or (had >= stranger and not recipients.confirmed(session, address))
