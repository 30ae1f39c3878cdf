"""A reporter's way back: what is seen of a referral, a projection never given the case, and what can be added to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from sqlmodel import Session

from portal.domain.triage import disclosure, news
from portal.domain.triage.asked import ANSWERED
from portal.domain.triage.disclosure import ReporterStatus, Seen
from portal.domain.triage.known import Learned
from portal.domain.vocabulary import N_, CaseStatus
from portal.models import Case, Referral
from portal.services import assessing, escalating, history, questions, recalling, triage
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes
from portal.store import cases, referrals, releases

MISSING = N_("Schrijf hier uw bericht.")


def status(
    session: Session, referral: Referral, *, today: date, closing_days: int, serves: Callable[[str], bool]
) -> ReporterStatus:
    """The status of one reporter's own referral; ``serves`` tells whether a postcode lies in the area."""
    course = referrals.course(session, referral.case_id)
    seen = Seen(
        words=disclosure.words(course.statuses, ever_joined=course.joined),
        was_asked=course.asked_reference == referral.reference,
        lies_outside=bool(referral.postcode) and not serves(referral.postcode),
        received_on=referral.received_on,
        withdrawn=referral.withdrawn_at is not None,
        releases=releases.standing(session, referral.id or 0),
    )
    return disclosure.project(seen, today=today, closing_days=closing_days)


def confirm(session: Session, referral: Referral, *, at: datetime) -> None:
    """Who holds the mailed link says that the report is theirs; once is enough."""
    case = _case(session, referral)
    if referral.verified_at is None:
        _verify(session, case, referral, at)
        history.record(session, case, "confirmed", {"referral": referral.reference}, by=None, at=at)


def add_fact(
    session: Session,
    referral: Referral,
    fact: Learned,
    *,
    at: datetime,
    today: date,
    policy: Policy,
    mailboxes: Mailboxes | None = None,
) -> None:
    """Keep a fact and recompute, as when staff learned it.

    With ``mailboxes``, here and below: who is on duty and who has the case hear at once of what it makes U0.
    """
    case = _case(session, referral)
    _verify(session, case, referral, at)
    with escalating.rise(session, case, at=at, today=today, mailboxes=mailboxes):
        triage.add_fact(session, case, fact, by=None, at=at, today=today, policy=policy, referral=referral.reference)


def correct(
    session: Session,
    referral: Referral,
    typed: str,
    *,
    kept: bool,
    at: datetime,
    today: date,
    policy: Policy,
    mailboxes: Mailboxes | None = None,
) -> None:
    """Keep a correction beside the report, which itself never changes."""
    words = _words(typed, kept=kept)
    case = _case(session, referral)
    _verify(session, case, referral, at)
    with escalating.rise(session, case, at=at, today=today, mailboxes=mailboxes):
        _keep(session, case, "correction", referral, words, at=at, today=today, policy=policy)


def answer(
    session: Session,
    referral: Referral,
    typed: str,
    *,
    kept: bool,
    at: datetime,
    today: date,
    policy: Policy,
    mailboxes: Mailboxes | None = None,
) -> None:
    """Keep the answer to a question, which closes it; one that comes after the question was closed is kept too."""
    words = _words(typed, kept=kept)
    case = _case(session, referral)
    _verify(session, case, referral, at)
    with escalating.rise(session, case, at=at, today=today, mailboxes=mailboxes):
        _keep(session, case, "answer", referral, words, at=at, today=today, policy=policy)
        _end_question(session, case, referral, ANSWERED, at=at, today=today, policy=policy)


def withdraw(
    session: Session,
    referral: Referral,
    *,
    at: datetime,
    today: date,
    policy: Policy,
    mailboxes: Mailboxes | None = None,
) -> None:
    """The report no longer counts for the clock; nothing of it is erased, and the team decides what happens.

    Mails about it that did not leave yet stay here.
    """
    case = _case(session, referral)
    if referral.withdrawn_at is not None:
        return
    recalling.report(session, case, referral, at=at)
    referral.withdrawn_at = at
    with escalating.rise(session, case, at=at, today=today, mailboxes=mailboxes):
        _keep(session, case, "withdrawn", referral, "", at=at, today=today, policy=policy)
        _end_question(session, case, referral, "closed", at=at, today=today, policy=policy, not_after=case.due_on)


def _case(session: Session, referral: Referral) -> Case:
    """The case that holds the referral now, locked: what a colleague does comes before or after, never in between."""
    case = cases.locked(session, referral.case_id)
    session.refresh(referral)
    return case if case.joined_to_id is None else cases.locked(session, case.joined_to_id)


def _verify(session: Session, case: Case, referral: Referral, at: datetime) -> None:
    referral.verified_at = referral.verified_at or at
    case.unverified = any(one.is_unconfirmed for one in cases.referrals_of(session, case.id or 0))


def _words(typed: str, *, kept: bool) -> str:
    """The text that may stay; Doubt, once, when it better does not."""
    words = history.words(typed, "words", at_most=news.LONGEST_TEXT, missing=MISSING)
    for doubt in news.doubts(words, "words"):
        if not kept:
            raise doubt
    return words


def _keep(
    session: Session,
    case: Case,
    what: str,
    referral: Referral,
    words: str,
    *,
    at: datetime,
    today: date,
    policy: Policy,
) -> None:
    """One line of history; nothing is due later than it was."""
    _alert(case, also_unread=referral.withdrawn_at is not None)
    data = {"referral": referral.reference, **({"text": words} if words else {})}
    with history.line(session, case, what, data, by=None, at=at):
        history.reassess(session, case, today=today, policy=policy, not_after=assessing.look_by(case, today))


def _alert(case: Case, *, also_unread: bool = False) -> None:
    """Whoever read the case before has something to look at; to who has not, all of it is new."""
    case.new_fact = case.new_fact or also_unread or case.status is not CaseStatus.RECEIVED


def _end_question(
    session: Session,
    case: Case,
    referral: Referral,
    how: str,
    *,
    at: datetime,
    today: date,
    policy: Policy,
    not_after: date | None = None,
) -> None:
    """Lead the case back to where its question was put, when it was put to this reporter; no account does this."""
    if case.status is not CaseStatus.WAITING_FOR_REPORTER or case.asked_reference != referral.reference:
        return
    questions.end(session, case, how, at=at, today=today, policy=policy, not_after=not_after, is_news=True)
