"""The history of a case in words: each line says what was done, with the question that was answered."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.models import Entry
from portal.views import told
from tests.factories import A_DAY, MONDAY

WHY = "De huurder belde opnieuw."
EPISODE = "Waarom een ander traject dan het voorstel?"


@pytest.mark.parametrize(
    ("before", "after", "question"),
    [
        ("in_triage", "out_of_area", "Waarom ligt dit buiten het werkingsgebied?"),
        ("closed", "in_triage", "Waarom heropent u dit dossier?"),
        ("contacting", "assigned", EPISODE),
        ("in_triage", "assigned", EPISODE),
        ("in_guidance", "assigned", EPISODE),
    ],
)
def test_a_reason_stands_under_the_question_of_its_move(app: Flask, before: str, after: str, question: str) -> None:
    entry = Entry(case_id=1, at=A_DAY, what="move", data={"from": before, "to": after, "reason": WHY})

    with app.test_request_context():
        (line,) = told.lines([entry], {}, MONDAY)

    assert line.details == ((question, WHY),)


@pytest.mark.parametrize(("before", "words"), [(0, "Niveau blijft U0"), (2, "Niveau van U2 naar U0")])
def test_a_level_that_is_confirmed_did_not_change(app: Flask, before: int, words: str) -> None:
    entry = Entry(case_id=1, at=A_DAY, what="level", data={"level_from": before, "level_to": 0, "text": WHY})

    with app.test_request_context():
        (line,) = told.lines([entry], {}, MONDAY)

    assert line.what == words
