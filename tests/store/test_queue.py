"""The queue: its order, its lists, its filters, its pages, and the index that answers each of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from portal.domain.triage import filters
from portal.domain.vocabulary import CaseStatus, Channel, Kind, Pathway, Urgency
from portal.models import Account, Case
from portal.store import queue, queue_counts
from portal.store.queue import Key, Listing, View
from tests.factories import MONDAY, make_account, make_case

TOMORROW = MONDAY + timedelta(days=1)
CLOSED_AT = datetime(2026, 11, 1, tzinfo=UTC)


def test_what_is_due_comes_first_and_the_most_urgent_of_it_before_the_rest(session: Session) -> None:
    later = make_case(session, level=Urgency.U0, due_on=TOMORROW, queue_on=TOMORROW)
    overdue = make_case(session, level=Urgency.U4, due_on=date(2026, 11, 2), queue_on=MONDAY)
    hearing = make_case(session, level=Urgency.U0, due_on=MONDAY, queue_on=MONDAY)
    longer = make_case(session, level=Urgency.U4, due_on=date(2026, 11, 1), queue_on=MONDAY)

    found = queue.page(session, listing(View.TODO))

    assert [row.reference for row in found.rows] == [case.reference for case in (hearing, longer, overdue, later)]
    assert (found.following, found.stopped) == (None, False)


def test_each_view_lists_and_counts_its_own(session: Session) -> None:
    an, jo = make_account(session, name="An Peeters", team="noord"), make_account(session)
    unread = make_case(session, objection="undecided", new_fact=True)
    mine = make_case(session, status=CaseStatus.IN_TRIAGE, claimed_by_id=an.id, team="noord", objection="go_on")
    asked = make_case(session, status=CaseStatus.WAITING_FOR_REPORTER, desk="waiting", claimed_by_id=jo.id, team="zuid")
    guided = make_case(session, status=CaseStatus.ASSIGNED, desk="guided", claimed_by_id=jo.id, team="noord")
    gone = make_case(
        session, status=CaseStatus.CLOSED, desk="closed", closed_at=CLOSED_AT, team="noord", objection="undecided"
    )
    session.commit()

    listed = {view: references(session, listing(view, an)) for view in View}

    assert listed == {
        View.TODO: {unread.reference, mine.reference},
        View.MINE: {mine.reference},
        View.WAITING: {asked.reference},
        View.OBJECTIONS: {unread.reference},
        View.NEW_FACTS: {unread.reference},
        View.UNREAD: {unread.reference},
        View.TEAM: {mine.reference, guided.reference},
        View.ALL: {unread.reference, mine.reference, asked.reference, guided.reference},
        View.CLOSED: {gone.reference},
    }
    assert queue_counts.counts(session, an) == {view: len(found) for view, found in listed.items()}
    assert references(session, listing(View.TEAM, make_account(session))) == set()
    [row] = queue.page(session, listing(View.MINE, an)).rows
    assert (row.owner, row.owner_id) == ("An Peeters", an.id)


MARKED: dict[tuple[str, str], dict[str, Any]] = {
    ("level", "U1"): {"level": Urgency.U1},
    ("kind", "bailiff"): {"kind": Kind.BAILIFF},
    ("pathway", "PRE_OGP"): {"pathway": Pathway.PRE_OGP},
    ("status", "contacting"): {"status": CaseStatus.CONTACTING},
    ("claimed", "free"): {"claimed_by_id": None, "status": CaseStatus.RECEIVED},
    ("problem", "lease_end"): {"problems": " nuisance lease_end "},
    ("received", "today"): {"received_on": MONDAY},
    ("received", "week"): {"received_on": MONDAY - timedelta(days=6)},
    ("received", "month"): {"received_on": MONDAY - timedelta(days=29)},
    ("due", "late"): {"due_on": MONDAY - timedelta(days=1)},
    ("due", "today"): {"due_on": MONDAY},
    ("due", "week"): {"due_on": MONDAY + timedelta(days=7)},
    ("question", "yes"): {"question": "Wanneer is de zitting?"},
    ("unverified", "yes"): {"unverified": True},
    ("safety", "yes"): {"safety_mark": True},
    ("channel", "phone"): {"channel": Channel.PHONE},
}
"""For one word or more of every filter, what a case must hold to pass; everything else about it is as ``PLAIN``."""


def test_every_filter_keeps_what_it_is_about_and_nothing_else(session: Session) -> None:
    an, jo = make_account(session), make_account(session)
    plain: dict[str, Any] = {
        "level": Urgency.U4,
        "status": CaseStatus.IN_TRIAGE,
        "claimed_by_id": jo.id,
        "problems": " rent_arrears ",
        "received_on": MONDAY - timedelta(days=30),
        "due_on": MONDAY + timedelta(days=8),
        "channel": Channel.WEB,
    }
    make_case(session, **plain)
    given = {**MARKED, ("claimed", "me"): {"claimed_by_id": an.id}}
    cases = {pair: make_case(session, **{**plain, **values}) for pair, values in given.items()}
    close = {"received": {"today", "week", "month"}, "due": {"today", "week"}}

    for (name, word), case in cases.items():
        found = references(session, listing(View.ALL, an, **{name: word}))

        others = found - {case.reference}
        near = {cases[name, one].reference for one in close.get(name, set()) if (name, one) in cases}
        assert case.reference in found, (name, word)
        assert others <= near, (name, word)
    assert {name for name, _ in cases} == set(filters.BY_NAME)
    taken = references(session, listing(View.ALL, an, claimed="somebody"))
    assert len(taken) == len(cases)
    assert cases["claimed", "free"].reference not in taken


@pytest.mark.parametrize("view", [View.TODO, View.CLOSED])
def test_pages_miss_nothing_and_repeat_nothing_while_cases_come_in(session: Session, view: View) -> None:
    for number in range(23):
        _scattered(session, view, number)
    expected = [row.reference for row in queue.page(session, listing(view), limit=100).rows]

    seen: list[str] = []
    for found in _pages(session, listing(view), limit=5, scan=1000):
        seen += [row.reference for row in found.rows]
        _first(session, view)

    assert seen == expected


@pytest.mark.parametrize("view", [View.TODO, View.CLOSED])
def test_a_filter_looks_through_a_bounded_number_of_cases_and_goes_on_from_there(session: Session, view: View) -> None:
    marked = [_scattered(session, view, number, safety_mark=number % 7 == 0) for number in range(23)]
    safe = listing(view, safety="yes")
    expected = [row.reference for row in queue.page(session, safe).rows]

    pages = list(_pages(session, safe, limit=3, scan=5))

    assert {case.reference for case in marked if case.safety_mark} == set(expected)
    assert [row.reference for found in pages for row in found.rows] == expected
    assert [found.stopped for found in pages] == [True, True, True, True, False]
    assert [found.following is None for found in pages] == [False, False, False, False, True]


def test_the_newest_closed_case_comes_first(session: Session) -> None:
    old = _scattered(session, View.CLOSED, 0, days=40)
    new = _scattered(session, View.CLOSED, 1, days=1)

    found = queue.page(session, listing(View.CLOSED))

    assert [row.reference for row in found.rows] == [new.reference, old.reference]


def test_late_cases_are_counted_up_to_a_bound(session: Session) -> None:
    for _ in range(3):
        make_case(session, queue_on=MONDAY, due_on=MONDAY - timedelta(days=1))
    make_case(session, queue_on=MONDAY, due_on=MONDAY)

    assert queue_counts.count_late(session, MONDAY) == 3
    assert queue_counts.count_late(session, MONDAY, most=1) == 2


def test_what_is_due_outside_a_list_is_counted_among_what_is_due(session: Session) -> None:
    an = make_account(session)
    taken: dict[str, Any] = {"status": CaseStatus.IN_TRIAGE, "claimed_by_id": an.id}
    make_case(session, queue_on=MONDAY, due_on=MONDAY, **taken)
    make_case(session, queue_on=MONDAY, due_on=MONDAY - timedelta(days=2), safety_mark=True, **taken)
    make_case(session, queue_on=MONDAY, due_on=MONDAY)
    make_case(session, queue_on=TOMORROW, due_on=TOMORROW)
    make_case(session, queue_on=MONDAY, due_on=MONDAY, status=CaseStatus.ASSIGNED, desk="guided")

    assert queue_counts.count_outside(session, listing(View.TODO)) == (0, True)
    assert queue_counts.count_outside(session, listing(View.MINE, an)) == (1, True)
    assert queue_counts.count_outside(session, listing(View.MINE, an, safety="yes")) == (2, True)
    assert queue_counts.count_outside(session, listing(View.OBJECTIONS)) == (3, True)
    assert queue_counts.count_outside(session, listing(View.CLOSED), most=2) == (3, False)


def test_lists_of_ones_own_are_counted_in_one_look_at_each_view_and_within_its_bound(session: Session) -> None:
    for number in range(6):
        make_case(session, safety_mark=number % 2 == 0, level=Urgency.U0 if number < 2 else Urgency.U3)
        _scattered(session, View.CLOSED, number, level=Urgency.U3)
    lists = [listing(View.ALL), listing(View.ALL, safety="yes"), listing(View.ALL, safety="yes", level="U0")]
    lists += [listing(View.CLOSED, level="U3"), listing(View.UNREAD), *[listing(View.ALL, level="U3")] * 15]
    asked: list[str] = []
    bind = session.get_bind()
    sa.event.listen(bind, "before_cursor_execute", lambda *given: asked.append(given[2]))

    found = queue_counts.counts_of(session, lists, scan=300)
    narrow = queue_counts.counts_of(session, lists, scan=3)
    alone = [queue_counts.counts_of(session, [one], scan=3)[0] for one in lists]

    assert found == [(6, True), (3, True), (1, True), (6, True), (6, True), *[(4, True)] * 15]
    assert [narrow[number] for number in (0, 2, 3, 4)] == [(3, False), (1, False), (3, False), (3, False)]
    assert not any(whole for _number, whole in narrow), "three cases of each view were looked at"
    assert alone == narrow, "another list changes no number"
    assert len(asked) == 2 * 3 + len(lists), "twenty lists of three views"
    assert queue_counts.counts_of(session, []) == []


def listing(view: View, account: Account | None = None, **chosen: str) -> Listing:
    team, account_id = (account.team, account.id or 0) if account else (None, 0)
    return Listing(view=view, account_id=account_id, team=team, today=MONDAY, filters=chosen)


def references(session: Session, asked: Listing) -> set[str]:
    return {row.reference for row in queue.page(session, asked).rows}


def _pages(session: Session, asked: Listing, *, limit: int, scan: int) -> Iterator[queue.Page]:
    after: Key | None = None
    while True:
        found = queue.page(session, asked, after, limit=limit, scan=scan)
        yield found
        after = found.following
        if after is None:
            return


def _scattered(session: Session, view: View, number: int, *, days: int | None = None, **values: Any) -> Case:
    day = MONDAY + timedelta(days=number * 7 % 3)
    if view is View.CLOSED:
        at = datetime(2026, 11, 20, tzinfo=UTC) - timedelta(days=number * 3 % 5 if days is None else days)
        return make_case(session, status=CaseStatus.CLOSED, desk="closed", closed_at=at, **values)
    given = {"level": Urgency(number * 3 % 5), "queue_on": day, "due_on": day, "status": CaseStatus.IN_TRIAGE, **values}
    return make_case(session, **given)


def _first(session: Session, view: View) -> None:
    """A case that belongs on the first page comes in while somebody is reading further on."""
    if view is View.CLOSED:
        _scattered(session, view, 5, days=-3)
    else:
        make_case(session, level=Urgency.U0, queue_on=MONDAY - timedelta(days=1), due_on=MONDAY - timedelta(days=1))
