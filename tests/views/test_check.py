"""Check your answers: each with a way to its field and back, doubts that stop nobody, texts that are looked at."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.models import Draft, Referral
from tests.reporters import (
    DETAILS,
    DWELLING,
    GATE,
    LANDLORD,
    LANDLORD_STEPS,
    PROBLEM,
    PROCEDURE,
    TENANT,
    Reporter,
    bailiff_at,
    landlord_at,
    rows,
)

pytestmark = pytest.mark.usefixtures("monday")
DONE = "/refer/done/"


def test_every_answer_can_be_changed_and_leads_back(app: Flask) -> None:
    for reporter, steps in (
        (landlord_at(app, "check"), dict(LANDLORD_STEPS)),
        (bailiff_at(app, "check"), {"details": DETAILS}),
    ):
        check = reporter.page
        changes = {url for url in check.links.values() if "#" in url and "#main" not in url}
        assert len(changes) >= sum(1 for typed in steps.values() for value in typed.values() if value) - 2
        for url in changes:
            path, _, field = url.partition("#")
            if path != reporter.at:
                assert reporter.open(path).status_code == 200
            assert field in reporter.page.ids, url
        for name, typed in steps.items():
            reporter.open(name)
            reporter.press(typed)
            assert reporter.at.endswith("/check")
            assert reporter.page.links == check.links


def test_a_changed_answer_stands_on_the_check(app: Flask) -> None:
    reporter = landlord_at(app, "check")
    reporter.open("tenant")
    assert reporter.page.value("tenant_last") == "Quackelbeen"
    assert reporter.page.values["contact_pref"] == ["call", "mornings"]

    reporter.press({**TENANT, "tenant_last": "d'Hondt & <Zonen>"})

    assert "d'Hondt & <Zonen>" in reporter.page.text


def test_doubts_are_shown_and_never_stop_anybody(app: Flask) -> None:
    reporter = Reporter(app)
    steps = dict(LANDLORD_STEPS)
    steps["gate"] = {**GATE, "informed_on": "23/11/2026", "informed_how": "letter"}
    steps["dwelling"] = {**DWELLING, "still_lives_there": "no"}
    steps["problem"] = {**PROBLEM, "arrears_months": "9"}
    steps["procedure"] = {**PROCEDURE, "hearing_date": "20/11/2026"}
    reporter.go(list(steps.items()))

    for word in (
        "stuurde de brief vandaag",
        "innen geen schulden",
        "aantal maanden past niet",
        "zitting is al voorbij",
    ):
        assert word in reporter.page.text
    reporter.press({})

    assert reporter.at.startswith(DONE)


def test_a_warned_text_is_warned_about_once_and_then_kept(app: Flask) -> None:
    reporter = landlord_at(app, "procedure")
    typed = {**PROCEDURE, "description": "Rekening BE71 0961 2345 6769"}

    assert reporter.press(typed).status_code == 422
    assert ("kept", "description") in reporter.page.hidden
    reporter.press(typed)
    assert reporter.at.endswith("/reporter")

    reporter.open("procedure")
    assert reporter.press({**typed, "lease_start": "1/9/2021"}).status_code == 200
    reporter.press(LANDLORD)
    reporter.press({})
    assert rows(app, Referral)[0].answers["description"] == typed["description"]


def test_an_identity_number_is_never_kept(app: Flask) -> None:
    reporter = landlord_at(app, "procedure")
    typed = {**PROCEDURE, "description": "nr 85073003328"}

    for _ in range(2):
        answer = reporter.press({**typed, "kept": "description"})
        assert answer.status_code == 422
        assert "Korte toelichting" in reporter.page.errors["description"]
    assert "description" not in (rows(app, Draft)[0].answers or {})
