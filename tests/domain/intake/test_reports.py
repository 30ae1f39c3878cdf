"""Each kind's whole report is right from the first page to the gate, and no longer than its reporter bears."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.domain.intake import checking, gate
from portal.domain.intake.layout import is_extra
from portal.domain.intake.questions import BY_NAME, Answer, Need, Question, Value, asked_in, pages
from portal.domain.vocabulary import Kind, LegalBasis
from tests.domain.intake.answers import TODAY
from tests.reports import REPORTS, steps_of

OFFICER = Kind.NEIGHBOURHOOD_POLICE
BY_THE_BROWSER = ("reporter_name", "reporter_org", "reporter_email", "reporter_phone")
BY_THE_SITE = ("police_zone",)
IN_PLACE_OF = {"informed_on": "informed_on_shortcut"}
"""A tap that spares typing."""
CHOSEN = (Value.TICK, Value.CHOICE, Value.CHOICES)


def taken(kind: Kind) -> dict[str, Answer]:
    """The report as canonical answers, read page by page as a reporter sends them."""
    known: dict[str, Answer] = {}
    for (_, typed), page in zip(steps_of(kind), pages(kind), strict=True):
        raw = checking.as_raw({name: value if isinstance(value, str) else list(value) for name, value in typed.items()})
        checked = checking.check(kind, raw, sections=page.sections, known=known, today=TODAY)
        assert checked.errors == {}
        known = checked.whole
    return known


@pytest.mark.parametrize("kind", Kind)
def test_the_whole_report_of_each_kind_is_right_and_passes_its_gate(kind: Kind) -> None:
    answers = taken(kind)
    entered_by = "staff" if kind is Kind.COURT_REGISTRY else ""

    assert checking.complete(kind, answers, today=TODAY) is None
    basis = gate.require(kind, checking.ready(kind, answers), received_on=TODAY, entered_by=entered_by)
    legal = kind in (Kind.BAILIFF, Kind.COURT_REGISTRY)
    assert basis == (LegalBasis.SELF if kind is Kind.TENANT else LegalBasis.LEGAL_NOTICE if legal else "voluntary")


@pytest.mark.parametrize("kind", Kind)
def test_every_word_of_a_report_was_asked_and_kept(kind: Kind) -> None:
    kept = taken(kind)
    unkept = {name for name in REPORTS[kind] if not BY_NAME[name].kept or not REPORTS[kind][name]}

    assert set(REPORTS[kind]) - unkept == set(kept) - ({"informed_on"} & {*kept} - set(REPORTS[kind]))


def test_the_dates_of_a_report_move_with_the_day_it_is_sent_on() -> None:
    later = dict(steps_of(Kind.BAILIFF, today=TODAY + timedelta(days=40)))

    assert later["gate"]["informed_on"] == "26/12/2026"
    assert later["details"]["hearing_date"] == "06/01/2027"
    assert dict(steps_of(Kind.BAILIFF))["gate"]["informed_on"] == "16/11/2026"


def test_an_officer_taps_ten_times_and_types_five_times_at_most() -> None:
    needed = [IN_PLACE_OF.get(question.name, question.name) for question in required(OFFICER)]
    mine = [name for name in needed if name not in BY_THE_BROWSER + BY_THE_SITE]
    tapped = [name for name in mine if BY_NAME[name].value in CHOSEN]
    buttons = [*pages(OFFICER), "check"]

    assert "informed_on_shortcut" in tapped
    assert len(tapped) + len(buttons) <= 10
    assert len(mine) - len(tapped) <= 5
    assert all(BY_NAME[name].autocomplete_for(OFFICER) != "off" for name in needed if name in BY_THE_BROWSER)


def required(kind: Kind) -> list[Question]:
    """What a report with nothing optional in it answers."""
    all_asked = [question for page in pages(kind) for section in page.sections for question in asked_in(kind, section)]
    return [question for question in all_asked if question.needs[kind] is Need.R and not question.blank_means]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.LANDLORD, Kind.TENANT)])
def test_only_what_nothing_hangs_on_is_folded_away(kind: Kind) -> None:
    folded = [
        q for page in pages(kind) for section in page.sections for q in asked_in(kind, section) if is_extra(q, kind)
    ]

    assert len(folded) >= 5
    assert {q.needs[kind] for q in folded} == {Need.O}
    assert {"stage", "box", "single_name", "hearing_date", "description"}.isdisjoint(q.name for q in folded)
