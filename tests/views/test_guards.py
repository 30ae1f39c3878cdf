"""Closed by default: what is not marked is for nobody, and a refusal leaves a line."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from sqlmodel import Session, select

from portal import db
from portal.domain.access import Action
from portal.domain.vocabulary import Role
from portal.models import Audit
from portal.views import guards
from portal.views.accounts import SIGN_IN
from portal.views.guards import public, requires
from tests import pages, people
from tests.factories import make_case


def unmarked() -> ResponseReturnValue:
    return "nobody should read this"


@public
def opened() -> ResponseReturnValue:
    return "for all"


@requires(Action.LEAD)
def leading() -> ResponseReturnValue:
    with db.transaction():
        return guards.account().name


@pytest.fixture
def app(app: Flask) -> Flask:
    for view in (unmarked, opened, leading):
        app.add_url_rule(f"/staff/{view.__name__}", view_func=view, methods=["GET", "POST"])
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unmarked_endpoint_is_for_nobody(app: Flask, role: Role, method: str) -> None:
    client = people.signed_in(app, role)

    assert client.open("/staff/unmarked", method=method).status_code == 403
    assert client.open("/staff/opened", method=method).status_code == 200


def test_an_unmarked_endpoint_sends_a_stranger_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/staff/unmarked").location == "/staff/login?next=/staff/unmarked"
    assert client.get("/staff/opened").status_code == 200


def test_a_stranger_who_sends_a_form_arrives_at_the_start_after_signing_in(client: FlaskClient) -> None:
    assert client.post("/staff/leading").location == "/staff/login?next=/staff/"


def test_what_was_typed_about_a_case_comes_back_to_who_was_signed_out(app: Flask, session: Session) -> None:
    case = make_case(session)
    session.commit()
    worker, at = people.signed_in(app, Role.INTAKE_WORKER), f"/staff/cases/{case.reference}"
    token = people.csrf_of(worker.get(at).text)
    with worker.session_transaction() as cookie:
        cookie.pop(SIGN_IN)

    note = worker.post(f"{at}/note", data={"csrf_token": token, "version": "1", "note": "Belt terug om vijf uur."})
    button = worker.post(f"{at}/claim", data={"csrf_token": token, "version": "1"})

    assert (note.status_code, button.status_code) == (401, 303)
    assert ("note", "Belt terug om vijf uur.") in pages.read(note.text).hidden
    assert "NotitieBelt terug om vijf uur." in pages.read(note.text).text
    assert f'action="{at}/note"' in note.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_refusal_leaves_a_line_that_names_who_and_where(app: Flask, session: Session, method: str) -> None:
    client = people.signed_in(app, Role.INTAKE_WORKER)

    answer = client.open("/staff/leading?name=secret", method=method)

    line = session.exec(select(Audit)).one()
    assert answer.status_code == 403
    assert (line.action, line.account_id, line.details) == ("access.refused", 1, {"endpoint": "leading"})


def test_who_may_is_let_in_without_a_line(app: Flask, session: Session) -> None:
    client = people.signed_in(app, Role.TEAM_LEAD)

    assert client.post("/staff/leading").status_code == 200
    assert session.exec(select(Audit)).all() == []
