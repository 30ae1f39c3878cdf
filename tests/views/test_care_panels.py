"""The panels of a case: what a tenant lets us tell a reporter, and who was told what we keep of them."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from portal.domain.vocabulary import CaseStatus, Kind, LegalBasis, Role, Urgency
from portal.models import Audit, Case, Entry, Informing, Release
from portal.services import informing
from tests import pages
from tests.factories import make_case, make_referral
from tests.people import signed_in

pytestmark = pytest.mark.usefixtures("monday")
RELEASE = {"sentence": "contact", "release_on": "23/11/2026", "release_how": "phone", "release_until": "20/02/2027"}
REFUSED = {"refused_to": "everybody", "refused_on": "23/11/2026", "refused_how": "phone"}
SPOKEN = {"channel": "phone", "reached": "yes", "tenant_knew": "yes"}
TOLD = {"adult": "Fatima Testers", "informing_on": "23/11/2026", "informing_how": "letter"}


def test_a_sentence_is_released_to_one_reporter_and_revoked(app: Flask, session: Session) -> None:
    case = make_case(session, status=CaseStatus.CONTACTING)
    self_told = make_referral(session, kind=Kind.TENANT, legal_basis=LegalBasis.SELF)
    self_told.case_id = case.id or 0
    session.commit()
    staff, at = signed_in(app, Role.INTAKE_WORKER), f"/staff/cases/{case.reference}"
    given = {**RELEASE, "release_to": case.reference}
    untrue = _post(staff, at, "/releases", given)
    assert (untrue.status_code, "Noteer eerst het contact met de huurder." in untrue.text) == (422, True)
    assert "U kunt nog geen zin vrijgeven." in staff.get(at).text
    assert _post(staff, at, "/attempt", {**SPOKEN, "tried_on": "20/11/2026"}).status_code == 303
    untrue = _post(staff, at, "/releases", {**given, "sentence": "guidance"})
    assert "De begeleiding is nog niet gestart." in pages.read(untrue.text).text
    assert pages.read(staff.get(at).text).value("release_until") == "21/02/2027"

    for field, value in (("release_to", self_told.reference), ("release_until", "")):
        answer = _post(staff, at, "/releases", {**given, field: value})
        assert answer.status_code == 422
        assert field.replace("_", "-") in "".join(pages.read(answer.text).summary)
    assert session.exec(select(Release)).all() == []
    session.rollback()

    assert _post(staff, at, "/releases", given).status_code == 303
    assert _post(staff, at, "/releases", given).status_code == 422
    text = pages.read(staff.get(at).text).text
    for words in (
        "Wij hadden contact met de huurder.",
        "Gegeven op 23 november 2026, telefonisch.",
        "20 februari 2027",
    ):
        assert words in text
    revoking = {"release_to": case.reference, "sentence": "contact"}
    assert _post(staff, at, "/releases/revoke", revoking).status_code == 303
    assert _post(staff, at, "/releases/revoke", revoking).status_code == 422
    assert "Ingetrokken op 23 november 2026." in pages.read(staff.get(at).text).text
    assert _post(staff, at, "/releases", given).status_code == 303
    session.rollback()
    trail = session.exec(select(Audit.action, Audit.details).where(Audit.action.like("case.re%")))  # type: ignore[attr-defined]
    codes = [(action, details["sentence"]) for action, details in trail if "sentence" in details]
    assert codes == [("case.released", "contact"), ("case.revoked", "contact"), ("case.released", "contact")]


def test_that_a_tenant_was_asked_and_said_no_is_kept_and_shown(app: Flask, session: Session) -> None:
    case = make_case(session, status=CaseStatus.CONTACTING, art14_due_on=date(2026, 12, 23))
    other = make_referral(session, reporter_name="Immo Voorbeeld")
    other.case_id = case.id or 0
    session.commit()
    staff, at = signed_in(app, Role.INTAKE_WORKER), f"/staff/cases/{case.reference}"
    assert _post(staff, at, "/attempt", {**SPOKEN, "tried_on": "23/11/2026"}).status_code == 303
    form = pages.read(staff.get(at).text)
    assert (form.value("refused_to"), form.value("refused_on")) == ("everybody", "23/11/2026")

    for typed, status in (({"version": "9"}, 409), ({"refused_how": ""}, 422), ({"refused_to": "CCCC-CCCC-C"}, 422)):
        assert _post(staff, at, "/releases/refused", {**REFUSED, **typed}).status_code == status
    assert _post(staff, at, "/releases/refused", REFUSED).status_code == 303
    assert _post(staff, at, "/releases/refused", {**REFUSED, "refused_to": other.reference}).status_code == 303

    text = pages.read(staff.get(at).text).text
    assert "Alle melders: gevraagd op 23 november 2026, telefonisch. De huurder laat niets toe." in text
    assert f"Verhuurder (particulier) · Immo Voorbeeld · {other.reference}: gevraagd op 23 november" in text
    assert "Gevraagd: de huurder laat niets vrijgeven" in text and "Er is niets vrijgegeven." in text
    session.rollback()
    trail = session.exec(select(Audit.details).where(Audit.action == "case.release_refused")).all()
    assert [dict(details) for details in trail] == [{}, {}]


def test_what_is_still_released_is_revoked_before_a_refusal_of_it(app: Flask, session: Session) -> None:
    case, received = make_case(session, status=CaseStatus.CONTACTING), make_case(session)
    session.commit()
    staff, at = signed_in(app, Role.INTAKE_WORKER), f"/staff/cases/{case.reference}"
    assert _post(staff, at, "/attempt", {**SPOKEN, "tried_on": "23/11/2026"}).status_code == 303
    assert _post(staff, at, "/releases", {**RELEASE, "release_to": case.reference}).status_code == 303

    for to in ("everybody", case.reference):
        refused = _post(staff, at, "/releases/refused", {**REFUSED, "refused_to": to})
        assert (refused.status_code, "refused-to" in pages.read(refused.text).errors) == (422, True)
    assert (
        _post(staff, at, "/releases/revoke", {"release_to": case.reference, "sentence": "contact"}).status_code == 303
    )
    assert _post(staff, at, "/releases/refused", REFUSED).status_code == 303
    assert _post(staff, f"/staff/cases/{received.reference}", "/releases/refused", REFUSED).status_code == 422


@pytest.mark.parametrize(
    ("path", "right", "fields"),
    [
        ("/releases", RELEASE, {"release-to", "release-sentence", "release-on", "release-how"}),
        ("/informing", TOLD, {"informing-adult", "informing-on", "informing-how"}),
    ],
)
def test_a_form_that_was_left_empty_says_all_that_is_missing_and_of_what(
    app: Flask, session: Session, path: str, right: dict[str, str], fields: set[str]
) -> None:
    case = make_case(session, status=CaseStatus.CONTACTING, contacted_on=date(2026, 11, 23))
    session.commit()
    staff, at = signed_in(app, Role.INTAKE_WORKER), f"/staff/cases/{case.reference}"
    _post(staff, at, "/attempt", {**SPOKEN, "tried_on": "20/11/2026"})

    refused = _post(staff, at, path, dict.fromkeys(right, "") | {"release_until": "20/02/2027"})
    taken = _post(staff, at, path, {**right, "release_to": case.reference})

    page = pages.read(refused.text)
    assert (refused.status_code, taken.status_code) == (422, 303)
    assert {name.removesuffix("-0") for name in page.summary} == fields
    assert not {"Kies hoe.", "Kies een zin.", "Vul een datum in."} & set(page.errors.values())


def test_each_adult_is_told_once_and_then_nothing_is_due(app: Flask, session: Session) -> None:
    case = make_case(
        session,
        status=CaseStatus.IN_TRIAGE,
        art14_due_on=date(2026, 11, 22),
        referral={"answers": {"co_tenant_first": "Ali", "co_tenant_last": "Testers"}},
    )
    session.commit()
    staff, at, level = signed_in(app, Role.INTAKE_WORKER), f"/staff/cases/{case.reference}", case.level
    html = staff.get(at).text
    text = pages.read(html).text
    assert "Art. 14 te laat" in text
    assert "Te laat. Uiterlijk op 22 november 2026." in text and "Fatima Testers, Ali Testers." in text
    assert "Art. 14 te laat" in staff.get("/staff/queue").text
    assert _post(staff, at, "/informing", {**TOLD, "informing_on": "1/12/2026"}).status_code == 422
    assert _post(staff, at, "/informing", {**TOLD, "adult": "other", "other_adult": " "}).status_code == 422

    assert _post(staff, at, "/informing", TOLD).status_code == 303
    assert _post(staff, at, "/informing", TOLD).status_code == 422
    assert _post(staff, at, "/informing", {**TOLD, "adult": "other", "other_adult": "Sara Testers"}).status_code == 303
    assert _due(session, case) == date(2026, 11, 22)
    assert _post(staff, at, "/informing", {**TOLD, "adult": "Ali Testers"}).status_code == 303

    assert _due(session, case) is None
    assert session.get_one(Case, case.id).level is level is not Urgency.U0
    session.rollback()
    told = session.exec(select(Informing.adult, Informing.version)).all()
    assert {version for _, version in told} == {"2026-11"} and len(told) == 3
    assert session.exec(select(Entry).where(Entry.what == "informed")).first() is not None
    assert "Art. 14 te laat" not in staff.get("/staff/queue").text


def test_an_adult_with_the_longest_names_can_be_told(app: Flask, session: Session) -> None:
    first, last = "F" * 60, "L" * 80
    case = make_case(session, status=CaseStatus.IN_TRIAGE, referral={"tenant_first": first, "tenant_last": last})
    session.commit()
    staff, at = signed_in(app, Role.INTAKE_WORKER), f"/staff/cases/{case.reference}"

    assert _post(staff, at, "/informing", {**TOLD, "adult": f"{first} {last}"}).status_code == 303


def test_the_day_is_a_month_after_receipt_and_none_for_who_filled_it_in(session: Session) -> None:
    other = make_referral(session, received_on=date(2027, 1, 31), informed_on=date(2027, 1, 31))
    own = make_referral(session, kind=Kind.TENANT, legal_basis=LegalBasis.SELF)

    assert informing.due_on([other]) == date(2027, 2, 28)
    assert informing.due_on([own]) is None


def _post(staff: FlaskClient, at: str, path: str, typed: dict[str, str]) -> TestResponse:
    return staff.post(at + path, data={**dict(pages.read(staff.get(at).text).hidden), **typed})


def _due(session: Session, case: Case) -> date | None:
    session.rollback()
    session.expire_all()
    return session.get_one(Case, case.id).art14_due_on


def test_a_tenant_who_objects_is_not_tried_and_the_page_says_who_decides(app: Flask, session: Session) -> None:
    case = make_case(session, status=CaseStatus.CONTACTING, objection="undecided")
    session.commit()
    staff, at = signed_in(app, Role.INTAKE_WORKER), f"/staff/cases/{case.reference}"
    assert "Een teamverantwoordelijke beslist uiterlijk op 24 november 2026." in pages.read(staff.get(at).text).text

    tried = {"channel": "phone", "reached": "no", "tried_on": "23/11/2026"}
    assert _post(staff, at, "/attempt", tried).status_code == 422
    assert _post(staff, at, "/attempt", {**tried, "reached": "yes", "tenant_knew": "yes"}).status_code == 303
