"""From the outbox to the server: claim and commit, write, send, then record and claim the next in one commit.

A claim is committed before anything is done with the mail, so that one which kills workers is found out: it lapses,
and dies after a few of them. The letter is written at the first attempt and kept until it was delivered, so that a
repeat is the same mail; also one of a killed worker has the same Message-ID. What came of an attempt is recorded only
where that is still the last one, so that a late worker overwrites nothing.
"""

from __future__ import annotations

import itertools
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from portal import clock
from portal.config import Settings, Site
from portal.domain import mailing
from portal.domain.mailing import Step
from portal.models import Outbox
from portal.notify import failures, lasting, letters, unreached
from portal.notify.failures import Failure
from portal.notify.notices import TELLS_OF_OTHERS
from portal.notify.post import Parcel, Postman
from portal.store import leases

RECORDING_PAUSE_SECONDS = 1.0
GIVEN_UP = Failure("given_up", final=True)
STALE = Failure("stale")
STOPPED = Failure("stopped")
"""The worker was stopped for longer than its lease before it got to the mail."""
log = logging.getLogger(__name__)


class OpenSession(Protocol):
    """``db.open_session`` on one engine."""

    def __call__(self, *, writes: bool) -> Session: ...


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What delivering needs."""

    open_session: OpenSession
    settings: Settings
    sites: Mapping[str, Site]
    """By language."""
    postman: Postman
    claims: Iterator[int] = field(default_factory=itertools.count)
    """Counts the claims, by which each group of mails has its turn."""


class Result(StrEnum):
    """What one attempt came to; LATE when another worker had taken over."""

    SENT = "sent"
    DEFERRED = "deferred"
    DEAD = "dead"
    CANCELLED = "cancelled"
    LATE = "late"


@dataclass(frozen=True)
class InHand:
    """A mail that is this worker's until its lease is over."""

    mail: Outbox
    also: frozenset[str]
    """The other notices that were put aside for the same referral, where its letter is yet to be written and tells."""


@dataclass(frozen=True, kw_only=True)
class Tried:
    """A mail after an attempt, with what is to be written down of it."""

    mail: Outbox
    step: Step
    failure: Failure | None = None


def drain(desk: Desk, *, due_by: datetime | None = None, enough: Callable[[], bool]) -> Counter[Result]:
    """Try one mail after the other until none is due, the rate is used up, or ``enough`` says so between two.

    Only what is due by that moment, so that it ends; None: also what is put aside meanwhile, each in its turn.
    """

    def next_by() -> datetime | None:
        return None if enough() else due_by or clock.now()

    came_to: Counter[Result] = Counter()
    first_by = next_by()
    held = None if first_by is None else _first(desk, first_by)
    while held is not None:
        result, held = _hand_in(desk, _try(desk, held), next_by)
        came_to[result] += 1
    return came_to


def deliver_next(desk: Desk, *, due_by: datetime) -> Result | None:
    """Try one mail; None when nothing is due."""
    answers = iter((False, True))
    return next(iter(drain(desk, due_by=due_by, enough=lambda: next(answers))), None)


def _first(desk: Desk, due_by: datetime) -> InHand | None:
    """The first mail in hand; an idle worker takes no write lock."""
    with desk.open_session(writes=False) as session:
        if not leases.any_due(session, due_by=due_by):
            return None
    with desk.open_session(writes=True) as session:
        held = _claim(session, desk, due_by)
        session.commit()
    return held


def _claim(session: Session, desk: Desk, due_by: datetime) -> InHand | None:
    now, rate = clock.now(), desk.settings.outbox_rate
    if rate and not leases.within_rate(session, per_minute=rate, now=now):
        return None
    leased_until = now + timedelta(seconds=desk.settings.outbox_lease)
    mail = leases.claim(session, due_by=due_by, leased_until=leased_until, turn=next(desk.claims))
    if mail is None:
        return None
    if rate:
        leases.spend(session, per_minute=rate, now=now)
    asks = mail.rendered is None and mail.notice in TELLS_OF_OTHERS
    return InHand(mail, leases.beside(session, mail) if asks else frozenset())


