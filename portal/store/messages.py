"""The outbox's rows and the worker's heartbeat: claiming, recording, and what staff and operators may know of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from portal.models import Heartbeat, MailState, Outbox, Referral

ROUND = 100
"""A resend starts a new round of attempts: the number only grows, so that a late worker never matches it again."""

KEY_LENGTH = 32
"""Of the random part of a Message-ID."""

WORKER = "worker"
"""The name under which the worker's heartbeat is kept."""

NEVER = datetime(1970, 1, 1, tzinfo=UTC)

_TO_ADDRESS = sa.select(sa.func.count()).select_from(
    sa.select(col(Outbox.id))
    .where(col(Outbox.to_addr) == sa.bindparam("address"), col(Outbox.created_at) > sa.bindparam("since"))
    .limit(sa.bindparam("most"))
    .subquery()
)
"""Made once: every final submit asks it."""


@dataclass(frozen=True)
class Line:
    """What staff may see of one mail: nothing that is in it, and not to whom it goes."""

    key: str
    notice: str
    reference: str | None
    state: MailState
    tries: int
    error: str | None
    created_at: datetime
    due_at: datetime
    finished_at: datetime | None


def tries(attempt: int) -> int:
    """How often it was tried since it was put aside, or since it was resent."""
    return attempt % ROUND


def claim(session: Session, *, due_by: datetime, leased_until: datetime) -> Outbox | None:
    """The mail that is due longest, counted as tried and taken until then; None when nothing is due.

    PostgreSQL passes over the rows that another worker is just claiming; SQLite has one writer at a time.
    """
    waiting = select(Outbox).where(col(Outbox.state) == MailState.PENDING, col(Outbox.due_at) <= due_by)
    first = waiting.order_by(col(Outbox.due_at), col(Outbox.id)).limit(1)
    row = session.exec(first.with_for_update(skip_locked=True)).first()
    if row is not None:
        row.attempt += 1
        row.due_at = leased_until
    return row


def any_due(session: Session, *, due_by: datetime) -> bool:
    """Whether a claim would find something; asked first, so that an idle worker takes no write lock."""
    due = select(Outbox.id).where(col(Outbox.state) == MailState.PENDING, col(Outbox.due_at) <= due_by)
    return session.exec(due.limit(1)).first() is not None


def record(session: Session, mail_id: int, attempt: int, **values: object) -> bool:
    """Write down how an attempt ended; False when the mail was claimed or resent since, and nothing is changed."""
    mine = sa.update(Outbox).where(
        col(Outbox.id) == mail_id, col(Outbox.attempt) == attempt, col(Outbox.state) == MailState.PENDING
    )
    return cast("sa.CursorResult[Any]", session.execute(mine.values(**values))).rowcount == 1


def beside(session: Session, row: Outbox) -> frozenset[str]:
    """The other notices that were put aside for the same referral."""
    if row.referral_id is None:
        return frozenset()
    others = select(Outbox.notice).where(col(Outbox.referral_id) == row.referral_id, col(Outbox.id) != row.id)
    return frozenset(session.exec(others))


def to_address(session: Session, address: str, *, since: datetime, most: int) -> int:
    """How many mails were put aside for one address, counted up to ``most``."""
    found = session.execute(_TO_ADDRESS, {"address": address, "since": since, "most": most})
    return cast("int", found.scalar_one())


def confirmed(session: Session, address: str) -> bool:
    """Whether somebody who reads this mailbox said "this is my report" behind a link that was mailed to it."""
    said = (
        sa.select(sa.literal(1))
        .select_from(Outbox)
        .join(Referral, col(Referral.id) == col(Outbox.referral_id))
        .where(col(Outbox.to_addr) == address, col(Referral.verified_at).is_not(None))
    )
    return session.execute(said.limit(1)).first() is not None


def last_died(session: Session, address: str) -> bool:
    """Whether the newest mail to an address that came to an end is a dead one."""
    ended = select(Outbox.state).where(
        col(Outbox.to_addr) == address, col(Outbox.state).in_((MailState.SENT, MailState.DEAD))
    )
    newest = session.exec(ended.order_by(col(Outbox.created_at).desc(), col(Outbox.id).desc()).limit(1)).first()
    return newest is MailState.DEAD


