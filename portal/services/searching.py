"""Looking for cases: what was typed is read, looked for and forgotten; the trail keeps how much was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from portal.domain.errors import Refused
from portal.domain.matching import keys
from portal.domain.vocabulary import N_
from portal.models import Account, Referral
from portal.store import audit, search
from portal.store.queue import PAGE, Row


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, and where it stands."""

    rows: list[Row]
    hits: int
    more: bool
    """There were more than are put in order."""
    page: int
    reports: Sequence[tuple[str, Referral]] = ()
    """Of the cases on this page, each with the reference of its case: who it is about."""

    @property
    def is_last(self) -> bool:
        return self.page * PAGE >= self.hits


def find(session: Session, typed: str, page: int) -> Found:
    """The cases that have everything that was typed: open ones as in the queue, then the closed ones."""
    terms = keys.asked(typed)
    if not terms:
        raise Refused(N_("Typ een naam, adres, telefoonnummer of referentie."), field="words")
    if keys.is_too_short(terms):
        raise Refused(N_("Typ minstens 2 letters of cijfers na elkaar."), field="words")
    ids = search.hits(session, terms)
    shown, last = ids[: search.MOST], max(1, -(-min(len(ids), search.MOST) // PAGE))
    at = min(max(page, 1), last)
    rows = search.rows(session, shown, limit=PAGE, offset=(at - 1) * PAGE)
    reports = search.reports(session, [row.reference for row in rows])
    return Found(rows, len(shown), more=len(ids) > search.MOST, page=at, reports=reports)


def record(session: Session, found: Found, *, by: Account, at: datetime) -> None:
    """Somebody read this list; not what was looked for."""
    audit.record(session, at=at, action="search", account_id=by.id, hits=found.hits, page=found.page)
