"""The doors for tenants alone: to be called, and to answer a report that somebody made about them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session
from werkzeug.test import TestResponse

from portal.domain.intake import choices_of_tenant
from portal.domain.intake.questions import COLUMNS
from portal.domain.vocabulary import CaseStatus, Kind, LegalBasis, Role, Stage, Urgency
from portal.models import Audit, Case, Entry, Outbox, Referral
from tests import pages, people
from tests.factories import MONDAY, make_case
from tests.reporters import Reporter, Typed, counts, rows

pytestmark = pytest.mark.usefixtures("monday")
CALL, REPORTED = "/refer/tenant/call", "/reported"
NATIONAL_NUMBER = "85.07.30-033 28"
WHO: Typed = {"tenant_last": "Wendelien Quackelbeen", "tenant_phone": "0470 98 76 54", "tenant_lang": "tr"}
ANSWER: Typed = {"says": "help", "name": "Wendelien", "phone": "0470 98 76 54", "text": "Bel mij aub"}

OWN_STEPS: tuple[Typed, ...] = (
    {"postcode": "9000", "street": "Zwaluwenhof", "house_number": "12"},
    {
        "tenant_first": "Wendelien",
        "tenant_last": "Quackelbeen",
        "minors": "yes",
        "tenant_email": "wendelien@huurder.example",
    },
    {"problems": ["upkeep"], "unusable_home": "no", "homeless_now": "no"},
    {"stage": "conciliation", "description": "أحتاج إلى مساعدة"},
    {"filled_by_helper": "Rita, buurvrouw"},
)
"""A home outside the area: a tenant is not stopped for it."""


@pytest.fixture
def tenant(app: Flask) -> Reporter:
    return Reporter(app, "tenant")


@pytest.fixture
def worker(app: Flask) -> FlaskClient:
    return people.signed_in(app, Role.INTAKE_WORKER)


def test_call_me_is_a_report_of_a_number_that_staff_see_as_such(
    app: Flask, tenant: Reporter, worker: FlaskClient
) -> None:
    tenant.open(CALL)
    answer = tenant.press({**WHO, "stage": "eviction_planned"})

    [referral], [case] = rows(app, Referral), rows(app, Case)
    assert (referral.kind, referral.legal_basis, referral.short) == (Kind.TENANT, LegalBasis.SELF, True)
    assert (referral.tenant_last, referral.tenant_phone) == ("Wendelien Quackelbeen", "+32470987654")
    assert (referral.postcode, referral.street, referral.house_number, referral.box) == ("", "", "", None)
    assert referral.answers == {"tenant_lang": "tr"}
    assert (case.level, referral.stage) == (Urgency.U0, Stage.EVICTION_PLANNED)
    assert tenant.at.startswith("/refer/done/") and referral.reference in answer.text
    assert "Blijf praten met wie" not in answer.text
    assert sorted(mail.notice for mail in rows(app, Outbox)) == ["acute", "new_referral"]
    assert "intake.received" in [line.action for line in rows(app, Audit)]
    follow = next(url for url in tenant.page.links.values() if url.startswith("/follow/"))
    assert tenant.open(follow).status_code == 200
    assert "Bel mij: alleen een nummer" in worker.get("/staff/queue").text
    shown = pages.read(worker.get(f"/staff/cases/{case.reference}").text).text
    assert "Bel mij: alleen een nummer" in shown and "Identiteit niet bevestigd" in shown
    assert "Het adres ligt buiten het werkingsgebied" not in shown


def test_call_me_sent_twice_is_one_report(app: Flask, tenant: Reporter) -> None:
    tenant.open(CALL)
    page = tenant.page

    first, second = tenant.send(WHO, page=page), tenant.send(WHO, page=page)

    assert first.status_code == second.status_code == 303
    assert counts(app, Referral, Case, Outbox) == [1, 1, 1]


def test_call_me_refuses_what_it_cannot_use_and_keeps_what_was_typed(app: Flask, tenant: Reporter) -> None:
    tenant.open(CALL)
    wrong: list[tuple[Typed, str]] = [
        ({"tenant_last": " "}, "tenant_last"),
        ({"tenant_phone": ""}, "tenant_phone"),
        ({"tenant_phone": "bel maar"}, "tenant_phone"),
        ({"tenant_phone": "12"}, "tenant_phone"),
        ({"tenant_last": "a" * 81}, "tenant_last"),
        ({"tenant_last": "Jan\u202ePeeters"}, "tenant_last"),
        ({"tenant_last": "Jan\0Peeters"}, "tenant_last"),
        ({"tenant_last": f"Jan {NATIONAL_NUMBER}"}, "tenant_last"),
        ({"tenant_lang": "xx"}, "tenant_lang"),
        ({"stage": "letter"}, "stage"),
    ]
    for change, field in wrong:
        answer = tenant.press({**WHO, **change})
        assert answer.status_code == 422, change
        assert list(tenant.page.errors) == [field] == tenant.page.summary, change
    assert tenant.page.value("tenant_last") == "Wendelien Quackelbeen"
    assert counts(app, Referral, Case, Outbox) == [0, 0, 0]

    assert tenant.press(WHO).status_code == 200
    assert counts(app, Referral) == [1]


@pytest.mark.parametrize("status", [CaseStatus.RECEIVED, CaseStatus.IN_TRIAGE, CaseStatus.IN_GUIDANCE])
def test_the_answer_is_the_same_to_the_byte_whether_the_report_exists_or_not(
    app: Flask, session: Session, status: CaseStatus
) -> None:
    case = make_case(session, status=status)
    session.commit()

    def said(reference: str) -> list[tuple[Any, ...]]:
        tenant = Reporter(app, "tenant")
        tenant.open(REPORTED)
        answer = tenant.send({**ANSWER, "reference": reference})
        page = tenant.client.get(answer.headers["Location"])
        return [(one.status_code, one.data, _headers(one)) for one in (answer, page)]

    known = said(case.reference)

    assert known == said("CDFH-JKMN-V")
    assert counts(app, Entry) == [2]
    assert "Quackel" not in known[1][1].decode() and case.reference not in known[1][1].decode()
    assert {"case.tenant", "tenant.unmatched"} <= {line.action for line in rows(app, Audit)}
    assert not any("Wendelien" in repr(line.details) for line in rows(app, Audit))


@pytest.mark.parametrize(
    ("says", "objection", "then"),
    [
        ("help", None, None),
        ("wrong", None, None),
        ("no_contact", None, "undecided"),
        ("no_contact", "undecided", "undecided"),
        ("no_contact", "go_on", "go_on"),
    ],
)
def test_what_a_tenant_says_comes_before_the_team(
    app: Flask, session: Session, says: str, objection: str | None, then: str | None
) -> None:
    rests_until = date(2027, 2, 1)
    case = make_case(
        session,
        status=CaseStatus.IN_GUIDANCE,
        objection=objection,
        desk="guided",
        contacted_on=MONDAY,
        next_action_on=rests_until,
        due_on=rests_until,
    )
    session.commit()

    _say(app, case.reference, says=says)

    [stored] = rows(app, Case)
    assert (stored.objection, stored.new_fact, stored.desk, stored.due_on) == (then, True, "todo", MONDAY)
    assert stored.status is CaseStatus.IN_GUIDANCE


def test_what_is_said_about_a_joined_report_lands_where_the_team_works(app: Flask, session: Session) -> None:
    target = make_case(session, status=CaseStatus.IN_TRIAGE)
    joined = make_case(session, joined_to_id=target.id)
    session.commit()

    _say(app, joined.reference, says="help")

    assert {entry.case_id for entry in rows(app, Entry) if entry.what == "tenant"} == {target.id}
    assert {case.reference for case in rows(app, Case) if case.new_fact} == {target.reference}


def test_an_objection_is_decided_within_a_working_day_of_the_day_on_which_it_was_made(
    app: Flask, session: Session
) -> None:
    longer_ago = {"received_on": date(2026, 11, 2), "informed_on": date(2026, 11, 2)}
    planned = {"contacted_on": date(2026, 11, 3), "next_action_on": date(2027, 2, 1), "due_on": date(2027, 2, 1)}
    case = make_case(session, referral=longer_ago, status=CaseStatus.CONTACTING, **planned)
    session.commit()

    _say(app, case.reference, says="no_contact")
    unread = rows(app, Case)[0].due_on
    at, staff = f"/staff/cases/{case.reference}", people.signed_in(app, Role.INTAKE_WORKER)
    seen = people.send(staff, f"{at}/seen", at, version=str(rows(app, Case)[0].version))

    assert (seen.status_code, unread, rows(app, Case)[0].due_on) == (303, MONDAY, date(2026, 11, 24))


def test_a_closed_case_begins_anew(app: Flask, session: Session) -> None:
    case = make_case(session, status=CaseStatus.CLOSED, desk="closed", contacted_on=date(2026, 11, 2))
    session.commit()

    _say(app, case.reference, says="help")

    [stored] = rows(app, Case)
    assert (stored.desk, stored.new_fact, stored.contacted_on) == ("todo", True, None)


def test_staff_read_what_was_said_and_that_nobody_knows_by_whom(
    app: Flask, session: Session, worker: FlaskClient
) -> None:
    case = make_case(session)
    session.commit()

    _say(app, case.reference.replace("-", "").lower(), says="wrong")

    shown = pages.read(worker.get(f"/staff/cases/{case.reference}").text).text
    assert "Iemand met de referentie, als huurder: zegt dat de aanmelding niet klopt" in shown
    for words in ("Wendelien", "0470 98 76 54", "Bel mij aub"):
        assert words in shown


def test_what_is_sent_twice_is_said_once(app: Flask, session: Session) -> None:
    case = make_case(session)
    session.commit()
    tenant = Reporter(app, "tenant")
    tenant.open(REPORTED)

    for _ in range(2):
        assert tenant.send({**ANSWER, "reference": case.reference}).status_code == 303

    assert sorted(entry.what for entry in rows(app, Entry)) == ["received", "tenant"]


def test_what_turns_out_u0_when_the_tenant_speaks_is_told_at_once_to_whoever_is_on_duty(
    app: Flask, session: Session
) -> None:
    acute, calm = (make_case(session, referral={"homeless_now": answer}) for answer in ("yes", "no"))
    acute.level = Urgency.U2  # As if the clock had not been computed since.
    session.commit()

    for case in (calm, acute):
        _say(app, case.reference, says="help")

    assert [mail.case_id for mail in rows(app, Outbox) if mail.notice == "acute"] == [acute.id]


def test_an_answer_that_cannot_be_read_is_refused_with_what_was_typed(
    app: Flask, session: Session, tenant: Reporter
) -> None:
    case = make_case(session)
    session.commit()
    tenant.open(REPORTED)
    right = {**ANSWER, "reference": case.reference}
    wrong: list[tuple[Typed, str]] = [
        ({"reference": ""}, "reference"),
        ({"reference": "CDFH-JKMN-W"}, "reference"),
        ({"reference": "x" * 5000}, "reference"),
        ({"says": ""}, "says"),
        ({"says": "yes"}, "says"),
        ({"name": "a" * 81}, "name"),
        ({"name": NATIONAL_NUMBER}, "name"),
        ({"phone": "geen"}, "phone"),
        ({"text": "a" * 1001}, "text"),
        ({"text": f"Mijn nummer is {NATIONAL_NUMBER}"}, "text"),
        ({"text": "nul\0"}, "text"),
    ]
    for change, field in wrong:
        assert tenant.press({**right, **change}).status_code == 422, change
        assert list(tenant.page.errors) == [field] == tenant.page.summary, change
    assert tenant.page.value("name") == "Wendelien"
    assert counts(app, Entry) == [1]

    assert tenant.press(right).status_code == 200
    assert counts(app, Entry) == [2]


def _say(app: Flask, reference: str, *, says: str) -> None:
    tenant = Reporter(app, "tenant")
    tenant.open(REPORTED)
    assert tenant.send({**ANSWER, "says": says, "reference": reference}).status_code == 303


def _headers(answer: TestResponse) -> list[tuple[str, str]]:
    return [(name, value) for name, value in answer.headers if name not in ("X-Request-Id", "Date", "Set-Cookie")]


def test_a_tenant_reports_for_the_own_home_and_reads_only_about_it(app: Flask, tenant: Reporter) -> None:
    seen = [tenant.open("/refer/tenant").text]
    for typed in OWN_STEPS:
        answer = tenant.press(typed)
        assert answer.status_code == 200, (typed, tenant.page.errors)
        seen.append(answer.text)
    assert tenant.at.endswith("/check")
    seen.append(tenant.press({}).text)
    follow = next(url for url in tenant.page.links.values() if url.startswith("/follow/"))
    seen.append(tenant.open(follow).text)

    [referral] = rows(app, Referral)
    assert (referral.kind, referral.legal_basis, referral.short) == (Kind.TENANT, LegalBasis.SELF, False)
    assert (referral.postcode, referral.stage) == ("9000", Stage.CONCILIATION)
    assert referral.answers["description"] == "أحتاج إلى مساعدة"
    assert referral.answers["filled_by_helper"] == "Rita, buurvrouw"
    assert {mail.notice: mail.to_addr for mail in rows(app, Outbox)}["self_receipt"] == "wendelien@huurder.example"
    words = [pages.read(page).text for page in seen]
    assert "Uw aanmelding · stap 1 van 5" in words[0]
    for page in words[1:]:
        assert "Blijf praten met wie" not in page and "wie u aanmeldde" not in page
        assert "Wie u aanmeldt" not in page and "Nog iemand aanmelden" not in page


def test_the_letters_are_drawn_and_every_drawing_is_there(app: Flask, tenant: Reporter) -> None:
    page = tenant.client.get(CALL).text
    drawn = {*re.findall(r'letters\.svg[^"#]*#([a-z_]+)" alt=""', page)}
    sprite = (Path(app.static_folder or "") / "letters" / "letters.svg").read_text(encoding="utf-8")

    assert drawn == set(choices_of_tenant.LETTERS)
    assert drawn == {*re.findall(r'<view id="([a-z_]+)"', sprite)}


def test_the_first_page_has_a_door_for_everybody(app: Flask, tenant: Reporter) -> None:
    tenant.open("/")

    doors = list(tenant.page.links.values())
    assert {f"/refer/{kind.slug}" for kind in COLUMNS} <= set(doors)
    assert doors.index("/refer/tenant") < doors.index(CALL) < doors.index(REPORTED) < doors.index("/refer/landlord")
    assert "familie, buur of vrijwilliger" in tenant.page.text
