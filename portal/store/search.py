"""The index by which cases are found: one line of words a case, on SQLite in FTS5, on PostgreSQL as a tsvector."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from portal.domain.matching import keys
from portal.domain.matching.keys import Term
from portal.models import Account, Case, Referral
from portal.models.case import ORDER
from portal.store.queue import COLUMNS, Row

MOST = 1000
"""So many hits, the newest cases, are put in order; of a name that everybody has, nobody reads more."""

Line = tuple[int, Iterable[str]]
"""A case and the words of its reports."""

INSERT: Mapping[str, sa.TextClause] = {
    "sqlite": sa.text("INSERT INTO case_search (rowid, words) VALUES (:case_id, :words)"),
    "postgresql": sa.text(
        "INSERT INTO case_search (case_id, words) VALUES (:case_id, array_to_tsvector(string_to_array(:words, ' ')))"
    ),
}
FIND: Mapping[str, sa.TextClause] = {
    "sqlite": sa.text("SELECT rowid FROM case_search WHERE case_search MATCH :asked ORDER BY rowid DESC LIMIT :most"),
    "postgresql": sa.text(
        "SELECT case_id FROM case_search WHERE words @@ CAST(:asked AS tsquery) ORDER BY case_id DESC LIMIT :most"
    ),
}
"""The newest first, so that both databases stop at the same cases."""

OWN_PLAN = sa.text("SET LOCAL plan_cache_mode = force_custom_plan")
"""A postcode is looked for along the newest cases, a rare name in its index: a plan for both is bad for one of them."""

_IS_OPEN = col(Case.is_open)
_ORDER: list[Any] = [
    _IS_OPEN.desc(),
    *(sa.case((_IS_OPEN, getattr(Case, name))) for name in ORDER),
    col(Case.closed_at).desc(),
    col(Case.reference),
]


def index(session: Session, referral: Referral) -> None:
    """Let the case of a new report be found by it."""
    index_many(session, [(referral.case_id, keys.words(referral.model_dump()))])


def index_many(session: Session, lines: Iterable[Line]) -> None:
    """Write the lines of cases that have none yet."""
    rows = [{"case_id": case_id, "words": " ".join(sorted(words))} for case_id, words in lines]
    if rows:
        session.execute(INSERT[_dialect(session)], rows)


def hits(session: Session, terms: Sequence[Term], *, most: int = MOST) -> list[int]:
    """The ids of the newest cases that have all terms, one more than ``most`` when there are more."""
    dialect = _dialect(session)
    if dialect == "postgresql":
        session.execute(OWN_PLAN)
    asked = (_match if dialect == "sqlite" else _tsquery)(terms)
    return list(session.execute(FIND[dialect], {"asked": asked, "most": most + 1}).scalars())


def rows(session: Session, case_ids: Sequence[int], *, limit: int, offset: int) -> list[Row]:
    """Some of these cases: the open ones in the order of the queue, then the closed ones, the newest first."""
    chosen = sa.select(*COLUMNS).outerjoin(Account, col(Case.claimed_by_id) == col(Account.id))
    found = chosen.where(col(Case.id).in_(case_ids)).order_by(*_ORDER).limit(limit).offset(offset)
    return [Row(*values) for values in session.execute(found)]


def reports(session: Session, references: Sequence[str]) -> Sequence[tuple[str, Referral]]:
    """The reports of these cases with the reference of the case, the newest first."""
    found = select(Case.reference, Referral).join(Referral, col(Referral.case_id) == col(Case.id))
    return session.exec(found.where(col(Case.reference).in_(references)).order_by(col(Referral.id).desc())).all()


def _match(terms: Sequence[Term]) -> str:
    """In the language of FTS5; the words are letters and figures, and stand in quotes all the same."""
    return " AND ".join(_any(term, " OR ", " AND ", '"{}"', '"{}" *') for term in terms)


def _tsquery(terms: Sequence[Term]) -> str:
    return " & ".join(_any(term, " | ", " & ", "'{}'", "'{}':*") for term in terms)


def _any(term: Term, either: str, both: str, whole: str, beginning: str) -> str:
    spelt = (
        both.join((whole if keys.is_whole(word) else beginning).format(word) for word in conjunction)
        for conjunction in term
    )
    return f"({either.join(f'({one})' for one in spelt)})"


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name
