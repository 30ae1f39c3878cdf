"""A morning with the keys alone: from case to case, open, claim and go on, search, and the keys switched off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import colleagues
from tests.browser.conftest import PHONE, Live, serving
from tests.browser.visitor import Visitor

FOCUSED = "document.activeElement.closest('.case')?.id"


@pytest.fixture
def live(sqlite_url: str, tmp_path: Path) -> Iterator[Live]:
    """A portal of its own: in the shared one, the first case of the list may be somebody's already."""
    with serving(sqlite_url, tmp_path) as found:
        yield found


@pytest.fixture
def worker(at_desk: Visitor, live: Live) -> Visitor:
    colleagues.let_in(at_desk.page.context, live, colleagues.colleague(live))
    return at_desk


def test_the_keys_go_through_the_queue(worker: Visitor, live: Live) -> None:
    for _ in range(3):
        colleagues.waiting_case(live, in_days=1)
    page = worker.page
    worker.open("/staff/queue?view=all")
    first, second, third = page.locator(".case").evaluate_all("all => all.slice(0, 3).map((one) => one.id)")

    _press(page, "j", "j", "j", "k")
    assert page.evaluate(FOCUSED) == second
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert worker.path() == f"/staff/cases/{second}"
    with page.expect_navigation():
        page.keyboard.press("u")
    assert worker.path() == f"/staff/queue?view=all#at-{second}"

    worker.open("/staff/queue?view=all")
    _press(page, "j", "Control+k", "Alt+c")
    assert page.evaluate(FOCUSED) == first
    page.keyboard.press("c")
    expect(page).to_have_url(f"{worker.url}/staff/queue?view=all#at-{second}")
    expect(page.locator(f"[id='{first}'] .owner")).to_have_text("bij u")
    assert page.evaluate(FOCUSED) == second

    page.keyboard.press("k")
    page.keyboard.press("c")
    expect(page.locator("[aria-live]")).to_have_text(f"{first}: bij u")

    _press(page, "/", "j", "k", "c")
    expect(page.locator("#words")).to_have_value("jkc")
    page.locator("#words").fill(third)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert worker.path() == "/staff/search"
    assert page.locator(".case").evaluate_all("all => all.map((one) => one.id)") == []
    assert worker.failed_scripts == []


def test_on_a_phone_the_present_list_is_in_sight(worker: Visitor, live: Live) -> None:
    worker.page.set_viewport_size(PHONE)
    seen = "document.querySelector('.tabs [aria-current]').getBoundingClientRect().right <= innerWidth"

    for view, moved in (("todo", False), ("closed", True)):
        worker.open(f"/staff/queue?view={view}")
        assert worker.page.evaluate(seen), view
        assert (worker.page.evaluate("document.querySelector('.tabs ul').scrollLeft") > 0) is moved
        assert worker.page.evaluate("scrollY") == 0


def test_on_a_phone_the_menu_opens_below_what_was_tapped(worker: Visitor) -> None:
    worker.page.set_viewport_size(PHONE)
    worker.open("/staff/queue")
    summary = worker.page.locator(".menu > summary")
    folded = summary.bounding_box()

    summary.click()

    places = worker.page.locator(".menu nav + nav").bounding_box()
    assert folded and places and summary.bounding_box() == folded
    assert places["y"] >= folded["y"] + folded["height"] and places["x"] < folded["x"]
    summary.press("Enter")
    expect(worker.page.locator(".menu nav + nav")).not_to_be_visible()


def test_what_several_cases_can_undergo_covers_nothing_until_one_is_ticked(worker: Visitor, live: Live) -> None:
    for _ in range(3):
        colleagues.waiting_case(live, in_days=1)
    worker.open("/staff/queue?view=all")
    kept = "getComputedStyle(document.querySelector('.bulk-bar')).position"

    before = worker.page.evaluate(kept)
    worker.page.locator(".case > input").first.check()

    assert (before, worker.page.evaluate(kept)) == ("static", "sticky")


def test_the_keys_work_on_a_case_and_lead_back_to_its_row(worker: Visitor, live: Live) -> None:
    for _ in range(2):
        colleagues.waiting_case(live, in_days=1)
    page = worker.page
    worker.open("/staff/queue?view=all")
    second = page.locator(".case").nth(1).get_attribute("id")
    _press(page, "j", "j")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    page.keyboard.press("?")
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.get_by_role("button", name="In behandeling nemen").click()
    with page.expect_navigation():
        page.keyboard.press("u")
    expect(page).to_have_url(f"{worker.url}/staff/queue?view=all#at-{second}")
    assert page.evaluate(FOCUSED) == second

    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(second or "")
    with page.expect_navigation():
        page.keyboard.press("/")
    assert worker.path() == "/staff/search#words"
    assert page.evaluate("document.activeElement.id") == "words"


def test_the_keys_are_explained_and_can_be_switched_off_for_good(worker: Visitor, live: Live) -> None:
    colleagues.waiting_case(live)
    page = worker.page
    worker.open("/staff/queue?view=all")

    page.keyboard.press("?")
    expect(page.locator("dialog")).to_be_visible()
    page.get_by_label("Toetsen gebruiken op dit toestel").uncheck()
    page.get_by_role("button", name="Sluiten").click()
    worker.open("/staff/queue?view=all")
    _press(page, "j", "?")
    assert page.evaluate(FOCUSED) is None
    expect(page.locator("dialog")).not_to_be_visible()

    worker.follow("Toetsen")
    page.get_by_label("Toetsen gebruiken op dit toestel").check()
    worker.open("/staff/queue?view=all")
    _press(page, "j")
    assert page.evaluate(FOCUSED)


def test_what_comes_in_is_said_and_moves_nothing(worker: Visitor, live: Live) -> None:
    colleagues.waiting_case(live)
    page = worker.page
    page.clock.install()
    worker.open("/staff/queue?view=all")
    page.keyboard.press("j")
    before = (page.evaluate(FOCUSED), page.locator(".case").first.bounding_box())

    colleagues.waiting_case(live)
    page.clock.run_for(61_000)

    expect(page.locator("[aria-live]")).to_have_text("1 nieuwe aanmelding. Vernieuw de lijst")
    assert (page.evaluate(FOCUSED), page.locator(".case").first.bounding_box()) == before
    with page.expect_navigation():
        page.get_by_role("link", name="Vernieuw de lijst").click()
    expect(page.locator("[aria-live]")).to_have_text("")


def _press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
