"""The matrix as data is the matrix of the design: a copy of the table says so, row by row and kind by kind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from portal.domain.intake import questions
from portal.domain.intake.questions import BY_NAME, COLUMNS, QUESTIONS, Need, Question, Section, Value
from portal.domain.vocabulary import Kind

TABLE = Path(__file__).with_name("matrix.md")
EXCEPTIONS = {
    ("tenant_reaction", Kind.DOCTOR): "fixed",  # written `-`, with "DR: fixed agrees, not asked" in its rule
    **{("box", kind): "O" for kind in COLUMNS},  # part of a required row, with "(box optional)" in its name
}
MOVED = {"org_kind": Section.GATE, "walk_in": Section.TENANT}
"""Asked on another page than the table's section, by those for whom the answer is needed there."""


def table() -> dict[str, tuple[str, list[str]]]:
    """Each field's section and its eight letters."""
    rows: dict[str, tuple[str, list[str]]] = {}
    section = ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if heading := re.match(r"\*\*(\w+)\*\*", cells[0]):
            section = heading[1]
        elif section and len(cells) == 12:
            for name in re.findall(r"[a-z_]+", cells[0].replace("(box optional)", "box")):
                rows[name] = (section, cells[4:])
    return rows


ROWS = table()


def test_the_copy_of_the_table_was_read() -> None:
    assert len(ROWS) == 66
    assert ROWS["stage"] == ("procedure", ["R", "R", "R", "O", "O", "R", "O", "O"])


def test_every_row_is_a_question_and_every_other_question_is_a_control_beside_one() -> None:
    rows = {question.name for question in QUESTIONS if not question.beside}

    assert rows == set(ROWS)
    assert all(question.beside in ROWS for question in QUESTIONS if question.beside)


@pytest.mark.parametrize("name", ROWS)
def test_each_question_stands_in_its_section(name: str) -> None:
    assert BY_NAME[name].section == MOVED.get(name, ROWS[name][0])


@pytest.mark.parametrize("name", ROWS)
def test_each_kind_is_asked_what_its_column_says(name: str) -> None:
    for kind, letter in zip(COLUMNS, ROWS[name][1], strict=True):
        assert BY_NAME[name].needs[kind].value == EXCEPTIONS.get((name, kind), letter), kind


def test_the_registry_is_asked_what_a_bailiff_is_asked_but_for_what_it_reports() -> None:
    different = [q.name for q in QUESTIONS if q.needs[Kind.COURT_REGISTRY] != q.needs[Kind.BAILIFF]]

    assert different == ["notice_kind"]
    assert questions.given(Kind.COURT_REGISTRY, {}) == {"notice_kind": "claim", "informed_how": "service"}


@pytest.mark.parametrize("kind", Kind)
def test_every_asked_question_stands_on_exactly_one_page(kind: Kind) -> None:
    on_pages = [q.name for page in questions.pages(kind) for s in page.sections for q in questions.asked_in(kind, s)]

    assert sorted(on_pages) == sorted(q.name for q in questions.asked(kind))
    assert len(on_pages) == len(set(on_pages)) > 20


@pytest.mark.parametrize(
    ("kind", "slugs"),
    [
        (Kind.LANDLORD, ["gate", "dwelling", "tenant", "problem", "procedure", "reporter"]),
        (Kind.TENANT, ["dwelling", "tenant", "problem", "procedure", "reporter"]),
        *((kind, ["gate", "details"]) for kind in Kind if kind not in (Kind.LANDLORD, Kind.TENANT)),
    ],
)
def test_people_go_step_by_step_and_professionals_get_one_page(kind: Kind, slugs: list[str]) -> None:
    assert [page.slug for page in questions.pages(kind)] == slugs
    assert questions.step_by_step(kind) == (len(slugs) > 2)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_a_question_is_complete(question: Question) -> None:
    choosing = question.value in (Value.CHOICE, Value.CHOICES)
    for kind in Kind:
        assert question.label_for(kind).strip()
        values = [value for value, _ in question.choices_for(kind)]
        assert bool(values) == choosing
        assert len(values) == len(set(values))
        assert all(label.strip() for _, label in question.choices_for(kind))
    assert (question.value is Value.DATE) == (question.between is not None)
    assert all(branch.field in BY_NAME for branch in question.when)


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.when], ids=lambda q: q.name)
def test_a_branch_hangs_on_documented_answers_of_an_earlier_question(question: Question) -> None:
    for branch in question.when:
        documented = {value for value, _ in BY_NAME[branch.field].choices}
        assert branch.any_of <= documented
        assert QUESTIONS.index(BY_NAME[branch.field]) < QUESTIONS.index(question)


