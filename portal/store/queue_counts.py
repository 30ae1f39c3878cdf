"""How many cases the lists of the queue hold: exact from the counters, or looked through to a bound that is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from portal.domain.triage.state import Desk
from portal.models import Account, Case
from portal.store import queue, tallies
from portal.store.queue import Listing, View

MANY = 1_000
"""Where counting stops: nobody reads more."""
SCAN = 1_500
"""How many cases of a view counting somebody's own lists of it looks through at most.

The same whatever else somebody keeps, so that no number changes by keeping another list; of all nine views together it
is what fits in a tenth of a second.
"""


def counts(session: Session, account: Account) -> Mapping[View, int]:
    """How many cases each view holds for this person."""
    read = tallies.counts(session, account)
    return {view: read[queue.COUNTERS[view]] for view in View}


def count_late(session: Session, today: date, *, most: int = MANY) -> int:
    """How many cases on the desk were due before today; one above ``most`` when there are more."""
    on_the_desk = (col(Case.desk) == Desk.TODO.value, col(Case.queue_on) <= today)
    late = sa.select(sa.literal(1)).select_from(Case).where(*on_the_desk, col(Case.due_on) < today)
    return int(session.execute(sa.select(sa.func.count()).select_from(late.limit(most + 1).subquery())).scalar_one())


def count_outside(session: Session, listing: Listing, *, most: int = MANY) -> tuple[int, bool]:
    """How many cases on the desk are due today or late and not in this list; and whether all of them were looked at.

    It looks at no more than ``most``.
    """
    inside = sa.and_(*queue.of_view(listing), *queue.passing(listing))
    due = (col(Case.desk) == Desk.TODO.value, col(Case.queue_on) <= listing.today)
    looked = sa.select(_flag(inside).label("inside")).where(*due).limit(most + 1).subquery()
    seen, within = session.execute(sa.select(sa.func.count(), sa.func.sum(looked.c.inside)).select_from(looked)).one()
    return seen - (within or 0), seen <= most


def counts_of(session: Session, listings: Sequence[Listing], *, scan: int = SCAN) -> list[tuple[int, bool]]:
    """How many cases each list holds, and whether that is all of them.

    The lists of one view are counted in one go, in its first ``scan`` cases.
    """
    found: dict[int, tuple[int, bool]] = {}
    for view in sorted({listing.view for listing in listings}):
        alike = [listing for listing in listings if listing.view is view]
        found |= zip(map(id, alike), _counts_in(session, alike, scan), strict=True)
    return [found[id(listing)] for listing in listings]


def _counts_in(session: Session, alike: Sequence[Listing], scan: int) -> list[tuple[int, bool]]:
    """The same of lists of one view, all of them looked at in the first cases of it."""
    flags: list[Any] = [_flag(sa.and_(sa.true(), *queue.passing(one))).label(f"in_{n}") for n, one in enumerate(alike)]
    looked = (
        queue.ordered(sa.select(*flags).select_from(Case).where(*queue.of_view(alike[0])), alike[0])
        .limit(scan)
        .subquery()
    )
    sums = (sa.func.coalesce(sa.func.sum(flag), 0) for flag in looked.c)
    seen, *numbers = session.execute(sa.select(sa.func.count(), *sums).select_from(looked)).one()
    return [(int(number), seen < scan) for number in numbers]


def _flag(condition: sa.ColumnElement[bool]) -> sa.Case[int]:
    return sa.case((condition, 1), else_=0)
