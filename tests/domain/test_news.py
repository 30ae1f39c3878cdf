"""Which facts each kind of reporter may add, and in which words."""

from __future__ import annotations

import pytest

from portal.domain.triage import news
from portal.domain.triage.known import What
from portal.domain.vocabulary import Kind

ALL = tuple(news.ASKED_AS)
KNOWS = {
    Kind.NEIGHBOURHOOD_POLICE: (What.EVICTION_DATE, What.MOVED),
    Kind.DOCTOR: (What.EVICTION_DATE, What.MOVED),
}


@pytest.mark.parametrize("kind", list(Kind))
def test_nobody_is_offered_a_fact_that_this_kind_cannot_know(kind: Kind) -> None:
    assert news.open_to(kind) == KNOWS.get(kind, ALL)
    assert all(news.label(what, kind) for what in news.open_to(kind))


def test_what_only_the_team_decides_is_offered_to_nobody() -> None:
    offered = {what for kind in Kind for what in news.open_to(kind)}

    assert offered == set(ALL)
    assert offered.isdisjoint({What.PETITION, What.LEAVE_BY, What.EVICTION_CANCELLED, What.EVICTED, What.STILL_THERE})


def test_a_tenant_is_spoken_to() -> None:
    assert news.label(What.MOVED, Kind.TENANT) == "Ik ben verhuisd"
    assert news.label(What.MOVED, Kind.LANDLORD) == "De huurder is verhuisd"
