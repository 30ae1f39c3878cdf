"""A short form of `make drill`: real servers, real kills, every fault of a mail server, nothing lost.

How soon all is well again is a figure of the whole drill: here other tests take the processors.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.databases import ENGINES
from bench.drill import mail, smtp, web
from bench.drill.faults import Fault
from bench.drill.result import TIMED, Result, table

FAULTS = tuple(Fault)
SHARES = {engine: FAULTS[place :: len(ENGINES)] for place, engine in enumerate(ENGINES)}
"""Here each fault is met on one of the databases."""


@pytest.mark.timeout(120)
@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_is_lost_when_web_tier_and_worker_are_killed(engine: str) -> None:
    result = web.drill(engine, kills=3)

    figures = [result.figures[name] for name in ("kill -9 of the web tier", "kill -9 of the worker")]
    assert figures == ["3", "2"]
    assert int(result.figures["reports acknowledged"]) > 0
    assert result.broken() <= TIMED, table([result])


@pytest.mark.timeout(240)
def test_no_mail_is_lost_when_workers_are_killed_and_stopped() -> None:
    results = _beside_each_other(lambda engine: mail.drill(engine, kills=10))

    for result in results:
        assert result.figures["kill -9 of a worker"] == "10"
        assert int(result.figures["of these between 250 and our commit"]) > 0
        assert result.figures["stopped beyond the lease, then continued"] == "1"
        assert result.broken() <= TIMED, table([result])


def test_a_drill_that_missed_the_moment_that_matters_has_failed() -> None:
    enough, too_few = (mail.Toll(kills=500, between=between) for between in (100, 99))

    assert (mail.too_few(enough), mail.too_few(too_few)) == ([], ["99 of 100"])


@pytest.mark.timeout(240)
def test_no_submit_waits_for_a_mail_server_that_fails_and_every_mail_leaves_after_it() -> None:
    results = _beside_each_other(lambda engine: smtp.drill(engine, submits=1, faults=SHARES[engine]))

    for result in results:
        assert int(result.figures["mails dead"]) > 0
        assert result.broken() <= TIMED, table([result])


def _beside_each_other(drill: Callable[[str], Result]) -> list[Result]:
    """Both databases at once: most of the time they wait for a lease to run out."""
    with ThreadPoolExecutor() as pool:
        return list(pool.map(drill, ENGINES))