@pytest.mark.parametrize("kind", Kind)
def test_every_question_that_may_be_missed_says_what_is_missing(kind: Kind) -> None:
    required = [
        question
        for question in questions.asked(kind)
        if question.needs[kind] is Need.R or (question.needs[kind] is Need.C and question.branches(kind))
    ]

    assert [question.name for question in required if not (question.missing or question.blank_means)] == []
    assert len(required) >= 9


def test_only_ones_own_fields_are_filled_in_by_the_browser() -> None:
    for kind in Kind:
        filled = {q.name for q in questions.asked(kind) if q.autocomplete_for(kind) != "off"}
        others = {q.name for q in questions.asked(kind) if q.section not in (Section.REPORTER, Section.GATE)}
        assert not filled & others or kind is Kind.TENANT
    assert BY_NAME["tenant_phone"].autocomplete_for(Kind.TENANT) == "tel"
    assert BY_NAME["tenant_phone"].autocomplete_for(Kind.LANDLORD) == "off"


def test_what_is_kept_before_the_gate_is_the_reporters_own() -> None:
    own = {q.name for q in QUESTIONS if q.own}

    assert own == {
        *("org_kind", "reporter_name", "reporter_org", "reporter_role", "reporter_email", "reporter_phone"),
        *("org_kbo", "police_zone"),
    }


@pytest.mark.parametrize(
    ("name", "kind", "answers", "shown", "required"),
    [
        ("arrears_eur", Kind.LANDLORD, {"problems": ["rent_arrears", "upkeep"]}, True, True),
        ("arrears_eur", Kind.LANDLORD, {"problems": ["upkeep"]}, False, False),
        ("arrears_eur", Kind.LANDLORD, {}, False, False),
        ("arrears_eur", Kind.BAILIFF, {"problems": ["rent_arrears"]}, True, False),
        ("arrears_eur", Kind.DOCTOR, {"problems": ["rent_arrears"]}, False, False),
        ("informed", Kind.LANDLORD, {}, True, True),
        ("informed", Kind.BAILIFF, {"notice_kind": "voluntary"}, True, True),
        ("informed", Kind.BAILIFF, {"notice_kind": "claim"}, False, False),
        ("informed", Kind.COURT_REGISTRY, {}, False, False),
        ("tenant_opposed", Kind.COURT_REGISTRY, {}, True, True),
        ("tenant_opposed", Kind.BAILIFF, {"notice_kind": "voluntary"}, False, False),
        ("informed_on", Kind.LANDLORD, {"informed": "yes"}, True, True),
        ("informed_on", Kind.LANDLORD, {"informed": "not_yet"}, False, False),
        ("informed_on", Kind.BAILIFF, {"notice_kind": "eviction_order"}, True, True),
        ("informed_by", Kind.LANDLORD, {"informed": "yes"}, True, False),
        ("hearing_date", Kind.LANDLORD, {"stage": "petition"}, True, False),
        ("hearing_date", Kind.LANDLORD, {"stage": "served"}, False, False),
        ("must_leave_on", Kind.LANDLORD, {"problems": ["lease_end"]}, True, False),
        ("tenant_first", Kind.LANDLORD, {}, True, True),
        ("tenant_first", Kind.LANDLORD, {"single_name": "yes"}, True, False),
        ("tenure", Kind.LANDLORD, {}, False, False),
        ("tenure", Kind.SOCIAL_LANDLORD, {}, True, True),
        ("client_weighed", Kind.SERVICE_PROVIDER, {"org_kind": "caw"}, True, True),
        ("client_weighed", Kind.SERVICE_PROVIDER, {"org_kind": "other"}, False, False),
        ("on_behalf_of", Kind.SERVICE_PROVIDER, {"org_kind": "landlord_lawyer"}, True, True),
        ("on_behalf_of", Kind.SERVICE_PROVIDER, {"org_kind": "caw"}, False, False),
        ("on_behalf_of", Kind.ESTATE_AGENCY, {}, True, True),
        ("on_behalf_of", Kind.BAILIFF, {}, True, False),
        ("tenant_phone", Kind.TENANT, {}, True, False),
    ],
)
def test_a_question_follows_its_branch(
    name: str, kind: Kind, answers: dict[str, str | list[str]], shown: bool, required: bool
) -> None:
    question = BY_NAME[name]

    assert questions.is_shown(question, kind, answers) is shown
    assert questions.is_required(question, kind, answers) is required
