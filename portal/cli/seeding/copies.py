"""Very many cases: the ones that were told, copied to other households with their history and their trail.

A copy has the facts of its original, so what the clock computed for the one holds for the other. Mails are not copied.
Only who it is about is made here; the database itself copies the rest, or a million would take an hour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from portal import tokens
from portal.cli.seeding import people
from portal.domain import reference
from portal.domain.matching import keys
from portal.domain.vocabulary import Kind
from portal.models import Audit, Case, Entry, Episode, Informing, Referral
from portal.store import search, tallies

BATCH = 10_000
ORIGINALS = 400
"""So many cases are copied, the newest: every kind of story is among them."""
EARLIER_SECONDS = 3 * 3600
"""Copies came in up to so long before their original: the same day, as stories begin at eight."""
HISTORY: tuple[type[SQLModel], ...] = (Entry, Audit, Episode, Informing)
"""What hangs on a case, and is copied line by line."""

COPY = sa.Table(
    "copy_of_case",
    sa.MetaData(),
    sa.Column("case_id", sa.Integer, primary_key=True),
    sa.Column("original_id", sa.Integer),
    sa.Column("referral_id", sa.Integer),
    sa.Column("received_at", sa.inspect(Case).columns.received_at.type),
    sa.Column("reporter_name", sa.String),
    sa.Column("received", sa.JSON),
    *(
        sa.Column(name, sa.String)
        for name in ("reference", "submission_key", "follow_key", *people.Household.__dataclass_fields__)
    ),
    prefixes=["TEMPORARY"],
)
"""What is new about each copy, for the time of a batch."""


Row = Mapping[str, Any]


def add(session: Session, count: int, chance: Random) -> None:
    """So many copies, a commit for each batch, so that others can write in between."""
    if count <= 0:
        return
    originals = _originals(session)
    used = set(session.scalars(sa.select(col(Case.reference))))
    for done in range(0, count, BATCH):
        _write(session, originals, min(BATCH, count - done), chance, used)
        session.commit()
    tallies.recount(session)
    session.commit()


def _originals(session: Session) -> Sequence[Row]:
    """The reports that opened the newest cases."""
    opened = sa.select(_table(Referral)).join(Case, col(Case.reference) == col(Referral.reference))
    newest = opened.order_by(col(Case.id).desc()).limit(ORIGINALS)
    return [dict(row) for row in session.execute(newest).mappings()]


def _write(session: Session, originals: Sequence[Row], count: int, chance: Random, used: set[str]) -> None:
    connection = session.connection()
    ids = zip(_ids(session, Case, count), _ids(session, Referral, count), strict=True)
    COPY.create(connection)
    chosen = [chance.choice(originals) for _ in range(count)]
    rows = [_copy(original, *pair, chance, used) for original, pair in zip(chosen, ids, strict=True)]
    connection.execute(sa.insert(COPY), rows)
    _insert(connection, Case, _of_case(), originals)
    _insert(connection, Referral, _of_referral(), originals)
    for model in HISTORY:
        _insert(connection, model, _of_history(model), originals)
    COPY.drop(connection)
    search.index_many(session, (_words(original, row) for original, row in zip(chosen, rows, strict=True)))


def _copy(original: Row, case_id: int, referral_id: int, chance: Random, used: set[str]) -> dict[str, Any]:
    household, name = people.household(chance), _unused(chance, used)
    return {
        "case_id": case_id,
        "original_id": original["case_id"],
        "referral_id": referral_id,
        "received_at": original["received_at"] - timedelta(seconds=chance.uniform(0, EARLIER_SECONDS)),
        "reporter_name": None if original["kind"] is Kind.TENANT else people.landlord(chance),
        "received": {"referral": name},
        "reference": name,
        "submission_key": tokens.random_key(),
        "follow_key": tokens.random_key(),
        **{field: getattr(household, field) for field in people.Household.__dataclass_fields__},
    }


def _of_case() -> Mapping[str, Any]:
    """Nobody is told that a copy lies there: its original is told of."""
    asked = sa.case((col(Case.asked_reference).is_not(None), COPY.c.reference))
    return {
        "id": COPY.c.case_id,
        "reference": COPY.c.reference,
        "received_at": COPY.c.received_at,
        "asked_reference": asked,
        "escalate_at": None,
    }


def _of_referral() -> Mapping[str, Any]:
    same = ("case_id", "reference", "submission_key", "follow_key", "received_at", "reporter_name")
    household = {f"tenant_{name}": COPY.c[name] for name in ("first", "last", "phone")}
    address = {name: COPY.c[name] for name in ("postcode", "street", "house_number", "box")}
    return {"id": COPY.c.referral_id, **household, **address, **{name: COPY.c[name] for name in same}}


def _of_history(model: type[SQLModel]) -> Mapping[str, Any]:
    table = _table(model)
    values: dict[str, Any] = {"id": None, "case_id": COPY.c.case_id}
    if "referral_id" in table.c:
        values["referral_id"] = sa.case((table.c.referral_id.is_not(None), COPY.c.referral_id))
    if model is Entry:
        values["data"] = sa.case((table.c.what == "received", COPY.c.received), else_=table.c.data)
    return values


def _insert(
    connection: sa.Connection, model: type[SQLModel], values: Mapping[str, Any], originals: Sequence[Row]
) -> None:
    """The rows of each original once more, with ``values`` in place of their own; an id of None is given anew."""
    table = _table(model)
    columns = {column.name: values.get(column.name, column) for column in table.c}
    kept = {name: value for name, value in columns.items() if value is not None}
    owner = table.c.id if model is Case else table.c.case_id
    chosen = sa.select(*kept.values()).join_from(table, COPY, owner == COPY.c.original_id)
    if model is Referral:
        first = _table(Case)
        chosen = chosen.join(first, sa.and_(first.c.id == owner, first.c.reference == table.c.reference))
    chosen = chosen.where(owner.in_([original["case_id"] for original in originals]))
    connection.execute(sa.insert(table).from_select(list(kept), chosen, include_defaults=False))


def _words(original: Row, row: Row) -> search.Line:
    household = {f"tenant_{name}": row[name] for name in ("first", "last", "phone")}
    return row["case_id"], keys.words({**original, **row, **household})


def _unused(chance: Random, used: set[str]) -> str:
    """A reference that is not taken yet: among a million, two would meet by chance."""
    name = reference.new(chance)
    while name in used:
        name = reference.new(chance)
    used.add(name)
    return name


def _ids(session: Session, model: type[SQLModel], count: int) -> list[int]:
    """Free ids: from PostgreSQL's sequence; on SQLite the next ones, as nobody else writes now."""
    table = _table(model)
    if session.get_bind().dialect.name == "postgresql":
        sequence = sa.func.pg_get_serial_sequence(table.name, "id")
        return list(
            session.scalars(sa.select(sa.func.nextval(sequence)).select_from(sa.func.generate_series(1, count)))
        )
    last = session.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0))).scalar_one()
    return list(range(last + 1, last + 1 + count))


def _table(model: type[SQLModel]) -> sa.Table:
    found: sa.Table = model.__table__  # type: ignore[attr-defined]
    return found
