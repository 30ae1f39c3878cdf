"""No public page in any state keeps somebody out: axe, names, legends, errors, titles, contrast, width."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser import reporters
from tests.browser.conftest import Live
from tests.browser.inspection import Inspector
from tests.browser.reporters import Step
from tests.browser.visitor import Typed, Visitor

EXITS = (
    ("landlord", {"informed": "not_yet"}, "Zeg het eerst aan de huurder"),
    ("landlord", {"informed": "not_safe"}, "Bel eerst: zo blijft iedereen veilig"),
    ("landlord", {"informed": "unknown"}, "Vraag het eerst na"),
    ("bailiff", {"notice_kind": "claim", "tenant_opposed": "yes"}, "Wij mogen deze kennisgeving niet aannemen"),
)
SPOILT = {
    "color-contrast": "document.querySelector('h1').style.color = '#ddd'",
    "dark: color-contrast": "document.querySelector('h1').style.color = '#1c2330'",
    "has no label": "document.querySelector('[name=street]').labels[0].remove()",
    "has no legend": "document.querySelector('legend').remove()",
    "describes no field": "document.querySelector('[aria-describedby*=error]').ariaDescribedByElements = []",
    "the title of the page": "document.title = 'De woning'",
    "wide in 320": "document.querySelector('h1').style.width = '400px'",
    "px high": "document.querySelector('button').style.cssText = 'height: 8px; min-height: 0; padding: 0'",
    "not one h1": "document.querySelector('h1').remove()",
}
STRANGE = (("/er/is/niets", 404), ("/follow/abc", 404), ("/refer/landlord/dwelling", 410))


@pytest.fixture
def inspector(at_desk: Visitor) -> Inspector:
    return Inspector(at_desk)


@pytest.mark.parametrize(
    ("slug", "steps"), [("landlord", reporters.landlord), ("bailiff", reporters.bailiff)], ids=["landlord", "bailiff"]
)
def test_every_page_of_a_journey_in_every_state(
    at_desk: Visitor, inspector: Inspector, slug: str, steps: Callable[[], tuple[Step, ...]]
) -> None:
    at_desk.open("/")
    inspector.look("home")
    at_desk.open(f"/refer/{slug}")

    for step in steps():
        _in_every_state(at_desk, inspector, step)
    inspector.look("check")
    at_desk.send()
    inspector.look("receipt")
    at_desk.follow("Volg uw aanmelding")
    inspector.look("follow")

    assert inspector.findings == []
    assert len(inspector.looked_at) == 4 + 3 * len(steps())


@pytest.mark.parametrize(("slug", "typed", "title"), EXITS, ids=[title for _slug, _typed, title in EXITS])
def test_every_exit_of_the_gate(at_desk: Visitor, inspector: Inspector, slug: str, typed: Typed, title: str) -> None:
    at_desk.open(f"/refer/{slug}")
    at_desk.fill(typed)
    at_desk.send()

    inspector.look(title)

    assert at_desk.title() == title
    assert inspector.findings == []


def test_the_stop_outside_the_area(at_desk: Visitor, inspector: Inspector) -> None:
    dwelling = reporters.landlord()[1]
    reporters.pass_gate(at_desk)
    at_desk.fill({**dwelling.wrong, **dwelling.right, "postcode": "9000"})
    at_desk.send()

    inspector.look("outside")

    assert at_desk.title() == "Deze woning ligt buiten ons werkingsgebied"
    assert inspector.findings == []


@pytest.mark.parametrize(("path", "code"), STRANGE)
def test_pages_that_are_not_there(at_desk: Visitor, inspector: Inspector, path: str, code: int) -> None:
    assert at_desk.open(path) == code

    inspector.look(path)

    assert inspector.findings == []


def test_what_the_law_asks_us_to_say(at_desk: Visitor, inspector: Inspector) -> None:
    for path in ("/privacy", "/accessibility"):
        assert at_desk.open(path) == 200
        inspector.look(path)

    assert inspector.findings == []


def test_a_form_that_must_be_sent_again(at_desk: Visitor, inspector: Inspector) -> None:
    at_desk.open("/refer/landlord")
    at_desk.fill({"informed": "yes", "informed_by": "mijn zoon"})
    at_desk.page.locator("input[name=csrf_token]").evaluate("field => { field.value = 'x' }")
    code = at_desk.send()

    inspector.look("resend")

    assert code == 400
    assert "mijn zoon" in at_desk.page.inner_text("main")
    assert inspector.findings == []
    at_desk.send()
    assert at_desk.typed("informed_by") == "mijn zoon"


def test_a_page_of_another_report_than_the_last_one(at_desk: Visitor, inspector: Inspector, live: Live) -> None:
    reporters.pass_gate(at_desk)
    reporters.pass_gate(Visitor(at_desk.page.context.new_page(), live.url))
    at_desk.page.bring_to_front()
    at_desk.fill({"street": "Eerste straat"})
    code = at_desk.send()

    inspector.look("two drafts")

    assert code == 409
    assert inspector.findings == []
    at_desk.send()
    assert at_desk.typed("street") == "Eerste straat"


def test_the_inspection_finds_what_it_looks_for(at_desk: Visitor, inspector: Inspector) -> None:
    reporters.pass_gate(at_desk)
    at_desk.send()

    for finding, spoil in SPOILT.items():
        at_desk.page.evaluate(spoil)
        inspector.look("spoilt")
        assert any(finding in one for one in inspector.findings), finding
        inspector.findings.clear()


def test_the_skip_link_leads_past_the_header(at_desk: Visitor) -> None:
    at_desk.open("/")

    at_desk.page.keyboard.press("Tab")
    at_desk.page.keyboard.press("Enter")

    assert at_desk.page.evaluate("document.activeElement.id") == "main"


def _in_every_state(visitor: Visitor, inspector: Inspector, step: Step) -> None:
    inspector.look(f"{step.slug}, empty")
    visitor.send()
    inspector.look(f"{step.slug}, failing")
    visitor.fill({**step.wrong, **step.right})
    inspector.look(f"{step.slug}, filled")
    visitor.send()
