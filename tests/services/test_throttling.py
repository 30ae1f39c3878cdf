"""Guessing is counted per account, per network and over all, and whoever goes on waits longer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from portal import db
from portal.models import Throttle
from portal.services import throttling
from tests import haste

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    engine = db.connect(database_url)
    haste.hasten(engine)
    with db.open_session(engine, writes=True) as opened:
        yield opened
    engine.dispose()


def guess(
    session: Session, times: int, *, email: str = "a@b.be", network: str = "192.0.2.1", at: datetime = NOON
) -> list[timedelta | None]:
    counters = throttling.counters("secret", email=email, network=network, factor=1)
    return [throttling.count(session, counters, at) for _ in range(times)]


def test_ten_attempts_on_an_account_may_go_on_and_the_eleventh_waits_a_quarter(session: Session) -> None:
    answers = guess(session, 11)

    assert answers == [None] * 10 + [15 * MINUTE]


def test_another_account_from_the_same_network_may_still_go_on(session: Session) -> None:
    guess(session, 11)

    assert guess(session, 1, email="c@b.be") == [None]


def test_fifty_attempts_from_a_network_may_go_on_and_the_next_waits(session: Session) -> None:
    answers = [guess(session, 1, email=f"a{n}@b.be")[0] for n in range(51)]

    assert answers == [None] * 50 + [15 * MINUTE]
    assert guess(session, 1, network="192.0.2.2") == [None]


def test_five_hundred_attempts_from_anywhere_may_go_on_and_the_next_waits_a_quarter_at_most(session: Session) -> None:
    answers = [guess(session, 1, email=f"a{n}@b.be", network=f"192.0.{n // 250}.{n % 250}")[0] for n in range(501)]
    later = [guess(session, 1, email=f"b{n}@b.be", network=f"198.51.{n // 250}.{n % 250}")[0] for n in range(501)]

    assert answers == [None] * 500 + [15 * MINUTE]
    assert set(later) == {15 * MINUTE}


def test_one_network_alone_does_not_fill_the_overall_count(session: Session) -> None:
    for number in range(600):
        guess(session, 1, email=f"a{number}@b.be")

    assert guess(session, 1, network="192.0.2.2", email="z@b.be") == [None]


def test_the_same_household_on_ipv6_is_one_network(session: Session) -> None:
    for number in range(50):
        guess(session, 1, email=f"a{number}@b.be", network=f"2001:db8:1:2::{number:x}")

    assert guess(session, 1, network="2001:db8:1:2:ffff::1") == [15 * MINUTE]
    assert guess(session, 1, network="2001:db8:1:3::1") == [None]


def test_after_its_window_an_account_may_try_again(session: Session) -> None:
    guess(session, 11)

    assert guess(session, 1, at=NOON + 14 * MINUTE) == [MINUTE]
    assert guess(session, 10, at=NOON + 15 * MINUTE) == [None] * 10


def test_whoever_goes_on_guessing_waits_longer_up_to_an_hour(session: Session) -> None:
    waits = [guess(session, 1, network=f"192.0.2.{n}")[0] for n in range(60)]

    assert [waits[n] for n in (10, 20, 30, 59)] == [15 * MINUTE, 30 * MINUTE, 60 * MINUTE, 60 * MINUTE]


def test_success_clears_the_account_and_takes_its_attempt_back_elsewhere(session: Session) -> None:
    counters = throttling.counters("secret", email="a@b.be", network="192.0.2.1", factor=1)
    guess(session, 3)

    throttling.take_back(session, counters)

    found = {row.key.partition(":")[0]: row.failures for row in session.exec(select(Throttle))}
    assert found == {"network": 2, "overall": 2}


def test_counters_whose_window_is_over_are_forgotten_and_others_kept(session: Session) -> None:
    guess(session, 1)
    guess(session, 1, email="c@b.be", at=NOON + 10 * MINUTE)

    assert throttling.forget(session, NOON + 14 * MINUTE) == 0
    assert throttling.forget(session, NOON + 16 * MINUTE) == 3
    assert [row.key.partition(":")[0] for row in session.exec(select(Throttle))] == ["account"]


def test_a_factor_scales_every_limit_but_never_to_nothing(session: Session) -> None:
    counters = throttling.counters("secret", email="a@b.be", network="192.0.2.1", factor=0.01)

    assert [counter.allowed for counter in counters] == [1, 1, 5]


def test_nothing_readable_is_kept(session: Session) -> None:
    guess(session, 1, email="mieke.claes@portaal.example")
    guess(session, 1, network="not an address \ud800", email="\ud800")

    kept = " ".join(row.key for row in session.exec(select(Throttle)))
    assert not any(part in kept for part in ("mieke", "claes", "192.0"))
    assert len({key for key in kept.split() if key.startswith("account:")}) == 2
