"""A question to a reporter: from a standard text over the preview to the one who is asked, and nothing of another."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, select

from portal.domain.vocabulary import CaseStatus, Role
from portal.models import Case, Outbox
from tests import pages
from tests.factories import make_case, make_referral
from tests.people import csrf_of, signed_in

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
