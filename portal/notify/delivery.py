"""One mail from the outbox to the server: claim and commit, send, record and commit.

A claim counts as an attempt before anything is sent, so that a mail that kills workers runs out of attempts too. The
letter is written once, in the first claim, and kept: every repeat is the same mail with the same Message-ID. What an
attempt came to is recorded only where the attempt is still the last one, so that a late worker overwrites nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import SystemRandom
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from portal import clock
from portal.config import Settings, Site
from portal.models import MailState, Outbox
from portal.notify import failures, letters
from portal.notify.failures import Failure
from portal.notify.post import Parcel, Postman
from portal.store import messages

MOST_TRIES = 80
"""After that a mail is dead; with the usual waiting times that is some days."""

JITTER = 0.1
RECORDING_PAUSE_SECONDS = 1.0
GIVEN_UP = Failure("given_up", final=True)
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


class Result(StrEnum):
    """What one attempt came to; LATE when another worker had taken over."""

    SENT = "sent"
    DEFERRED = "deferred"
    DEAD = "dead"
    LATE = "late"


def deliver_next(desk: Desk, *, due_by: datetime) -> Result | None:
    """Try the mail that is due longest; None when nothing is due."""
    with desk.open_session(writes=False) as session:
        if not messages.any_due(session, due_by=due_by):
            return None
    claimed = _claim(desk, due_by)
    if not isinstance(claimed, Parcel):
        return claimed
    failure = desk.postman.send(claimed)
    return _insist(lambda: _record(desk, claimed, failure), seconds=desk.settings.outbox_lease)


def next_attempt(tries: int, backoff: Sequence[int], *, now: datetime) -> datetime:
    """After so many tries: by the list, whose last entry repeats, give or take a tenth."""
    seconds = backoff[min(max(tries, 1), len(backoff)) - 1]
    return now + timedelta(seconds=seconds * SystemRandom().uniform(1 - JITTER, 1 + JITTER))


def _claim(desk: Desk, due_by: datetime) -> Parcel | Result | None:
    """The parcel to send; the result when there is none to send after all; None when another worker was first."""
    leased_until = clock.now() + timedelta(seconds=desk.settings.outbox_lease)
    with desk.open_session(writes=True) as session:
        row = messages.claim(session, due_by=due_by, leased_until=leased_until)
        found = None if row is None else _parcel(session, row, desk)
        session.commit()
    return found


def _parcel(session: Session, row: Outbox, desk: Desk) -> Parcel | Result:
    if messages.tries(row.attempt) > MOST_TRIES:
        return _settle(row, GIVEN_UP, desk.settings)
    try:
        mime = row.rendered or _written(session, row, desk)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one letter, the others must leave
        log.error("mail %s cannot be written: %s", row.id, type(error).__name__)  # noqa: TRY400 - no text, no values
        return _settle(row, Failure(failures.LETTER), desk.settings)
    row.rendered = mime
    return Parcel(mail_id=row.id or 0, attempt=row.attempt, to=row.to_addr, message_id=row.message_id, mime=mime)


def _written(session: Session, row: Outbox, desk: Desk) -> str:
    also, site = messages.beside(session, row), desk.sites[row.language]
    return letters.render(row, settings=desk.settings, site=site, also=also).as_bytes().decode("ascii")


def _settle(row: Outbox, failure: Failure, settings: Settings) -> Result:
    result, values = _outcome(row.attempt, failure, settings)
    for name, value in values.items():
        setattr(row, name, value)
    return result


def _record(desk: Desk, parcel: Parcel, failure: Failure | None) -> Result:
    result, values = _outcome(parcel.attempt, failure, desk.settings)
    with desk.open_session(writes=True) as session:
        kept = messages.record(session, parcel.mail_id, parcel.attempt, **values)
        session.commit()
    log.info("mail %s attempt %s: %s %s", parcel.mail_id, parcel.attempt, result, failure.code if failure else "")
    return result if kept else Result.LATE


def _outcome(attempt: int, failure: Failure | None, settings: Settings) -> tuple[Result, dict[str, object]]:
    """What an attempt came to, and what is to be written down."""
    now, tries = clock.now(), messages.tries(attempt)
    if failure is None:
        return Result.SENT, {"state": MailState.SENT, "error": None, "finished_at": now}
    if failure.final or tries >= MOST_TRIES:
        return Result.DEAD, {"state": MailState.DEAD, "error": failure.code, "finished_at": now}
    return Result.DEFERRED, {
        "error": failure.code,
        "due_at": next_attempt(tries, settings.outbox_backoff, now=now),
    }


def _insist(recording: Callable[[], Result], *, seconds: float) -> Result:
    """Record even if the database is away for a while: the mail has left, and only the lease protects it."""
    give_up_at = time.monotonic() + seconds
    while True:
        try:
            return recording()
        except SQLAlchemyError as error:
            log.error("a mail's result cannot be recorded yet: %s", type(error).__name__)  # noqa: TRY400
            if time.monotonic() > give_up_at:
                raise
            time.sleep(RECORDING_PAUSE_SECONDS)
