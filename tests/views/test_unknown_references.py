"""What leads nowhere tells nothing of what exists: the same answer to the byte, and as much work for the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session
from werkzeug.test import TestResponse

from portal import config, tokens
from portal.domain import reference
from portal.domain.vocabulary import Role
from portal.models import Case
from tests import people
from tests.factories import make_case, make_referral
from tests.follow import OF_EVERY_ANSWER, TOKEN

pytestmark = pytest.mark.usefixtures("monday")
Told = tuple[int, str, list[tuple[str, str]], int]
"""Status, page and headers without the request's number and its own address, and how many statements there were."""


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_reference_that_is_malformed_unknown_or_mistyped_is_answered_alike(
    app: Flask, session: Session, method: str
) -> None:
    case = make_case(session)
    session.commit()
    staff, end = people.signed_in(app, Role.INTAKE_WORKER), "/note" if method == "POST" else ""
    form = {"csrf_token": people.csrf_of(staff.get("/staff/").text), "note": "Gebeld."}

    def told(written: str) -> Told:
        address = f"/staff/cases/{written}{end}"
        with _counting(app) as asked:
            answer = staff.get(address) if method == "GET" else staff.post(address, data=form)
        return _told(answer, address, asked)

    wrong = {name: told(written) for name, written in _wrong(case).items()}
    there = told(case.reference)

    assert {one[0] for one in wrong.values()} == {404}
    assert len({repr(one) for one in wrong.values()}) == 1, wrong
    assert there[0] == (200 if method == "GET" else 303)
    assert there[3] > wrong["malformed"][3] > 0


def test_a_link_that_we_never_signed_is_answered_alike(app: Flask, client: FlaskClient, session: Session) -> None:
    referral = make_referral(session)
    session.commit()
    with app.app_context():
        keys = config.settings().secret_keys
    good, other = tokens.sign(keys, "follow", referral.follow_key), tokens.sign(keys, "resume", referral.follow_key)
    altered = ("B" if good.startswith("A") else "A") + good[1:]

    def told(token: str) -> Told:
        with _counting(app) as asked:
            answer = client.get(address := f"/follow/{token}")
        return _told(answer, address, asked)

    wrong = [told(token) for token in ("x", altered, other, tokens.sign(("another key " * 4,), "follow", "5f" * 16))]
    revoked = told(tokens.sign(keys, "follow", "5f" * 16))
    there = told(good)

    assert len({repr(one) for one in wrong}) == 1, wrong
    assert revoked[:3] == wrong[0][:3]
    assert (wrong[0][0], there[0]) == (404, 200)
    assert there[3] > wrong[0][3]


def _wrong(case: Case) -> dict[str, str]:
    """Nothing that could be a reference, one that nobody has, and that of a case with a slip in its last character."""
    last = next(one for one in reference.ALPHABET if one != case.reference[-1])
    return {"malformed": "x", "long": "a" * 500, "unknown": reference.new(), "mistyped": case.reference[:-1] + last}


@contextmanager
def _counting(app: Flask) -> Iterator[list[str]]:
    """The statements that the portal sends its database in this block."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    engine = app.extensions["engine"]
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def _told(answer: TestResponse, address: str, asked: list[str]) -> Told:
    text = answer.text.replace(answer.headers["X-Request-Id"], "NUMBER").replace(address, "ADDRESS")
    headers = [pair for pair in answer.headers if pair[0] not in OF_EVERY_ANSWER]
    return answer.status_code, TOKEN.sub("", text), headers, len(asked)
