"""No public page in any state or language keeps somebody out: axe, names, legends, errors, titles, words, width."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from portal.domain.intake.questions import pages
from portal.domain.vocabulary import Kind
from tests.browser import reporters, tours
from tests.browser.conftest import Live, serving
from tests.browser.inspection import EVERY_PAGE, Inspector
from tests.browser.tours import Tour
from tests.browser.visitor import Visitor

LANGUAGES = ("nl", "fr", "en")
KINDS = tuple(kind for kind in Kind if kind is not Kind.COURT_REGISTRY)
ELSEWHERE = {"fr": (Kind.TENANT,), "en": (Kind.DOCTOR,)}
"""Every kind is walked in Dutch; `make access` walks each in French and English too."""
WALKS = [
    *(("nl", kind) for kind in KINDS),
    *((code, kind) for code, kinds in ELSEWHERE.items() for kind in (KINDS if EVERY_PAGE else kinds)),
]
BESIDE = LANGUAGES if EVERY_PAGE else ("nl",)
BEHIND = LANGUAGES if EVERY_PAGE else ("nl",)
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
SPOILT_ELSEWHERE = {
    "the title of the page": "document.title = 'Le logement'",
    "does not say that it is an error": "document.querySelector('.error').textContent = 'Fout: vul in.'",
    "Dutch: Dit is niet vertaald": "document.querySelector('h1').textContent = 'Dit is niet vertaald'",
    "Dutch: uw naam": "document.querySelector('nav').ariaLabel = 'uw naam'",
    "the language is nl": "document.documentElement.lang = 'nl'",
}
STOPS = {
    "exits": (tours.exits, 7),
    "outside": (tours.outside, 1),
    "lost": (tours.lost, 4),
    "short ways": (tours.short_ways, 6),
}
ALONE = {"/": 200, "/privacy": 200, "/accessibility": 200, "/er/is/niets": 404, "/refer/landlord/dwelling": 410}


@pytest.fixture
def inspector(at_desk: Visitor) -> Inspector:
    return Inspector(at_desk)


@pytest.fixture
def tour(language: str, at_desk: Visitor) -> Tour:
    """Somebody at a desk who reads one of the three languages."""
    at_desk.open(f"/accessibility?lang={language}")
    return Tour(at_desk, Inspector(at_desk, language))


@pytest.mark.parametrize(("language", "kind"), WALKS)
def test_every_page_of_every_kind_in_every_state(tour: Tour, kind: Kind) -> None:
    tours.report(tour, kind)
    tour.at("/")

    assert tour.inspector.findings == []
    assert len(tour.inspector.looked_at) == 3 * len(pages(kind)) + 5


@pytest.mark.parametrize("language", BESIDE)
def test_every_page_beside_the_form(tour: Tour, live: Live) -> None:
    for path, code in ALONE.items():
        tour.at(path, code)
    for way, stops in STOPS.values():
        before = len(tour.inspector.looked_at)
        way(tour)
        assert len(tour.inspector.looked_at) == before + stops, way
    tours.coming_back(tour, live)

    assert tour.inspector.findings == []


@pytest.mark.parametrize("language", BEHIND)
def test_every_page_behind_the_mailed_link(tour: Tour, live: Live) -> None:
    tours.following(tour, live)

    assert tour.inspector.findings == []


def test_too_often(at_desk: Visitor, sqlite_url: str, tmp_path: Path) -> None:
    with serving(sqlite_url, tmp_path, rate_limits="0.01") as limited:
        anybody = Visitor(at_desk.page, limited.url)
        for language in LANGUAGES:
            inspector = Inspector(anybody, language)
            anybody.open(f"/follow?lang={language}")
            anybody.fill({"email": "odilon@verhuurder.example"})
            code = anybody.send()
            inspector.look("429")
            assert language == "nl" or code == 429
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

    _must_find(inspector, SPOILT)


def test_the_inspection_reads_each_language(at_desk: Visitor) -> None:
    at_desk.open("/refer/landlord?lang=fr")
    at_desk.send()

    _must_find(Inspector(at_desk, "fr"), SPOILT_ELSEWHERE)


def test_the_skip_link_leads_past_the_header(at_desk: Visitor) -> None:
    at_desk.open("/")

    at_desk.page.keyboard.press("Tab")
    at_desk.page.keyboard.press("Enter")

    assert at_desk.page.evaluate("document.activeElement.id") == "main"


def _must_find(inspector: Inspector, spoilt: Mapping[str, str]) -> None:
    for finding, spoil in spoilt.items():
        inspector.page.evaluate(spoil)
        inspector.look("spoilt")
        assert any(finding in one for one in inspector.findings), (finding, inspector.findings)
        inspector.findings.clear()
