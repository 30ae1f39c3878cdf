"""Every query of queue, case and night is answered by the index made for it: none reads a whole table, none sorts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from portal.domain import reference
from portal.domain.matching import keys
from portal.domain.vocabulary import CaseStatus, Pathway
from portal.models import Account, Case, Entry, Episode, Informing, Outbox, Referral, Release, Tally
from portal.store import (
    cases,
    duties,
    episodes,
    informed,
    leases,
    messages,
    news,
    queue,
    queue_counts,
    referrals,
    releases,
    schedule,
    search,
    tallies,
)
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
GROWING = "cases|entry|tally|referral|outbox|episode|release|informing"
WHOLE = re.compile(rf"Seq Scan on ({GROWING}|case_search)|SCAN ({GROWING})(?! USING)")
SORTED = re.compile(r"Sort|TEMP B-TREE")
"""What a plan says that reads a whole table, and one that puts rows in order, in the words of both databases."""
FEW = re.compile("of one case|a list of|what nobody took|what is not reckoned|a batch of the night|filtered|found")
"""PostgreSQL may sort these: they are few, nobody waits for them, or the scan of a filter is bounded."""
LAST = "the last row of a table"
"""SQLite calls it a scan of the table, from its end, which stops at the first row."""


@pytest.fixture
def full(session: Session) -> Session:
    """Thousands of cases in every state, each with two lines of history and one of everything else."""
    an = make_account(session, id=1, team="Noord")
    case = make_case(session, next_change_on=MONDAY + timedelta(days=1))
    session.commit()
    rows = [_case(_row(session, Case, case.id), number) for number in range(2, MANY)]
    session.execute(sa.insert(_table(Case)), rows)
    line = {"at": an.created_at, "what": "note", "data": {}}
    session.execute(sa.insert(_table(Entry)), [{**line, "case_id": row["id"]} for row in rows for _ in range(2)])
    session.execute(sa.insert(_table(Tally)), [{"key": f"mine:{one}", "cases": 0} for one in range(2, MANY)])
    _surround(session, case)
    session.commit()
    if session.get_bind().dialect.name == "postgresql":
        for settled in ("SELECT gin_clean_pending_list('ix_case_search_words')", "ANALYZE"):
            session.execute(sa.text(settled))  # As it does itself, some time after so much was written.
        session.commit()
    return session


def test_one_index_answers_each_query_in_its_order_and_another_query_is_recognised(full: Session) -> None:
    queries = list(_queries(full, full.exec(select(Account)).one()))
    unordered = select(Case.id).where(Case.next_action == "Morgen bellen.")
    unindexed = select(Referral.id).where(Referral.tenant_last == "Testers")
    sorted_anew = select(Case.reference).where(Case.desk == "todo").order_by(col(Case.key_date)).limit(10)

    found = {name: _plans(full, act) for name, act, _index in queries}
    others = [_plans(full, partial(full.execute, chosen)) for chosen in (unordered, unindexed, sorted_anew)]

    for name, _act, index in queries:
        assert re.search(index, found[name]), f"{name}\n{found[name]}"
        assert name == LAST or not WHOLE.search(found[name]), f"{name}\n{found[name]}"
        assert FEW.search(name) or not SORTED.search(found[name]), f"{name}\n{found[name]}"
    assert all(WHOLE.search(plan) for plan in others[:2])
    assert SORTED.search(others[2])


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
        yield f"{view}, counted", partial(queue_counts.counts_of, session, [narrow, narrow], scan=DEEP), index
    last = session.exec(select(Case).order_by(col(Case.id).desc()).limit(1)).one()
    yield "counts", lambda: tallies.counts(session, an), "pk_tally|sqlite_autoindex_tally_1"
    yield "late", lambda: queue_counts.count_late(session, MONDAY), "ix_cases_desk_queue"
    mine = Listing(view=View.MINE, account_id=an.id or 0, today=MONDAY, filters={"level": "U1"})
    yield "outside", lambda: queue_counts.count_outside(session, mine), "ix_cases_desk_queue"
    yield "one case", lambda: cases.by_reference(session, last.reference), "uq_cases_reference|cases_1"
    yield "mails that a wrong clock put off", partial(leases.put_right, session, now=A_DAY), "ix_outbox_waiting"
    yield from _of_a_case(session, last)
    yield from _of_a_reporter(session, cases.referrals_of(session, last.id or 0)[0])
    yield from _searches(session, last)
    yield from _lists(session, an)
    yield "a batch of the night", lambda: cases.changing(session, MONDAY + timedelta(days=2)), "ix_cases_next_change"
    for name, act in {"lifted": cases.lift, "lowered": cases.lower}.items():
        placing = partial(act, session, MONDAY + timedelta(days=2), limit=DEEP)
        yield f"a batch of the night, {name}", placing, "ix_cases_desk_queue"


def _of_a_case(session: Session, case: Case) -> Iterator[tuple[str, Callable[[], object], str]]:
    lines = {
        "entry": cases.entries,
        "referral": cases.referrals_of,
        "outbox": messages.of_case,
        "episode": episodes.of_case,
        "release": releases.of_case,
        "informing": informed.of_case,
    }
    for name, act in lines.items():
        yield f"every {name} of one case", partial(act, session, case.id or 0), f"ix_{name}_case_id"


def _of_a_reporter(session: Session, report: Referral) -> Iterator[tuple[str, Callable[[], object], str]]:
    by_key, by_id = "uq_referral_follow_key|autoindex_referral", "pk_cases|INTEGER PRIMARY KEY"
    both = rf"({by_id})[^\0]*ix_entry_case_id"
    yield "followed", partial(referrals.by_follow_key, session, report.follow_key), by_key
    yield "the course of one case", partial(referrals.course, session, report.case_id), both
    lost = partial(referrals.mailed_to, session, str(report.own_email), "", since=date.min, limit=20)
    yield "reports found by their own address", lost, "ix_referral_own_email"
    yield "the question", partial(referrals.question, session, report), f"{by_id}|ix_cases_waiting"
    yield "the releases to a reporter", partial(releases.standing, session, report.id or 0), "ix_release_referral_id"


def _searches(session: Session, last: Case) -> Iterator[tuple[str, Callable[[], object], str]]:
    """A rare word from its index; one that all have along the newest cases, until there are enough."""
    fts5 = r"VIRTUAL TABLE INDEX \d+:M"
    for rare in (f"anna{last.id}", f"2800 Testers anna{last.id}"):
        yield f"found by {rare}", partial(search.hits, session, keys.asked(rare)), f"ix_case_search_words|{fts5}"
    for common in ("Testers", "te", "2800 Voorbeeldstraat 12"):
        yield f"so many have {common}", partial(search.hits, session, keys.asked(common)), f"pk_case_search|{fts5}"
    ids = search.hits(session, keys.asked("Testers"))[:DEEP]
    yield "what was found", partial(search.rows, session, ids, limit=10, offset=0), "pk_cases|INTEGER PRIMARY KEY"
    yield LAST, partial(news.newest, session), "pk_cases|SCAN cases"
    yield "news", partial(news.unread_since, session, last.reference), "pk_cases|INTEGER PRIMARY KEY"
    yield "old news", partial(news.unread_since, session, "", scan=DEEP), "pk_cases|INTEGER PRIMARY KEY"


def _lists(session: Session, an: Account) -> Iterator[tuple[str, Callable[[], object], str]]:
    """What the worker asks by itself; its lists are short and nobody waits for them."""
    week_ago, lists = MONDAY - timedelta(days=7), "ix_cases_(mine|desk|open)_queue"
    asked = {
        "due today": (duties.due(week_ago, MONDAY, since=A_DAY), lists),
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
    chosen = [(text, values) for text, values in asked if not text.startswith("SET")]
    plans = [session.connection().exec_driver_sql(f"{explain} {text}", values).all() for text, values in chosen]
    return "\n".join(str(line[-1]) for plan in plans for line in plan)


def _surround(session: Session, first: Case) -> None:
    """A report with its words, a mail, an episode, a release and a line of art. 14 for each case but the first."""
    report, one = _row(session, Referral, first.id), sa.cast(col(Case.id), sa.String)
    keyed: dict[str, Any] = {"id": Case.id, "reference": Case.reference, "submission_key": one, "follow_key": one}
    keyed["reporter_email"] = one + "@verhuurder.example"
    told = {"given_on": MONDAY, "given_how": "phone", "given_by_id": 1}
    mail = {"notice": "receipt", "to_addr": "a@b.example", "state": "sent", "created_at": A_DAY, "due_at": A_DAY}
    lines: tuple[tuple[type[SQLModel], dict[str, Any], dict[str, Any]], ...] = (
        (Referral, report, keyed),
        (Outbox, {**mail, "language": "nl", "context": {}, "attempt": 1}, {"message_id": one}),
        (Episode, {"pathway": Pathway.PW, "assigned_on": MONDAY, "agreements": {}}, {}),
        (Release, {**told, "sentence": "contact", "until_on": MONDAY}, {"referral_id": Case.id}),
        (Informing, {**told, "adult": "Fatima Testers", "version": "1"}, {}),
    )
    others = select(Case.id).where(Case.id != first.id)
    for model, same, own in lines:
        table = _table(model)
        values: dict[str, Any] = {name: sa.literal(value, table.c[name].type) for name, value in same.items()}
        values |= {"case_id": Case.id, **own}
        chosen = others.with_only_columns(*values.values())
        session.execute(sa.insert(table).from_select(list(values), chosen, include_defaults=False))
    words = keys.words(report)
    search.index_many(session, [(number or 0, {*words, f"anna{number}"}) for number in session.exec(others)])


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
