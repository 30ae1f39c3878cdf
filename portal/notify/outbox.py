"""Putting a mail aside, in the transaction of the fact that it tells: no mail without the fact, and none forgotten."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from portal.models import Outbox
from portal.notify import addresses
from portal.notify.notices import CONTEXT, Notice

_EVERY_WORD = frozenset[str]().union(*CONTEXT.values())


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
    row = Outbox(
        notice=notice.value,
        to_addr=addresses.bare(to),
        language=language,
        referral_id=referral_id,
        case_id=case_id,
        context=_only_what_is_needed(notice, context),
        message_id=f"<{secrets.token_hex(16)}@{addresses.in_ascii(domain)}>",
        created_at=at,
        due_at=at,
    )
    session.add(row)
    return row


def _only_what_is_needed(notice: Notice, context: dict[str, object]) -> dict[str, Any]:
    strange, missing = context.keys() - _EVERY_WORD, CONTEXT[notice] - context.keys()
    if strange or missing:
        raise ValueError(f"{notice}: not for a mail {sorted(strange)}, missing {sorted(missing)}")
    return {word: _plain(context[word]) for word in sorted(CONTEXT[notice])}


def _plain(value: object) -> str | int:
    """Days and instants as ISO texts, so that the row is JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return int(value)
    return str(value)
