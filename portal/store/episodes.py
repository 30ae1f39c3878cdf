"""The pathway episodes of a case, and the dwellings in which somebody lives."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from portal.models import Case, Episode


class Lodging(NamedTuple):
    """Which household lives in a dwelling, and until when was agreed."""

    place: str
    ends_on: date | None
    reference: str


def of_case(session: Session, case_id: int) -> Sequence[Episode]:
    """All of them, the oldest first."""
    return session.exec(select(Episode).where(Episode.case_id == case_id).order_by(col(Episode.id))).all()


def current(session: Session, case_id: int) -> Episode | None:
    """The one that has not ended."""
    going_on = select(Episode).where(Episode.case_id == case_id, col(Episode.ended_on).is_(None))
    return session.exec(going_on.order_by(col(Episode.id).desc()).limit(1)).one_or_none()


def taken(session: Session, places: Collection[str]) -> frozenset[str]:
    """Which of these dwellings are lived in."""
    if not places:
        return frozenset()
    lived_in = select(Episode.place).where(col(Episode.ended_on).is_(None), col(Episode.place).in_(places))
    return frozenset(place for place in session.exec(lived_in) if place is not None)


def lodgings(session: Session, places: Collection[str]) -> Sequence[Lodging]:
    """Who lives in which of these dwellings."""
    if not places:
        return ()
    columns = (col(Episode.place), col(Episode.ends_on), col(Case.reference))
    lived_in = sa.select(*columns).join(Case, col(Case.id) == col(Episode.case_id))
    found = session.execute(lived_in.where(col(Episode.ended_on).is_(None), col(Episode.place).in_(places)))
    return [Lodging(place or "", ends_on, reference) for place, ends_on, reference in found]
