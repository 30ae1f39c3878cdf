"""What the public may do in an hour is counted per network and per address, in the transaction of what is done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from portal import db
from portal.domain.errors import TooMany
from portal.models import Throttle
from portal.notify import outbox
from portal.services import limits
from portal.services.limits import Limit
from portal.views.sending import SHORTEST
from tests import haste

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FEW = Limit("few", network=4, address=2)
OFFICE, ELSEWHERE = "192.0.2.1", "2001:db8:1:2::7"
LEONTINE, ODILON = "leontine@deurwaarder.example", "odilon@verhuurder.example"


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    engine = db.connect(database_url)
    haste.hasten(engine)
    with db.open_session(engine, writes=True) as opened:
        yield opened
    engine.dispose()


def count(
    session: Session, *, address: str = "", network: str = OFFICE, at: datetime = NOON, factor: float = 1
) -> timedelta | None:
    """As one request: kept when it went on, rolled back when it was refused; then how long to wait."""
    try:
        limits.count(session, FEW, secret="s", network=network, address=address, at=at, factor=factor)
    except TooMany as refused:
        session.rollback()
        return refused.wait
    session.commit()
    return None


def test_an_address_may_go_on_until_its_limit_and_another_one_still_may(session: Session) -> None:
    answers = [count(session, address=LEONTINE) for _ in range(3)]

    assert answers == [None, None, 60 * MINUTE]
    assert count(session, address=ODILON) is None


def test_a_network_may_go_on_until_its_limit_and_another_one_still_may(session: Session) -> None:
    answers = [count(session, address=f"a{number}@b.example") for number in range(5)]

    assert answers == [None] * 4 + [60 * MINUTE]
    assert count(session, network=ELSEWHERE) is None


def test_the_same_address_in_capitals_and_the_same_household_on_ipv6_are_one(session: Session) -> None:
    count(session, address=LEONTINE, network=ELSEWHERE)
    count(session, address=LEONTINE.upper(), network="2001:db8:1:2:ffff::1")

    assert count(session, address=f" {LEONTINE} ") == 60 * MINUTE
    count(session, network=ELSEWHERE)
    count(session, network=ELSEWHERE)
    assert count(session, network="2001:db8:1:2::abcd") == 60 * MINUTE


def test_trying_again_and_again_makes_nobody_wait_longer(session: Session) -> None:
    for _ in range(2):
        count(session, address=LEONTINE)

    waits = [count(session, address=LEONTINE, at=NOON + minutes * MINUTE) for minutes in (1, 30, 30, 59)]

    assert waits == [59 * MINUTE, 30 * MINUTE, 30 * MINUTE, MINUTE]
    assert count(session, address=LEONTINE, at=NOON + 60 * MINUTE) is None


def test_what_is_refused_by_the_address_is_not_counted_for_its_network(session: Session) -> None:
    for _ in range(20):
        count(session, address=LEONTINE)

    assert [count(session), count(session), count(session)] == [None, None, 60 * MINUTE]


def test_two_processes_share_what_they_count(database_url: str, session: Session) -> None:
    other = db.connect(database_url)
    for _ in range(2):
        count(session, address=LEONTINE)

    with db.open_session(other, writes=True) as second:
        assert count(second, address=LEONTINE) == 60 * MINUTE
        assert count(second, address=ODILON) is None
    other.dispose()


@pytest.mark.parametrize(("factor", "allowed"), [(0.01, 1), (0.5, 1), (2, 4)])
def test_a_factor_scales_a_limit_but_never_to_nothing(session: Session, factor: float, allowed: int) -> None:
    answers = [count(session, address=LEONTINE, factor=factor) for _ in range(allowed + 1)]

    assert answers == [None] * allowed + [60 * MINUTE]


def test_limits_that_are_off_count_nothing(session: Session) -> None:
    assert [count(session, address=LEONTINE, factor=0) for _ in range(9)] == [None] * 9
    assert session.exec(select(Throttle)).all() == []


def test_nothing_readable_is_kept(session: Session) -> None:
    count(session, address=LEONTINE)
    count(session, address="\ud800", network="no address \ud800")

    kept = " ".join(row.key for row in session.exec(select(Throttle)))
    assert not any(part in kept for part in ("leontine", "deurwaarder", "192.0"))
    assert all(len(key) <= 80 for key in kept.split())


def test_a_whole_office_may_send_in_a_morning_what_no_machine_may_in_an_hour() -> None:
    assert limits.SEND.address >= 60
    assert limits.SEND.network >= 120
    assert len({limit.name for limit in limits.LIMITS}) == len(limits.LIMITS)
    assert all(limit.network >= limit.address and len(limit.name) <= 11 for limit in limits.LIMITS)


def test_the_limits_documented_are_the_limits_counted() -> None:
    text = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    table = text.partition("| in an hour |")[2].partition("\n\n")[0]
    said = re.findall(r"\| (\d+) \| (\d*)[^|]*\|$", table, re.MULTILINE)

    assert said == [(str(one.network), "" if one is limits.BEGIN else str(one.address)) for one in limits.LIMITS]
    assert f"{outbox.MOST_A_DAY} in 24 hours, and {outbox.MOST_WHEN_CONFIRMED} once" in text
    assert f"within {SHORTEST.seconds} seconds" in text
