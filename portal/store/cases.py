"""Every select and update of cases: one by its reference, its history, the nightly batches."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from portal.domain import reference
from portal.domain.errors import Conflict, NotFound
from portal.domain.triage.state import Desk
from portal.domain.vocabulary import N_
from portal.models import Account, Case, Entry, Referral

BATCH = 200
DESKS = tuple(desk for desk in Desk if desk is not Desk.CLOSED)
UNKNOWN = N_("Er is geen dossier met deze referentie.")
NOBODYS = "-"
"""No reference is written so."""


def by_reference(session: Session, typed: str) -> Case:
    """The case of this reference, its own or that of one of its referrals; NotFound when there is none.

    A malformed one is looked up too: how long the answer takes tells nothing of what exists.
    """
    parsed = reference.parse(typed) or NOBODYS
    found = session.exec(select(Case).where(Case.reference == parsed)).one_or_none()
    return found or _by_referral(session, parsed)


def for_update(session: Session, typed: str, version: int | None) -> Case:
    """The case, locked until the transaction ends; Conflict when it is not at ``version`` (None: any will do)."""
    case = locked(session, by_reference(session, typed).id or 0)
    if version is not None:
        require_version(case, version)
    return case


def require_version(case: Case, version: int) -> None:
    """Conflict when the case is not as the page showed it."""
    if case.version != version:
        raise Conflict(N_("U of een collega heeft dit dossier intussen gewijzigd."))


def locked(session: Session, case_id: int) -> Case:
    """The case as it is now, locked until the transaction ends."""
    fresh = select(Case).where(Case.id == case_id).with_for_update().execution_options(populate_existing=True)
    return session.exec(fresh).one()


def owner(session: Session, case: Case) -> Account | None:
    return session.get(Account, case.claimed_by_id) if case.claimed_by_id else None


def referrals_of(session: Session, case_id: int) -> Sequence[Referral]:
    """The reports of a case, the first one first."""
    found = select(Referral).where(Referral.case_id == case_id)
    return session.exec(found.order_by(col(Referral.received_at), col(Referral.id))).all()


def entries(session: Session, case_id: int) -> Sequence[Entry]:
    """The history of a case, the oldest first."""
    return session.exec(select(Entry).where(Entry.case_id == case_id).order_by(col(Entry.id))).all()


def names(session: Session, account_ids: set[int]) -> dict[int, str]:
    """Who these accounts are, by id."""
    found = session.exec(select(Account.id, Account.name).where(col(Account.id).in_(account_ids)))
    return {account_id: name for account_id, name in found if account_id is not None}


def emails(session: Session, account_ids: set[int]) -> dict[int, str]:
    """The addresses of these accounts, by id."""
    found = session.exec(select(Account.id, Account.email).where(col(Account.id).in_(account_ids)))
    return {account_id: email for account_id, email in found if account_id is not None}


def changing(session: Session, today: date, *, skip: Collection[int] = (), limit: int = BATCH) -> Sequence[Case]:
    """Cases, locked, that come out differently today; those that somebody else has locked wait for later.

    The open ones first, then the closed ones that something new brought back to the desk.
    """
    due = select(Case).where(col(Case.next_change_on) <= today)
    if skip:
        due = due.where(col(Case.id).not_in(skip))
    due = due.order_by(col(Case.next_change_on), col(Case.id)).limit(limit).with_for_update(skip_locked=True, of=Case)
    if found := session.exec(due.where(col(Case.is_open) == sa.true())).all():
        return found
    return session.exec(due.where(sa.text("new_fact"), col(Case.is_open) == sa.false())).all()


def lift(session: Session, today: date, *, limit: int = BATCH) -> int:
    """Put overdue cases with what is due today; how many there were. A page that shows one stays valid."""
    return _place(session, Desk.TODO, (col(Case.queue_on) < today,), today, limit=limit)


def lower(session: Session, today: date, *, limit: int = BATCH) -> int:
    """Take back to their own day, or to today, the cases that a clock which was ahead put later; how many there were.

    Closed ones are left where they are. A page that shows one stays valid.
    """
    later = (col(Case.queue_on) > today, col(Case.queue_on) > col(Case.due_on))
    own = sa.case((col(Case.due_on) > today, col(Case.due_on)), else_=today)
    return sum(_place(session, desk, later, own, limit=limit) for desk in DESKS)


def all_cases(session: Session, after_id: int, *, limit: int = BATCH) -> Sequence[Case]:
    """Every case by id, a batch at a time, for the export."""
    return session.exec(select(Case).where(col(Case.id) > after_id).order_by(col(Case.id)).limit(limit)).all()


def _place(
    session: Session,
    desk: Desk,
    when: Collection[sa.ColumnElement[bool]],
    on: date | sa.ColumnElement[date],
    *,
    limit: int,
) -> int:
    """Write where the queue puts these cases, past their version; not of one that somebody moved at that moment.

    The order is that of the index, without which PostgreSQL would read every case in the hope to find enough soon.
    """
    where = (col(Case.desk) == desk.value, *when)
    ids = session.exec(select(Case.id).where(*where).order_by(col(Case.queue_on).desc()).limit(limit)).all()
    change = sa.update(Case).where(col(Case.id).in_(ids), *where).values(queue_on=on)
    placed = session.execute(change.execution_options(synchronize_session=False)) if ids else None
    return int(getattr(placed, "rowcount", 0))


def _by_referral(session: Session, parsed: str) -> Case:
    found = session.exec(
        select(Case).join(Referral, col(Referral.case_id) == col(Case.id)).where(Referral.reference == parsed)
    ).one_or_none()
    if found is None:
        raise NotFound(UNKNOWN)
    return found
