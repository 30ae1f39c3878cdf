"""The worker's statements: they move mails along the one table of moves, and keep all workers together to a rate."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from portal import db
from portal.domain import mailing
from portal.domain.mailing import MOVES, MailState, Step
from portal.models import Outbox
from portal.notify import outbox
from portal.notify.notices import Notice
from portal.store import leases
from tests.factories import A_DAY

LATER = A_DAY + timedelta(minutes=5)
EACH_MS = 1000
"""At sixty mails a minute."""
AT_ONCE = leases.AHEAD_MS // EACH_MS + 1
"""So many may leave in one moment before the rate holds."""


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    """What a worker of its own opens its sessions on."""
    opened = db.connect(database_url)
    yield opened
    opened.dispose()


@pytest.mark.parametrize("state", list(MailState))
def test_a_claim_takes_what_the_table_lets_it_take_and_nothing_else(session: Session, state: MailState) -> None:
    row = _mail(session, state)

    claimed = leases.claim(session, due_by=A_DAY, leased_until=LATER)

    origins, to = MOVES[Step.CLAIM]
    assert leases.any_due(session, due_by=LATER) is (state in origins)
    assert (claimed is not None) is (state in origins)
    session.refresh(row)
    assert (row.state, row.attempt) == ((to, 2) if claimed else (state, 1))
    assert row.lapsed == int(state is MailState.LEASED)


@pytest.mark.parametrize("step", [Step.DELIVER, Step.DEFER, Step.BURY, Step.DROP])
@pytest.mark.parametrize("state", list(MailState))
def test_a_result_is_written_only_from_where_the_table_lets_it(session: Session, state: MailState, step: Step) -> None:
    row = _mail(session, state)

    came_to = leases.end(session, row, step, error=None, due_at=LATER, finished_at=LATER, rendered=None)

    session.refresh(row)
    origins, to = MOVES[step]
    assert (came_to, row.state) == ((to, to) if state in origins else (None, state))


@pytest.mark.parametrize("group", mailing.GROUPS)
def test_of_several_groups_a_claim_takes_the_one_whose_turn_it_is(session: Session, group: mailing.Group) -> None:
    rows = {one: _mail(session, one.state, lane=one.lane) for one in mailing.GROUPS}
    turn = next(number for number in range(mailing.TURNS) if mailing.order(number)[0] == group)

    claimed = leases.claim(session, due_by=A_DAY, leased_until=LATER, turn=turn)

    assert claimed is not None
    assert claimed.id == rows[group].id


@pytest.mark.parametrize("lane", mailing.LANES)
@pytest.mark.parametrize("state", list(MailState))
def test_a_first_try_that_a_wrong_clock_put_off_leaves_now_and_nothing_else_does(
    session: Session, state: MailState, lane: int
) -> None:
    near, far = (_mail(session, state, lane=lane, due_at=LATER + timedelta(seconds=one)) for one in (0, 1))

    put_right = leases.put_right(session, now=A_DAY), leases.put_right(session, now=A_DAY)

    astray = state is MailState.PENDING
    for row in (near, far):
        session.refresh(row)
    assert put_right == (int(astray), 0)
    assert (near.due_at, far.due_at) == (LATER, A_DAY if astray else LATER + timedelta(seconds=1))


def test_two_workers_together_send_as_many_a_minute_as_the_rate_allows(engine: sa.Engine) -> None:
    moments = [A_DAY + timedelta(milliseconds=250 * tick) for tick in range(4 * 60)]

    left = [sum(_leaves(engine, at) for _worker in range(2)) for at in moments]

    assert 60 <= sum(left) <= 60 + AT_ONCE
    assert max(sum(left[start : start + 40]) for start in range(200)) <= 10 + AT_ONCE


def test_two_workers_at_the_same_moment_do_not_exceed_the_rate(engine: sa.Engine) -> None:
    with ThreadPoolExecutor(2) as workers:
        asked = [workers.submit(_leaves, engine, A_DAY) for _ in range(20)]

    assert sum(one.result() for one in asked) == AT_ONCE


def test_who_was_idle_has_saved_up_nothing(engine: sa.Engine) -> None:
    assert _burst(engine, A_DAY) == AT_ONCE

    assert _burst(engine, A_DAY + timedelta(hours=1)) == AT_ONCE


@pytest.mark.parametrize(("back", "waits"), [(timedelta(seconds=10), 10), (timedelta(hours=1), 0)])
def test_a_clock_that_was_set_back_holds_the_mail_up_for_no_longer_than_it_went_back(
    engine: sa.Engine, back: timedelta, waits: int
) -> None:
    _burst(engine, A_DAY)

    then = A_DAY - back
    left = [_leaves(engine, then + timedelta(seconds=second)) for second in range(20)]

    assert left.index(True) in range(waits, waits + 2)
    assert sum(left[waits:]) >= 20 - waits - AT_ONCE


def test_no_clock_set_back_holds_the_mail_up_for_longer_than_some_minutes(engine: sa.Engine) -> None:
    _burst(engine, A_DAY)
    longest = timedelta(milliseconds=leases.CLOCKS_MS)

    then = A_DAY - longest + timedelta(seconds=1)

    assert not _leaves(engine, then)
    assert _leaves(engine, then + longest + timedelta(seconds=2))


def _mail(session: Session, state: MailState, *, lane: int = mailing.USUAL, due_at: datetime = A_DAY) -> Outbox:
    """A mail that is due and was tried once."""
    row = outbox.put(session, Notice.LINKS, to="a@b.example", at=A_DAY, domain="b.example", links="-")
    row.state, row.lane, row.attempt, row.due_at = state, lane, 1, due_at
    session.flush()
    return row


def _leaves(engine: sa.Engine, now: datetime) -> bool:
    """Whether a worker may send a mail at that moment, and does."""
    with db.open_session(engine, writes=True) as session:
        leaves = leases.within_rate(session, per_minute=60_000 // EACH_MS, now=now)
        if leaves:
            leases.spend(session, per_minute=60_000 // EACH_MS, now=now)
        session.commit()
    return leaves


def _burst(engine: sa.Engine, now: datetime) -> int:
    """How many leave in one moment."""
    return sum(_leaves(engine, now) for _ in range(2 * AT_ONCE))
