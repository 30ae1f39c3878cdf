"""When each recurring job is due; and when nobody took a case in time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from portal.domain.triage.state import Desk
from portal.domain.vocabulary import Urgency
from portal.models import Case, Schedule

BATCH = 200
INSERT: Mapping[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}

UNRECKONED = datetime(3000, 1, 1, tzinfo=UTC)
"""``escalate_at`` of a case that lies there for everybody again, until the next minute says when to tell of it."""


def times(session: Session) -> Mapping[str, datetime]:
    """When each job is due next, by name."""
    return dict(session.exec(select(Schedule.name, Schedule.next_at)).all())


def planned(session: Session) -> Sequence[tuple[str, datetime, datetime | None]]:
    """Each job with when it is due next and when it was done last, what is due first before the others."""
    found = select(Schedule.name, Schedule.next_at, Schedule.done_at).order_by(
        col(Schedule.next_at), col(Schedule.name)
    )
    return session.exec(found).all()


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
    """A case of which somebody is to be told, as far as telling needs; ``lies``: nobody has it and it is to do now."""

    id: int
    reference: str
    level: Urgency
    due_on: date
    lies: bool


def untaken(session: Session, at: datetime, *, limit: int = BATCH) -> Sequence[Lying]:
    """Cases, locked, that somebody should have taken by now, the longest waiting first."""
    return _watched(session, col(Case.escalate_at) <= at, limit=limit)


def unreckoned(session: Session, *, limit: int = BATCH) -> Sequence[Lying]:
    """Cases, locked, of which it is not reckoned yet when to tell that nobody has them."""
    return _watched(session, col(Case.escalate_at) == UNRECKONED, limit=limit)


def set_escalation(session: Session, times: Mapping[int, datetime | None]) -> None:
    """Write when to tell of each of these cases; a page that shows one stays valid."""
    table: sa.Table = Case.__table__  # type: ignore[attr-defined]
    change = sa.update(table).where(table.c.id == sa.bindparam("case_id")).values(escalate_at=sa.bindparam("told_at"))
    if times:
        session.connection().execute(change, [{"case_id": key, "told_at": at} for key, at in times.items()])


def _watched(session: Session, when: sa.ColumnElement[bool], *, limit: int) -> Sequence[Lying]:
    """Found by that moment alone, which has an index of its own; the rest is looked at here."""
    columns = (col(Case.id), col(Case.reference), col(Case.level), col(Case.due_on))
    chosen = sa.select(*columns, col(Case.claimed_by_id), col(Case.desk)).where(when)
    ordered = chosen.order_by(col(Case.escalate_at)).limit(limit).with_for_update(skip_locked=True, of=Case)
    return [
        Lying(case_id or 0, reference, level, due_on, lies=owner_id is None and desk == Desk.TODO)
        for case_id, reference, level, due_on, owner_id, desk in session.execute(ordered)
    ]
