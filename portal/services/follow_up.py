"""What a reporter sees of a referral: a projection that is never given the case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlmodel import Session

from portal.domain.triage import disclosure
from portal.domain.triage.disclosure import ReporterStatus, Seen
from portal.models import Referral
from portal.store import referrals


def status(
    session: Session, referral: Referral, *, today: date, closing_days: int, serves: Callable[[str], bool]
) -> ReporterStatus:
    """The status of one reporter's own referral; ``serves`` tells whether a postcode lies in the area."""
    course = referrals.course(session, referral.case_id)
    seen = Seen(
        words=disclosure.words(course.statuses, ever_joined=course.joined),
        was_asked=course.asked_reference == referral.reference,
        lies_outside=not serves(referral.postcode),
        received_on=referral.received_on,
        withdrawn=referral.withdrawn_at is not None,
    )
    return disclosure.project(seen, today=today, closing_days=closing_days)
