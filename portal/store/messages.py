"""The outbox's rows and the workers' heartbeats: what staff and operators may know and do (``leases``: the worker)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from portal.domain import mailing
from portal.domain.mailing import MOVES, Step
from portal.models import Heartbeat, MailState, Outbox, Referral
from portal.models.outbox import WAITING

ROUND = 1_000_000
"""A resend starts a new round of attempts: the number only grows, so that a late worker never matches it again."""

KEY_LENGTH = 32
"""Of the random part of a Message-ID."""

MISSED = (col(Outbox.state) == MailState.DEAD, col(Outbox.cancelled_at).is_(None))
"""Dead mails that somebody should still get: what they are about is not over."""

WORKER = "worker"
"""Each worker's heartbeat is kept under this name, a colon and a name of its own."""


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
    is_over: bool = False
    """It did not arrive, and need not any more: what it is about is over."""


def tries(attempt: int) -> int:
    """How often it was tried since it was put aside, or since it was resent."""
    return attempt % ROUND


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


def of_case(session: Session, case_id: int) -> Sequence[Line]:
    """Every mail about a case, the oldest first."""
    rows = session.execute(
        sa.select(Outbox, col(Referral.reference))
        .outerjoin(Referral, col(Referral.id) == col(Outbox.referral_id))
        .where(col(Outbox.case_id) == case_id)
        .order_by(col(Outbox.id))
    )
    return [line(row, reference) for row, reference in rows]


def line(row: Outbox, reference: str | None) -> Line:
    """What staff may see of a row."""
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
        is_over=row.state is MailState.DEAD and row.cancelled_at is not None,
    )


def by_key(session: Session, key: str) -> Outbox | None:
    """The mail whose Message-ID begins so, locked against a worker that records; the key is what URLs carry."""
    if len(key) != KEY_LENGTH or not key.isalnum():
        return None
    found = select(Outbox).where(col(Outbox.message_id).startswith(f"<{key}@", autoescape=True))
    return session.exec(found.with_for_update()).one_or_none()


def revive(row: Outbox, *, at: datetime) -> None:
    """Let a dead mail start again, as the same mail with the same Message-ID; ValueError when its matter is over."""
    if row.cancelled_at is not None:
        raise ValueError("what this mail is about is over")
    row.state = mailing.after(row.state, Step.RESEND)
    row.due_at, row.resent_at, row.finished_at, row.lapsed, row.rendered = at, at, None, 0, None
    row.attempt = (row.attempt // ROUND + 1) * ROUND


def cancel(
    session: Session,
    *,
    referral_id: int | None = None,
    case_id: int | None = None,
    matters: Collection[str] | sa.Select[Any] = (),
    notices: Collection[str] = (),
    at: datetime,
) -> int:
    """Cancel what did not leave about something that is over: a report, a case, or ``Outbox.matter``; how many mails.

    One that a worker has in hand is marked: it leaves or is cancelled, but is not tried again. A dead one is marked
    too: it stays dead, which says something of its mailbox, and is not resent. ``notices``: only these.
    """
    about = {Outbox.referral_id: referral_id, Outbox.case_id: case_id}
    chosen = [col(column) == value for column, value in about.items() if value is not None]
    if isinstance(matters, sa.Select) or matters:
        chosen.append(col(Outbox.matter).in_(matters))
    if not chosen:
        raise ValueError("what is over must be named")
    if notices:
        chosen.append(col(Outbox.notice).in_(notices))
    return _cancel(session, chosen, at)


def _cancel(session: Session, chosen: Sequence[sa.ColumnElement[bool]], at: datetime) -> int:
    idle, cancelled = MOVES[Step.CANCEL]
    is_idle = col(Outbox.state).in_(idle)
    values = {
        "state": sa.case((is_idle, cancelled.value), else_=col(Outbox.state)),
        "finished_at": sa.case((is_idle, at), else_=col(Outbox.finished_at)),
        "cancelled_at": at,
        "rendered": None,
    }
    is_out = col(Outbox.state).in_((*mailing.WAITING, MailState.DEAD)), col(Outbox.cancelled_at).is_(None)
    session.flush()
    done = session.execute(sa.update(Outbox).where(*is_out, *chosen).values(values))
    return cast("sa.CursorResult[Any]", done).rowcount


def oldest_pending(session: Session) -> datetime | None:
    """When the mail that waits longest was put aside: one look into the index for each state, however many wait."""
    firsts = [
        sa.select(sa.func.min(col(Outbox.created_at))).where(col(Outbox.state) == state) for state in mailing.WAITING
    ]
    found = session.execute(sa.select(*(first.scalar_subquery() for first in firsts))).one()
    return min((at for at in found if at is not None), default=None)


@dataclass(frozen=True)
class Figures:
    """How many mails there are in each state, and by lane when the oldest that is not at its end was put aside."""

    counts: Mapping[MailState, int]
    oldest: Mapping[int, datetime]


def figures(session: Session, *, since: datetime) -> Figures:
    """For operators' machines and staff; sent and cancelled ones are counted when they were put aside since then.

    Without that bound it would read the index of everything that was ever sent.
    """
    ended = (MailState.SENT, MailState.CANCELLED)
    at_work = sa.select(col(Outbox.state), sa.func.count()).where(
        col(Outbox.state).in_((MailState.DEAD, *mailing.WAITING))
    )
    lately = sa.select(col(Outbox.state), sa.func.count()).where(
        col(Outbox.state).in_(ended), col(Outbox.created_at) >= since
    )
    counts = dict.fromkeys(MailState, 0)
    for counted in (at_work, lately):
        counts |= {row[0]: row[1] for row in session.execute(counted.group_by(col(Outbox.state)))}
    return Figures(counts=counts, oldest=_oldest(session))


def _oldest(session: Session) -> dict[int, datetime]:
    oldest = sa.select(col(Outbox.lane), sa.func.min(col(Outbox.created_at))).where(WAITING).group_by(col(Outbox.lane))
    return {row[0]: row[1] for row in session.execute(oldest)}


def beat(session: Session, name: str, *, at: datetime) -> None:
    """Say that something is alive."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = dialect.insert(Heartbeat).values(name=name, seen_at=at)
    session.execute(row.on_conflict_do_update(index_elements=["name"], set_={"seen_at": at}))


def last_beat(session: Session, name: str) -> datetime | None:
    """When it was last alive, or the last of them when there are several of that name."""
    named = (col(Heartbeat.name) == name) | col(Heartbeat.name).startswith(f"{name}:", autoescape=True)
    return cast(
        "datetime | None", session.execute(sa.select(sa.func.max(col(Heartbeat.seen_at))).where(named)).scalar()
    )


def workers(session: Session) -> list[tuple[str, datetime]]:
    """Every worker that was alive lately, with when that was; one that ended as it should is not among them."""
    own = col(Heartbeat.name).startswith(f"{WORKER}:", autoescape=True)
    found = sa.select(col(Heartbeat.name), col(Heartbeat.seen_at)).where(own).order_by(col(Heartbeat.name))
    return [(name, seen_at) for name, seen_at in session.execute(found)]


def stop_beating(session: Session, name: str | None = None, *, unseen_since: datetime | None = None) -> None:
    """Forget one worker, which ends, or all that were not seen since then."""
    own = col(Heartbeat.name).startswith(f"{WORKER}:", autoescape=True)
    chosen = col(Heartbeat.name) == name if name else col(Heartbeat.seen_at) < unseen_since
    session.execute(sa.delete(Heartbeat).where(own, chosen))
