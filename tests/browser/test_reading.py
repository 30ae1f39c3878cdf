"""However somebody reads: with text twice as large, on paper, without movement; nothing is cut off or in the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import ViewportSize

from portal import clock
from portal.domain.vocabulary import Kind, Role
from tests.browser import colleagues
from tests.browser.conftest import DESK, Live
from tests.browser.visitor import WIDTHS, Visitor
from tests.reports import steps_of

HALF_A_DESK: ViewportSize = {"width": 640, "height": 800}
SIZE = "parseFloat(getComputedStyle(document.querySelector('main p, main li')).fontSize)"
CUT = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const style = getComputedStyle(one);
  const shown = one.checkVisibility() && !one.closest(".hidden, .skip, [aria-hidden=true]");
  if (one.matches("input:not([type=radio], [type=checkbox]), select, textarea"))
    return shown && one.clientHeight < parseFloat(style.fontSize);
  const wide = one.scrollWidth > one.clientWidth + 1 && style.overflowX !== "visible";
  const high = one.scrollHeight > one.clientHeight + 1 && style.overflowY !== "visible";
  const rolls = one.matches(".tabs ul") && style.overflowX === "auto" && one.scrollHeight <= one.clientHeight + 1;
  return shown && (wide || high) && !rolls;
}).map((one) => one.outerHTML.slice(0, 80))"""
SHOWN = """() => [...document.querySelectorAll("nav, footer li a, .skip, button, .button")]
  .filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80))"""
MOVING = """() => [document.documentElement, ...document.querySelectorAll("body *")].filter((one) => {
  const {transitionDuration, animationName, scrollBehavior} = getComputedStyle(one);
  return transitionDuration !== "0s" || animationName !== "none" || scrollBehavior !== "auto";
}).map((one) => one.localName)"""
Look = Callable[[str], None]


def test_text_twice_as_large_is_read_whole(at_desk: Visitor, live: Live) -> None:
    seen: list[str] = []

    def look(name: str) -> None:
        seen.append(name)
        before = at_desk.page.evaluate(SIZE)
        at_desk.page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert at_desk.page.evaluate(SIZE) == 2 * before, name
        for size in (DESK, HALF_A_DESK):
            at_desk.page.set_viewport_size(size)
            content, window = at_desk.page.evaluate(WIDTHS)
            assert content <= window, f"{name} is {content} wide in {window}"
            assert at_desk.page.evaluate(CUT) == [], name

    _around(at_desk, live, look)

    assert len(seen) == 6
    at_desk.page.evaluate("document.querySelector('h1').style.cssText = 'height: 1rem; overflow: hidden'")
    assert len(at_desk.page.evaluate(CUT)) == 1


def test_paper_has_the_content_and_nothing_to_press(at_desk: Visitor, live: Live) -> None:
    seen: list[str] = []

    def look(name: str) -> None:
        seen.append(name)
        assert len(at_desk.page.evaluate(SHOWN)) >= 3, name
        at_desk.page.emulate_media(media="print", color_scheme="dark")
        assert at_desk.page.evaluate(SHOWN) == [], name
        assert len(at_desk.page.inner_text("main")) > 100, name
        colours = "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
        assert at_desk.page.evaluate(colours) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"], name
        at_desk.page.emulate_media(media="screen", color_scheme="light")

    _around(at_desk, live, look)

    assert len(seen) == 6


@pytest.mark.parametrize("path", ["/", "/refer/tenant"])
def test_nothing_moves_for_who_asked_for_that(at_desk: Visitor, path: str) -> None:
    at_desk.open(path)
    at_desk.page.evaluate("document.querySelector('h1').style.transition = 'color 1s'")
    assert at_desk.page.evaluate(MOVING) == ["h1"]

    at_desk.page.emulate_media(reduced_motion="reduce")

    assert at_desk.page.evaluate(MOVING) == []


def _around(visitor: Visitor, live: Live, look: Look) -> None:
    """A first page, a page that fails, a check and a receipt; then the queue and a case of the team."""
    visitor.open("/")
    look("home")
    visitor.open("/refer/bailiff")
    visitor.send()
    look("failing")
    for _slug, typed in steps_of(Kind.BAILIFF, today=clock.today()):
        visitor.fill(typed)
        visitor.send()
    look("check")
    visitor.send()
    look("receipt")
    colleagues.let_in(visitor.page.context, live, colleagues.colleague(live, role=Role.TEAM_LEAD))
    reference = colleagues.waiting_case(live, in_days=2)
    visitor.open("/staff/queue?view=all")
    look("queue")
    visitor.open(f"/staff/cases/{reference}")
    look("case")
