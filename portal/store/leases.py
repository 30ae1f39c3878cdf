"""The worker's side of the outbox: taking the next mail, writing down what came of it, and keeping to a rate.

Each is one statement. A claim raises ``attempt``, and a result is written only where that is still the last one, so
that a worker which was stopped for longer than its lease overwrites nothing of whoever took over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from portal.domain import mailing
from portal.domain.mailing import MOVES, Group, MailState, Step
from portal.models import Case, Outbox, Pace
from portal.models.outbox import WAITING

OUTBOX: sa.Table = Outbox.__table__  # type: ignore[attr-defined]
PACE: sa.Table = Pace.__table__  # type: ignore[attr-defined]
TAKEN = (
    *("id", "notice", "to_addr", "language", "referral_id", "case_id", "context", "message_id", "created_at", "state"),
    *("attempt", "lapsed", "due_at", "resent_at", "rendered", "cancelled_at"),
)
"""What a worker must know of a mail in its hand."""

AHEAD_MS = 2000
"""So far may all workers run ahead of the rate: whoever looks once a second still keeps up with it."""
CLOCKS_MS = 300_000
"""Further ahead than this is no pace but a clock that was set back, and is forgotten."""
MOST_ASTRAY = 1000
"""So many mails are put right in one go."""


def _first(group: Group) -> sa.Select[Any]:
    """The mail of a group that is due longest; the words of the index are spelled as the index spells them."""
    state: sa.ColumnElement[str] = sa.literal_column(f"'{group.state}'")
    lane: sa.ColumnElement[int] = sa.literal_column(str(group.lane))
    return (
        sa.select(OUTBOX.c.id)
        .where(WAITING, OUTBOX.c.state == state, OUTBOX.c.lane == lane, OUTBOX.c.due_at <= sa.bindparam("due_by"))
        .order_by(OUTBOX.c.due_at, OUTBOX.c.id)
        .limit(1)
    )


def _claiming(groups: Sequence[Group]) -> sa.Update:
    """PostgreSQL passes over the rows that another worker is just claiming; SQLite has one writer at a time.

    Both look into one group after the other and stop at the first mail.
    """
    firsts = [_first(group).with_for_update(skip_locked=True).subquery() for group in groups]
    one = sa.union_all(*(sa.select(first.c.id) for first in firsts)).limit(1).scalar_subquery()
    unfinished = sa.case((OUTBOX.c.state == MailState.LEASED, 1), else_=0)
    return (
        sa.update(OUTBOX)
        .where(OUTBOX.c.id == one)
        .values(
            state=MOVES[Step.CLAIM][1],
            attempt=OUTBOX.c.attempt + 1,
            lapsed=OUTBOX.c.lapsed + unfinished,
            due_at=sa.bindparam("leased_until"),
        )
        .returning(*(OUTBOX.c[name] for name in TAKEN))
    )


def _putting_right() -> sa.Update:
    """Of each lane the first tries that lie too far ahead; not one that another worker is just claiming."""
    pending = OUTBOX.c.state == sa.literal_column(f"'{MailState.PENDING}'")
    lanes = (OUTBOX.c.lane == sa.literal_column(str(lane)) for lane in mailing.LANES)
    ahead = (WAITING, pending, OUTBOX.c.due_at > sa.bindparam("beyond"))
    firsts = [
        sa.select(OUTBOX.c.id).where(lane, *ahead).order_by(OUTBOX.c.due_at, OUTBOX.c.id).limit(MOST_ASTRAY).subquery()
        for lane in lanes
    ]
    astray = sa.union_all(*(sa.select(first.c.id) for first in firsts))
    return sa.update(OUTBOX).where(OUTBOX.c.id.in_(astray), pending).values(due_at=sa.bindparam("now"))


def _ending(step: Step) -> sa.Update:
    """One whose matter is over meanwhile is not tried again."""
    mine = (OUTBOX.c.id == sa.bindparam("mail"), OUTBOX.c.attempt == sa.bindparam("mine"))
    new: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in ("error", "due_at", "finished_at", "rendered")}
    new["state"] = sa.literal(MOVES[step][1], OUTBOX.c.state.type)
    if step is not Step.DELIVER:
        dropped = sa.literal(MOVES[Step.DROP][1], OUTBOX.c.state.type)
        new["state"] = sa.case((OUTBOX.c.cancelled_at.is_(None), new["state"]), else_=dropped)
        new["finished_at"] = sa.func.coalesce(OUTBOX.c.cancelled_at, new["finished_at"])
        new["rendered"] = sa.case((OUTBOX.c.cancelled_at.is_(None), new["rendered"]))
    return sa.update(OUTBOX).where(*mine, OUTBOX.c.state.in_(MOVES[step][0])).values(new).returning(OUTBOX.c.state)


_CLAIMS = {
    groups: _claiming(groups) for groups in {mailing.order(turn) for turn in range(len(mailing.GROUPS) * mailing.EVERY)}
}
_ENDS = {step: _ending(step) for step in (Step.DELIVER, Step.DEFER, Step.BURY, Step.DROP)}
_PUTTING_RIGHT = _putting_right()
_DUE = sa.union_all(*(sa.select(_first(group).subquery().c.id) for group in mailing.GROUPS)).limit(1)


def any_due(session: Session, *, due_by: datetime) -> bool:
    """Whether a claim would find something; asked first, so that an idle worker takes no write lock."""
    return session.execute(_DUE, {"due_by": due_by}).first() is not None


def claim(session: Session, *, due_by: datetime, leased_until: datetime, turn: int = 0) -> Outbox | None:
    """The next mail, taken until then; None when nothing is due. It is no part of the session."""
    given = {"due_by": due_by, "leased_until": leased_until}
    row = session.execute(_CLAIMS[mailing.order(turn)], given).one_or_none()
    return None if row is None else Outbox(**dict(zip(TAKEN, row, strict=True)))


def put_right(session: Session, *, now: datetime) -> int:
    """Let first tries leave that a clock which was ahead put off; how many, of each lane ``MOST_ASTRAY`` in one go.

    A first try is due from the moment it is put aside, so one in the future has no other cause. What was tried in vain
    keeps its time.
    """
    found = session.execute(_PUTTING_RIGHT, {"now": now, "beyond": now + timedelta(milliseconds=CLOCKS_MS)})
    return cast("sa.CursorResult[Any]", found).rowcount


def end(
    session: Session,
    mail: Outbox,
    step: Step,
    *,
    error: str | None,
    due_at: datetime,
    finished_at: datetime | None,
    rendered: str | None,
) -> MailState | None:
    """Write down what came of the attempt; None when the mail was taken or resent since, and nothing is changed."""
    new = {"new_error": error, "new_due_at": due_at, "new_finished_at": finished_at, "new_rendered": rendered}
    found = session.execute(_ENDS[step], {"mail": mail.id, "mine": mail.attempt, **new}).scalar_one_or_none()
    return cast("MailState | None", found)


def beside(session: Session, mail: Outbox) -> frozenset[str]:
    """The other notices that were put aside for the same referral."""
    if mail.referral_id is None:
        return frozenset()
    others = sa.select(OUTBOX.c.notice).where(OUTBOX.c.referral_id == mail.referral_id, OUTBOX.c.id != mail.id)
    return frozenset(session.execute(others).scalars())


def within_rate(session: Session, *, per_minute: int, now: datetime) -> bool:
    """Whether one more mail keeps to the rate; the answer holds until the end of the transaction."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(dialect.insert(PACE).values(name="outbox", free_ms=0).on_conflict_do_nothing())
    free: int = session.execute(sa.select(PACE.c.free_ms).with_for_update()).scalar_one()
    ahead = free - _milliseconds(now)
    return ahead <= AHEAD_MS or ahead > AHEAD_MS + _each(per_minute) + CLOCKS_MS


def spend(session: Session, *, per_minute: int, now: datetime) -> None:
    """Note that one more mail leaves."""
    at, each = _milliseconds(now), _each(per_minute)
    kept = sa.and_(PACE.c.free_ms > at, PACE.c.free_ms <= at + AHEAD_MS + each + CLOCKS_MS)
    session.execute(sa.update(PACE).values(free_ms=sa.case((kept, PACE.c.free_ms), else_=at) + each))


def lock_case(session: Session, case_id: int) -> int:
    """The case that a mail is about now, locked before the mail is, as whoever works on the case does too."""
    found = sa.select(col(Case.id), col(Case.joined_to_id)).where(col(Case.id) == case_id)
    own, joined = session.execute(found.with_for_update()).one()
    return int(joined or own)


def _each(per_minute: int) -> int:
    return -(-60_000 // per_minute)


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
