"""A question of the team reaches the one reporter whom it was put to: by a mail that says where to read it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from portal.domain.vocabulary import CaseStatus
from portal.models import Case
from portal.notify import outbox
from portal.notify.notices import Notice
from portal.services.intake import Mailboxes
from portal.store import referrals


def tell(session: Session, case: Case, *, at: datetime, mailboxes: Mailboxes) -> None:
    """Mail the reporter of a question that was just put; without an address of theirs the team calls."""
    if case.status is not CaseStatus.WAITING_FOR_REPORTER or case.asked_reference is None:
        return
    referral = referrals.by_reference(session, case.asked_reference)
    if referral is None or not referral.own_email:
        return
    outbox.offer(
        session,
        Notice.QUESTION,
        to=referral.own_email,
        factor=mailboxes.factor,
        language=referral.language,
        at=at,
        domain=mailboxes.domain,
        referral_id=referral.id,
        case_id=case.id,
        reference=referral.reference,
        follow=referral.follow_key,
    )
