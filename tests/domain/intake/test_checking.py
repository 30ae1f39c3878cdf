"""A page of answers: what is asked is read, what is lacking is said, what is not asked is never kept."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.intake import checking, questions
from portal.domain.intake.checking import Checked
from portal.domain.intake.questions import Answers, Section
from portal.domain.vocabulary import Kind
from tests.domain.intake.answers import COMPLETE, TODAY, make_answers

LP, GD, HU = Kind.LANDLORD, Kind.BAILIFF, Kind.TENANT


Typed = dict[str, str | list[str]]


def check(kind: Kind, section: Section, typed: Typed, *, known: Answers | None = None) -> Checked:
    raw = {name: [value] if isinstance(value, str) else value for name, value in typed.items()}
    return checking.check(kind, raw, sections=(section,), known=known or {}, today=TODAY)


GATE: Typed = {
    "informed": "yes",
    "informed_on": "20/11/2026",
    "informed_how": "phone",
    "tenant_reaction": "agrees",
}
PROCEDURE: Typed = {"stage": "petition", "hearing_date": "27/11/2026", "hearing_time": "9u"}
ADDRESS: Typed = {"postcode": "2800", "street": "Vest", "still_lives_there": "yes"}
REPORTER: Typed = {"reporter_name": "Bart Claes", "declaration": "yes"}


def test_a_page_is_read_into_canonical_answers() -> None:
    checked = check(LP, Section.GATE, GATE)

    assert checked.errors == {}
    assert checked.answers == {**GATE, "informed_on": "2026-11-20"}


@pytest.mark.parametrize("kind", Kind)
def test_complete_answers_of_every_kind_are_complete(kind: Kind) -> None:
    assert checking.complete(kind, COMPLETE[kind], today=TODAY) is None
    assert checking.gate_passed(kind, COMPLETE[kind], today=TODAY)


@pytest.mark.parametrize("kind", Kind)
def test_an_empty_report_of_every_kind_starts_at_its_first_page(kind: Kind) -> None:
    assert checking.complete(kind, {}, today=TODAY) == questions.pages(kind)[0].slug
    assert checking.gate_passed(kind, {}, today=TODAY) is (kind is HU)


@pytest.mark.parametrize("kind", Kind)
def test_every_required_answer_is_missed_on_its_own_page(kind: Kind) -> None:
    required = [q for q in questions.asked(kind) if questions.is_required(q, kind, COMPLETE[kind])]

    for question in required:
        without = {name: answer for name, answer in COMPLETE[kind].items() if name != question.name}
        raw = checking.as_raw(without)
        page = next(page for page in questions.pages(kind) if question.section in page.sections)
        errors = checking.check(kind, raw, sections=page.sections, known=without, today=TODAY).errors
        assert question.name in errors
        assert checking.complete(kind, without, today=TODAY) == page.slug
    assert len(required) >= 9


def test_faults_stand_in_the_order_of_the_page() -> None:
    checked = check(LP, Section.DWELLING, {"house_number": "12", "postcode": "28", "still_lives_there": "maybe"})

    assert list(checked.errors) == ["postcode", "street", "still_lives_there"]


def test_an_answer_of_another_branch_takes_no_exit() -> None:
    known = make_answers(LP, tenant_opposed="yes")

    assert checking.complete(LP, known, today=TODAY) is None


@pytest.mark.parametrize("exit_", ["not_yet", "not_safe", "unknown"])
def test_an_exit_of_the_gate_is_no_error_and_does_not_pass(exit_: str) -> None:
    checked = check(LP, Section.GATE, {"informed": exit_, "informed_on": "30/02/2026", "informed_by": "Els Maes"})

    assert (checked.answers, checked.errors) == ({"informed": exit_}, {})
    assert not checking.gate_passed(LP, checked.answers, today=TODAY)
    assert checking.complete(LP, make_answers(LP, informed=exit_), today=TODAY) == "gate"


def test_an_opposed_notice_does_not_pass() -> None:
    checked = check(GD, Section.GATE, {"notice_kind": "claim", "informed_on": "20/11/2026", "tenant_opposed": "yes"})

    assert checked.errors == {}
    assert not checking.gate_passed(GD, checked.answers, today=TODAY)
    assert checking.complete(GD, make_answers(GD, tenant_opposed="yes"), today=TODAY) == "gate"


@pytest.mark.parametrize(
    ("kind", "typed", "error"),
    [
        (LP, {**GATE, "informed_on": "23/09/2026"}, "informed_on"),
        (LP, {**GATE, "informed_on": "24/11/2026"}, "informed_on"),
        (LP, {**GATE, "informed_on": ""}, "informed_on"),
        (LP, {**GATE, "informed_on_shortcut": "today"}, "informed_on"),
        (LP, {**GATE, "informed_on": "", "informed_on_shortcut": "other"}, "informed_on"),
        (LP, {**GATE, "informed_how": "service"}, "informed_how"),
        (LP, {**GATE, "informed": "1"}, "informed"),
        (LP, {}, "informed"),
        (GD, {}, "notice_kind"),
        (GD, {"notice_kind": "voluntary", **GATE, "informed_how": "service"}, "informed_how"),
        (GD, {"notice_kind": "claim", "informed_on": "20/11/2026"}, "tenant_opposed"),
        (Kind.SERVICE_PROVIDER, {**GATE, "org_kind": "hospital"}, "client_weighed"),
        (
            Kind.SERVICE_PROVIDER,
            {**GATE, "org_kind": "caw", "client_weighed": "yes", "tenant_reaction": "objects"},
            "tenant_reaction",
        ),
        (Kind.DOCTOR, GATE, "patient_consent"),
    ],
)
def test_the_gate_page_refuses(kind: Kind, typed: Typed, error: str) -> None:
    assert list(check(kind, Section.GATE, typed).errors) == [error]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (LP, {**GATE, "informed_on": "24/09/2026"}),
        (LP, {**GATE, "informed_on": "", "informed_on_shortcut": "yesterday"}),
        (LP, {**GATE, "informed_on": "23/11/2026", "informed_on_shortcut": "today"}),
        (LP, {**GATE, "informed_on_shortcut": "other"}),
        (GD, {"notice_kind": "voluntary", **GATE}),
        (GD, {"notice_kind": "claim", "informed_on": "20/11/2020", "tenant_opposed": "no"}),
        (Kind.SERVICE_PROVIDER, {**GATE, "org_kind": "hospital", "client_weighed": "yes"}),
        (Kind.SERVICE_PROVIDER, {**GATE, "org_kind": "home_care", "tenant_reaction": "objects"}),
        (Kind.DOCTOR, {**GATE, "patient_consent": "yes"}),
    ],
)
def test_the_gate_page_accepts(kind: Kind, typed: Typed) -> None:
    assert check(kind, Section.GATE, typed).errors == {}


def test_a_shortcut_fills_in_the_date_and_is_not_kept() -> None:
    checked = check(LP, Section.GATE, {**GATE, "informed_on": "", "informed_on_shortcut": "yesterday"})

    assert checked.answers["informed_on"] == "2026-11-22"
    assert "informed_on_shortcut" not in checked.answers


@pytest.mark.parametrize(
    ("typed", "number", "box"),
    [
        ({"house_number": "12 bus 3"}, "12", "3"),
        ({"house_number": "12", "box": "bus 03"}, "12", "03"),
        ({"house_number": "12/3", "box": "03"}, "12", "03"),
        ({"house_number": "12A"}, "12A", None),
    ],
)
def test_a_box_ends_up_in_its_own_field(typed: Typed, number: str, box: str | None) -> None:
    checked = check(LP, Section.DWELLING, {**ADDRESS, **typed})

    assert checked.errors == {}
    assert (checked.answers["house_number"], checked.answers.get("box")) == (number, box)


def test_two_different_boxes_are_refused() -> None:
    checked = check(LP, Section.DWELLING, {**ADDRESS, "house_number": "12/3", "box": "4"})

    assert list(checked.errors) == ["box"]


@pytest.mark.parametrize(
    ("kind", "section", "typed", "errors"),
    [
        (LP, Section.PROCEDURE, PROCEDURE, []),
        (LP, Section.PROCEDURE, {"stage": "petition"}, []),
        (LP, Section.PROCEDURE, {"stage": "petition", "hearing_date_unknown": "yes"}, []),
        (LP, Section.PROCEDURE, {**PROCEDURE, "hearing_date_unknown": "yes"}, ["hearing_date"]),
        (LP, Section.PROCEDURE, {**PROCEDURE, "hearing_date": ""}, ["hearing_date"]),
        (LP, Section.PROCEDURE, {**PROCEDURE, "hearing_date": "31/11/2026"}, ["hearing_date"]),
        (LP, Section.PROCEDURE, {}, ["stage"]),
        (LP, Section.REPORTER, {**REPORTER, "reporter_email": "bart@voorbeeld.be"}, []),
        (LP, Section.REPORTER, {**REPORTER, "reporter_phone": "0470 12 34 56"}, []),
        (LP, Section.REPORTER, REPORTER, ["reporter_email"]),
        (LP, Section.TENANT, {"tenant_first": "Amina", "tenant_last": "Verbeke", "minors": "no"}, []),
        (LP, Section.TENANT, {"single_name": "yes", "tenant_last": "Suharto", "minors": "no"}, []),
        (LP, Section.TENANT, {"tenant_last": "Suharto", "minors": "no"}, ["tenant_first"]),
        (
            LP,
            Section.TENANT,
            {"tenant_first": "Ali", "tenant_last": "Suharto", "single_name": "yes", "minors": "no"},
            ["tenant_first"],
        ),
        (
            LP,
            Section.TENANT,
            {"tenant_first": "Amina", "tenant_last": "Verbeke", "minors": "no", "co_tenant_first": "Jan"},
            ["co_tenant_last"],
        ),
        (HU, Section.TENANT, {"tenant_first": "Amina", "tenant_last": "Verbeke", "minors": "no"}, ["tenant_phone"]),
        (HU, Section.TENANT, {"tenant_first": "A", "tenant_last": "V", "minors": "no", "walk_in": "yes"}, []),
        (HU, Section.TENANT, {"tenant_first": "A", "tenant_last": "V", "minors": "no", "tenant_email": "a@b.be"}, []),
        (LP, Section.PROBLEM, {"problems": ["rent_arrears"]}, ["arrears_eur", "rent_month"]),
        (LP, Section.PROBLEM, {"problems": ["rent_arrears"], "arrears_eur": "1.500", "rent_month": "750"}, []),
        (LP, Section.PROBLEM, {"problems": ["upkeep"], "arrears_eur": "abc"}, []),
        (LP, Section.PROBLEM, {"problems": []}, ["problems"]),
    ],
)
def test_rules_of_a_page(kind: Kind, section: Section, typed: Typed, errors: list[str]) -> None:
    assert list(check(kind, section, typed).errors) == errors


def test_a_field_of_another_kind_or_branch_is_never_kept() -> None:
    others: Typed = {"signals": ["no_heating"], "vulnerable": "yes", "csrf_token": "x", "tenant_last": "Verbeke"}

    checked = check(LP, Section.PROBLEM, {"problems": ["upkeep"], "arrears_eur": "900", **others})

    assert checked.whole == {"problems": ["upkeep"]}


def test_the_tenants_number_may_not_be_the_reporters_wherever_it_is_typed_last() -> None:
    known = make_answers(LP, tenant_phone="+32470123456")

    same = check(LP, Section.REPORTER, {**REPORTER, "reporter_phone": "0470 12 34 56"}, known=known)
    other = check(LP, Section.REPORTER, {**REPORTER, "reporter_phone": "0470 12 34 57"}, known=known)

    assert list(same.errors) == ["reporter_phone"]
    assert other.errors == {}


def test_a_changed_answer_drops_the_branch_it_no_longer_leads_to() -> None:
    known = make_answers(LP, problems=["lease_end"], must_leave_on="2027-01-31")

    checked = check(LP, Section.PROBLEM, {"problems": ["upkeep"]}, known=known)

    assert "must_leave_on" in checking.prune(LP, known)
    assert "must_leave_on" not in checked.whole
    assert checked.whole["tenant_last"] == "Verbeke"


def test_an_old_draft_is_checked_against_today() -> None:
    known = make_answers(LP, informed_on="2026-09-20")

    assert checking.complete(LP, known, today=TODAY) == "gate"
    assert checking.complete(LP, known, today=TODAY.replace(month=10)) is None


@pytest.mark.parametrize(
    ("arrears", "rent", "given_months", "months"),
    [
        ("1500.00", "750.00", None, "2"),
        ("1900.00", "750.00", None, "2.5"),
        ("100.00", "0.00", None, None),
        ("999999.00", "1.00", None, "60"),
        ("1500.00", "750.00", "3", "3"),
        ("0.00", "750.00", None, "0"),
    ],
)
def test_months_are_worked_out_unless_given(
    arrears: str, rent: str, given_months: str | None, months: str | None
) -> None:
    answers = make_answers(
        LP, problems=["rent_arrears"], arrears_eur=arrears, rent_month=rent, arrears_months=given_months
    )

    assert checking.ready(LP, answers).get("arrears_months") == months


def test_a_tenant_may_not_know_how_many_months() -> None:
    answers = make_answers(
        HU, problems=["rent_arrears"], arrears_eur="900.00", rent_month="450.00", arrears_months_unknown="yes"
    )

    assert "arrears_months" not in checking.ready(HU, answers)


def test_what_nobody_is_asked_is_filled_in_at_sending() -> None:
    landlord, bailiff = checking.ready(LP, COMPLETE[LP]), checking.ready(GD, COMPLETE[GD])

    assert (landlord["tenure"], landlord["informed_by"]) == ("private", "Bart Claes")
    assert (bailiff["informed_how"], bailiff.get("informed_by")) == ("service", None)
    assert checking.ready(Kind.DOCTOR, COMPLETE[Kind.DOCTOR])["tenant_reaction"] == "agrees"
    assert checking.ready(Kind.COURT_REGISTRY, {})["notice_kind"] == "claim"


def test_before_the_gate_only_the_reporters_own_data_is_kept() -> None:
    assert checking.own(COMPLETE[LP]) == {"reporter_name": "Bart Claes", "reporter_email": "bart@voorbeeld.be"}


NAMES = st.sampled_from([*questions.BY_NAME, "csrf_token", "submission_key"])
VALUES = st.lists(st.one_of(st.text(max_size=20), st.sampled_from(["yes", "no", "rent_arrears", "petition", "claim"])))


RAW = st.dictionaries(NAMES, VALUES)
KNOWN = st.dictionaries(NAMES, st.text(max_size=9))


@settings(deadline=None)
@given(kind=st.sampled_from(Kind), raw=RAW, known=KNOWN)
def test_any_page_of_any_kind_survives_anything(kind: Kind, raw: dict[str, list[str]], known: Answers) -> None:
    for page in questions.pages(kind):
        checked = checking.check(kind, raw, sections=page.sections, known=known, today=TODAY)

        asked = {question.name for question in questions.asked(kind)}
        assert set(checked.whole) | set(checked.errors) <= asked
        assert checking.prune(kind, checked.whole) == checked.whole


def test_what_hangs_on_the_first_answer_at_the_gate_is_missed_only_after_it() -> None:
    blank = checking.check(Kind.LANDLORD, {}, sections=(Section.GATE,), known={}, today=TODAY)
    known = checking.check(Kind.LANDLORD, {"informed": ["yes"]}, sections=(Section.GATE,), known={}, today=TODAY)

    assert set(blank.errors) == {"informed"}
    assert {"informed_on", "informed_how", "tenant_reaction"} <= set(known.errors)
