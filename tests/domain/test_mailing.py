"""The tables of the mail: every step from every state, whose turn it is, and how long one is tried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.config.environment import BY_NAME
from portal.domain import mailing
from portal.domain.mailing import MOVES, Group, MailState, Step
from portal.models.outbox import WAITING
from portal.notify.notices import Notice

S = MailState
ALLOWED = {
    (S.PENDING, Step.CLAIM): S.LEASED,
    (S.DEFERRED, Step.CLAIM): S.LEASED,
    (S.LEASED, Step.CLAIM): S.LEASED,
    (S.LEASED, Step.DELIVER): S.SENT,
    (S.LEASED, Step.DEFER): S.DEFERRED,
    (S.LEASED, Step.BURY): S.DEAD,
    (S.PENDING, Step.CANCEL): S.CANCELLED,
    (S.DEFERRED, Step.CANCEL): S.CANCELLED,
    (S.LEASED, Step.DROP): S.CANCELLED,
    (S.DEAD, Step.RESEND): S.PENDING,
}
BEGAN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BACKOFF = (60, 300, 900, 3600)
HOURS = 72


@pytest.mark.parametrize(("state", "step"), [*product(MailState, Step)])
def test_a_step_leads_where_the_table_says_and_from_nowhere_else(state: MailState, step: Step) -> None:
    if (state, step) in ALLOWED:
        assert mailing.after(state, step) is ALLOWED[state, step]
    else:
        with pytest.raises(ValueError, match=f"no {step} for a mail that is {state}"):
            mailing.after(state, step)


def test_what_was_sent_or_cancelled_stays_so_and_everything_else_goes_on() -> None:
    left = {state for state, _step in ALLOWED}

    assert set(MailState) - left == {S.SENT, S.CANCELLED}
    assert set(mailing.WAITING) == left - {S.DEAD}


def test_a_claim_looks_in_every_state_from_which_it_may_be_made_and_in_no_other() -> None:
    claimed, _leased = MOVES[Step.CLAIM]

    assert {group.state for group in mailing.GROUPS} == claimed == set(mailing.WAITING)
    assert sorted(mailing.GROUPS) == sorted(Group(lane, state) for lane in mailing.LANES for state in claimed)
    assert set(str(WAITING).split("'")[1::2]) == claimed


def test_what_cannot_wait_goes_first_and_of_each_lane_first_tries() -> None:
    assert mailing.order(0) == mailing.GROUPS
    assert [group.lane for group in mailing.GROUPS] == sorted(group.lane for group in mailing.GROUPS)
    for lane in mailing.LANES:
        assert next(group for group in mailing.GROUPS if group.lane == lane).state is S.PENDING


@pytest.mark.parametrize("begin", range(mailing.TURNS))
def test_wherever_a_worker_begins_every_group_comes_first_within_one_round_of_turns(begin: int) -> None:
    orders = [mailing.order(claim) for claim in range(begin, begin + mailing.TURNS)]

    assert {order[0] for order in orders} == set(mailing.GROUPS)
    assert all(sorted(order) == sorted(mailing.GROUPS) for order in orders)
    usual = [order for order in orders if order == mailing.GROUPS]
    assert len(usual) >= mailing.TURNS * (mailing.EVERY - 1) / mailing.EVERY


def test_only_notices_that_exist_cannot_wait() -> None:
    assert {notice for notice in Notice if mailing.lane(notice) == mailing.URGENT} == mailing.CANNOT_WAIT


def tries(*, stretch: float = 1, backoff: tuple[int, ...] = BACKOFF) -> Iterator[datetime]:
    """The moments of every try of a mail that never arrives."""
    now: datetime | None = BEGAN
    number = 0
    while now is not None:
        yield now
        number += 1
        now = mailing.next_try(number, backoff, began=BEGAN, hours=HOURS, now=now, stretch=stretch)


def test_a_mail_is_tried_after_1_5_15_and_60_minutes_and_hourly_up_to_72_hours() -> None:
    found = list(tries())
    waits = [(after - before) / MINUTE for before, after in pairwise(found)]

    assert waits[:3] == [1, 5, 15]
    assert set(waits[3:-1]) == {60}
    assert 0 < waits[-1] <= 60
    assert found[-1] == BEGAN + timedelta(hours=72)


def test_these_are_the_times_of_a_portal_that_was_told_no_others() -> None:
    assert BY_NAME["outbox_backoff"].default == ",".join(str(seconds) for seconds in BACKOFF)
    assert BY_NAME["outbox_hours"].default == str(HOURS)


@given(st.floats(0.9, 1.1), st.integers(1, 200), st.integers(0, 71 * 60))
def test_a_wait_is_longer_or_shorter_by_its_stretch_and_never_ends_after_the_hours(
    stretch: float, number: int, minutes: int
) -> None:
    now = BEGAN + minutes * MINUTE

    again = mailing.next_try(number, BACKOFF, began=BEGAN, hours=HOURS, now=now, stretch=stretch)

    usual = timedelta(seconds=BACKOFF[min(number, len(BACKOFF)) - 1])
    assert again is not None
    assert abs((again - now) - usual * stretch) < timedelta(seconds=1) or again == BEGAN + timedelta(hours=HOURS)
    assert now < again <= max(BEGAN + timedelta(hours=HOURS), now + usual * 1.1)


@pytest.mark.parametrize(("number", "goes_on"), [(1, True), (4, True), (5, False), (40, False)])
def test_a_mail_that_lay_there_while_no_worker_ran_still_gets_the_whole_list(number: int, goes_on: bool) -> None:
    late = BEGAN + timedelta(hours=73)

    again = mailing.next_try(number, BACKOFF, began=BEGAN, hours=HOURS, now=late, stretch=1)

    assert (again is not None) is goes_on
