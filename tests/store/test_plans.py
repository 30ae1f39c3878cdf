"""Every query of queue, case and night is answered by the index made for it: none reads a whole table, none sorts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from portal.domain import reference
from portal.domain.vocabulary import CaseStatus
from portal.models import Account, Case, Entry, Tally
from portal.store import cases, duties, queue, queue_counts, schedule, tallies
from portal.store.queue import Listing, View
from tests.factories import A_DAY, MONDAY, make_account, make_case

MANY = 2000
"""So many cases that a database which reads them all instead of using an index would show it."""
DEEP = 40
STATES = (
    *({"status": CaseStatus.RECEIVED}, {"status": CaseStatus.WAITING_FOR_REPORTER, "desk": "waiting"}),
    *({"status": CaseStatus.IN_TRIAGE, "new_fact": True}, {"status": CaseStatus.IN_TRIAGE, "objection": "undecided"}),
    {"status": CaseStatus.IN_TRIAGE, "claimed_by_id": 1, "team": "Noord"},
    {"status": CaseStatus.CLOSED, "is_open": False, "desk": "closed"},
)
INDEXES = {
    View.TODO: "ix_cases_desk_queue",
    View.MINE: "ix_cases_mine_queue",
    View.WAITING: "ix_cases_waiting",
    View.OBJECTIONS: "ix_cases_objection",
    View.NEW_FACTS: "ix_cases_new_fact",
    View.UNREAD: "ix_cases_unread",
    View.TEAM: "ix_cases_team_queue",
    View.ALL: "ix_cases_open_queue",
    View.CLOSED: "ix_cases_closed",
}
WHOLE = re.compile(r"Seq Scan on (cases|entry|tally)|SCAN (cases|entry|tally)(?! USING)")
SORTED = re.compile(r"Sort|TEMP B-TREE")
"""What a plan says that reads a whole table, and one that puts rows in order, in the words of both databases."""
FEW = re.compile("the lines of one case|a list of|what nobody took|what is not reckoned|a batch of the night|filtered")
"""PostgreSQL may sort these: they are few, nobody waits for them, or the scan of a filter is bounded."""


@pytest.fixture
def full(session: Session) -> Session:
    """Thousands of cases in every state, each with two lines of history."""
    an = make_account(session, id=1, team="Noord")
    case = make_case(session, next_change_on=MONDAY + timedelta(days=1))
    session.commit()
    rows = [_case(_row(session, Case, case.id), number) for number in range(2, MANY)]
    session.execute(sa.insert(_table(Case)), rows)
    line = {"at": an.created_at, "what": "note", "data": {}}
    session.execute(sa.insert(_table(Entry)), [{**line, "case_id": row["id"]} for row in rows for _ in range(2)])
    session.execute(sa.insert(_table(Tally)), [{"key": f"mine:{one}", "cases": 0} for one in range(2, MANY)])
    session.commit()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("ANALYZE"))
        session.commit()
    return session


def test_one_index_answers_each_query_in_its_order_and_another_query_is_recognised(full: Session) -> None:
    queries = list(_queries(full, full.exec(select(Account)).one()))
    unordered = select(Case.id).where(Case.next_action == "Morgen bellen.")
    sorted_anew = select(Case.reference).where(Case.desk == "todo").order_by(col(Case.key_date)).limit(10)

    found = {name: _plans(full, act) for name, act, _index in queries}
    others = [_plans(full, partial(full.execute, chosen)) for chosen in (unordered, sorted_anew)]

    for name, _act, index in queries:
        assert re.search(index, found[name]), f"{name}\n{found[name]}"
        assert not WHOLE.search(found[name]), f"{name}\n{found[name]}"
        assert FEW.search(name) or not SORTED.search(found[name]), f"{name}\n{found[name]}"
    assert WHOLE.search(others[0])
    assert SORTED.search(others[1])


def _queries(session: Session, an: Account) -> Iterator[tuple[str, Callable[[], object], str]]:
    for view, index in INDEXES.items():
        listing = Listing(view=view, account_id=an.id or 0, team=an.team, today=MONDAY)
        after = queue.page(session, listing, limit=DEEP).following
        assert after, f"{view} is long enough to have a page in its depth"
        yield f"{view}, first page", partial(queue.page, session, listing), index
        yield f"{view}, deep", partial(queue.page, session, listing, after), index
        narrow = replace(listing, filters={"safety": "yes", "problem": "nuisance", "due": "late", "level": "U1"})
        yield f"{view}, filtered", partial(queue.page, session, narrow, scan=DEEP), index
        yield f"{view}, filtered and deep", partial(queue.page, session, narrow, after, scan=DEEP), index
    last = session.exec(select(Case).order_by(col(Case.id).desc()).limit(1)).one()
    yield "counts", lambda: tallies.counts(session, an), "pk_tally|sqlite_autoindex_tally_1"
    yield "late", lambda: queue_counts.count_late(session, MONDAY), "ix_cases_desk_queue"
    mine = Listing(view=View.MINE, account_id=an.id or 0, today=MONDAY, filters={"level": "U1"})
    yield "outside", lambda: queue_counts.count_outside(session, mine), "ix_cases_desk_queue"
    yield "own lists, filtered", lambda: queue_counts.counts_of(session, [mine, mine]), "ix_cases_mine_queue"
    yield "one case", lambda: cases.by_reference(session, last.reference), "uq_cases_reference|cases_1"
    yield "the lines of one case", lambda: cases.entries(session, last.id or 0), "ix_entry_case_id"
    yield from _lists(session, an)
    yield "a batch of the night", lambda: cases.changing(session, MONDAY + timedelta(days=2)), "ix_cases_next_change"


def _lists(session: Session, an: Account) -> Iterator[tuple[str, Callable[[], object], str]]:
    """What the worker asks by itself; its lists are short and nobody waits for them."""
    week_ago, lists = MONDAY - timedelta(days=7), "ix_cases_(mine|desk|open)_queue"
    asked = {
        "due today": (duties.due_on(MONDAY), lists),
        "overdue": (duties.overdue(MONDAY), lists),
        "undecided": (duties.undecided(MONDAY), f"ix_cases_objection|{lists}"),
        "unanswered": (duties.unanswered(week_ago, MONDAY), f"ix_cases_waiting|{lists}"),
        "ending": (duties.ending(week_ago, MONDAY), f"ix_cases_guided|{lists}"),
        "untold": (duties.untold(week_ago, MONDAY, since=A_DAY), f"ix_cases_art14|{lists}"),
    }
    for name, (listing, index) in asked.items():
        yield f"a list of somebody, {name}", partial(duties.of_owner, session, listing, an.id or 0, limit=DEEP), index
        yield f"a list of nobody, {name}", partial(duties.of_nobody, session, listing, [1], limit=DEEP), index
    yield "what nobody took", partial(schedule.untaken, session, A_DAY), "ix_cases_escalate"
    yield "what is not reckoned", partial(schedule.unreckoned, session), "ix_cases_escalate"


def _plans(session: Session, act: Callable[[], object]) -> str:
    """How the database answers what is asked of it, statement by statement, with the values given."""
    asked: list[tuple[str, Any]] = []

    def note(*given: Any) -> None:
        asked.append((given[2], given[3]))

    bind = session.get_bind()
    sa.event.listen(bind, "before_cursor_execute", note)
    act()
    sa.event.remove(bind, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN" if bind.dialect.name == "sqlite" else "EXPLAIN (COSTS OFF)"
    plans = [session.connection().exec_driver_sql(f"{explain} {text}", values).all() for text, values in asked]
    return "\n".join(str(line[-1]) for plan in plans for line in plan)


def _case(row: dict[str, Any], number: int) -> dict[str, Any]:
    on = MONDAY + timedelta(days=number % 50)
    mine = {"id": number + 1, "reference": reference.new(), "queue_on": on, "due_on": on, "next_change_on": on}
    closed_at = row["received_at"] + timedelta(minutes=number)
    return {**row, **mine, "closed_at": closed_at, **STATES[number % len(STATES)]}


def _row(session: Session, model: type[SQLModel], number: int | None) -> dict[str, Any]:
    return dict(session.execute(sa.select(_table(model)).where(_table(model).c.id == number)).mappings().one())


def _table(model: type[SQLModel]) -> sa.Table:
    found: sa.Table = model.__table__  # type: ignore[attr-defined]
    return found
