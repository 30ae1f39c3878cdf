"""Nothing that staff typed is lost to a page that stood open too long or a session that ended, and nothing is done."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask
from sqlmodel import Session, select

from portal import errors, forms
from portal.domain.vocabulary import Role
from portal.forms import labels
from portal.models import Account, Entry
from portal.views.accounts import SIGN_IN
from tests import pages, people
from tests.factories import make_case

MODULES = [path.stem for path in Path(forms.__path__[0]).glob("*.py") if path.stem != "__init__"]


@pytest.mark.parametrize("name", MODULES)
def test_no_password_is_ever_sent_back(name: str) -> None:
    module: ModuleType = import_module(f"portal.forms.{name}")

    assert labels.secrets(module) <= errors.SECRETS
    assert {"password", "repeated"} == errors.SECRETS


def test_a_form_with_a_stale_token_or_without_a_session_comes_back_and_does_nothing(
    app: Flask, session: Session
) -> None:
    case = make_case(session)
    session.commit()
    staff, at = people.signed_in(app, Role.TEAM_LEAD), f"/staff/cases/{case.reference}"
    before = len(session.exec(select(Entry)).all()), len(session.exec(select(Account)).all())
    session.rollback()
    said = {"version": "1", "note": "Belt terug om vijf uur."}
    caller = {"tenant_last": "Yilmaz", "tenant_phone": "0470 12 34 56"}
    forms = {
        f"{at}/note": (said, "NotitieBelt terug om vijf uur."),
        f"{at}/move": ({"version": "1", "to": "referred_on", "referred_to": "CAW"}, "Naar wie verwijst u door?CAW"),
        "/staff/new/tenant/phone/short": (caller, "Yilmaz"),
        "/staff/accounts/new": ({"name": "An Peeters", "email": "an@huis.example"}, "An Peeters"),
        f"{at}/question": ({"version": "1", "question": "Welke datum?"}, "Uw vraag aan de melderWelke datum?"),
    }

    for place, (typed, shown) in forms.items():
        stale = staff.post(place, data={**typed, "csrf_token": "old"})
        page = pages.read(stale.text)
        assert (stale.status_code, page.title.startswith("Verstuur dit nog één keer")) == (400, True), place
        assert shown in page.text and set(typed.items()) <= set(page.hidden), place
        elsewhere = staff.post(place, data={**typed, "csrf_token": "old"}, headers={"Sec-Fetch-Site": "cross-site"})
        assert (elsewhere.status_code, "sent_again" in elsewhere.text) == (400, False), place
    token = people.csrf_of(staff.get(at).text)
    with staff.session_transaction() as cookie:
        sign_in = cookie.pop(SIGN_IN)
    for place, (typed, shown) in forms.items():
        gone = staff.post(place, data={**typed, "csrf_token": token})
        page = pages.read(gone.text)
        assert gone.status_code == 401, place
        assert shown in page.text and "/staff/login" in gone.text and set(typed.items()) <= set(page.hidden), place
    assert (len(session.exec(select(Entry)).all()), len(session.exec(select(Account)).all())) == before
    session.rollback()

    with staff.session_transaction() as cookie:
        cookie[SIGN_IN] = sign_in
    assert staff.post(f"{at}/note", data={**said, "csrf_token": token, "sent_again": "yes"}).status_code == 303
    assert session.exec(select(Entry).where(Entry.what == "note")).one().data["text"] == said["note"]
