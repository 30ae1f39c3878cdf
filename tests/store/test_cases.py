"""One case by its reference, the lock on it, and the nightly lift."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from portal.domain import reference
from portal.domain.errors import Conflict, NotFound
from portal.domain.triage.state import Desk
from portal.store import cases
from tests.factories import MONDAY, make_case, make_referral

TOMORROW = MONDAY + timedelta(days=1)


def test_a_case_is_found_by_its_own_reference_and_by_that_of_a_report(session: Session) -> None:
    case = make_case(session)
    joined = make_referral(session)
    joined.case_id = case.id or 0
    session.flush()

    assert cases.by_reference(session, case.reference) is case
    assert cases.for_update(session, joined.reference, None).id is not None


def test_a_report_that_moved_to_another_case_leads_there(session: Session) -> None:
    case, report = make_case(session), make_referral(session)
    report.case_id, report.reference = case.id or 0, reference.new()
    session.flush()

    assert cases.by_reference(session, report.reference) is case


def test_an_unknown_reference_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        cases.by_reference(session, "CCCC-CCCC-C")


def test_a_version_that_was_not_shown_is_a_conflict(session: Session) -> None:
    case = make_case(session)

    assert cases.for_update(session, case.reference, case.version) is case
    with pytest.raises(Conflict):
        cases.for_update(session, case.reference, case.version + 1)


def test_overdue_cases_are_lifted_to_today_without_touching_their_version(session: Session) -> None:
    late = make_case(session, queue_on=MONDAY, due_on=MONDAY)
    later = make_case(session, queue_on=MONDAY + timedelta(days=3), due_on=MONDAY + timedelta(days=3))

    assert cases.lift(session, TOMORROW) == 1
    session.expire_all()
    assert (late.queue_on, late.due_on, late.version) == (TOMORROW, MONDAY, 1)
    assert later.queue_on == MONDAY + timedelta(days=3)


@pytest.mark.parametrize("desk", list(Desk))
def test_what_a_clock_that_was_ahead_put_later_comes_back_to_its_own_day_or_to_today(
    session: Session, desk: Desk
) -> None:
    in_a_year, friday = MONDAY + timedelta(days=365), MONDAY + timedelta(days=4)
    placed: dict[str, Any] = {"desk": desk, "queue_on": in_a_year, "due_on": MONDAY}
    late = make_case(session, **placed)
    coming = make_case(session, **placed | {"due_on": friday})
    right = make_case(session, **placed | {"due_on": in_a_year})
    moves = desk is not Desk.CLOSED

    lowered = cases.lower(session, TOMORROW), cases.lower(session, TOMORROW)

    session.expire_all()
    assert lowered == (2 if moves else 0, 0)
    assert (late.queue_on, coming.queue_on) == ((TOMORROW, friday) if moves else (in_a_year, in_a_year))
    assert (right.queue_on, late.version) == (in_a_year, 1)