def was_mailed(session: Session, referral_id: int, notices: Iterable[str]) -> bool:
    """Whether one of these notices was put aside for this referral."""
    found = select(Outbox.id).where(col(Outbox.referral_id) == referral_id, col(Outbox.notice).in_(list(notices)))
    return session.exec(found.limit(1)).first() is not None


def unfinished(session: Session, *, limit: int = 200) -> Sequence[Line]:
    """Dead mails first, then those that wait, the oldest first."""
    rows = session.execute(
        sa.select(Outbox, col(Referral.reference))
        .outerjoin(Referral, col(Referral.id) == col(Outbox.referral_id))
        .where(col(Outbox.state).in_((MailState.DEAD, MailState.PENDING)))
        .order_by(col(Outbox.state), col(Outbox.created_at), col(Outbox.id))
        .limit(limit)
    )
    return [_line(row, reference) for row, reference in rows]


def of_case(session: Session, case_id: int) -> Sequence[Line]:
    """Every mail about a case, the oldest first."""
    rows = session.execute(
        sa.select(Outbox, col(Referral.reference))
        .outerjoin(Referral, col(Referral.id) == col(Outbox.referral_id))
        .where(col(Outbox.case_id) == case_id)
        .order_by(col(Outbox.id))
    )
    return [_line(row, reference) for row, reference in rows]


def by_key(session: Session, key: str) -> Outbox | None:
    """The mail whose Message-ID begins so, locked against a worker that records; the key is what URLs carry."""
    if len(key) != KEY_LENGTH or not key.isalnum():
        return None
    found = select(Outbox).where(col(Outbox.message_id).startswith(f"<{key}@", autoescape=True))
    return session.exec(found.with_for_update()).one_or_none()


def revive(row: Outbox, *, at: datetime) -> None:
    """Let a dead mail start again, as the same mail with the same Message-ID."""
    row.state, row.due_at, row.finished_at = MailState.PENDING, at, None
    row.attempt = (row.attempt // ROUND + 1) * ROUND


def oldest_pending(session: Session) -> datetime | None:
    """When the mail that waits longest was put aside."""
    oldest = sa.select(sa.func.min(col(Outbox.created_at))).where(col(Outbox.state) == MailState.PENDING)
    return cast("datetime | None", session.execute(oldest).scalar_one())


def beat(session: Session, name: str, *, at: datetime) -> None:
    """Say that something is alive."""
    _insert_heartbeat(session, name, at, otherwise={"seen_at": at})


def last_beat(session: Session, name: str) -> datetime | None:
    """When it was last alive."""
    return session.exec(select(Heartbeat.seen_at).where(col(Heartbeat.name) == name)).one_or_none()


def begin_daily(session: Session, name: str, *, midnight: datetime, at: datetime) -> bool:
    """Whether this caller is the one to do a daily job, which it then must do in this transaction."""
    _insert_heartbeat(session, name, NEVER, otherwise=None)
    undone = select(Heartbeat).where(col(Heartbeat.name) == name, col(Heartbeat.seen_at) < midnight)
    row = session.exec(undone.with_for_update(skip_locked=True)).one_or_none()
    if row is not None:
        row.seen_at = at
    return row is not None


def _insert_heartbeat(session: Session, name: str, at: datetime, *, otherwise: dict[str, object] | None) -> None:
    """Insert the row; when it is there, set ``otherwise`` or leave it alone."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = dialect.insert(Heartbeat).values(name=name, seen_at=at)
    if otherwise is None:
        session.execute(row.on_conflict_do_nothing())
    else:
        session.execute(row.on_conflict_do_update(index_elements=["name"], set_=otherwise))


def _line(row: Outbox, reference: str | None) -> Line:
    return Line(
        key=row.message_id.strip("<>").partition("@")[0],
        notice=row.notice,
        reference=reference,
        state=row.state,
        tries=tries(row.attempt),
        error=row.error,
        created_at=row.created_at,
        due_at=row.due_at,
        finished_at=row.finished_at,
    )
