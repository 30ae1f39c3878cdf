"""Very many cases: the ones that were told, copied to other households with their history and their trail.

A copy has the facts of its original, so what the clock computed for the one holds for the other. Mails are not copied.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from portal import tokens
from portal.cli.seeding import people
from portal.domain import reference
from portal.domain.vocabulary import Kind
from portal.models import Audit, Case, Entry, Referral

BATCH = 5000
EARLIER_SECONDS = 3 * 3600
"""Copies came in up to so long before their original: the same day, as stories begin at eight."""

Row = dict[str, Any]


@dataclass
class _Original:
    """The rows of one case."""

    case: Row
    referral: Row
    entries: list[Row]
    trail: list[Row]


@dataclass
class _Batch:
    """Rows of many cases, by table."""

    cases: list[Row] = field(default_factory=list)
    referrals: list[Row] = field(default_factory=list)
    entries: list[Row] = field(default_factory=list)
    trail: list[Row] = field(default_factory=list)


def add(session: Session, count: int, chance: Random) -> None:
    """So many copies, a commit for each batch, so that others can write in between."""
    if count <= 0:
        return
    originals = _originals(session)
    used = {original.case["reference"] for original in originals}
    session.rollback()
    for done in range(0, count, BATCH):
        _write(session, originals, min(BATCH, count - done), chance, used)
        session.commit()


def _originals(session: Session) -> list[_Original]:
    referrals = {row["case_id"]: row for row in _rows(session, Referral)}
    entries, trail = _by_case(session, Entry), _by_case(session, Audit)
    return [
        _Original(row, referrals[row["id"]], entries[row["id"]], trail[row["id"]])
        for row in _rows(session, Case)
        if row["id"] in referrals
    ]


def _rows(session: Session, model: type[SQLModel]) -> Iterator[Row]:
    for row in session.execute(sa.select(_table(model))).mappings():
        yield dict(row)


def _by_case(session: Session, model: type[SQLModel]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in _rows(session, model):
        row.pop("id")
        found[row["case_id"]].append(row)
    return found


def _write(session: Session, originals: Sequence[_Original], count: int, chance: Random, used: set[str]) -> None:
    case_ids, referral_ids = _ids(session, Case, count), _ids(session, Referral, count)
    batch = _Batch()
    for case_id, referral_id in zip(case_ids, referral_ids, strict=True):
        _copy(chance.choice(originals), batch, case_id, referral_id, _unused(chance, used), chance)
    for model, rows in ((Case, batch.cases), (Referral, batch.referrals), (Entry, batch.entries), (Audit, batch.trail)):
        session.execute(sa.insert(_table(model)), rows)


def _copy(original: _Original, batch: _Batch, case_id: int, referral_id: int, name: str, chance: Random) -> None:
    at = original.case["received_at"] - timedelta(seconds=chance.uniform(0, EARLIER_SECONDS))
    asked = name if original.case["asked_reference"] else None
    reporter = None if original.referral["kind"] is Kind.TENANT else people.landlord(chance)
    batch.cases.append({**original.case, "id": case_id, "reference": name, "received_at": at, "asked_reference": asked})
    batch.referrals.append(
        {
            **original.referral,
            **people.household(chance).answers(),
            "id": referral_id,
            "case_id": case_id,
            "reference": name,
            "reporter_name": reporter,
            "submission_key": tokens.random_key(),
            "follow_key": tokens.random_key(),
            "received_at": at,
        }
    )
    for entry in original.entries:
        data = {"referral": name} if entry["what"] == "received" else entry["data"]
        batch.entries.append({**entry, "case_id": case_id, "data": data})
    for line in original.trail:
        batch.trail.append({**line, "case_id": case_id, "referral_id": line["referral_id"] and referral_id})


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
