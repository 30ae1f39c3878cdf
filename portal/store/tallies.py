"""The counters of the fixed views: they move with every case, in the same transaction, and equal an exact count.

What changes of a case through the ORM is collected at each flush and written by one statement just before the commit,
always in the order of the keys, so that two transactions never wait for each other in a circle. Whoever writes cases
by any other way calls ``recount``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session as AnySession
from sqlalchemy.orm import SessionTransaction
from sqlalchemy.orm.attributes import History, get_history
from sqlmodel import Session, col

from portal.domain.triage.state import Desk, Objection
from portal.domain.vocabulary import CaseStatus
from portal.models import Account, Case

EXACT: Mapping[str, str] = {
    "todo": f"desk = '{Desk.TODO}'",
    "waiting": f"status = '{CaseStatus.WAITING_FOR_REPORTER}'",
    "objection": f"objection = '{Objection.UNDECIDED}' AND status <> '{CaseStatus.CLOSED}'",
    "new_fact": "new_fact",
    "unread": f"status = '{CaseStatus.RECEIVED}'",
    "open": f"status <> '{CaseStatus.CLOSED}'",
    "closed": f"status = '{CaseStatus.CLOSED}'",
}
"""What each counter of everybody's counts, as ``keys_of`` says it of one case."""

TRACKED = ("desk", "status", "objection", "new_fact", "claimed_by_id", "team")
PENDING = "tallies"
"""The key under which a session keeps what its transaction, and each savepoint in it, changed so far."""

Deltas = dict[SessionTransaction | None, Counter[str]]


def keys_of(values: Mapping[str, Any]) -> set[str]:
    """The counters in which a case with these columns stands."""
    is_open = values["status"] != CaseStatus.CLOSED
    stands = {
        "todo": values["desk"] == Desk.TODO,
        "waiting": values["status"] == CaseStatus.WAITING_FOR_REPORTER,
        "objection": is_open and values["objection"] == Objection.UNDECIDED,
        "new_fact": values["new_fact"],
        "unread": values["status"] == CaseStatus.RECEIVED,
        "open": is_open,
        "closed": not is_open,
        f"mine:{values['claimed_by_id']}": is_open and values["claimed_by_id"] is not None,
        f"team:{values['team']}": is_open and values["team"] is not None,
    }
    return {key for key, true in stands.items() if true}


def counts(session: Session, account: Account) -> dict[str, int]:
    """How many cases each fixed view holds for this account, ``mine`` and ``team`` its own."""
    mine, team = f"mine:{account.id}", f"team:{account.team or ''}"
    own = {mine: "mine", team: "team"}
    found = session.connection().execute(_COUNTS, {"mine": mine, "team": team})
    read = {own.get(key, key): cases for key, cases in found}
    return {name: read.get(name, 0) for name in (*EXACT, "mine", "team")}


def of_everybody(session: Session) -> dict[str, int]:
    """How many cases each view holds that is the same for everybody."""
    found = session.connection().execute(_COUNTS, {"mine": "", "team": ""})
    return {**dict.fromkeys(EXACT, 0), **{key: cases for key, cases in found}}  # noqa: C416 - rows are no pairs to mypy


