"""What tenants let us tell a reporter; the reporter's page gets bare values, and only of its own referral."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from portal.domain.triage import disclosure
from portal.domain.triage.disclosure import Sentence
from portal.models import Release


def standing(session: Session, referral_id: int) -> tuple[disclosure.Release, ...]:
    """What is not revoked for this very referral, with the day up to which it may be told."""
    columns = select(col(Release.sentence), col(Release.until_on)).where(
        Release.referral_id == referral_id, col(Release.revoked_at).is_(None)
    )
    return tuple(disclosure.Release(Sentence(sentence), until) for sentence, until in session.exec(columns))


def of_case(session: Session, case_id: int) -> Sequence[Release]:
    """Every release of a case, the newest first, those that ended and were revoked too."""
    return session.exec(select(Release).where(Release.case_id == case_id).order_by(col(Release.id).desc())).all()


def unrevoked(session: Session, referral_id: int, sentence: Sentence) -> Sequence[Release]:
    """The rows of one sentence to one reporter that nobody revoked."""
    return session.exec(
        select(Release).where(
            Release.referral_id == referral_id,
            Release.sentence == sentence.value,
            col(Release.revoked_at).is_(None),
        )
    ).all()
