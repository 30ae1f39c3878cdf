"""Outside the served postcodes: a polite stop that stores nothing, and two ways on without typing again."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.models import Audit, Case, Draft
from tests.reporters import (
    DETAILS,
    DWELLING,
    GATE,
    LANDLORD,
    PROBLEM,
    TENANT,
    Typed,
    bailiff_at,
    counts,
    landlord_at,
    rows,
)

pytestmark = pytest.mark.usefixtures("monday")


@pytest.mark.parametrize("typed", [DWELLING, {"postcode": ""}], ids=["whole", "incomplete"])
def test_outside_the_area_the_draft_goes_and_the_rest_is_spared(app: Flask, typed: Typed) -> None:
    reporter = landlord_at(app, "dwelling")

    answer = reporter.press({**typed, "postcode": "9000"})

    assert answer.status_code == 200
    assert "buiten ons werkingsgebied" in reporter.page.title
    assert "Wij hebben niets bewaard" in reporter.page.text
    assert counts(app, Draft, Case) == [0, 0]
    assert [line.action for line in rows(app, Audit)] == ["intake.outside"]


def test_a_landlord_goes_on_from_outside_without_typing_again(app: Flask) -> None:
    reporter = landlord_at(app, "dwelling")
    reporter.press({**DWELLING, "postcode": "9000"})

    reporter.press({"homeless_now": "yes"})

    assert reporter.at == "/refer/landlord/tenant"
    (draft,) = rows(app, Draft)
    assert draft.answers == {
        **{name: GATE[name] for name in ("informed", "informed_how", "tenant_reaction", "relation")},
        "informed_on": "2026-11-22",
        "postcode": "9000",
        "street": "Zwaluwenhof",
        "house_number": "12",
        "box": "3",
        "still_lives_there": "yes",
        "homeless_now": "yes",
    }


def test_a_whole_report_goes_on_from_outside_without_typing_again(app: Flask) -> None:
    reporter = landlord_at(app, "check")
    reporter.open("dwelling")
    reporter.press({**DWELLING, "postcode": "9000"})
    assert rows(app, Draft) == []

    reporter.press({"homeless_now": "yes"})

    assert reporter.at == "/refer/landlord/check"
    (draft,) = rows(app, Draft)
    assert draft.own["reporter_name"] == LANDLORD["reporter_name"]
    assert draft.answers and draft.answers["homeless_now"] == "yes" and draft.answers["tenant_last"] == "Quackelbeen"


def test_a_bailiff_goes_on_from_outside_also_with_faults_to_mend(app: Flask) -> None:
    reporter = bailiff_at(app, "details")
    reporter.press({**DETAILS, "postcode": "9000", "tenant_last": "", "description": "BE71 0961 2345 6769"})
    assert rows(app, Draft) == []

    answer = reporter.press({"homeless_now": "yes"})

    assert answer.status_code == 422
    assert set(reporter.page.errors) == {"tenant_last", "description"}
    assert reporter.page.value("street") == "Zwaluwenhof"
    assert reporter.page.values["homeless_now"] == ["yes"]
    reporter.press({**DETAILS, "postcode": "9000", "homeless_now": "yes"})
    assert reporter.at == "/refer/bailiff/check"


def test_a_mistyped_postcode_is_put_right_without_typing_the_rest_again(app: Flask) -> None:
    reporter = landlord_at(app, "check")
    reporter.open("dwelling")
    reporter.press({**DWELLING, "postcode": "8200"})

    answer = reporter.press({"correct": "yes"})

    assert answer.status_code == 200 and reporter.page.actions[-1] == "/refer/landlord/dwelling"
    assert reporter.page.value("postcode") == "8200" and reporter.page.value("street") == "Zwaluwenhof"
    reporter.press(DWELLING)
    assert reporter.at == "/refer/landlord/check"


def test_who_is_no_longer_homeless_here_is_outside_after_all(app: Flask) -> None:
    reporter = landlord_at(app, "dwelling")
    reporter.press({**DWELLING, "postcode": "9000"})
    reporter.press({"homeless_now": "yes"})
    reporter.press(TENANT)

    reporter.press(PROBLEM)

    assert "buiten ons werkingsgebied" in reporter.page.title
    assert rows(app, Draft) == []
