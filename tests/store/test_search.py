"""What finds cases: the same hits on both databases, in the order of the queue (``test_plans``: from an index)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import Session

from portal.domain.errors import Refused
from portal.domain.matching import keys
from portal.domain.vocabulary import CaseStatus
from portal.models import Case, Referral
from portal.services import searching
from portal.store import cases, search
from tests.factories import MONDAY, make_case

HOUSEHOLDS: dict[str, dict[str, Any]] = {
    "yilmaz": {"tenant_first": "Ayşe", "tenant_last": "Yılmaz", "own_ref": "015-12"},
    "amrani": {"tenant_last": "El Amrani", "house_number": "12", "box": "3"},
    "elamrani": {"tenant_last": "Elamrani", "house_number": "12", "box": "31"},
    "phone": {"tenant_phone": "+32479998877", "reporter_org": "Woonpunt NEAR & Co"},
    "mailed": {"reporter_email": "d.or@post.example", "street": "Oude Markt"},
    "arabic": {"tenant_first": "فاطمة", "tenant_last": "الأمراني"},
    "cyrillic": {"tenant_first": "Олена", "tenant_last": "Ковальчук"},
    "co": {"answers": {"co_tenant_first": "Mehmet", "co_tenant_last": "Ölmez"}},
}
HITS: dict[str, set[str]] = {
    "yilmaz": {"yilmaz"},
    "YIL ays": {"yilmaz"},
    "015-12": {"yilmaz"},
    "elamrani": {"amrani", "elamrani"},
    "El Amrani": {"amrani", "elamrani"},
    "12/3": {"amrani"},
    "12/31": {"elamrani"},
    "0479 99 88 77": {"phone"},
    "+32 479/99.88": {"phone"},
    "NEAR": {"phone"},
    "near AND woonpunt": set(),
    'woonpunt "NEAR(': {"phone"},
    "d.or@post.example": {"mailed"},
    "oudemarkt": {"mailed"},
    "ölmez": {"co"},
    "ol* OR -': NOT & | !": set(),
    "ol*:'(": {"co"},
    "ma\0rkt": {"mailed"},
    "mark\0": {"mailed"},
    "testers": {"phone", "mailed", "co"},
    "fatima 2800": {"amrani", "elamrani", "phone", "mailed", "co"},
    "فاطمة": {"arabic"},
    "الامراني": {"arabic"},
    "ковальч": {"cyrillic"},
    "zzz": set(),
}


def test_both_databases_find_the_same_however_it_is_typed(session: Session) -> None:
    names = {}
    for name, values in HOUSEHOLDS.items():
        names[_case(session, **values).reference] = name

    found = {typed: {names[row.reference] for row in searching.find(session, typed, 1).rows} for typed in HITS}

    assert found == HITS


def test_what_narrows_nothing_is_refused_at_its_field(session: Session) -> None:
    for typed in ("", " ", "-", "\0", "a", "5 b", "(*"):
        with pytest.raises(Refused) as refused:
            searching.find(session, typed, 1)
        assert refused.value.field == "words"


def test_open_cases_come_as_in_the_queue_and_closed_ones_after_them_the_newest_first(session: Session) -> None:
    later = _case(session, of_case={"due_on": date(2026, 12, 1), "queue_on": date(2026, 12, 1)})
    closed = [
        _case(
            session,
            of_case={"status": CaseStatus.CLOSED, "desk": "closed", "closed_at": datetime(2026, 11, day, tzinfo=UTC)},
        )
        for day in (2, 9, 5)
    ]
    now = _case(session, of_case={"due_on": MONDAY, "queue_on": MONDAY})

    rows = searching.find(session, "testers", 1).rows

    expected = [now, later, closed[1], closed[2], closed[0]]
    assert [row.reference for row in rows] == [case.reference for case in expected]


def test_of_too_many_only_the_newest_are_shown_a_page_at_a_time(session: Session) -> None:
    made = [_case(session) for _ in range(5)]
    ids = [case.id or 0 for case in made]
    terms = keys.asked("testers")

    assert search.hits(session, terms, most=3) == ids[:0:-1]
    assert search.hits(session, terms) == ids[::-1]
    pages = [[row.reference for row in search.rows(session, ids, limit=2, offset=at)] for at in (0, 2, 4)]
    assert sorted(one for page in pages for one in page) == sorted(case.reference for case in made)
    assert searching.find(session, "testers", 99).page == 1


def test_of_a_beginning_that_all_have_the_newest_are_found(session: Session) -> None:
    search.index_many(session, ((number, {f"zeldzaam{number}", "2800"}) for number in range(1, 3001)))

    assert search.hits(session, keys.asked("28"), most=2) == [3000, 2999, 2998]
    assert search.hits(session, keys.asked("zeldzaam77"), most=2) == [779, 778, 777]
    assert search.hits(session, keys.asked("zeldzaam2999")) == [2999]


def _case(session: Session, *, of_case: dict[str, Any] | None = None, **values: Any) -> Case:
    case = make_case(session, referral=values, **(of_case or {}))
    [referral] = cases.referrals_of(session, case.id or 0)
    assert isinstance(referral, Referral)
    search.index(session, referral)
    return case
