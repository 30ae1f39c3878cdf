"""The kinds that other journeys leave out, with a whole report and one mistake, from the first page to the receipt."""

from __future__ import annotations

from typing import NamedTuple

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
    Kind.TENANT: "phone",
}
"""A way for each: every page was gone in all ways by a landlord and a bailiff already."""


class Mistake(NamedTuple):
    """What is typed wrong on which page, and a field of that page that must keep what was typed."""

    page: str
    field: str
    wrong: str
    kept: str


MISTAKES = {kind: Mistake("details", "reporter_email", "naam@", "street") for kind in COME} | {
    Kind.TENANT: Mistake("tenant", "tenant_phone", "12", "tenant_last")
}


@pytest.mark.parametrize("kind", COME)
def test_somebody_comes_to_the_receipt_past_a_mistake(
    live: Live, new_context: CreateContextCallback, kind: Kind
) -> None:
    (size, scripts), mistake = WAYS[COME[kind]], MISTAKES[kind]
    page = opened(new_context(java_script_enabled=scripts))
    page.set_viewport_size(size)
    somebody = Visitor(page, live.url)

    somebody.open("/refer/" + kind.slug)
    for slug, typed in steps_of(kind, today=clock.today()):
        somebody.fill(typed)
        if slug == mistake.page:
            somebody.fill({mistake.field: mistake.wrong})
            assert somebody.send() == 422
            somebody.must_be_refused(**{mistake.kept: typed[mistake.kept], mistake.field: mistake.wrong})
            somebody.fill({mistake.field: typed[mistake.field]})
        assert somebody.send() == 200, somebody.page.inner_text("main")
    assert somebody.title() == "Kijk uw antwoorden na"
    assert somebody.send() == 200

    assert somebody.title() == "Wij hebben uw aanmelding"
    assert somebody.failed_scripts == []
