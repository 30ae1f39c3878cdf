"""The lists of the queue: pages of rows in the order of one index, whatever the filters, and how many each holds.

A page reads a bounded number of cases. Without filters it is full after its own rows; with filters it looks through
at most ``SCAN`` cases, says where it stopped, and the next page goes on from there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from portal.domain.triage.filters import Chosen
from portal.domain.triage.state import Desk
from portal.domain.vocabulary import CaseStatus, Kind, Pathway, Urgency
from portal.models import Account, Case
from portal.models.case import ORDER
from portal.store import queue_filters, tallies

PAGE = 50
SCAN = 10_000
"""How many cases one page looks through at most; a million of them would take seconds."""


class View(StrEnum):
    """The fixed lists of the queue."""

    TODO = "todo"
    MINE = "mine"
    WAITING = "waiting"
    OBJECTIONS = "objections"
    NEW_FACTS = "new_facts"
    UNREAD = "unread"
    TEAM = "team"
    ALL = "all"
    CLOSED = "closed"


COUNTERS = {
    View.TODO: "todo",
    View.MINE: "mine",
    View.WAITING: "waiting",
    View.OBJECTIONS: "objection",
    View.NEW_FACTS: "new_fact",
    View.UNREAD: "unread",
    View.TEAM: "team",
    View.ALL: "open",
    View.CLOSED: "closed",
}

PARTS = (View.WAITING, View.OBJECTIONS, View.NEW_FACTS, View.UNREAD)
"""The views that have an index of their few cases; they say which in the words of their counter."""

Key = tuple[Any, ...]
"""The values of a row in the columns by which its view is ordered; the next page begins after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list as somebody asks for it on some day: a view for this person, narrowed by filters."""

    view: View
    account_id: int = 0
    team: str | None = None
    today: date
    filters: Chosen = field(default_factory=dict)

    @property
    def key(self) -> tuple[Any, ...]:
        """The columns by which it is ordered."""
        return CLOSED_KEY if self.view is View.CLOSED else QUEUE_KEY


@dataclass(frozen=True, slots=True)
class Row:
    """One case in the queue: columns, not an object."""

    reference: str
    version: int
    kind: Kind
    status: CaseStatus
    pathway: Pathway | None
    pathway_until: date | None
    term_ends_on: date | None
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
    unreached: bool
    short: bool
    """Its report is a number to call, and no more."""
    art14_due_on: date | None
    problems: str
    owner_id: int | None
    owner: str | None
    owner_away_until: date | None
    owner_disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and the key after which the next page begins; None: this was the last."""

    rows: list[Row]
    following: Key | None
    stopped: bool = False
    """It is not full, and yet there are more cases to look through."""


QUEUE_KEY = tuple(getattr(Case, name) for name in ORDER)
CLOSED_KEY = (col(Case.closed_at), col(Case.reference))
_OF_ITS_OWNER: Mapping[str, Any] = {
    "owner_id": Case.claimed_by_id,
    "owner": Account.name,
    "owner_away_until": Account.away_until,
    "owner_disabled_at": Account.disabled_at,
}
COLUMNS: list[Any] = [_OF_ITS_OWNER.get(name) or getattr(Case, name) for name in Row.__dataclass_fields__]
"""What a row is made of, in its order; the account of its owner is joined."""


def page(session: Session, listing: Listing, after: Key | None = None, *, limit: int = PAGE, scan: int = SCAN) -> Page:
    """One page of a list in its order."""
    until = _horizon(session, listing, after, scan) if listing.filters else None
    found = session.execute(_page_statement(listing, after, until, limit=limit + 1)).all()
    rows = [Row(*values) for values in found[:limit]]
    if len(found) > limit:
        return Page(rows, key_of(listing.view, rows[-1]))
    return Page(rows, until, stopped=until is not None)


def these(session: Session, references: Collection[str]) -> list[Row]:
    """The rows of some cases, in the order of the queue."""
    chosen = sa.select(*COLUMNS).outerjoin(Account, col(Case.claimed_by_id) == col(Account.id))
    found = session.execute(chosen.where(col(Case.reference).in_(references)).order_by(*QUEUE_KEY))
    return [Row(*values) for values in found]


def key_of(view: View, row: Row) -> Key:
    columns = ("closed_at", "reference") if view is View.CLOSED else ORDER
    return tuple(getattr(row, name) for name in columns)


def ordered(chosen: sa.Select[Any], listing: Listing) -> sa.Select[Any]:
    if listing.view is View.CLOSED:
        return chosen.order_by(*(column.desc() for column in listing.key))
    return chosen.order_by(*listing.key)


def passing(listing: Listing) -> list[sa.ColumnElement[bool]]:
    """What a case of its view must be to pass the filters of a list."""
    return queue_filters.conditions(listing.filters, listing.account_id, listing.today)


def of_view(listing: Listing) -> tuple[sa.ColumnElement[bool], ...]:
    """Which cases a view is about; a partial index serves only who spells its words as models/case.py does."""
    own: Mapping[View, tuple[Any, ...]] = {
        View.MINE: (col(Case.claimed_by_id) == listing.account_id, col(Case.is_open) == sa.true()),
        View.TEAM: (col(Case.team) == (listing.team or ""), sa.text("cases.status <> 'closed'")),
    }
    return own.get(listing.view) or EVERYBODYS[listing.view]


def _page_statement(
    listing: Listing, after: Key | None = None, until: Key | None = None, *, limit: int = PAGE + 1
) -> sa.Select[Any]:
    """The select behind ``page``, which one index answers in its own order, between two keys."""
    chosen = sa.select(*COLUMNS).outerjoin(Account, col(Case.claimed_by_id) == col(Account.id))
    return ordered(_between(chosen.where(*passing(listing)), listing, after, until), listing).limit(limit)


def _horizon_statement(listing: Listing, after: Key | None, *, scan: int = SCAN) -> sa.Select[Any]:
    """The key of the last case that a page after ``after`` may look through, read from the index alone."""
    keys = ordered(_between(sa.select(*listing.key), listing, after, None), listing)
    return keys.offset(scan - 1).limit(1)


def _horizon(session: Session, listing: Listing, after: Key | None, scan: int) -> Key | None:
    """Where looking through ends; None when the list ends before it."""
    found = session.execute(_horizon_statement(listing, after, scan=scan)).one_or_none()
    return tuple(found) if found else None


def _between(chosen: sa.Select[Any], listing: Listing, after: Key | None, until: Key | None) -> sa.Select[Any]:
    """The cases of a view that come after one key and not after another, compared as a whole."""
    chosen = chosen.where(*of_view(listing))
    here = sa.tuple_(*listing.key)
    newest_first = listing.view is View.CLOSED
    if after is not None:
        there = _literal(after, listing.key)
        chosen = chosen.where(here < there if newest_first else here > there)
    if until is not None:
        there = _literal(until, listing.key)
        chosen = chosen.where(here >= there if newest_first else here <= there)
    return chosen


def _literal(key: Key, columns: Sequence[Any]) -> sa.Tuple:
    return sa.tuple_(*(sa.literal(value, column.type) for value, column in zip(key, columns, strict=True)))


EVERYBODYS: Mapping[View, tuple[Any, ...]] = {
    View.TODO: (col(Case.desk) == Desk.TODO.value,),
    View.ALL: (col(Case.is_open) == sa.true(),),
    View.CLOSED: (col(Case.is_open) == sa.false(),),
    **{view: (sa.text(tallies.EXACT[COUNTERS[view]]),) for view in PARTS},
}
