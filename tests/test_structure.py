"""What must be there for everything of its sort: pages, labels, letters, exits, sizes."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from portal.domain import labels, vocabulary
from portal.domain.intake.questions import QUESTIONS, Need, Question, pages
from portal.domain.triage import disclosure, lifecycle
from portal.domain.vocabulary import CaseStatus, Kind, Urgency
from portal.forms.intake import page_form
from portal.models import Referral
from portal.notify.notices import CONTEXT, LABELS, SUBJECTS, Notice
from portal.views import guards

ROOT = Path(__file__).parent.parent
FINAL = {CaseStatus.CLOSED}
LINES = 250


def test_every_endpoint_says_who_may_open_it(app: Flask) -> None:
    unmarked = [rule.endpoint for rule in app.url_map.iter_rules() if guards.guard_of(app, rule.endpoint) is None]

    assert unmarked == []


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_its_pages_with_fields_that_have_a_label(app: Flask, kind: Kind) -> None:
    with app.test_request_context("/"):
        labels = [field.label.text for page in pages(kind) for field in page_form(kind, page.sections, {}).answers()]

    assert len(labels) > 10
    assert all(labels)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_question_has_a_label_and_a_place_of_its_own(question: Question) -> None:
    is_column = question.name in Referral.model_fields

    assert question.label
    assert is_column == question.column
    assert any(need is not Need.NEVER for need in question.needs.values())


@pytest.mark.parametrize("notice", list(Notice))
def test_every_notice_has_its_subject_its_letter_and_a_golden_mail(notice: Notice) -> None:
    templates = ROOT / "portal" / "templates" / "email"
    golden = [path.name for path in (ROOT / "tests" / "letters").iterdir() if path.name.startswith(notice)]

    assert SUBJECTS[notice]
    assert LABELS[notice]
    assert notice in CONTEXT
    assert (templates / f"{notice}.txt").is_file()
    assert (templates / f"{notice}.html").is_file()
    assert golden


@pytest.mark.parametrize("status", list(CaseStatus))
def test_every_status_has_a_label_an_exit_or_is_final_and_a_word_for_reporters(status: CaseStatus) -> None:
    exits = [move for move in lifecycle.MOVES if move.origin == status]

    assert labels.STATUS_LABELS[status]
    assert exits or status in FINAL
    assert disclosure.WORDS[status]


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        (Kind, labels.KIND_LABELS),
        (Urgency, labels.URGENCY_LABELS),
        (vocabulary.Pathway, labels.PATHWAY_LABELS),
        (vocabulary.Outcome, labels.OUTCOME_LABELS),
        (vocabulary.Role, labels.ROLE_LABELS),
        (vocabulary.Problem, labels.PROBLEM_LABELS),
        (vocabulary.Stage, labels.STAGE_LABELS),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_fixed_word_has_a_label(words: type, labels: dict[object, str]) -> None:
    assert set(labels) == set(words)  # type: ignore[call-overload]


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    modules = [*(ROOT / "portal").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]
    long = {str(path.relative_to(ROOT)): _lines(path) for path in modules if _lines(path) > LINES}

    assert modules
    assert long == {}


def test_no_template_holds_a_style_or_a_script_of_its_own() -> None:
    pages_only = [path for path in (ROOT / "portal" / "templates").rglob("*.html") if path.parent.name != "email"]
    inline = [path.name for path in pages_only if " style=" in path.read_text() or "<script>" in path.read_text()]

    assert pages_only
    assert inline == []


def test_the_decisions_are_short_enough_to_be_read() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    long = {path.name: len(path.read_text().split()) for path in records if len(path.read_text().split()) > 300}

    assert len(records) >= 5
    assert long == {}


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())