def _try(desk: Desk, held: InHand) -> Tried:
    """One attempt, whatever comes of it: what nobody thought of defers this mail, and the others leave."""
    mail = held.mail
    try:
        return _attempt(desk, held)
    except Exception as error:  # noqa: BLE001 - whatever nobody thought of, the others must leave
        log.error("mail %s cannot be sent: %s", mail.id, type(error).__name__)  # noqa: TRY400 - no text, no values
        desk.postman.close()
        return Tried(mail=mail, step=Step.DEFER, failure=Failure(failures.UNFORESEEN))


def _attempt(desk: Desk, held: InHand) -> Tried:
    """Write the letter if need be, and send it; not when it ended too many workers or nobody waits for it any more."""
    mail = held.mail
    if mail.cancelled_at is not None:
        return Tried(mail=mail, step=Step.DROP)
    if mail.lapsed > mailing.MOST_LAPSES:
        return Tried(mail=mail, step=Step.BURY, failure=GIVEN_UP)
    if lasting.is_stale(mail, clock.now()):
        return Tried(mail=mail, step=Step.DROP, failure=STALE)
    failure = _write(desk, held) or _send(desk, mail)
    return Tried(mail=mail, step=Step.DELIVER if failure is None else Step.DEFER, failure=failure)


def _write(desk: Desk, held: InHand) -> Failure | None:
    mail = held.mail
    try:
        mail.rendered = mail.rendered or _letter(desk, held)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one letter, the others must leave
        log.error("mail %s cannot be written: %s", mail.id, type(error).__name__)  # noqa: TRY400 - no text, no values
        return Failure(failures.LETTER)
    return None


def _letter(desk: Desk, held: InHand) -> str:
    site = desk.sites[held.mail.language]
    return letters.render(held.mail, settings=desk.settings, site=site, also=held.also)


def _send(desk: Desk, mail: Outbox) -> Failure | None:
    """Hand it to the server, unless the lease is over: then it is another worker's."""
    if clock.now() >= mail.due_at:
        return STOPPED
    parcel = Parcel(
        mail_id=mail.id or 0,
        attempt=mail.attempt,
        to=mail.to_addr,
        message_id=mail.message_id,
        mime=mail.rendered or "",
    )
    return desk.postman.send(parcel)


def _hand_in(desk: Desk, tried: Tried, next_by: Callable[[], datetime | None]) -> tuple[Result, InHand | None]:
    """Record and claim in one commit; when the database is away, insist on the record alone.

    The mail has left, and only the lease protects it.
    """
    until = time.monotonic() + desk.settings.outbox_lease
    try:
        return _exchange(desk, tried, next_by())
    except SQLAlchemyError as error:
        return _insist(desk, tried, error, until=until), None


def _insist(desk: Desk, tried: Tried, error: SQLAlchemyError, *, until: float) -> Result:
    while True:
        log.error("a mail's result cannot be recorded yet: %s", type(error).__name__)
        if time.monotonic() > until:
            raise error
        time.sleep(RECORDING_PAUSE_SECONDS)
        try:
            return _exchange(desk, tried, None)[0]
        except SQLAlchemyError as again:
            error = again


def _exchange(desk: Desk, tried: Tried, due_by: datetime | None) -> tuple[Result, InHand | None]:
    with desk.open_session(writes=True) as session:
        result = _record(session, tried, desk.settings)
        held = None if due_by is None else _claim(session, desk, due_by)
        session.commit()
    code = tried.failure.code if tried.failure else ""
    log.info("mail %s attempt %s: %s %s", tried.mail.id, tried.mail.attempt, result, code)
    return result, held


def _record(session: Session, tried: Tried, settings: Settings) -> Result:
    mail, step, again, now = tried.mail, tried.step, None, clock.now()
    if step is Step.DEFER and tried.failure is not None:
        backoff, hours = settings.outbox_backoff, settings.outbox_hours
        step, again = lasting.in_vain(mail, tried.failure, backoff=backoff, hours=hours, now=now)
    case_id = unreached.lock(session, mail, step)
    state = leases.end(
        session,
        mail,
        step,
        error=tried.failure.code if tried.failure else None,
        due_at=again or mail.due_at,
        finished_at=None if step is Step.DEFER else now,
        rendered=lasting.kept(mail, step),
    )
    if case_id is not None and state is not None:
        unreached.note(session, mail, state, case_id=case_id, at=now)
    return Result.LATE if state is None else Result(state)
