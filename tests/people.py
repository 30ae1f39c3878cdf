"""Invented colleagues: accounts and signed-in browsers, stored without the detour over the pages."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session
from werkzeug.test import TestResponse

from portal import clock, db, tokens
from portal.domain.vocabulary import Role
from portal.models import Account, SignIn
from portal.services import passwords
from portal.views.accounts import SIGN_IN

PASSWORD = "fiets kraan wolk lepel"
ADDRESS = "mieke.claes@portaal.example"


def make_account(session: Session, **values: Any) -> Account:
    """A stored account that accepted its invitation with PASSWORD; an intake worker unless told otherwise."""
    given: dict[str, Any] = {
        "email": ADDRESS,
        "name": "Mieke Claes",
        "role": Role.INTAKE_WORKER,
        "created_at": clock.now(),
    } | values
    account = Account(**{"password_hash": _hash(), **given})
    session.add(account)
    session.commit()
    return account


@cache
def _hash() -> str:
    return passwords.make_hash(PASSWORD)


def browser_of(app: Flask, account: Account, *, at: datetime | None = None) -> FlaskClient:
    """A browser in which this colleague signed in."""
    token, moment = tokens.random_token(), at or clock.now()
    with app.app_context(), db.open_session(db.engine(), writes=True) as session:
        row: dict[str, Any] = {
            "account_id": account.id,
            "epoch": account.epoch,
            "token_hash": tokens.fingerprint(token),
        }
        session.add(SignIn(**row, started_at=moment, seen_at=moment))
        session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[SIGN_IN] = token
    return client


def signed_in(app: Flask, role: Role) -> FlaskClient:
    """A browser in which a colleague with this role is signed in."""
    with app.app_context(), db.open_session(db.engine(), writes=True) as session:
        account = make_account(session, email=f"{role}@portaal.example", role=role, password_hash=None)
    return browser_of(app, account)


def csrf_of(page: str) -> str:
    """The token in the form of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def send(client: FlaskClient, address: str, form_at: str = "", **typed: str) -> TestResponse:
    """Open a page with a form as a browser does, and send what was typed to ``address``."""
    page = client.get(form_at or address)
    return client.post(address, data={"csrf_token": csrf_of(page.text), **typed})
