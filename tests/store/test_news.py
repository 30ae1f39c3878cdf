"""What came in since: a number that stays cheap, however long ago a page was made."""

from __future__ import annotations

from sqlmodel import Session

from portal.domain.vocabulary import CaseStatus
from portal.store import news
from tests.factories import make_case


def test_what_came_in_after_a_case_and_is_unread_is_counted_among_the_newest(session: Session) -> None:
    assert news.newest(session) == ""
    first = make_case(session)
    made = [make_case(session, status=status) for status in (CaseStatus.RECEIVED, CaseStatus.IN_TRIAGE)]
    made += [make_case(session) for _ in range(2)]

    assert news.newest(session) == made[-1].reference
    assert news.unread_since(session, first.reference) == 3
    assert news.unread_since(session, made[0].reference) == 2
    assert news.unread_since(session, made[-1].reference) == 0
    assert news.unread_since(session, "") == 4
    assert news.unread_since(session, first.reference, scan=3) == 2
    assert news.unread_since(session, "no such case") is None
