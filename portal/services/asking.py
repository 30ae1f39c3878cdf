"""A question of the team is put to one reporter at a time, who is mailed where to read it, and never what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session

from portal.domain.deadlines.calendar import days_after
from portal.domain.errors import Refused
from portal.domain.triage import questions
from portal.domain.triage.given import Cleaned
from portal.domain.vocabulary import N_, CaseStatus
from portal.models import Case, Referral
from portal.notify import outbox
from portal.notify.notices import Notice
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes
from portal.store import cases, referrals

WAITING = CaseStatus.WAITING_FOR_REPORTER


def reporters(session: Session, case: Case) -> Sequence[Referral]:
    """Whose reporter can be asked something, the last one last: who withdrew is left alone."""
    return [report for report in cases.referrals_of(session, case.id or 0) if report.withdrawn_at is None]


def reads_here(referral: Referral, *, today: date, closing_days: int) -> bool:
    """Whether the reporter can be mailed, and will still find a question on the page behind the link."""
    return bool(referral.own_email) and today < days_after(referral.received_on, closing_days)


def addressee(session: Session, case: Case, given: Mapping[str, str]) -> Cleaned:
    """Whom a question is put to, for the history too: who was chosen, or the last who reported."""
    possible = [report.reference for report in reporters(session, case)]
    chosen = given.get("asked_reference", "").strip() or next(reversed(possible), "")
    if chosen and chosen not in possible:
        raise Refused(N_("Kies een melder van dit dossier."), field="asked_reference")
    return {"asked_reference": chosen} if chosen else {}


def put(case: Case, given: Cleaned, *, today: date, policy: Policy) -> None:
    """The open question and the one reporter whom it was put to; any other move ends it."""
    waiting = case.status is WAITING
    case.question = str(given["question"]) if waiting else None
    case.asked_reference = str(given["asked_reference"]) if waiting and "asked_reference" in given else None
    case.asked_on, case.reminded_on = (today if waiting else None), None
    if waiting:
        case.due_on = questions.closes_on(today, policy.closing_days)


def tell(session: Session, case: Case, *, at: datetime, mailboxes: Mailboxes, today: date, closing_days: int) -> None:
    """Mail the reporter of a question that was just put; one who cannot read it on a page is called by the team."""
    referral = asked(session, case)
    if referral is not None and reads_here(referral, today=today, closing_days=closing_days):
        mail(session, Notice.QUESTION, case, referral, at=at, mailboxes=mailboxes)


def asked(session: Session, case: Case) -> Referral | None:
    """The referral whose reporter an open question was put to."""
    if case.status is not WAITING or case.asked_reference is None:
        return None
    return referrals.by_reference(session, case.asked_reference)


def mail(
    session: Session, notice: Notice, case: Case, referral: Referral, *, at: datetime, mailboxes: Mailboxes
) -> bool:
    """One mail about an open question, to nobody but its reporter; False when that address had its share of the day."""
    put = outbox.offer(
        session,
        notice,
        to=referral.own_email or "",
        factor=mailboxes.factor,
        language=referral.language,
        at=at,
        domain=mailboxes.domain,
        referral_id=referral.id,
        case_id=case.id,
        reference=referral.reference,
        follow=referral.follow_key,
    )
    return put is not None
