"""On which desk of the queue a case lies."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from portal.domain.triage.state import DESK_LABELS, RESTS_ON, Desk, desk
from portal.domain.vocabulary import CaseStatus, Urgency

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)
U1 = Urgency.U1
LATER: dict[str, Any] = {"new_fact": False, "due_on": TOMORROW, "today": TODAY}
TO_DO = {CaseStatus.RECEIVED, CaseStatus.IN_TRIAGE, CaseStatus.CONTACTING}
DECIDED = {
    CaseStatus.ASSIGNED,
    CaseStatus.IN_GUIDANCE,
    CaseStatus.REFERRED_ON,
    CaseStatus.TENANT_DECLINED,
    CaseStatus.NOT_REACHED,
    CaseStatus.OUT_OF_AREA,
}


def test_every_status_has_a_desk_and_every_desk_a_label() -> None:
    assert set(RESTS_ON) == set(CaseStatus)
    assert set(DESK_LABELS) == set(Desk)


@pytest.mark.parametrize("status", CaseStatus)
@pytest.mark.parametrize("due_on", [TODAY - timedelta(days=9), TODAY, TOMORROW])
def test_a_new_fact_brings_any_case_back(status: CaseStatus, due_on: date) -> None:
    assert desk(status, level=U1, new_fact=True, due_on=due_on, today=TODAY) is Desk.TODO


@pytest.mark.parametrize("due_on", [TODAY, TOMORROW])
def test_what_is_not_decided_is_to_do_whenever_it_is_due(due_on: date) -> None:
    assert {desk(status, level=U1, new_fact=False, due_on=due_on, today=TODAY) for status in TO_DO} == {Desk.TODO}


@pytest.mark.parametrize("status", sorted(DECIDED))
@pytest.mark.parametrize(
    ("due_on", "where"),
    [(TODAY - timedelta(days=1), Desk.TODO), (TODAY, Desk.TODO), (TOMORROW, Desk.GUIDED)],
)
def test_a_decided_case_is_followed_up_until_its_next_action_is_due(
    status: CaseStatus, due_on: date, where: Desk
) -> None:
    assert desk(status, level=U1, new_fact=False, due_on=due_on, today=TODAY) is where


@pytest.mark.parametrize(("due_on", "where"), [(TODAY, Desk.TODO), (TOMORROW, Desk.WAITING)])
def test_waiting_ends_when_the_legal_clock_says_so(due_on: date, where: Desk) -> None:
    assert desk(CaseStatus.WAITING_FOR_REPORTER, level=U1, new_fact=False, due_on=due_on, today=TODAY) is where


def test_what_is_acute_waits_for_no_answer() -> None:
    asked = {level: desk(CaseStatus.WAITING_FOR_REPORTER, level=level, **LATER) for level in Urgency}

    assert asked == dict.fromkeys(Urgency, Desk.WAITING) | {Urgency.U0: Desk.TODO}


@pytest.mark.parametrize("due_on", [TODAY - timedelta(days=400), TODAY])
def test_a_closed_case_is_never_due(due_on: date) -> None:
    assert desk(CaseStatus.CLOSED, level=Urgency.U0, new_fact=False, due_on=due_on, today=TODAY) is Desk.CLOSED
