"""Who has a case, changed from its page, and all the cases of one person handed to another."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from portal.domain.vocabulary import CaseStatus, Role
from portal.models import Account, Case
from portal.store import cases
from tests import pages, people
from tests.factories import MONDAY, make_account, make_case

pytestmark = pytest.mark.usefixtures("monday")
S = CaseStatus


@pytest.fixture
def an(session: Session) -> Account:
    return _colleague(session, name="An Peeters", team="Noord")


@pytest.fixture
def bo(session: Session) -> Account:
    return _colleague(session, name="Bo Maes", away_until=MONDAY)


def test_a_case_goes_from_hand_to_hand_and_tells_so(app: Flask, session: Session, an: Account, bo: Account) -> None:
    case = make_case(session)
    session.commit()
    first, second = people.browser_of(app, an), people.browser_of(app, bo)

    assert "Aan een collega geven Aan wie?" in _page(first, case).text
    assert "Bo Maes (afwezig tot en met ma 23/11)" in _page(first, case).text
    assert _post(first, case, "assign", colleague="") == (422, {"owner-colleague"})
    assert _post(first, case, "assign", colleague="9" * 30) == (422, {"owner-colleague"})
    assert _post(first, case, "assign", colleague=str(bo.id), version="7")[0] == 409
    assert _post(first, case, "assign", colleague=str(bo.id))[0] == 303
    assert _owner(session, case) == bo.id
    assert "Overnemen (afwezig tot en met ma 23/11)" in _actions(first, case)
    assert _post(first, case, "takeover")[0] == 303
    assert "Overdragen aan…" in _actions(first, case)
    assert "Overnemen" not in _actions(second, case)
    assert _post(second, case, "takeover")[0] == 403
    assert _post(first, case, "handover", colleague=str(bo.id))[0] == 303
    for words in ("Wees het dossier toe", "Nam het dossier over", "Droeg het dossier over", "Aan: Bo Maes"):
        assert words in _page(second, case).text
    assert _owner(session, case) == bo.id


def test_whoever_has_another_role_now_keeps_no_case_from_colleagues(
    app: Flask, session: Session, an: Account, bo: Account
) -> None:
    gone = _colleague(session, name="Gil Vos", role=Role.AUDITOR)
    kept = make_case(session, status=S.CONTACTING, claimed_by_id=an.id)
    left = make_case(session, status=S.CONTACTING, claimed_by_id=gone.id)
    session.commit()
    other = people.browser_of(app, bo)

    assert "Overnemen" not in _actions(other, kept)
    assert "Overnemen (Auditor)" in _actions(other, left)
    assert _post(other, left, "takeover")[0] == 303
    assert _owner(session, left) == bo.id


def test_a_team_lead_takes_over_with_a_reason(app: Flask, session: Session, an: Account) -> None:
    case = make_case(session, status=S.CONTACTING, claimed_by_id=an.id)
    lead = people.browser_of(app, _colleague(session, name="Lea Lens", role=Role.TEAM_LEAD))

    assert "Waarom neemt u dit over?" in _page(lead, case).text
    assert _post(lead, case, "takeover", take_over_reason=" ") == (422, {"owner-reason"})
    assert _post(lead, case, "takeover", take_over_reason="Zitting morgen.")[0] == 303
    assert "Zitting morgen." in _page(lead, case).text


def test_giving_away_a_case_that_changed_meanwhile_shows_who_has_it_now(
    app: Flask, session: Session, an: Account, bo: Account
) -> None:
    case = make_case(session, status=S.IN_TRIAGE)
    session.commit()
    first, second = people.browser_of(app, an), people.browser_of(app, bo)
    shown = dict(_page(first, case).hidden)["version"]
    second.post(f"{_at(case)}/claim", data=_token(second))
    lead = people.browser_of(app, _colleague(session, name="Lea Lens", role=Role.TEAM_LEAD))

    typed = {"version": shown, "colleague": str(an.id)}
    late, too_late = (pages.read(_late(browser, case, "assign", typed)) for browser in (lead, first))

    assert "Nu in het dossier: Bo Maes" in late.text
    assert late.value("colleague") == str(an.id)
    for words in ("Bo Maes", "Nam het dossier", "An Peeters (Noord)"):
        assert words in too_late.text
    assert "Toch bewaren" in late.text
    assert "Toch bewaren" not in too_late.text


def test_taking_over_too_late_can_be_sent_again_as_long_as_the_colleague_is_away(
    app: Flask, session: Session, an: Account, bo: Account
) -> None:
    case = make_case(session, status=S.IN_TRIAGE, claimed_by_id=bo.id)
    session.commit()
    browser, typed = people.browser_of(app, an), {"version": "0", "take_over_reason": "Zitting morgen."}

    away = pages.read(_late(browser, case, "takeover", typed))
    bo.away_until = None
    session.commit()
    here = pages.read(_late(browser, case, "takeover", typed))

    assert away.value("take_over_reason") == "Zitting morgen."
    assert f"{_at(case)}/takeover" in away.actions
    assert f"{_at(case)}/takeover" not in here.actions
    assert "Zitting morgen." in here.text


def test_all_cases_go_to_a_colleague_once(app: Flask, session: Session, an: Account, bo: Account) -> None:
    mine = [make_case(session, status=S.IN_TRIAGE, claimed_by_id=an.id) for _ in range(3)]
    session.commit()
    browser, lead = people.browser_of(app, an), people.browser_of(app, _colleague(session, role=Role.TEAM_LEAD))

    before = browser.get("/staff/handover").text
    wrong = people.send(browser, "/staff/handover", colleague=str(an.id))
    other = people.send(browser, "/staff/handover", giver=str(bo.id), colleague=str(bo.id))
    again = people.send(lead, "/staff/handover", giver=str(an.id), colleague=str(bo.id))
    back = people.send(lead, "/staff/handover", giver=str(bo.id), colleague=str(an.id))
    refused = people.send(lead, "/staff/handover", giver="x", colleague="")

    assert "U hebt 3 open dossiers." in before
    assert 'name="giver"' not in before
    assert (wrong.status_code, set(pages.read(wrong.text).errors)) == (422, {"colleague"})
    assert "3 dossiers gingen van An Peeters naar Bo Maes." in other.text
    assert "An Peeters had geen open dossiers. Er is niets gewijzigd." in again.text
    assert "3 dossiers gingen van Bo Maes naar An Peeters." in back.text
    assert refused.status_code == 422
    assert {_owner(session, case) for case in mine} == {an.id}


def test_from_the_page_of_a_colleague_the_giver_is_filled_in_and_nobody_gets_the_own_cases(
    app: Flask, session: Session, an: Account, bo: Account
) -> None:
    make_case(session, status=S.IN_TRIAGE, claimed_by_id=an.id)
    _colleague(session, name="Nora Novak", password_hash=None)
    lead = people.browser_of(app, _colleague(session, name="Lea Lens", role=Role.TEAM_LEAD))

    listed = pages.read(lead.get("/staff/accounts").text)
    shown = lead.get(pages.read(lead.get(listed.links["An Peeters"]).text).links["Draag dossiers over"]).text
    receivers = shown.partition('name="colleague"')[2]

    assert pages.read(shown).value("giver") == str(an.id)
    assert "An Peeters heeft 1 open dossier." in shown and "U hebt" not in shown
    assert ["Bo Maes" in receivers, "An Peeters" in receivers, "Nora Novak" in receivers] == [True, False, False]


def _colleague(session: Session, **values: object) -> Account:
    account = make_account(session, **values)
    session.commit()
    return account


def _post(client: FlaskClient, case: Case, path: str, **typed: str) -> tuple[int, set[str]]:
    """The status, and the fields that were refused."""
    shown = {"version": dict(_page(client, case).hidden)["version"]}
    answer = client.post(f"{_at(case)}/{path}", data={**_token(client), **shown, **typed})
    return answer.status_code, set(pages.read(answer.text).errors)


def _late(client: FlaskClient, case: Case, path: str, typed: dict[str, str]) -> str:
    """The page that says that it came too late."""
    answer = client.post(f"{_at(case)}/{path}", data={**_token(client), **typed})
    assert answer.status_code == 409
    return answer.text


def _actions(client: FlaskClient, case: Case) -> str:
    return _page(client, case).text.partition("Waarom deze urgentie")[0]


def _page(client: FlaskClient, case: Case) -> pages.Page:
    return pages.read(client.get(_at(case)).text)


def _owner(session: Session, case: Case) -> int | None:
    session.rollback()
    session.expire_all()
    return cases.by_reference(session, case.reference).claimed_by_id


def _token(client: FlaskClient) -> dict[str, str]:
    return {"csrf_token": people.csrf_of(client.get("/staff/").text)}


def _at(case: Case) -> str:
    return f"/staff/cases/{case.reference}"
