"""What was sent: written once, found by key, link or reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from portal.domain.vocabulary import CaseStatus
from portal.models import Case, Entry, Referral
from portal.models.referral import OWN_EMAIL

MOVES = ("claim", "assign", "move")
TABLE: sa.Table = Referral.__table__  # type: ignore[attr-defined]
ONCE: Mapping[str, Any] = {
    name: insert(TABLE).on_conflict_do_nothing(index_elements=["submission_key"]).returning(TABLE.c.id)
    for name, insert in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
}
"""Made once: with the values inside, the statement would be built and compared anew for every report."""


def insert_once(session: Session, values: Mapping[str, Any]) -> int | None:
    """The new row's id, or None when this submission key was sent before: then nothing was written."""
    return session.execute(ONCE[session.get_bind().dialect.name], [dict(values)]).scalar_one_or_none()


def by_submission_key(session: Session, submission_key: str) -> Referral | None:
    return session.exec(select(Referral).where(Referral.submission_key == submission_key)).one_or_none()


def by_reference(session: Session, reference: str) -> Referral | None:
    return session.exec(select(Referral).where(Referral.reference == reference)).one_or_none()


def by_follow_key(session: Session, follow_key: str) -> Referral | None:
    return session.exec(select(Referral).where(Referral.follow_key == follow_key)).one_or_none()


def petitions(session: Session, *, since: date) -> Sequence[Referral]:
    """What came from the court registry since a day, the newest first; withdrawn ones left out."""
    came = select(Referral).where(
        sa.text("kind = 'court_registry'"), col(Referral.received_on) >= since, col(Referral.withdrawn_at).is_(None)
    )
    return session.exec(came.order_by(col(Referral.received_at).desc(), col(Referral.id).desc())).all()


@dataclass(frozen=True)
class Course:
    """All that a reporter's page may be derived from: statuses, the present one last, never the case."""

    statuses: tuple[CaseStatus, ...]
    joined: bool
    asked_reference: str | None


def course(session: Session, case_id: int) -> Course:
    """The statuses that the referral's case has had, whether it was joined, and whose reporter was asked."""
    columns = select(Case.status, Case.joined_to_id, Case.asked_reference).where(Case.id == case_id)
    status, joined_to, asked = session.exec(columns).one()
    moves = select(Entry.data).where(Entry.case_id == case_id, col(Entry.what).in_(MOVES)).order_by(col(Entry.id))
    passed = [CaseStatus(data["to"]) for data in session.exec(moves) if "to" in data]
    return Course((CaseStatus.RECEIVED, *passed, CaseStatus(status)), joined_to is not None, asked)


def question(session: Session, referral: Referral) -> str:
    """The open question to the reporter of this very referral; "" when there is none."""
    mine = select(Case.question).where(
        Case.id == referral.case_id,
        Case.asked_reference == referral.reference,
        Case.status == CaseStatus.WAITING_FOR_REPORTER,
    )
    return session.exec(mine).one_or_none() or ""


def mailed_to(session: Session, email: str, reference: str, *, since: date, limit: int) -> Sequence[Referral]:
    """What this address reported since a day, however it spells itself, the newest first; of one ``reference``, or all.

    The same select whether the address is known or not.
    """
    theirs = select(Referral).where(
        sa.literal_column(OWN_EMAIL.text) == email.lower(),
        col(Referral.received_on) > since,
        sa.literal(reference).in_(["", col(Referral.reference)]),
    )
    return session.exec(theirs.order_by(col(Referral.received_at).desc(), col(Referral.id).desc()).limit(limit)).all()
