"""When each recurring job is due; and when nobody took a case in time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from portal.domain.triage.state import Desk
from portal.domain.vocabulary import Urgency
from portal.models import Case, Schedule

BATCH = 200
INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}

UNRECKONED = datetime(3000, 1, 1, tzinfo=UTC)
"""``escalate_at`` of a case that lies there for everybody again, until the next minute says when to tell of it."""


def times(session: Session) -> Mapping[str, datetime]:
    """When each job is due next, by name."""
    return dict(session.exec(select(Schedule.name, Schedule.next_at)).all())


def plan(session: Session, first_times: Mapping[str, datetime]) -> None:
    """Give each job its first time, unless it has one."""
    rows = [{"name": name, "next_at": at} for name, at in first_times.items()]
    if rows:
        insert = INSERT[session.get_bind().dialect.name](Schedule)
        session.execute(insert.values(rows).on_conflict_do_nothing())


def forget(session: Session, names: Collection[str]) -> None:
    """Jobs that there are no more."""
    session.execute(sa.delete(Schedule).where(col(Schedule.name).in_(names)))


def locked(session: Session, name: str) -> Schedule | None:
    """The job's row, for whoever does it until the transaction ends; None while another worker has it."""
    return session.exec(select(Schedule).where(Schedule.name == name).with_for_update(skip_locked=True)).one_or_none()


def overdue(session: Session, before: datetime) -> int:
    """How many jobs should have been done by then, and were not."""
    return session.exec(select(sa.func.count()).select_from(Schedule).where(col(Schedule.next_at) < before)).one()


@dataclass(frozen=True)
class Lying:
    """A case that nobody has, as far as telling of it needs."""

    id: int
    reference: str
    level: Urgency
    due_on: date


def untaken(session: Session, at: datetime, *, limit: int = BATCH) -> Sequence[Lying]:
    """Cases, locked, that nobody took until now although somebody should have, the longest waiting first."""
    past = _lying().where(col(Case.escalate_at) <= at)
    ordered = past.order_by(col(Case.escalate_at), col(Case.id)).limit(limit)
    return [Lying(*row) for row in session.execute(ordered.with_for_update(skip_locked=True, of=Case))]


def unreckoned(session: Session, *, limit: int = BATCH) -> Sequence[Lying]:
    """Cases, locked, of which it is not reckoned yet when to tell that nobody has them."""
    found = _lying().where(col(Case.escalate_at) == UNRECKONED).order_by(col(Case.id)).limit(limit)
    return [Lying(*row) for row in session.execute(found.with_for_update(skip_locked=True, of=Case))]


def set_escalation(session: Session, times: Mapping[int, datetime | None]) -> None:
    """Write when to tell of each of these cases; a page that shows one stays valid."""
    table: sa.Table = Case.__table__  # type: ignore[attr-defined]
    change = sa.update(table).where(table.c.id == sa.bindparam("case_id")).values(escalate_at=sa.bindparam("told_at"))
    if times:
        session.connection().execute(change, [{"case_id": key, "told_at": at} for key, at in times.items()])


def _lying() -> sa.Select[tuple[int | None, str, Urgency, date]]:
    on_the_desk = (col(Case.claimed_by_id).is_(None), col(Case.desk) == Desk.TODO.value)
    return sa.select(col(Case.id), col(Case.reference), col(Case.level), col(Case.due_on)).where(*on_the_desk)
