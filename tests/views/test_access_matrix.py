"""Every route x method x principal, against a table written by hand: what is not listed fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, url_for
from sqlmodel import Session
from werkzeug.routing import IntegerConverter, Rule
from werkzeug.test import TestResponse

from portal.domain.vocabulary import Role
from portal.models import Account
from portal.views import guards
from tests import people
from tests.views.access_table import ANYBODY, MAY

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SIGN_IN_FIRST = "/staff/login?next="


@pytest.fixture
def open_app(app: Flask) -> Flask:
    """Without CSRF, whose refusal would hide that of the guard."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def calls(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        for method in METHODS:
            yield rule, method


def address(app: Flask, rule: Rule) -> str:
    with app.test_request_context():
        values: dict[str, Any] = {
            name: 1 if isinstance(rule._converters[name], IntegerConverter) else "x" for name in rule.arguments
        }
        return url_for(rule.endpoint, **values)


def verdict(answer: TestResponse) -> str:
    if answer.status_code == 403:
        return "refused"
    if answer.status_code == 401:  # With what was typed, to be sent again afterwards.
        return "sent to sign in"
    return "sent to sign in" if (answer.location or "").startswith(SIGN_IN_FIRST) else "let in"


def expected(principal: str, endpoint: str) -> str:
    if principal in MAY[endpoint]:
        return "let in"
    return "sent to sign in" if principal == "anonymous" else "refused"


def handled(app: Flask, rule: Rule, method: str) -> bool:
    """Whether some rule of this address takes the method; else the answer is 405 for everybody."""
    return any(method in (other.methods or ()) for other in app.url_map.iter_rules() if other.rule == rule.rule)


def test_every_endpoint_is_listed_with_who_may_use_it(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(MAY)


def test_every_endpoint_is_public_or_guarded(app: Flask) -> None:
    for endpoint in app.view_functions:
        assert guards.guard_of(app, endpoint) is not None, endpoint
        assert (guards.guard_of(app, endpoint) == guards.PUBLIC) == (MAY[endpoint] == ANYBODY), endpoint


def test_every_refusal_has_somebody_who_is_let_in() -> None:
    assert all(MAY.values())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # Guards ask no question of the engine.
@pytest.mark.parametrize("principal", sorted(ANYBODY))
def test_the_matrix(open_app: Flask, session: Session, principal: str) -> None:
    account = None if principal == "anonymous" else _colleague(session, principal)

    wrong = []
    for rule, method in calls(open_app):
        answer = _call(open_app, account, rule, method)
        if not handled(open_app, rule, method):
            right = answer.status_code == 405
        elif method in (rule.methods or ()):
            right = verdict(answer) == expected(principal, rule.endpoint) and answer.status_code != 500
        else:
            continue
        if not right:
            wrong.append((rule.endpoint, method, answer.status_code))

    assert wrong == []


def _colleague(session: Session, principal: str) -> Account:
    return people.make_account(session, role=Role(principal), password_hash=None)


def _call(app: Flask, account: Account | None, rule: Rule, method: str) -> TestResponse:
    """A browser of its own each time: some of the calls sign out."""
    client = people.browser_of(app, account) if account else app.test_client()
    return client.open(address(app, rule), method=method)
