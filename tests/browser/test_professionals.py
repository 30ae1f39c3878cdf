"""Each kind that reports on one page, with a whole report and one mistake, from the first page to the receipt."""

from __future__ import annotations

import pytest
from pytest_playwright.pytest_playwright import CreateContextCallback

from portal import clock
from portal.domain.vocabulary import Kind
from tests.browser.conftest import WAYS, Live, opened
from tests.browser.visitor import Visitor
from tests.reports import steps_of

COME = {
    Kind.SOCIAL_LANDLORD: "desk",
    Kind.DOCTOR: "phone",
    Kind.ESTATE_AGENCY: "without-javascript",
    Kind.SERVICE_PROVIDER: "desk",
}
"""A way for each: every page was gone in all ways by a landlord and a bailiff already."""


@pytest.mark.parametrize("kind", COME)
def test_a_professional_comes_to_the_receipt_past_a_mistake(
    live: Live, new_context: CreateContextCallback, kind: Kind
) -> None:
    size, scripts = WAYS[COME[kind]]
    page = opened(new_context(java_script_enabled=scripts))
    page.set_viewport_size(size)
    professional = Visitor(page, live.url)

    professional.open("/refer/" + kind.slug)
    for slug, typed in steps_of(kind, today=clock.today()):
        professional.fill(typed)
        if slug == "details":
            professional.fill({"reporter_email": "naam@"})
            assert professional.send() == 422
            professional.must_be_refused(street="Zwaluwenhof", reporter_email="naam@")
            professional.fill({"reporter_email": str(typed["reporter_email"])})
        assert professional.send() == 200, professional.page.inner_text("main")
    assert professional.title() == "Kijk uw antwoorden na"
    assert professional.send() == 200

    assert professional.title() == "Wij hebben uw aanmelding"
    assert professional.failed_scripts == []
