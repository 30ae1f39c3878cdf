"""Every select and update of cases: one by its reference, the pages of the queue, the history, the nightly batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from portal.domain import reference
from portal.domain.errors import Conflict, NotFound
from portal.domain.triage.state import Desk
from portal.domain.vocabulary import N_, CaseStatus, Kind, Urgency
from portal.models import Account, Case, Entry, Referral
from portal.models.case import ORDER

PAGE = 50
BATCH = 200
UNKNOWN = N_("Er is geen dossier met deze referentie.")
NOBODYS = "-"
"""No reference is written so."""


class View(StrEnum):
    """The lists of the queue."""

    TODO = "todo"
    MINE = "mine"
    ALL = "all"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Row:
    """One case in the queue: columns, not an object."""

    reference: str
    kind: Kind
    status: CaseStatus
    level: Urgency
    received_at: datetime
    reasons: list[dict[str, Any]]
    key_date: date | None
    key_time: time | None
    key_rule: str | None
    contacted_on: date | None
    next_action: str | None
    due_on: date
    queue_on: date
    closed_at: datetime | None
    outcome: str | None
    safety_mark: bool
    objection: str | None
    new_fact: bool
    unverified: bool
    owner: str | None
    owner_id: int | None
    short: bool
    """Its report is a number to call, and no more."""


Key = tuple[Any, ...]
"""The values of a row in the columns by which its view is ordered; the next page begins after it."""

QUEUE_KEY = tuple(getattr(Case, name) for name in ORDER)
CLOSED_KEY = (col(Case.closed_at), col(Case.reference))
_OWN = [getattr(Case, name) for name in Row.__dataclass_fields__ if name not in {"owner", "owner_id", "short"}]
_SHORT = sa.exists().where(col(Referral.reference) == col(Case.reference), col(Referral.short) == sa.true())
_COLUMNS: list[Any] = [*_OWN, col(Account.name), col(Case.claimed_by_id), _SHORT]


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
    if version is not None and case.version != version:
        raise Conflict(N_("Een collega heeft dit dossier intussen gewijzigd."))
    return case


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


def page(
    session: Session, view: View, account_id: int, after: Key | None = None, *, limit: int = PAGE
) -> tuple[list[Row], Key | None]:
    """One page of a view in its order, and the key after which the next one begins (None: this was the last)."""
    found = session.execute(page_statement(view, account_id, after, limit=limit + 1)).all()
    rows = [Row(*values) for values in found[:limit]]
    return rows, key_of(view, rows[-1]) if len(found) > limit else None


def page_statement(view: View, account_id: int, after: Key | None, *, limit: int) -> sa.Select[Any]:
    """The select behind ``page``, which one index answers in its own order."""
    key = CLOSED_KEY if view is View.CLOSED else QUEUE_KEY
    chosen = sa.select(*_COLUMNS).outerjoin(Account, col(Case.claimed_by_id) == col(Account.id))
    chosen = chosen.where(*_where(view, account_id)).limit(limit)
    if view is View.CLOSED:
        return _after(chosen, key, after, newest_first=True).order_by(*(column.desc() for column in key))
    return _after(chosen, key, after, newest_first=False).order_by(*key)


def key_of(view: View, row: Row) -> Key:
    columns = ("closed_at", "reference") if view is View.CLOSED else ORDER
    return tuple(getattr(row, name) for name in columns)


def counts(session: Session, account_id: int) -> dict[View, int]:
    """How many cases each view holds."""
    return {
        view: session.execute(
            sa.select(sa.func.count()).select_from(Case).where(*_where(view, account_id))
        ).scalar_one()
        for view in View
    }


def count_late(session: Session, today: date) -> int:
    """How many cases on the desk were due before today."""
    on_the_desk = (col(Case.desk) == Desk.TODO.value, col(Case.queue_on) <= today)
    late = select(sa.func.count()).select_from(Case).where(*on_the_desk, col(Case.due_on) < today)
    return session.exec(late).one()


def changing(session: Session, today: date, *, limit: int = BATCH) -> Sequence[Case]:
    """Open cases, locked, that come out differently today; those that somebody else has locked wait for later."""
    due = select(Case).where(col(Case.is_open) == sa.true(), col(Case.next_change_on) <= today)
    return session.exec(
        due.order_by(col(Case.next_change_on), col(Case.id)).limit(limit).with_for_update(skip_locked=True, of=Case)
    ).all()


def lift(session: Session, today: date, *, limit: int = BATCH) -> int:
    """Put overdue cases with what is due today; how many there were. A page that shows one stays valid."""
    late = select(Case.id).where(col(Case.desk) == Desk.TODO.value, col(Case.queue_on) < today).limit(limit)
    lifted = session.execute(
        sa.update(Case)
        .where(col(Case.id).in_(late))
        .values(queue_on=today)
        .execution_options(synchronize_session=False)
    )
    return int(getattr(lifted, "rowcount", 0))


def all_cases(session: Session, after_id: int, *, limit: int = BATCH) -> Sequence[Case]:
    """Every case by id, a batch at a time, for the export."""
    return session.exec(select(Case).where(col(Case.id) > after_id).order_by(col(Case.id)).limit(limit)).all()


def _by_referral(session: Session, parsed: str) -> Case:
    found = session.exec(
        select(Case).join(Referral, col(Referral.case_id) == col(Case.id)).where(Referral.reference == parsed)
    ).one_or_none()
    if found is None:
        raise NotFound(UNKNOWN)
    return found


def _where(view: View, account_id: int) -> tuple[Any, ...]:
    return {
        View.TODO: (col(Case.desk) == Desk.TODO.value,),
        View.MINE: (col(Case.claimed_by_id) == account_id, col(Case.is_open) == sa.true()),
        View.ALL: (col(Case.is_open) == sa.true(),),
        View.CLOSED: (col(Case.is_open) == sa.false(),),
    }[view]


def _after(chosen: sa.Select[Any], key: Sequence[Any], after: Key | None, *, newest_first: bool) -> sa.Select[Any]:
    """Rows whose key comes after (before, when the newest comes first), compared as a whole."""
    if after is None:
        return chosen
    there = sa.tuple_(*(sa.literal(value, column.type) for value, column in zip(after, key, strict=True)))
    return chosen.where(sa.tuple_(*key) < there if newest_first else sa.tuple_(*key) > there)
