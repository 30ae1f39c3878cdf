"""The reporter's journeys as a person would go, mistakes included: at a desk, without JavaScript, on a small phone."""

from __future__ import annotations

import re

import pytest

from portal.domain import reference
from tests.browser import reporters
from tests.browser.reporters import Step
from tests.browser.visitor import Visitor

JOURNEYS = {"landlord": reporters.landlord, "bailiff": reporters.bailiff}


@pytest.mark.parametrize("slug", JOURNEYS)
def test_a_reporter_comes_to_the_receipt_and_the_follow_page_past_every_mistake(visitor: Visitor, slug: str) -> None:
    visitor.open("/")
    visitor.follow({"landlord": "Verhuurder (particulier)", "bailiff": "Gerechtsdeurwaarder"}[slug])

    for step in JOURNEYS[slug]():
        _past_mistakes(visitor, step)

    assert visitor.title() == "Kijk uw antwoorden na"
    assert visitor.send() == 200
    assert visitor.title() == "Wij hebben uw aanmelding"
    number = visitor.page.locator(".reference").inner_text()
    assert reference.parse(number) == number
    visitor.follow("Volg uw aanmelding")
    assert visitor.title() == "Ontvangen"
    assert number in visitor.page.inner_text("main")
    assert visitor.failed_scripts == []


def test_what_was_answered_can_be_changed_from_the_check(at_desk: Visitor) -> None:
    reporters.report(at_desk, "landlord", reporters.landlord())

    at_desk.page.get_by_role("link", name=re.compile("^wijzig Straat")).click()
    at_desk.fill({"street": "Nieuwe Straat"})
    at_desk.send()

    assert at_desk.path() == "/refer/landlord/check"
    assert "Nieuwe Straat" in at_desk.page.inner_text("main")


def _past_mistakes(visitor: Visitor, step: Step) -> None:
    """Send the page blank, then wrong, then right."""
    assert visitor.send() == 422
    visitor.must_be_refused()
    visitor.fill(step.wrong)
    assert visitor.send() == 422
    visitor.must_be_refused(**step.wrong)
    visitor.fill(step.right)
    assert visitor.send() == 200, visitor.page.inner_text("main")
