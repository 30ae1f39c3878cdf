"""The crisis lane: fire, gas, collapse or nowhere to sleep put the telephone on top, before and after sending."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine
from flask import Flask

from portal import clock
from portal.domain.intake.crisis import cannot_wait
from portal.views import crisis
from tests import pages
from tests.reporters import LANDLORD_STEPS, Reporter, Steps, Typed

SERVICE, DUTY = "015 00 00 00", "0470 00 00 00"
TOP = "Bel ons nu"


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"unusable_home": "yes"}, True),
        ({"homeless_now": "yes"}, True),
        ({"unusable_home": "no", "homeless_now": "yes"}, True),
        ({"unusable_home": "no", "homeless_now": "unknown"}, False),
        ({"unusable_home": None, "homeless_now": None}, False),
        ({}, False),
    ],
)
def test_only_a_home_that_is_gone_cannot_wait(answers: dict[str, object], expected: bool) -> None:
    assert cannot_wait(answers) is expected


def test_outside_office_hours_whoever_is_on_duty_comes_first(app: Flask) -> None:
    shown = {}
    for day, hour in ((23, 10), (23, 22), (22, 10), (24, 13)):
        moment = datetime(2026, 11, day, hour, tzinfo=clock.BRUSSELS)
        with time_machine.travel(moment), app.app_context():
            shown[day, hour] = crisis.numbers({"unusable_home": "yes"})
            assert crisis.numbers({"unusable_home": "no"}) == ()

    assert shown == {(23, 10): (SERVICE,), **dict.fromkeys(((23, 22), (22, 10), (24, 13)), (DUTY, SERVICE))}


@pytest.mark.parametrize(("fire", "expected"), [("yes", True), ("no", False)])
@pytest.mark.usefixtures("monday")
def test_the_telephone_stands_on_top_of_the_next_page_the_check_and_the_receipt(
    app: Flask, fire: str, expected: bool
) -> None:
    reporter = Reporter(app)
    steps: Steps = [(name, _with(typed, fire) if name == "problem" else typed) for name, typed in LANDLORD_STEPS]
    seen = {}
    reporter.open("/refer/landlord")
    for name, typed in steps:
        seen[name] = TOP in reporter.page.text
        reporter.press(typed)
    seen["check"] = TOP in reporter.page.text
    reporter.press({})
    seen["receipt"] = TOP in reporter.page.text

    before = {"gate": False, "dwelling": False, "tenant": False, "problem": False}
    assert reporter.at.startswith("/refer/done/")
    assert seen == {**before, "procedure": expected, "reporter": expected, "check": expected, "receipt": expected}


@pytest.mark.parametrize("slug", ["landlord", "bailiff", "doctor", "tenant"])
def test_before_the_first_question_the_number_to_call_first_is_said(app: Flask, slug: str) -> None:
    client = app.test_client()

    first = pages.read(client.get(f"/refer/{slug}").text).text
    home = pages.read(client.get("/").text).text

    assert f"Brand, gas, instorting of vannacht geen slaapplaats? Bel eerst: {SERVICE}" in first
    assert home.index("geen slaapplaats vannacht") < home.index("eigen woning")


def _with(typed: Typed, fire: str) -> Typed:
    return {**typed, "unusable_home": fire}