def recount(session: Session) -> None:
    """Count everything anew; in a transaction of its own, as writers wait for it from here to the commit."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("LOCK TABLE tally IN SHARE ROW EXCLUSIVE MODE"))
    session.execute(sa.text("DELETE FROM tally"))
    session.execute(sa.text(f"INSERT INTO tally (key, cases) {_EXACTLY}"))


def wrong(session: Session) -> dict[str, int]:
    """The counters that are not exact, and by how much; read in one statement, so that nobody changes them between."""
    compared = sa.text(
        f"SELECT key, sum(cases) AS off FROM (SELECT key, cases FROM tally UNION ALL"  # noqa: S608
        f" SELECT key, -cases FROM ({_EXACTLY}) AS counted) AS both_ways GROUP BY key HAVING sum(cases) <> 0"
    )
    return {key: int(off) for key, off in session.execute(compared)}


_COUNT = "SELECT '{}' AS key, count(*) AS cases FROM cases WHERE {}"
_COUNT_OWN = "SELECT '{0}:' || {1}, count(*) FROM cases WHERE {1} IS NOT NULL AND status <> 'closed' GROUP BY {1}"
_EXACTLY = " UNION ALL ".join(
    (
        *(_COUNT.format(key, condition) for key, condition in EXACT.items()),
        _COUNT_OWN.format("mine", "claimed_by_id"),
        _COUNT_OWN.format("team", "team"),
    )
)
_EVERYBODYS = ", ".join(f"'{key}'" for key in EXACT)
_COUNTS = sa.text(f"SELECT key, cases FROM tally WHERE key IN ({_EVERYBODYS}, :mine, :team)").columns(  # noqa: S608
    key=sa.String, cases=sa.Integer
)


@event.listens_for(AnySession, "before_flush")
def _collect(session: AnySession, _context: object, _instances: object) -> None:
    """Note what this flush is about to change; before it, as the values that were read are still known."""
    delta: Counter[str] = Counter()
    for before, after in _changes(session):
        delta.update(after - before)
        delta.subtract(before - after)
    if delta:
        here = session.get_nested_transaction() or session.get_transaction()
        _pending(session).setdefault(here, Counter()).update(delta)


@event.listens_for(AnySession, "before_commit")
def _write(session: AnySession) -> None:
    """Last of all, so that the rows which everybody changes are locked as short as can be."""
    if session.in_nested_transaction():
        return
    session.flush()
    total: Counter[str] = Counter()
    for delta in session.info.pop(PENDING, {}).values():
        total.update(delta)
    if deltas := sorted((key, change) for key, change in total.items() if change):
        _apply(session, deltas)


@event.listens_for(AnySession, "after_soft_rollback")
def _forget(session: AnySession, undone: SessionTransaction) -> None:
    """Whatever was rolled back, with the savepoints inside it, did not happen."""
    pending = _pending(session)
    for one in [one for one in pending if undone in _around(one)]:
        del pending[one]


@event.listens_for(AnySession, "after_transaction_end")
def _over(session: AnySession, ended: SessionTransaction) -> None:
    """A transaction that was closed without a word leaves nothing to the next one."""
    if ended.parent is None:
        session.info.pop(PENDING, None)


def _changes(session: AnySession) -> Iterator[tuple[set[str], set[str]]]:
    """In which counters each case of this flush stood, and in which it will stand."""
    for case in _cases(session.new):
        yield set(), keys_of(_now(case))
    for case in _cases(session.deleted):
        yield keys_of(_before(session, case)), set()
    for case in _cases(session.dirty):
        if any(_history(case, name).has_changes() for name in TRACKED):
            yield keys_of(_before(session, case)), keys_of(_now(case))


def _cases(changed: Iterable[object]) -> Iterator[Case]:
    return (one for one in changed if isinstance(one, Case))


def _now(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in TRACKED}


def _before(session: AnySession, case: Case) -> dict[str, Any]:
    """The columns as they stand in the database: as they were read, or read now when they never were."""
    known = {name: (*history.deleted, *history.unchanged) for name in TRACKED if (history := _history(case, name))}
    if all(known.get(name) for name in TRACKED):
        return {name: values[0] for name, values in known.items()}
    columns = [getattr(Case, name) for name in TRACKED]
    with session.no_autoflush:
        return dict(session.execute(sa.select(*columns).where(col(Case.id) == case.id)).mappings().one())


def _history(case: Case, name: str) -> History:
    history: History = get_history(case, name)
    return history


def _pending(session: AnySession) -> Deltas:
    pending: Deltas = session.info.setdefault(PENDING, {})
    return pending


def _around(transaction: SessionTransaction | None) -> Iterator[SessionTransaction]:
    """A transaction and all that it is part of."""
    while transaction is not None:
        yield transaction
        transaction = transaction.parent


def _apply(session: AnySession, deltas: Sequence[tuple[str, int]]) -> None:
    given: dict[str, str | int] = {}
    for number, (key, change) in enumerate(deltas):
        given |= {f"key{number}": key, f"change{number}": change}
    session.connection().execute(_upsert(len(deltas)), given)


@cache
def _upsert(keys: int) -> sa.TextClause:
    rows = ", ".join(f"(:key{number}, :change{number})" for number in range(keys))
    return sa.text(
        f"INSERT INTO tally (key, cases) VALUES {rows}"  # noqa: S608 - names of parameters alone
        " ON CONFLICT (key) DO UPDATE SET cases = tally.cases + excluded.cases"
    )
