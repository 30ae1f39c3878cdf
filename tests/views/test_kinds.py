"""What each kind reads before the first question, and what stands in its fields before anybody typed."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.domain.intake.questions import COLUMNS
from portal.domain.vocabulary import Kind
from portal.views.kinds import OPENINGS
from tests.reporters import Reporter
from tests.reports import steps_of

pytestmark = pytest.mark.usefixtures("monday")

SAID = {
    Kind.LANDLORD: ("brieven van de rechtbank", "niets over gezondheid", "geen aanvraag voor financiële steun"),
    Kind.SOCIAL_LANDLORD: ("dossiernummer", "niets over gezondheid", "wij innen geen schulden"),
    Kind.BAILIFF: ("dossiernummer", "Uw termijnen lopen gewoon door"),
    Kind.NEIGHBOURHOOD_POLICE: ("alleen wat u zelf zag", "Geen strafbare feiten", "niets uit registers"),
    Kind.DOCTOR: ("instemming", "niets medisch", "beroepsgeheim"),
    Kind.ESTATE_AGENCY: ("dossiernummer", "niets over gezondheid", "wij innen geen schulden"),
    Kind.SERVICE_PROVIDER: ("beroepsgeheim", "Weeg dan zelf af", "geen aanvraag voor financiële steun"),
}


@pytest.mark.parametrize("kind", SAID)
def test_each_kind_is_told_what_it_may_say_how_long_it_takes_and_who_may_ask(kind: Kind) -> None:
    lines = OPENINGS[kind]
    text = " ".join(lines)

    assert 2 <= len(lines) <= 4
    assert max(len(line) for line in lines) < 150
    assert "minuten" in lines[0]
    assert "kan vragen wie de aanmelding deed" in text
    assert "contact op met" in text
    assert [words for words in SAID[kind] if words not in text] == []


def test_the_opening_stands_before_the_first_question_of_every_kind_and_on_no_other_page(app: Flask) -> None:
    for kind in COLUMNS:
        reporter = Reporter(app, kind.slug)
        reporter.open("/refer/" + kind.slug)
        lines = OPENINGS.get(kind, ())
        assert [line for line in lines if line not in reporter.page.text] == []
        assert ("naast de instemming" in reporter.page.text) == (kind is Kind.DOCTOR)
        reporter.press(steps_of(kind)[0][1])
        assert [line for line in lines if line in reporter.page.text] == []


def test_the_towns_own_court_and_zone_stand_in_a_page_until_it_is_answered(app: Flask) -> None:
    stands = {}
    for kind, name in ((Kind.NEIGHBOURHOOD_POLICE, "police_zone"), (Kind.ESTATE_AGENCY, "court")):
        reporter = Reporter(app, kind.slug)
        reporter.go(steps_of(kind), until="details")
        before = reporter.page.value(name)
        reporter.press({**dict(steps_of(kind))["details"], name: "5999" if name == "police_zone" else ""})
        reporter.open("details")
        stands[name] = (before, reporter.page.value(name))

    assert stands == {"police_zone": ("5916", "5999"), "court": ("Vredegerecht Mechelen", "")}


def test_what_was_filled_in_or_is_wrong_is_not_folded_away(app: Flask) -> None:
    reporter, details = Reporter(app, "bailiff"), dict(steps_of(Kind.BAILIFF))["details"]
    reporter.go(steps_of(Kind.BAILIFF), until="details")
    closed = folds(reporter)
    wrong = reporter.send({**details, "on_behalf_of": "", "roll_number": "", "tenant_birth": "ooit"}).text
    reporter.press(details)

    assert closed == [False] * 5
    assert [part.startswith(" open") for part in wrong.split('<details class="more"')[1:]] == [False, True] + [
        False
    ] * 3
    assert folds(reporter, again="details") == [False] * 4 + [True]


def folds(reporter: Reporter, again: str = "") -> list[bool]:
    """Which of the folded parts of the page stand open."""
    page = reporter.client.get(f"/refer/{reporter.kind}/{again or 'details'}").text
    return [part.startswith(" open") for part in page.split('<details class="more"')[1:]]
