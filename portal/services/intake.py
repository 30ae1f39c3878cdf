"""From a draft to a referral in the queue: the one way in for every channel, with the gate before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from portal import tokens
from portal.domain import mail_addresses, reference
from portal.domain.deadlines.urgency import assess
from portal.domain.errors import Refused
from portal.domain.intake import checking, free_text, gate, short, statement
from portal.domain.intake.questions import BY_NAME, Answer, Answers, Value
from portal.domain.triage import filters
from portal.domain.vocabulary import Channel, Kind, Urgency
from portal.models import Case, Entry, Referral
from portal.notify import acute, outbox, telling
from portal.notify.notices import Notice
from portal.services import assessing, informing, watching
from portal.services.assessing import Policy
from portal.store import audit, referrals, search

COLUMNS = sa.inspect(Referral).columns
READERS: Mapping[Value, Callable[[str], Any]] = {
    Value.DATE: date.fromisoformat,
    Value.TIME: time.fromisoformat,
    Value.MONEY: Decimal,
    Value.MONTHS: Decimal,
}
"""How a canonical answer becomes the value of its column; every other answer is a word or a text already."""


@dataclass(frozen=True)
class Mailboxes:
    """Who is told of a new referral, the domain of the Message-ID, and what scales the share of one address."""

    intake: str
    duty: str
    domain: str
    factor: float = 0
    """0 sets no bound to the mails for one reporter."""


@dataclass(frozen=True)
class Sent:
    """A report as it is handed in by any channel."""

    kind: Kind
    answers: Answers
    submission_key: str
    language: str
    channel: Channel = Channel.WEB
    suspicions: tuple[str, ...] = ()
    """Signs of a machine, for staff to see; nothing is refused for them."""
    entered_by_id: int | None = None
    short: bool = False
    """A tenant left a number to call, and no address."""
    resume_key: str | None = None
    """Of the draft that somebody was mailed a link to: it goes on as the follow key, so that the link still knows."""


def receive(
    session: Session, sent: Sent, *, at: datetime, today: date, policy: Policy, mailboxes: Mailboxes
) -> Referral:
    """Store a report as a referral with a case of its own, audited, and put its mails aside.

    The same submission key gives the same referral, and writes nothing. Raises Refused, naming the field, when
    the gate's rules do not hold or an identity number is in a text: no channel gets around them.
    """
    before = referrals.by_submission_key(session, sent.submission_key)
    if before is not None:
        return before
    answers = checking.ready(sent.kind, sent.answers)
    _require(sent, answers, today)
    referral = Referral(**_columns(sent, answers, at=at, today=today))
    case = _open_case(referral, answers, today=today, policy=policy)
    session.add(case)
    session.flush()
    referral.case_id = _id_of(case)
    referral.id = referrals.insert_once(session, referral.model_dump(exclude={"id"}))
    if referral.id is None:
        session.delete(case)
        return _sent_before(session, sent.submission_key)
    search.index(session, referral)
    _tell(session, referral, case, at=at, today=today, mailboxes=mailboxes)
    return referral


def answers_of(referral: Referral) -> dict[str, Answer]:
    """The referral as canonical answers again, as they were checked when it was sent."""
    columns = {name: getattr(referral, name) for name in BY_NAME if name in COLUMNS}
    given = {name: _as_answer(value) for name, value in columns.items() if value not in (None, [])}
    return {**given, **referral.answers}


def _require(sent: Sent, answers: Answers, today: date) -> None:
    """All that can be refused is refused here, before anything is written."""
    if sent.short:
        short.require(sent.kind, answers)
    gate.require(sent.kind, answers, received_on=today, entered_by=str(sent.entered_by_id or ""))
    for found in free_text.scan(sent.kind, {name: answers[name] for name in sent.answers if name in answers}):
        if found.blocks:
            raise Refused(found.message, field=found.field, **found.params)
    _require_address(answers, "tenant_email" if sent.kind is Kind.TENANT else "reporter_email")


def _require_address(answers: Answers, field: str) -> None:
    """Where a mail goes must be an address that a mail server takes."""
    try:
        if email := answers.get(field):
            mail_addresses.bare(str(email))
    except Refused as refused:
        refused.field = field
        raise


def _as_answer(value: Any) -> Answer:
    if isinstance(value, list):
        return [str(one) for one in value]
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _columns(sent: Sent, answers: Answers, *, at: datetime, today: date) -> dict[str, Any]:
    """The row: typed columns for what rules and queries read, one document for the other answers."""
    typed = {name: _as_column(name, answer) for name, answer in answers.items() if name in COLUMNS}
    return {
        **(short.NO_ADDRESS if sent.short else {}),
        **typed,
        "short": sent.short,
        "answers": {name: answer for name, answer in answers.items() if name not in COLUMNS},
        "reference": reference.new(),
        "submission_key": sent.submission_key,
        "follow_key": sent.resume_key or tokens.random_key(),
        "channel": sent.channel,
        "suspicions": list(sent.suspicions),
        "entered_by_id": sent.entered_by_id,
        "language": sent.language,
        "received_at": at,
        "received_on": today,
        "kind": sent.kind,
        "legal_basis": gate.legal_basis(sent.kind, answers),
        "statement_version": statement.STATEMENT_VERSION,
        "statement_language": sent.language,
        "problems": list(answers.get("problems", ())),
        "case_id": 0,
    }


def _as_column(name: str, answer: Answer) -> Any:
    if isinstance(answer, list):
        return list(answer)
    words = COLUMNS[name].type
    if isinstance(words, sa.Enum) and words.enum_class is not None:
        return words.enum_class(answer)
    return READERS.get(BY_NAME[name].value, str)(answer)


def _open_case(referral: Referral, answers: Answers, *, today: date, policy: Policy) -> Case:
    """The case of one referral, with its level and days computed."""
    facts = assessing.facts_of([referral], [])
    assessment = assess(facts, today, targets=policy.targets, closing_days=policy.closing_days)
    case = Case(
        reference=referral.reference,
        kind=referral.kind,
        received_at=referral.received_at,
        received_on=referral.received_on,
        channel=referral.channel,
        problems=filters.spaced(referral.problems),
        short=referral.short,
        safety_mark=gate.safety_mark(answers),
        objection="undecided" if gate.objection(answers) else None,
        unverified=referral.is_unconfirmed,
        art14_due_on=informing.due_on([referral]),
        level=assessment.level,
        computed_level=assessment.level,
        contact_by=assessment.contact_by,
        due_on=assessment.contact_by,
        queue_on=today,
    )
    assessing.apply(case, assessment, today=today)
    watching.watch(case, None, at=referral.received_at, policy=policy)
    return case


def _tell(session: Session, referral: Referral, case: Case, *, at: datetime, today: date, mailboxes: Mailboxes) -> None:
    """History, trail and mails, in the transaction of the referral itself."""
    told = {"referral": referral.reference, "channel": referral.channel}
    by = referral.entered_by_id
    session.add(Entry(case_id=_id_of(case), at=at, account_id=by, what="received", data=told))
    ids: dict[str, Any] = {"account_id": by, "case_id": case.id, "referral_id": referral.id}
    audit.record(session, at=at, action="intake.received", **ids, kind=case.kind, channel=referral.channel)
    known: dict[str, Any] = {"at": at, "domain": mailboxes.domain, "referral_id": referral.id, "case_id": case.id}
    if referral.own_email:
        receipt = Notice.SELF_RECEIPT if referral.kind is Kind.TENANT else Notice.RECEIPT
        context = _receipt_context(referral)
        to: dict[str, Any] = {"to": referral.own_email, "language": referral.language, "factor": mailboxes.factor}
        outbox.offer(session, receipt, **to, **known, **context)
    about: dict[str, Any] = {"reference": case.reference, "level": int(case.level), "due_on": case.due_on}
    team = [telling.team(mailboxes.intake), *telling.choosers(session, Notice.NEW_REFERRAL, today)]
    telling.tell(session, Notice.NEW_REFERRAL, receivers=team, **known, **about)
    if case.level is Urgency.U0 or case.due_on <= today:
        hearing = acute.who_hears(session, mailboxes.duty, today)
        telling.tell(session, Notice.ACUTE, receivers=hearing, **known, **about)


def _receipt_context(referral: Referral) -> dict[str, Any]:
    """What a letter to the reporter may know; never a name."""
    return {"reference": referral.reference, "follow": referral.follow_key, "received_at": referral.received_at}


def _sent_before(session: Session, submission_key: str) -> Referral:
    found = referrals.by_submission_key(session, submission_key)
    if found is None:
        raise RuntimeError("a submission key was refused as used, and is not there")
    return found


def _id_of(case: Case) -> int:
    if case.id is None:
        raise RuntimeError("the case was not written")
    return case.id
