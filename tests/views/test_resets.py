"""A forgotten password: the same answer for every address, and a link that works once, for an hour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from portal import clock, config, create_app
from portal.models import Account, Audit, Outbox
from portal.notify import letters
from portal.views.accounts import invitation_link
from tests import people
from tests.notify import golden

NEW = "gordijn sleutel maan 7"
UNKNOWN = "niemand@portaal.example"


@pytest.fixture
def account(session: Session) -> Account:
    return people.make_account(session)


@pytest.fixture
def limited(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    made = create_app({"env": "test", "database_url": database_url, "data_dir": tmp_path, "rate_limits": "on"})
    yield made
    made.extensions["engine"].dispose()


def ask(client: FlaskClient, email: str = people.ADDRESS) -> TestResponse:
    return people.send(client, "/staff/reset", email=email)


def mails(session: Session) -> list[Outbox]:
    session.rollback()
    return list(session.exec(select(Outbox).order_by("id")))


def link(app: Flask, row: Outbox) -> str:
    """The address in the letter, as the worker writes it."""
    with app.app_context():
        letter = golden.read(letters.render(row, settings=config.settings(), site=config.site()))
    text = str(letter.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    found = re.search(r"\S+/staff/reset/\S+", text)
    assert found
    return urlsplit(found[0]).path


def told(answer: TestResponse) -> tuple[int, str]:
    """A page without what differs on any two pages: its token, its number, its own address."""
    words = answer.text.replace(answer.headers["X-Request-Id"], "")
    return answer.status_code, re.sub(r'value="[^"]+"|href="/staff/reset/[^"]*"', "", words)


def test_a_forgotten_password_is_replaced_by_a_mailed_link(
    app: Flask, client: FlaskClient, session: Session, account: Account
) -> None:
    elsewhere = people.browser_of(app, account)
    with app.test_request_context():
        invitation = urlsplit(invitation_link(account)).path
    assert 'href="/staff/reset"' in client.get("/staff/login").text
    assert [ask(client).location for _ in range(2)] == ["/staff/reset/mail/underway"] * 2
    assert client.get("/staff/reset/mail/underway").status_code == 200
    address, other = (link(app, row) for row in mails(session))
    assert [row.context for row in mails(session)] == [{"account": f"{account.id}.0"}] * 2
    opened = [client.get(address).status_code for _ in range(2)] + [client.head(address).status_code]
    assert (opened, elsewhere.get("/staff/").status_code) == ([200] * 3, 200)

    refused = people.send(client, address, password="te kort", repeated="te kort")
    answer = people.send(client, address, password=NEW, repeated=NEW)

    assert (refused.status_code, "minstens 12 tekens" in refused.text) == (422, True)
    assert (answer.status_code, answer.location) == (303, "/staff/login")
    assert elsewhere.get("/staff/").status_code == 303
    assert [client.get(place).status_code for place in (address, other, invitation)] == [410] * 3
    old = people.send(client, "/staff/login", email=people.ADDRESS, password=people.PASSWORD, next="")
    new = people.send(client, "/staff/login", email=people.ADDRESS, password=NEW, next="")
    assert (old.status_code, new.status_code) == (422, 303)
    session.rollback()
    trail = [(row.action, row.account_id, row.details) for row in session.exec(select(Audit).order_by("id"))]
    asked: tuple[str, int | None, dict[str, object]] = ("password.reset_asked", account.id, {})
    assert trail[:3] == [asked, asked, ("password.reset", account.id, {})]


def test_who_has_no_account_no_password_or_a_closed_one_gets_the_same_answer_and_no_mail(
    client: FlaskClient, session: Session, account: Account
) -> None:
    people.make_account(session, email="weg@portaal.example", disabled_at=clock.now())
    people.make_account(session, email="nieuw@portaal.example", password_hash=None)
    typed = (people.ADDRESS, UNKNOWN, "weg@portaal.example", "nieuw@portaal.example", "' OR 1=1 --")

    answers = [ask(client, email) for email in typed]

    assert {(answer.status_code, answer.location) for answer in answers} == {(303, "/staff/reset/mail/underway")}
    assert [row.to_addr for row in mails(session)] == [people.ADDRESS]
    lines = session.exec(select(Audit.action, Audit.account_id).order_by("id")).all()
    assert [action for action, _ in lines] == ["password.reset_asked"] * len(typed)
    assert [account_id for _, account_id in lines] == [account.id] + [None] * (len(typed) - 1)


def test_wrong_used_and_old_links_get_one_and_the_same_page(
    app: Flask, client: FlaskClient, session: Session, account: Account
) -> None:
    ask(client)
    address = link(app, mails(session)[0])
    with app.test_request_context():
        invitation = urlsplit(invitation_link(account)).path.replace("/invite/", "/reset/")

    with time_machine.travel(clock.now() + timedelta(minutes=59)):
        in_time = client.get(address)
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        late = [client.get(address), people.send(client, address, "/staff/login", password=NEW, repeated=NEW)]
    wrong = [client.get(place) for place in (address + "A", invitation, "/staff/reset/x", "/staff/reset/%ff")]

    assert in_time.status_code == 200
    assert len({told(answer) for answer in [*late, *wrong]}) == 1
    assert late[0].status_code == 410
    account = session.get_one(Account, account.id)
    account.disabled_at = clock.now()
    session.commit()
    assert client.get(address).status_code == 410


@pytest.mark.parametrize("email", ["", "x" * 255])
def test_an_address_that_cannot_be_one_says_so(client: FlaskClient, session: Session, email: str) -> None:
    answer = ask(client, email)

    assert (answer.status_code, 'href="#email"' in answer.text) == (422, True)
    assert mails(session) == []


def test_asking_too_often_waits_whoever_exists_and_leaves_signing_in_alone(
    limited: Flask, session: Session, account: Account
) -> None:
    client = limited.test_client()

    known, unknown = ([ask(client, email).status_code for _ in range(11)] for email in (people.ADDRESS, UNKNOWN))

    assert known == unknown == [303] * 10 + [429]
    assert people.send(client, "/staff/login", email=people.ADDRESS, password=people.PASSWORD, next="").location
