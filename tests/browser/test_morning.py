"""Ten cases in a morning, without a mouse: signing in, from one to the next, claiming, opening, writing, back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlmodel import select

from portal.domain.vocabulary import CaseStatus
from portal.models import Account, Case, Entry
from tests import people
from tests.browser import colleagues
from tests.browser.conftest import serving
from tests.browser.keyboard import Keyboard
from tests.browser.reporters import in_days
from tests.browser.visitor import Typed, Visitor

FOCUSED = "document.activeElement.closest('.case')?.id"
FREE = "[...document.querySelectorAll('.case')].filter((one) => !/bij u/.test(one.innerText)).map((one) => one.id)"
NOTE: tuple[Typed, str] = ({"note": "Huurder belt morgen terug."}, "Notitie bewaren")
NEXT: tuple[Typed, str] = (
    {"next_action_on": in_days(2), "next_action": "Huisbezoek met de tolk"},
    "Volgende stap bewaren",
)
OPENED: Mapping[int, tuple[Typed, str] | None] = {0: NOTE, 1: None, 2: NEXT, 3: None}
"""What is written in each case that is opened; the other six are claimed in the list."""


def test_ten_cases_with_the_keyboard_alone(at_desk: Visitor, sqlite_url: str, tmp_path: Path) -> None:
    with serving(sqlite_url, tmp_path) as morning:
        an = colleagues.colleague(morning, name="An Peeters")
        made = {colleagues.waiting_case(morning, in_days=days) for days in range(1, 11)}
        worker = Visitor(at_desk.page, morning.url)
        _sign_in(worker, an)
        references = worker.page.evaluate(FREE)
        assert set(references) == made

        for number, written in OPENED.items():
            _open_and_claim(worker, references[number], written)
        for reference in references[len(OPENED) :]:
            _go_to(worker, reference)
            _lead_on(worker, "c")
        assert worker.page.evaluate(FREE) == []

        with colleagues.stored(morning) as session:
            cases = sorted(session.exec(select(Case)), key=lambda case: references.index(case.reference))
            told = [(line.case_id, line.what) for line in session.exec(select(Entry)) if line.account_id == an.id]
            assert [case.reference for case in cases if case.claimed_by_id == an.id] == references
            assert {case.status for case in cases} == {CaseStatus.IN_TRIAGE}
            assert cases[2].next_action == "Huisbezoek met de tolk"
            extra = [(cases[0].id, "note"), (cases[2].id, "next")]
            assert sorted(told) == sorted([*((case.id, "claim") for case in cases), *extra])
        assert worker.failed_scripts == []


def _sign_in(worker: Visitor, account: Account) -> None:
    worker.open("/staff/queue")
    Keyboard(worker).fill({"email": account.email, "password": people.PASSWORD})
    _lead_on(worker, "Enter")
    assert worker.path() == "/staff/queue"


def _open_and_claim(worker: Visitor, reference: str, written: tuple[Typed, str] | None) -> None:
    """On the page of the case itself, and back to the list."""
    _go_to(worker, reference)
    _lead_on(worker, "Enter")
    assert worker.path() == f"/staff/cases/{reference}"
    _lead_on(worker, "c")
    if written:
        hands = Keyboard(worker)
        hands.fill(written[0])
        hands.press(written[1])
        assert worker.path().startswith(f"/staff/cases/{reference}")
    _lead_on(worker, "u")
    assert worker.path() == f"/staff/queue#at-{reference}"


def _go_to(worker: Visitor, reference: str) -> None:
    """With j alone, from where the hands are."""
    for _case in worker.page.locator(".case").all():
        if worker.page.evaluate(FOCUSED) == reference:
            return
        worker.page.keyboard.press("j")
    assert worker.page.evaluate(FOCUSED) == reference


def _lead_on(worker: Visitor, key: str) -> None:
    """A key that leads to a page."""
    with worker.page.expect_navigation():
        worker.page.keyboard.press(key)
