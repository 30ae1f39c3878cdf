"""The reporter's pages: exits that store nothing, wrong answers that lose nothing, branches that are followed."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from flask import Flask

from portal.models import Audit, Draft, Referral
from tests.reporters import (
    BAILIFF_GATES,
    DETAILS,
    DWELLING,
    GATE,
    LANDLORD,
    PROBLEM,
    PROCEDURE,
    TENANT,
    Reporter,
    Typed,
    bailiff_at,
    counts,
    landlord_at,
    rows,
)

pytestmark = pytest.mark.usefixtures("monday")

LONG = "x" * 1001
IN_NO_LIST = {"pigeon", "on", "service", ""}
"""Values that no option has, so that none can be shown as chosen."""
WRONG: tuple[tuple[str, str, Typed, set[str]], ...] = (
    ("gate", "nothing at all", dict.fromkeys(GATE, ""), {"informed"}),
    ("gate", "another word for yes", {**GATE, "informed": "on"}, {"informed"}),
    ("gate", "61 days ago", {**GATE, "informed_on": "23/09/2026"}, {"informed_on"}),
    ("gate", "tomorrow", {**GATE, "informed_on": "24-11-2026"}, {"informed_on"}),
    ("gate", "no day", {**GATE, "informed_on": ""}, {"informed_on"}),
    ("gate", "no such day", {**GATE, "informed_on": "31/02/2026"}, {"informed_on"}),
    ("gate", "two days", {**GATE, "informed_on_shortcut": "today"}, {"informed_on"}),
    ("gate", "service", {**GATE, "informed_how": "service"}, {"informed_how"}),
    ("gate", "no reaction", {**GATE, "tenant_reaction": ""}, {"tenant_reaction"}),
    ("dwelling", "nothing", dict.fromkeys(DWELLING, ""), {"postcode", "street", "house_number", "still_lives_there"}),
    ("dwelling", "a postcode of letters", {**DWELLING, "postcode": "Mech"}, {"postcode"}),
    ("dwelling", "two boxes", {**DWELLING, "box": "9"}, {"box"}),
    ("dwelling", "a long street", {**DWELLING, "street": "S" * 101}, {"street"}),
    ("tenant", "nobody", {**TENANT, "tenant_first": "", "tenant_last": " "}, {"tenant_first", "tenant_last"}),
    ("tenant", "a phone of words", {**TENANT, "tenant_phone": "bel mij"}, {"tenant_phone"}),
    ("tenant", "an address without @", {**TENANT, "tenant_email": "wendelien"}, {"tenant_email"}),
    ("tenant", "one name and a first name", {**TENANT, "single_name": "yes"}, {"tenant_first"}),
    ("tenant", "a way that does not exist", {**TENANT, "contact_pref": ["call", "pigeon"]}, {"contact_pref"}),
    ("tenant", "half a co-tenant", {**TENANT, "co_tenant_first": "Ignace"}, {"co_tenant_last"}),
    ("problem", "no problem", {**PROBLEM, "problems": []}, {"problems"}),
    (
        "problem",
        "arrears without amounts",
        {**PROBLEM, "arrears_eur": "", "rent_month": ""},
        {"arrears_eur", "rent_month"},
    ),
    ("problem", "not a number", {**PROBLEM, "arrears_eur": "NaN"}, {"arrears_eur"}),
    ("problem", "less than nothing", {**PROBLEM, "arrears_eur": "-5"}, {"arrears_eur"}),
    ("problem", "too many months", {**PROBLEM, "arrears_months": "61"}, {"arrears_months"}),
    ("procedure", "no stage", {**PROCEDURE, "stage": ""}, {"stage"}),
    ("procedure", "an hour that is none", {**PROCEDURE, "hearing_time": "25u"}, {"hearing_time"}),
    ("procedure", "an hour without its day", {**PROCEDURE, "hearing_date": ""}, {"hearing_date"}),
    ("procedure", "a day and not known", {**PROCEDURE, "hearing_date_unknown": "yes"}, {"hearing_date"}),
    ("procedure", "a year mistyped", {**PROCEDURE, "hearing_date": "27/11/2206"}, {"hearing_date"}),
    ("procedure", "too long", {**PROCEDURE, "description": LONG}, {"description"}),
    ("procedure", "an identity number", {**PROCEDURE, "description": "nr 85.07.30-033.28"}, {"description"}),
    ("procedure", "an account number", {**PROCEDURE, "description": "BE71 0961 2345 6769"}, {"description"}),
    ("procedure", "a diagnosis", {**PROCEDURE, "description": "hij is depressief"}, {"description"}),
    ("reporter", "nobody", {**LANDLORD, "reporter_name": "", "declaration": ""}, {"reporter_name", "declaration"}),
    ("reporter", "not to be reached", {**LANDLORD, "reporter_email": "", "reporter_phone": ""}, {"reporter_email"}),
    ("reporter", "the tenant's phone", {**LANDLORD, "reporter_phone": "0470/98.76.54"}, {"reporter_phone"}),
    ("reporter", "the tenant's mail", {**LANDLORD, "reporter_email": "WENDELIEN@huurder.example"}, {"reporter_email"}),
)


def is_a_refusal(reporter: Reporter, answer: Any, typed: Typed, fields: set[str]) -> None:
    page = reporter.page
    assert answer.status_code == 422
    assert page.title.startswith("Fout:")
    assert set(page.errors) == set(page.summary) == fields
    assert fields <= page.ids
    for name in typed.keys() & page.names:
        wanted = {typed[name]} if isinstance(typed[name], str) else set(typed[name])
        assert set(page.values.get(name, [])) - IN_NO_LIST == wanted - IN_NO_LIST, name


def test_wrong_answers_of_a_landlord_come_back_with_their_faults_and_nothing_is_stored(app: Flask) -> None:
    reporters = {page: landlord_at(app, page) for page in {case[0] for case in WRONG}}
    opened = {page: reporter.page for page, reporter in reporters.items()}
    for page, _, typed, fields in WRONG:
        reporter, reporters[page].page = reporters[page], opened[page]
        before = {draft.submission_key: draft.answers for draft in rows(app, Draft)}

        answer = reporter.press(typed)

        is_a_refusal(reporter, answer, typed, fields)
        assert {draft.submission_key: draft.answers for draft in rows(app, Draft)} == before


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        (
            dict.fromkeys(DETAILS, ""),
            {
                "postcode",
                "street",
                "house_number",
                "still_lives_there",
                "tenant_first",
                "tenant_last",
                "minors",
                "problems",
                "stage",
                "reporter_name",
                "reporter_org",
                "reporter_email",
                "declaration",
            },
        ),
        ({"served_date": "24/11/2026", "tenant_birth": "1/1/2020"}, {"served_date", "tenant_birth"}),
        ({"org_kbo": "0123456748", "signals": ["none_of_these", "no_heating"]}, {"org_kbo", "signals"}),
        ({"leave_by": "overmorgen", "on_behalf_of": "n" * 121}, {"leave_by", "on_behalf_of"}),
    ],
)
def test_wrong_answers_of_a_bailiff_come_back_with_their_faults(
    app: Flask, change: dict[str, Any], fields: set[str]
) -> None:
    reporter = bailiff_at(app, "details")

    answer = reporter.press({**DETAILS, **change})

    is_a_refusal(reporter, answer, {**DETAILS, **change}, fields)
    assert rows(app, Referral) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"notice_kind": ""}, "notice_kind"),
        ({"tenant_opposed": ""}, "tenant_opposed"),
        ({"informed_on": ""}, "informed_on"),
        ({"informed_on": "24/11/2026"}, "informed_on"),
    ],
)
def test_a_bailiffs_gate_names_what_is_wrong(app: Flask, change: dict[str, str], field: str) -> None:
    reporter = Reporter(app, "bailiff")
    reporter.open("/refer/bailiff")

    answer = reporter.press({**BAILIFF_GATES["claim"], **change})

    assert (answer.status_code, set(reporter.page.errors)) == (422, {field})
    assert rows(app, Draft) == []


EXITS = {"not_yet": "not-yet", "not_safe": "not-safe", "unknown": "ask-first"}


def test_the_exits_of_the_gate_help_and_store_nothing_but_that_there_was_one(app: Flask) -> None:
    for informed, slug in EXITS.items():
        reporter = Reporter(app)
        reporter.open("/refer/landlord")

        answer = reporter.press({**GATE, "informed": informed, "informed_by": "Wendelien Quackelbeen"})

        assert answer.status_code == 200 and reporter.at.endswith(f"/exit/{slug}")
        assert "Wij hebben niets bewaard" in reporter.page.text
    assert counts(app, Draft, Referral) == [0, 0]
    assert [(line.action, line.details) for line in rows(app, Audit)] == [
        ("intake.refused", {"kind": "landlord", "exit": slug}) for slug in EXITS.values()
    ]


@pytest.mark.parametrize("informed", EXITS)
def test_going_back_to_an_exit_erases_the_tenant_and_keeps_ones_own_data(app: Flask, informed: str) -> None:
    reporter = landlord_at(app, "check")
    reporter.open("gate")

    reporter.press({**GATE, "informed": informed})

    (draft,) = rows(app, Draft)
    assert (draft.passed_gate, draft.answers) == (False, None)
    assert draft.own["reporter_name"] == LANDLORD["reporter_name"]
    assert "Quackelbeen" not in repr(draft) and "Zwaluwenhof" not in repr(draft)
    assert reporter.open("check").status_code == 200 and reporter.at.endswith("/gate")


@pytest.mark.parametrize("notice", ["claim", "eviction_order"])
def test_a_tenant_who_opposed_the_notice_stops_it_and_erases_it(app: Flask, notice: str) -> None:
    reporter = bailiff_at(app, "check", notice)
    reporter.open("gate")

    reporter.press({**BAILIFF_GATES[notice], "tenant_opposed": "yes", "informed_on": "rubbish"})

    assert reporter.at.endswith("/exit/opposed")
    (draft,) = rows(app, Draft)
    assert (draft.passed_gate, draft.answers) == (False, None)
    assert rows(app, Audit)[-1].details == {"kind": "bailiff", "exit": "opposed"}


def test_before_the_gate_no_page_takes_anything_about_a_tenant(app: Flask) -> None:
    reporter = landlord_at(app, "tenant")
    other = reporter.page
    reporter.open("gate")
    reporter.press({**GATE, "informed": "not_yet"})

    answer = reporter.send(TENANT, to="tenant", page=other)

    assert answer.status_code == 303 and answer.headers["Location"].endswith("/gate")
    assert rows(app, Draft)[0].answers is None


def test_a_page_without_its_gate_is_not_shown(app: Flask) -> None:
    reporter = Reporter(app)

    for page in ("dwelling", "tenant", "reporter", "check"):
        assert reporter.open(page).status_code == 410
        assert reporter.page.links["Begin opnieuw"] == "/refer/landlord"


@pytest.mark.parametrize(
    "path", ["/refer/nobody", "/refer/court-registry", "/refer/landlord/nothing", "/refer/landlord/exit/nowhere"]
)
def test_what_is_not_there_is_not_found(app: Flask, path: str) -> None:
    assert Reporter(app).open(path).status_code == 404


def test_branches_are_followed_and_what_they_leave_behind_is_dropped(app: Flask) -> None:
    reporter = landlord_at(app, "check")
    reporter.open("problem")

    reporter.press({**PROBLEM, "problems": ["upkeep"]})

    answers = rows(app, Draft)[0].answers or {}
    assert answers.keys().isdisjoint({"arrears_eur", "rent_month", "must_leave_on"})
    assert reporter.at.endswith("/check")


def test_a_page_saved_after_the_gates_sixty_days_loses_nothing(app: Flask) -> None:
    reporter = landlord_at(app, "check")
    reporter.open("gate")
    reporter.press({**GATE, "informed_on": "24/09/2026"})
    reporter.open("problem")
    with time_machine.travel("2026-11-24 10:00:00+00:00"):
        reporter.press(PROBLEM)

        assert reporter.at.endswith("/gate")
        assert (rows(app, Draft)[0].answers or {})["tenant_last"] == "Quackelbeen"
        reporter.press(GATE)
        assert reporter.at.endswith("/check")
