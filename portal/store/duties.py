"""Which cases somebody is to be reminded of: at most so many lines of each list, and how many there are in all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from portal.domain.triage import contact, terms
from portal.domain.triage.state import Desk
from portal.domain.vocabulary import Pathway, Urgency
from portal.models import Case, Entry, Outbox
from portal.models.case import ORDER
from portal.store.messages import MISSED

MANY = 1000
"""No list is counted further."""
GUIDED = sa.text("cases.status = 'in_guidance'")
UNTOLD = (sa.text("cases.art14_due_on IS NOT NULL"), sa.text("cases.status <> 'closed'"))
"""Spelled as in the partial indexes."""
ENDS = sa.case(
    (col(Case.pathway_until).is_(None), col(Case.term_ends_on)),
    (col(Case.term_ends_on) < col(Case.pathway_until), col(Case.term_ends_on)),
    else_=col(Case.pathway_until),
)
"""The end of a stay or of the longest term, whichever comes first."""
HASTENS = (
    *("fact", "answer", "correction", "withdrawn", "tenant"),
    *("level", "move", "next", "objection", "clock"),
)
"""The lines of history that can make a case due earlier than it was; of what is due as it comes in somebody hears."""
Line = tuple[str, Urgency, date]


@dataclass(frozen=True)
class Listing:
    """The conditions of a list, and the day that stands beside each of its cases."""

    where: tuple[Any, ...]
    day: Any


def due(after: date, until: date, *, since: datetime) -> Listing:
    """What is due by tonight, and what became due after the list of the day ``after``, which was made at ``since``.

    The list of overdue cases comes in the afternoon only, which can be too late for what came up in between.
    """
    on_the_desk = (col(Case.desk) == Desk.TODO.value, col(Case.queue_on) <= until)
    then = sa.and_(col(Case.due_on) == after, _happened(col(Entry.what).in_(HASTENS), col(Entry.at) > since))
    new = sa.or_(col(Case.due_on) > after, then)
    return Listing((*on_the_desk, col(Case.due_on) <= until, new), day=col(Case.due_on))


def overdue(today: date) -> Listing:
    """What should have been done before today."""
    on_the_desk = (col(Case.desk) == Desk.TODO.value, col(Case.queue_on) <= today)
    return Listing((*on_the_desk, col(Case.due_on) < today), day=col(Case.due_on))


def undecided(due_by: date) -> Listing:
    """Objections that are to be decided on by that day."""
    open_objection = (sa.text("cases.objection = 'undecided'"), sa.text("cases.status <> 'closed'"))
    return Listing((*open_objection, col(Case.due_on) <= due_by), day=col(Case.due_on))


def unanswered(after: date, until: date) -> Listing:
    """Questions that were put after one day and up to another, and are still open; with the day of the question."""
    waiting = sa.text("cases.status = 'waiting_for_reporter'")
    return Listing((waiting, col(Case.asked_on) > after, col(Case.asked_on) <= until), day=col(Case.asked_on))


def ending(after: date, until: date) -> Listing:
    """Terms whose reminder came after one day and up to another; with the day on which they end."""
    crisis = col(Case.pathway) == Pathway.CRISIS
    reminded = [_ends(after, until, crisis=True) & crisis, _ends(after, until, crisis=False) & ~crisis]
    return Listing((GUIDED, sa.or_(*reminded)), day=ENDS)


def untold(after: date, until: date, *, since: datetime) -> Listing:
    """Households of which an adult must be told by a day in between what we keep of them; with that day.

    The first contact makes it due on its own day, which is over when somebody reads this: also those met ``since``.
    """
    newly_due = sa.or_(col(Case.art14_due_on) > after, _met(col(Entry.at) > since) & ~_met(col(Entry.at) <= since))
    return Listing((*UNTOLD, col(Case.art14_due_on) <= until, newly_due), day=col(Case.art14_due_on))


def of_owner(session: Session, listing: Listing, account_id: int, *, limit: int) -> tuple[Sequence[Line], int]:
    """Those of one colleague, in the order of the queue."""
    return _lines(session, listing, col(Case.claimed_by_id) == account_id, limit=limit)


def of_nobody(session: Session, listing: Listing, here: Collection[int], *, limit: int) -> tuple[Sequence[Line], int]:
    """Those that none of the colleagues who are ``here`` has."""
    elsewhere = sa.or_(col(Case.claimed_by_id).is_(None), col(Case.claimed_by_id).not_in(here))
    return _lines(session, listing, elsewhere, limit=limit)


def of_everybody(session: Session, listing: Listing, *, limit: int) -> tuple[Sequence[Line], int]:
    return _lines(session, listing, sa.true(), limit=limit)


def dead_mails(session: Session) -> tuple[int, datetime | None]:
    """How many mails staff have to look at, and when the last of them died."""
    dead = sa.select(sa.func.count(), sa.func.max(col(Outbox.finished_at))).where(*MISSED)
    number, last = session.execute(dead).one()
    return number, last


def _ends(after: date, until: date, *, crisis: bool) -> sa.ColumnElement[bool]:
    last = (terms.last_reminded(day, crisis=crisis) for day in (after, until))
    return sa.and_(next(last) < ENDS, next(last) >= ENDS)


def _met(when: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Whether a line of the case's history tells of contact with the tenant (see ``contact.met_on``)."""
    data = col(Entry.data)
    said = [
        sa.and_(col(Entry.what) == what, sa.or_(*(data[name].as_string().is_not(None) for name in names)))
        for what, names in contact.MET_ON.items()
    ]
    reached = sa.or_(col(Entry.what) != "attempt", data["reached"].as_string() == contact.YES)
    return _happened(sa.or_(*said), reached, when)


def _happened(*such: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Whether there is such a line in the case's history."""
    return sa.exists().where(col(Entry.case_id) == col(Case.id), *such)


def _lines(
    session: Session, listing: Listing, whose: sa.ColumnElement[bool], *, limit: int
) -> tuple[Sequence[Line], int]:
    columns = (col(Case.reference), col(Case.level), listing.day)
    chosen = sa.select(*columns).where(*listing.where, whose)
    found = session.execute(chosen.order_by(*(getattr(Case, name) for name in ORDER)).limit(limit + 1)).all()
    total = len(found)
    if total > limit:
        held = sa.select(sa.literal(1)).select_from(Case).where(*listing.where, whose).limit(MANY + 1).subquery()
        total = session.execute(sa.select(sa.func.count()).select_from(held)).scalar_one()
    return [(reference, level, day) for reference, level, day in found[:limit]], total
