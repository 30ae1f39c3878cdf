"""A question to a reporter: from a standard text over the preview to the one who is asked, and nothing of another."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from portal.domain.vocabulary import CaseStatus, Role
from portal.models import Audit, Case, Outbox
from tests import pages
from tests.factories import make_case, make_referral
from tests.people import csrf_of, signed_in

S = CaseStatus
TEXT = "Wanneer is de zitting?"
pytestmark = pytest.mark.usefixtures("monday")
OWN = {"own_ref": "dossier 7", "reporter_name": "Els Buur", "reporter_email": "els@buur.example"}
OTHER: dict[str, Any] = {"tenant_phone": "+32470999888", "reporter_name": "Piet Verhuur", "street": "Geheimstraat"}


def test_a_question_goes_over_the_preview_to_the_one_who_is_asked(app: Flask, session: Session) -> None:
    case = make_case(session, status=CaseStatus.CONTACTING, referral=OWN)
    other = make_referral(session, **OTHER)
    other.case_id = case.id or 0
    session.commit()
    staff, address = signed_in(app, Role.INTAKE_WORKER), f"/staff/cases/{case.reference}"
    assert f"{address}/question" in staff.get(address).text

    asking = pages.read(staff.get(f"{address}/question?to={case.reference}&about=hearing").text)
    text = asking.value("question")
    assert text.startswith(f"Over uw aanmelding {case.reference} van 23/11/2026 (uw referentie: dossier 7):")
    assert other.reference not in text and "zitting" in text
    assert dict(asking.hidden)["asked_reference"] == case.reference
    by_default = pages.read(staff.get(f"{address}/question?to=x&about=x").text)
    assert dict(by_default.hidden)["asked_reference"] == other.reference

    typed = {**dict(asking.hidden), "question": f"{text}\n\nKent u Piet, Geheimstraat, 0470/99.98.88?"}
    told = staff.post(f"{address}/question", data=typed).text
    for leak in ("een naam die deze melder niet gaf: Piet", "niet gaf: Geheimstraat", "niet gaf: 0470 99 98 88"):
        assert leak in told
    clean = staff.post(f"{address}/question", data={**typed, "question": text}).text
    assert "beroepsgeheim:" not in clean and "niet gaf" not in clean
    for wrong in ("", " ", "x" * 1001, "85.07.30-033.28"):
        refused = staff.post(f"{address}/question", data={**typed, "question": wrong})
        assert refused.status_code == 422 and 'href="#question-text"' in refused.text
    again = staff.post(f"{address}/question", data={**typed, "change": "yes"})
    assert "Geheimstraat" in pages.read(again.text).value("question")

    sent = staff.post(f"{address}/question/send", data={**dict(pages.read(clean).hidden), "csrf_token": csrf_of(clean)})
    twice = staff.post(f"{address}/question/send", data={**typed, "question": "Nog eens?"})

    assert (sent.status_code, twice.status_code) == (303, 409)
    session.expire_all()
    case = session.get_one(Case, case.id)
    assert (case.status, case.asked_reference) == (CaseStatus.WAITING_FOR_REPORTER, case.reference)
    assert (case.question, str(case.asked_on)) == (text, "2026-11-23")
    mails = session.exec(select(Outbox).where(Outbox.notice == "question")).all()
    assert [mail.to_addr for mail in mails] == ["els@buur.example"]
    assert staff.get(f"{address}/question").status_code == 302
    assert case.reference in pages.read(staff.get(address).text).text


def test_who_has_no_address_is_called_and_another_case_cannot_be_asked(app: Flask, session: Session) -> None:
    called = {"reporter_email": None, "reporter_phone": "+3215000000"}
    case, elsewhere = make_case(session, status=CaseStatus.IN_TRIAGE, referral=called), make_case(session)
    session.commit()
    staff, address = signed_in(app, Role.INTAKE_WORKER), f"/staff/cases/{case.reference}"

    page = staff.get(f"{address}/question").text
    assert "Bel, en schrijf het antwoord" in page
    typed = dict(pages.read(page).hidden)
    wrong = {**typed, "question": "Welke datum?", "asked_reference": elsewhere.reference}
    assert staff.post(f"{address}/question/send", data=wrong).status_code == 422
    assert staff.post(f"{address}/question/send", data={**typed, "question": "Welke datum?"}).status_code == 303
    assert session.exec(select(Outbox)).all() == []


@pytest.mark.parametrize("path", ["question", "question/send"])
def test_a_question_that_comes_too_late_is_looked_over_again_before_it_is_sent(
    app: Flask, session: Session, path: str
) -> None:
    case = _stored(session)
    staff, address = signed_in(app, Role.INTAKE_WORKER), _at(case)
    opened = {**_opened(staff, case), "question": TEXT}
    in_time = staff.post(f"{address}/question", data=opened)
    _post(staff, case, "next", next_action_on="30/11/2026", next_action="Huisbezoek")

    late = staff.post(f"{address}/{path}", data=opened)
    page = pages.read(late.text)
    again = staff.post(f"{address}/question", data={**dict(page.hidden), "question": page.value("question")})
    sent = staff.post(f"{address}/question/send", data=dict(pages.read(again.text).hidden))

    assert (in_time.status_code, late.status_code, again.status_code, sent.status_code) == (200, 409, 200, 303)
    assert page.value("question") == TEXT
    assert "Huisbezoek" in page.text and "Bekijk wat de melder leest" in page.text
    assert [action for action in page.actions if "/cases/" in action] == [f"{address}/question"]
    assert _fresh(session, case).question == TEXT


@pytest.mark.parametrize("path", ["question", "question/send"])
@pytest.mark.parametrize("version", ["that was shown", "that stands"])
def test_a_question_that_cannot_be_asked_any_more_keeps_its_text(
    app: Flask, session: Session, path: str, version: str
) -> None:
    case, other = _stored(session), _stored(session)
    staff = signed_in(app, Role.INTAKE_WORKER)
    opened, fine = ({**_opened(staff, one), "question": TEXT} for one in (case, other))
    _post(staff, case, "move", to="referred_on", referred_to="CAW De Terp")
    shown = {"version": str(_fresh(session, case).version)} if version == "that stands" else {}

    late = staff.post(f"{_at(case)}/{path}", data={**opened, **shown})
    in_time = staff.post(f"{_at(other)}/{path}", data=fine)

    assert (late.status_code, in_time.status_code) == (409, 303 if path.endswith("send") else 200)
    assert TEXT in pages.read(late.text).text
    assert [action for action in pages.read(late.text).actions if "/cases/" in action] == []
    assert _last_line(session, case) == "case.conflict"
    assert (_fresh(session, case).status, session.exec(select(Outbox)).all() == []) == (
        S.REFERRED_ON,
        path == "question",
    )


@pytest.mark.parametrize("path", ["question", "question/send"])
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"question": f"{TEXT} Van 85.07.30-033.28?"}, "question-text"),
        ({"question": "x" * 1001}, "question-text"),
        ({"asked_reference": "CCCC-CCCC-C"}, "question-to"),
    ],
)
def test_a_refused_question_comes_back_on_its_own_page_with_the_error_at_its_field(
    app: Flask, session: Session, path: str, wrong: dict[str, str], field: str
) -> None:
    case = _stored(session)
    staff = signed_in(app, Role.INTAKE_WORKER)
    right = {**_opened(staff, case), "question": TEXT}

    refused = staff.post(f"{_at(case)}/{path}", data={**right, **wrong})
    page = pages.read(refused.text)
    last = _last_line(session, case)
    taken = staff.post(f"{_at(case)}/{path}", data=right)

    assert (refused.status_code, taken.status_code) == (422, 303 if path.endswith("send") else 200)
    assert page.title.startswith("Fout: Vraag aan de melder")
    assert (page.summary, set(page.errors)) == ([field], {field})
    assert field in page.ids
    assert page.value("question") == {**right, **wrong}["question"]
    assert dict(page.hidden)["asked_reference"] == case.reference
    assert last == "case.refused"


@pytest.mark.parametrize("path", ["question", "question/send"])
def test_a_text_that_only_says_what_it_is_about_asks_nothing_and_is_not_sent(
    app: Flask, session: Session, path: str
) -> None:
    case = _stored(session)
    staff = signed_in(app, Role.INTAKE_WORKER)
    page = pages.read(staff.get(f"{_at(case)}/question").text)
    alone, right = {**dict(page.hidden), "question": page.value("question")}, {**dict(page.hidden), "question": TEXT}

    refused = staff.post(f"{_at(case)}/{path}", data=alone)
    taken = staff.post(f"{_at(case)}/{path}", data=right)

    assert alone["question"].startswith("Over uw aanmelding") and alone["question"].endswith(":")
    assert (refused.status_code, taken.status_code) == (422, 303 if path.endswith("send") else 200)
    assert pages.read(refused.text).summary == ["question-text"]


def test_a_standard_text_comes_into_the_form_and_what_was_typed_stays_below_it(app: Flask, session: Session) -> None:
    case = _stored(session)
    staff, address = signed_in(app, Role.INTAKE_WORKER), f"{_at(case)}/question"
    page = pages.read(staff.get(address).text)
    typed = {**dict(page.hidden), "question": f"{page.value('question')}\r\n\r\nBelt u liever?"}

    hearing = pages.read(staff.post(address, data={**typed, "about": "hearing"}).text)
    plan = pages.read(
        staff.post(address, data={**dict(hearing.hidden), "question": hearing.value("question"), "about": "plan"}).text
    )

    assert "zitting" in hearing.value("question") and hearing.value("question").endswith("\n\nBelt u liever?")
    assert "zitting" not in plan.value("question") and "afbetalingsplan" in plan.value("question")
    assert plan.value("question").count("Over uw aanmelding") == plan.value("question").count("Belt u liever?") == 1


def test_a_question_to_another_reporter_of_the_case_is_opened_for_that_one(app: Flask, session: Session) -> None:
    case = _stored(session)
    other = make_referral(session, **OTHER)
    other.case_id = case.id or 0
    session.commit()
    staff, address = signed_in(app, Role.INTAKE_WORKER), f"{_at(case)}/question"
    page = pages.read(staff.get(f"{address}?to={case.reference}&about=hearing").text)
    typed = {**dict(page.hidden), "question": page.value("question"), "to": other.reference}

    shown = pages.read(staff.post(address, data=typed).text)

    assert page.value("to") == case.reference
    assert dict(shown.hidden)["asked_reference"] == other.reference
    assert case.reference not in dict(shown.hidden)["question"] and other.reference in dict(shown.hidden)["question"]


def test_whoever_withdrew_meanwhile_is_not_silently_replaced_by_another_reporter(app: Flask, session: Session) -> None:
    case = _stored(session)
    other = make_referral(session, **OTHER)
    other.case_id, other.withdrawn_at = case.id or 0, other.received_at
    session.commit()
    staff = signed_in(app, Role.INTAKE_WORKER)
    right = {**_opened(staff, case), "question": TEXT}

    refused = staff.post(f"{_at(case)}/question", data={**right, "asked_reference": other.reference})

    assert refused.status_code == 422
    assert "Kies een melder van dit dossier." in pages.read(refused.text).text
    assert staff.post(f"{_at(case)}/question", data=right).status_code == 200


def _stored(session: Session) -> Case:
    case = make_case(session, status=S.CONTACTING)
    session.commit()
    return case


def _opened(staff: FlaskClient, case: Case) -> dict[str, str]:
    """What the page of the question carries for itself."""
    return dict(pages.read(staff.get(f"{_at(case)}/question").text).hidden)


def _post(staff: FlaskClient, case: Case, path: str, **typed: str) -> None:
    carried = dict(pages.read(staff.get(_at(case)).text).hidden)
    assert staff.post(f"{_at(case)}/{path}", data={**carried, **typed}).status_code == 303


def _fresh(session: Session, case: Case) -> Case:
    session.rollback()
    session.expire_all()
    return session.get_one(Case, case.id)


def _last_line(session: Session, case: Case) -> str:
    """The newest line of the trail that is none of reading."""
    session.rollback()
    lines = session.exec(select(Audit).where(Audit.case_id == case.id)).all()
    return next(line.action for line in sorted(lines, key=lambda line: -(line.id or 0)) if line.action != "case.read")


def _at(case: Case) -> str:
    return f"/staff/cases/{case.reference}"
