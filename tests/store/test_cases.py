"""The queue: its order, its pages, the index that answers it, and the lock on one case."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from portal.domain import reference
from portal.domain.errors import Conflict, NotFound
from portal.domain.vocabulary import CaseStatus, Urgency
from portal.models import Case
from portal.store import cases
from portal.store.cases import View
from tests.factories import MONDAY, make_account, make_case, make_referral

TOMORROW = MONDAY + timedelta(days=1)


def test_a_case_is_found_by_its_own_reference_and_by_that_of_a_report(session: Session) -> None:
    case = make_case(session)
    joined = make_referral(session)
    joined.case_id = case.id or 0
    session.flush()

    assert cases.by_reference(session, case.reference) is case
    assert cases.for_update(session, joined.reference, None).id is not None


def test_a_report_that_moved_to_another_case_leads_there(session: Session) -> None:
    case, report = make_case(session), make_referral(session)
    report.case_id, report.reference = case.id or 0, reference.new()
    session.flush()

    assert cases.by_reference(session, report.reference) is case


def test_an_unknown_reference_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        cases.by_reference(session, "CCCC-CCCC-C")


def test_a_version_that_was_not_shown_is_a_conflict(session: Session) -> None:
    case = make_case(session)

    assert cases.for_update(session, case.reference, case.version) is case
    with pytest.raises(Conflict):
        cases.for_update(session, case.reference, case.version + 1)


def test_what_is_due_comes_first_and_the_most_urgent_of_it_before_the_rest(session: Session) -> None:
    later = make_case(session, level=Urgency.U0, due_on=TOMORROW, queue_on=TOMORROW)
    overdue = make_case(session, level=Urgency.U4, due_on=date(2026, 11, 2), queue_on=MONDAY)
    hearing = make_case(session, level=Urgency.U0, due_on=MONDAY, queue_on=MONDAY)
    longer = make_case(session, level=Urgency.U4, due_on=date(2026, 11, 1), queue_on=MONDAY)

    rows, following = cases.page(session, View.TODO, 0)

    assert [row.reference for row in rows] == [case.reference for case in (hearing, longer, overdue, later)]
    assert following is None


def test_each_view_lists_and_counts_its_own(session: Session) -> None:
    an = make_account(session)
    todo = make_case(session)
    mine = make_case(session, status=CaseStatus.IN_TRIAGE, claimed_by_id=an.id)
    guided = make_case(session, status=CaseStatus.ASSIGNED, desk="guided")
    closed = make_case(session, status=CaseStatus.CLOSED, desk="closed", closed_at=datetime(2026, 11, 1, tzinfo=UTC))

    listed = {view: {row.reference for row in cases.page(session, view, an.id or 0)[0]} for view in View}

    assert listed == {
        View.TODO: {todo.reference, mine.reference},
        View.MINE: {mine.reference},
        View.ALL: {todo.reference, mine.reference, guided.reference},
        View.CLOSED: {closed.reference},
    }
    assert cases.counts(session, an.id or 0) == {view: len(found) for view, found in listed.items()}


def test_a_row_says_who_has_the_case(session: Session) -> None:
    an = make_account(session, name="An Peeters")
    make_case(session, status=CaseStatus.IN_TRIAGE, claimed_by_id=an.id)

    [row], _ = cases.page(session, View.TODO, 0)

    assert (row.owner, row.owner_id) == ("An Peeters", an.id)


@pytest.mark.parametrize("view", [View.TODO, View.CLOSED])
def test_pages_miss_nothing_and_repeat_nothing_while_cases_come_in(session: Session, view: View) -> None:
    for number in range(23):
        _scattered(session, view, number)
    expected = [row.reference for row in cases.page(session, view, 0, limit=100)[0]]

    seen: list[str] = []
    rows, after = cases.page(session, view, 0, limit=5)
    while rows:
        seen += [row.reference for row in rows]
        _first(session, view)
        if after is None:
            break
        rows, after = cases.page(session, view, 0, after, limit=5)

    assert seen == expected


def test_the_newest_closed_case_comes_first(session: Session) -> None:
    old = _scattered(session, View.CLOSED, 0, days=40)
    new = _scattered(session, View.CLOSED, 1, days=1)

    assert [row.reference for row in cases.page(session, View.CLOSED, 0)[0]] == [new.reference, old.reference]


@pytest.mark.parametrize(
    ("view", "index"),
    [
        (View.TODO, "ix_cases_desk_queue"),
        (View.MINE, "ix_cases_mine_queue"),
        (View.ALL, "ix_cases_open_queue"),
        (View.CLOSED, "ix_cases_closed"),
    ],
)
@pytest.mark.parametrize("deep", [False, True])
def test_one_index_answers_each_view_in_its_order(session: Session, view: View, index: str, deep: bool) -> None:
    an = make_account(session)
    for number in range(30):
        _scattered(session, view, number, owner=an.id)
    session.commit()
    [*_, last], _ = cases.page(session, view, an.id or 0, limit=10)

    plan = _plan(session, cases.page_statement(view, an.id or 0, cases.key_of(view, last) if deep else None, limit=51))

    assert index in plan
    assert "sort" not in plan.lower()
    assert "TEMP B-TREE" not in plan


def test_overdue_cases_are_lifted_to_today_without_touching_their_version(session: Session) -> None:
    late = make_case(session, queue_on=MONDAY, due_on=MONDAY)
    later = make_case(session, queue_on=MONDAY + timedelta(days=3), due_on=MONDAY + timedelta(days=3))

    assert cases.lift(session, TOMORROW) == 1
    session.expire_all()
    assert (late.queue_on, late.due_on, late.version) == (TOMORROW, MONDAY, 1)
    assert later.queue_on == MONDAY + timedelta(days=3)


def test_late_cases_are_counted(session: Session) -> None:
    make_case(session, queue_on=MONDAY, due_on=MONDAY - timedelta(days=1))
    make_case(session, queue_on=MONDAY, due_on=MONDAY)

    assert cases.count_late(session, MONDAY) == 1


def _scattered(session: Session, view: View, number: int, *, days: int | None = None, owner: int | None = None) -> Case:
    day = MONDAY + timedelta(days=number * 7 % 3)
    if view is View.CLOSED:
        at = datetime(2026, 11, 20, tzinfo=UTC) - timedelta(days=number * 3 % 5 if days is None else days)
        return make_case(session, status=CaseStatus.CLOSED, desk="closed", closed_at=at)
    level = Urgency(number * 3 % 5)
    status = CaseStatus.IN_TRIAGE if owner else CaseStatus.RECEIVED
    return make_case(session, level=level, queue_on=day, due_on=day, status=status, claimed_by_id=owner)


def _first(session: Session, view: View) -> None:
    """A case that belongs on the first page comes in while somebody is reading further on."""
    if view is View.CLOSED:
        _scattered(session, view, 5, days=-3)
    else:
        make_case(session, level=Urgency.U0, queue_on=MONDAY - timedelta(days=1), due_on=MONDAY - timedelta(days=1))


def _plan(session: Session, statement: sa.Select[tuple[object, ...]]) -> str:
    bind = session.get_bind()
    text = str(statement.compile(bind, compile_kwargs={"literal_binds": True}))
    if bind.dialect.name == "sqlite":
        return "\n".join(str(row[3]) for row in session.execute(sa.text(f"EXPLAIN QUERY PLAN {text}")))
    session.execute(sa.text("SET LOCAL enable_seqscan = off"))
    session.execute(sa.text("SET LOCAL enable_bitmapscan = off"))
    session.execute(sa.text("SET LOCAL enable_sort = off"))
    return json.dumps([row[0] for row in session.execute(sa.text(f"EXPLAIN {text}"))])
