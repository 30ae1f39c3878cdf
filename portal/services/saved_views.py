"""Keeping a list of the queue under a name of one's own, beginning with it, and dropping it again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from portal.domain.errors import Conflict, NotFound, Refused
from portal.domain.vocabulary import N_
from portal.models import Account, SavedView
from portal.services import history
from portal.store import saved_views

MOST = 20
LONGEST_NAME = 60


def keep(session: Session, by: Account, name: str, query: str, *, start: bool, at: datetime) -> SavedView:
    """A new list of this person; ``query`` is as ``filters.spell`` wrote it. Refused or Conflict at its name."""
    called = _name(name)
    kept = saved_views.for_update(session, by.id or 0)
    if any(one.name.casefold() == called.casefold() for one in kept):
        raise Conflict(N_("U hebt al een lijst met deze naam."), field="name")
    if len(kept) >= MOST:
        raise Refused(N_("U hebt al %(most)s lijsten. Verwijder er eerst één."), field="name", most=MOST)
    made = SavedView(account_id=by.id or 0, name=called, query=query, created_at=at)
    session.add(made)
    if start:
        _begin_with(made, [*kept, made])
    return made


def begin_with(session: Session, by: Account, name: str) -> None:
    """From now on this person's queue begins with that list; with what is to do when no name is given."""
    kept = saved_views.for_update(session, by.id or 0)
    _begin_with(_found(kept, name) if name else None, kept)


def drop(session: Session, by: Account, name: str) -> None:
    """Forget a list; NotFound when there is none of this name."""
    session.delete(_found(saved_views.for_update(session, by.id or 0), name))


def _name(typed: str) -> str:
    called = " ".join(typed.split())
    if not called:
        raise Refused(N_("Geef de lijst een naam."), field="name")
    if len(called) > LONGEST_NAME or not called.isprintable():
        raise Refused(N_("Geef een naam van hoogstens %(most)s tekens."), field="name", most=LONGEST_NAME)
    history.refuse_identity_number(called, "name")
    return called


def _begin_with(chosen: SavedView | None, kept: Iterable[SavedView]) -> None:
    for one in kept:
        one.is_start = one is chosen


def _found(kept: Iterable[SavedView], name: str) -> SavedView:
    found = next((one for one in kept if one.name == name), None)
    if found is None:
        raise NotFound(N_("Deze lijst is er niet meer."))
    return found
