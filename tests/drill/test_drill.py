"""A short form of `make drill`: real servers, real kills, nothing lost."""

from __future__ import annotations

import pytest

from bench.databases import ENGINES
from bench.drill.__main__ import table
from bench.drill.run import HEALTHY, drill


@pytest.mark.timeout(120)
@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_is_lost_when_web_tier_and_worker_are_killed(engine: str) -> None:
    result = drill(engine, kills=3)

    assert (result.toll.web, result.toll.worker) == (3, 2)
    assert result.acknowledged > 0
    # How soon it is healthy again is a figure of the whole drill: here other tests take the processors.
    assert not [name for name, found in result.violations.items() if found and name != HEALTHY], table([result])
