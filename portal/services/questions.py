"""The life of a question to a reporter: it is looked over before it is sent, repeated once, and ends."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlmodel import Session

from portal.domain.errors import Refused
from portal.domain.intake.contacts import phone_as_typed
from portal.domain.triage import leaks, lifecycle, questions
from portal.domain.triage.leaks import Known, Leak
from portal.domain.triage.questions import Own
from portal.domain.vocabulary import N_, Role
from portal.models import Case, Referral
from portal.notify.notices import Notice
from portal.services import asking, history, nightly, recalling, triage
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes, answers_of
from portal.store import cases
from portal.store import questions as waiting

log = logging.getLogger(__name__)

CLOSED = "closed"
LONGEST = 1000


def own(referral: Referral) -> Own:
    """What a standard text is filled in with: of this very referral, and of nothing else."""
    return Own(referral.reference, referral.received_on, referral.own_ref or "")


def look_over(session: Session, case: Case, typed: str) -> str:
    """The text as it would be kept; Refused when it asks nothing, or when it holds a national number."""
    missing = N_("Schrijf uw vraag aan de melder.")
    found = history.words(typed, "question", at_most=LONGEST, missing=missing)
    if not questions.asked(found, openings(session, case)):
        raise Refused(missing, field="question")
    return found


def openings(session: Session, case: Case) -> frozenset[str]:
    """What a standard text to a reporter of this case may open with."""
    return frozenset(questions.opening(own(referral)) for referral in cases.referrals_of(session, case.id or 0))


def given_away(session: Session, case: Case, referral: Referral, question: str) -> tuple[Leak, ...]:
    """What the question says of people that this reporter did not tell us."""
    return leaks.leaks(question, given=[*_all_words(referral)], known=[*_known(session, case, referral)])


def end(
    session: Session,
    case: Case,
    how: str,
    *,
    at: datetime,
    today: date,
    policy: Policy,
    not_after: date | None = None,
    is_news: bool = False,
) -> None:
    """Lead the case back to where its question was put; no account does this."""
    state = triage.state_of(session, case, today=today, policy=policy)
    row = lifecycle.find(state, state.returns_to, Role.INTAKE_WORKER)
    data = {"question_end": how, "from": case.status, "to": row.to, "on": today.isoformat()}
    recalling.question(session, case, at=at)
    unseen = case.new_fact  # Nobody has looked at what came in meanwhile: this move is made by no one.
    triage.enter(case, lifecycle.moved(row, {}, state), {}, at=at, today=today, policy=policy)
    case.new_fact = unseen or is_news
    with history.line(session, case, "move", data, by=None, at=at):
        history.reassess(session, case, today=today, policy=policy, not_after=not_after)


def close_unanswered(session: Session, *, at: datetime, today: date, policy: Policy) -> int:
    """End the questions that were open for ten working days; how many. Their cases are due today, and stay open.

    It takes batches and may be asked again at any time: a question that ended is not found a second time.
    """
    asked_by = questions.asked_by(today, questions.ANSWER_DAYS, policy.closing_days)
    after_id = closed = 0
    while batch := waiting.open_since(session, asked_by, after_id=after_id):
        for case in batch:
            after_id = case.id or 0
            step = partial(end, session, case, CLOSED, at=at, today=today, policy=policy, not_after=today)
            closed += nightly.apart(session, after_id, step)
        session.flush()
    log.info("questions closed without an answer: %d", closed)
    return closed


def remind(
    session: Session, *, at: datetime, today: date, policy: Policy, mailboxes: Mailboxes, closing_days: int
) -> int:
    """Remind the reporters whose question has been open for three working days, once; how many mails that makes."""
    asked_by = questions.asked_by(today, questions.REMIND_DAYS, policy.closing_days)
    after_id, mailed = 0, list[int]()
    now = partial(_remind, session, mailed=mailed, at=at, today=today, mailboxes=mailboxes, closing_days=closing_days)
    while batch := waiting.open_since(session, asked_by, after_id=after_id, reminded=False):
        for case in batch:
            after_id = case.id or 0
            nightly.apart(session, after_id, partial(now, case))
        session.flush()
    log.info("reminders of a question put aside: %d", len(mailed))
    return len(mailed)


def _remind(
    session: Session,
    case: Case,
    *,
    mailed: list[int],
    at: datetime,
    today: date,
    mailboxes: Mailboxes,
    closing_days: int,
) -> None:
    """Whoever has no address was asked by phone, and nobody reminds them; the history names mails that were put."""
    referral = asking.asked(session, case)
    if referral is None or not asking.reads_here(referral, today=today, closing_days=closing_days):
        return
    case.reminded_on = today
    with suppress(Refused):  # An address that no mail server takes.
        if asking.mail(session, Notice.QUESTION_REMINDER, case, referral, at=at, mailboxes=mailboxes):
            history.record(session, case, "reminded", {"referral": referral.reference}, by=None, at=at)
            mailed.append(case.id or 0)


def _all_words(referral: Referral) -> Iterator[str]:
    """Every answer of a report, and its own reference; numbers as they are stored and as people write them."""
    yield referral.reference
    yield f"{referral.street} {referral.house_number}"
    for answer in answers_of(referral).values():
        yield from answer if isinstance(answer, list) else [str(answer)]


def _known(session: Session, case: Case, asked: Referral) -> Iterator[Known]:
    """What others told of people: the other reports of the case, and tenants who called."""
    for referral in cases.referrals_of(session, case.id or 0):
        if referral.id != asked.id:
            yield from _people_of(referral)
    for entry in cases.entries(session, case.id or 0):
        if entry.what == "tenant":
            yield from _fields(entry.data, OF_A_CALL)


K = leaks.Kind
PEOPLE: tuple[tuple[str, leaks.Kind], ...] = (
    *((name, K.NAME) for name in ("tenant_first", "tenant_last", "co_tenant_first", "co_tenant_last")),
    *((name, K.NAME) for name in ("reporter_name", "reporter_org", "informed_by", "on_behalf_of")),
    *((name, kind) for name in ("representative", "landlord_contact") for kind in (K.NAME, K.PHONE)),
    *((name, K.PHONE) for name in ("tenant_phone", "reporter_phone")),
    *((name, K.EMAIL) for name in ("tenant_email", "reporter_email")),
    *((name, K.REFERENCE) for name in ("reference", "own_ref")),
    ("street", K.ADDRESS),
)
"""The answers that tell who somebody is, or how to find them."""
OF_A_CALL = (("name", K.NAME), ("phone", K.PHONE))


def _people_of(referral: Referral) -> Iterator[Known]:
    columns = {name: getattr(referral, name) for name, _kind in PEOPLE if name in Referral.model_fields}
    yield from _fields({**referral.answers, **columns}, PEOPLE)


def _fields(values: Mapping[str, Any], asked: Iterable[tuple[str, leaks.Kind]]) -> Iterator[Known]:
    for name, kind in asked:
        if isinstance(words := values.get(name), str) and words:
            yield Known(kind, phone_as_typed(words) if kind is K.PHONE and words.startswith("+") else words)
