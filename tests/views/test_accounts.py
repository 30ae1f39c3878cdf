"""Signing in and out, and invitations, as a browser meets them."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import base64_decode
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from portal import clock, create_app
from portal.domain.vocabulary import Role
from portal.models import Account, Audit, SignIn
from portal.services import accounts
from portal.views.accounts import invitation_link
from tests import haste, people

NEW = "gordijn sleutel maan 7"
REFUSAL = "horen niet samen"


@pytest.fixture
def account(session: Session) -> Account:
    return people.make_account(session)


@pytest.fixture
def limited(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    made = create_app({"env": "test", "database_url": database_url, "data_dir": tmp_path, "rate_limits": "on"})
    haste.hasten(made.extensions["engine"])
    yield made
    made.extensions["engine"].dispose()


def sign_in(client: FlaskClient, *, email: str = people.ADDRESS, password: str = people.PASSWORD) -> TestResponse:
    return people.send(client, "/staff/login", email=email, password=password, next="")


def is_in(client: FlaskClient) -> bool:
    return client.get("/staff/").status_code == 200


def link(app: Flask, session: Session, **values: object) -> str:
    account = people.make_account(session, password_hash=None, **values)
    with app.test_request_context():
        return urlsplit(invitation_link(account)).path


def trail(session: Session) -> list[str]:
    session.rollback()
    return list(session.exec(select(Audit.action).order_by("id")))


def test_a_colleague_signs_in_and_out(client: FlaskClient, session: Session, account: Account) -> None:
    assert not is_in(client)

    came_in = sign_in(client)

    assert (came_in.status_code, came_in.location) == (303, "/staff/queue")
    assert "Mieke Claes (Intakemedewerker)" in client.get("/staff/").text
    went_out = people.send(client, "/staff/logout", form_at="/staff/")
    assert (went_out.status_code, went_out.location) == (303, "/staff/login")
    assert not is_in(client)
    assert trail(session) == ["signin.ok", "signout"]


def test_a_copied_cookie_is_worth_nothing_after_signing_out(app: Flask, client: FlaskClient, account: Account) -> None:
    sign_in(client)
    stolen, thief = client.get_cookie("portal"), app.test_client()
    assert stolen is not None
    thief.set_cookie("portal", stolen.value)
    assert is_in(thief)

    people.send(client, "/staff/logout", form_at="/staff/")

    assert not is_in(thief)


def test_the_cookie_holds_a_random_token_and_nothing_personal(client: FlaskClient, account: Account) -> None:
    sign_in(client)

    cookie = client.get_cookie("portal")

    assert cookie is not None
    compressed = cookie.value.startswith(".")
    payload = base64_decode(cookie.value.lstrip(".").partition(".")[0])
    held = json.loads(zlib.decompress(payload) if compressed else payload)
    assert set(held) <= {"sign_in", "csrf_token"}
    assert (cookie.http_only, cookie.same_site) == (True, "Lax")


def test_signing_in_starts_a_new_session(client: FlaskClient, account: Account) -> None:
    client.get("/staff/login")
    with client.session_transaction() as planted:
        planted["planted"], before = "by somebody else", planted["csrf_token"]

    sign_in(client)

    with client.session_transaction() as fresh:
        assert "planted" not in fresh
        assert fresh.get("csrf_token") != before


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (people.ADDRESS, "gordijn sleutel maan"),
        ("niemand@portaal.example", people.PASSWORD),
        ("geen adres", people.PASSWORD),
        (people.ADDRESS, "x" * 5_000),
        ("x" * 5_000, people.PASSWORD),
        ("' OR 1=1 --", "' OR 1=1 --"),
    ],
)
def test_every_wrong_sign_in_gets_the_same_answer(
    client: FlaskClient, session: Session, account: Account, email: str, password: str
) -> None:
    answer = sign_in(client, email=email, password=password)

    assert answer.status_code == 422
    assert REFUSAL in answer.text
    assert password not in answer.text
    assert not is_in(client)
    assert trail(session) == ["signin.refused"]
    assert sign_in(client).status_code == 303


@pytest.mark.parametrize("values", [{"disabled_at": clock.now()}, {"password_hash": None}])
def test_an_account_that_cannot_sign_in_gets_that_answer_too(
    client: FlaskClient, session: Session, values: dict[str, datetime | None]
) -> None:
    people.make_account(session, **values)

    answer = sign_in(client)

    assert (answer.status_code, REFUSAL in answer.text) == (422, True)


@pytest.mark.parametrize(("email", "password"), [("", people.PASSWORD), (people.ADDRESS, "")])
def test_an_empty_field_says_so_and_counts_for_nothing(
    client: FlaskClient, session: Session, account: Account, email: str, password: str
) -> None:
    answer = sign_in(client, email=email, password=password)

    assert answer.status_code == 422
    assert 'id="error-summary"' in answer.text
    assert trail(session) == []


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/staff/outbox", "/staff/outbox"),
        ("/staff/queue?view=mine&after=x", "/staff/queue?view=mine&after=x"),
        ("", "/staff/queue"),
        ("https://evil.example/staff/", "/staff/queue"),
        ("//evil.example/staff/", "/staff/queue"),
        ("/\\evil.example/staff/", "/staff/queue"),
        ("/staff/\\evil.example", "/staff/queue"),
        ("/staff/\r\nSet-Cookie: a=b", "/staff/queue"),
        ("javascript:alert(1)//staff/", "/staff/queue"),
        ("/refer/landlord", "/staff/queue"),
        (" /staff/outbox", "/staff/outbox"),
    ],
)
def test_signing_in_leads_to_a_staff_page_and_nowhere_else(
    client: FlaskClient, account: Account, asked: str, goes: str
) -> None:
    answer = people.send(client, "/staff/login", email=people.ADDRESS, password=people.PASSWORD, next=asked)

    assert (answer.status_code, answer.location) == (303, goes)


def test_the_sign_in_page_remembers_where_somebody_was_going(client: FlaskClient) -> None:
    sent = client.get("/staff/outbox")

    page = client.get(sent.location)

    assert sent.location == "/staff/login?next=/staff/outbox"
    assert 'name="next" value="/staff/outbox"' in page.text


@pytest.mark.parametrize(("minutes", "known"), [(119, True), (121, False)])
def test_two_hours_of_pause_sign_out(app: Flask, account: Account, minutes: int, known: bool) -> None:
    client = people.browser_of(app, account)

    with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
        assert is_in(client) == known


def test_a_browser_that_is_used_stays_signed_in_for_twelve_hours(
    app: Flask, session: Session, account: Account
) -> None:
    start = clock.now()
    client = people.browser_of(app, account, at=start)

    known = []
    for hour in range(1, 13):
        with time_machine.travel(start + timedelta(hours=hour, minutes=-1)):
            known.append(is_in(client))
    with time_machine.travel(start + timedelta(hours=12)):
        known.append(is_in(client))

    assert known == [True] * 12 + [False]


def test_reading_twice_within_five_minutes_writes_nothing(app: Flask, session: Session, account: Account) -> None:
    start = clock.now()
    client = people.browser_of(app, account, at=start)

    with time_machine.travel(start + timedelta(minutes=4)):
        is_in(client)

    assert session.exec(select(SignIn)).one().seen_at == start


def test_all_browsers_can_be_signed_out_at_once(app: Flask, account: Account) -> None:
    here, there = people.browser_of(app, account), people.browser_of(app, account)

    answer = people.send(here, "/staff/sessions/end", form_at="/staff/")

    assert (answer.status_code, is_in(here), is_in(there)) == (303, False, False)


def test_disabling_signs_out_at_once(app: Flask, session: Session, account: Account) -> None:
    client = people.browser_of(app, account)
    assert is_in(client)

    accounts.disable(session, account.email, clock.now())
    session.commit()

    assert not is_in(client)


def test_an_invitation_sets_a_password_that_signs_in(app: Flask, client: FlaskClient, session: Session) -> None:
    address = link(app, session)

    answer = people.send(client, address, password=NEW, repeated=NEW)

    assert (answer.status_code, answer.location) == (303, "/staff/login")
    assert sign_in(client, password=NEW).status_code == 303
    assert trail(session) == ["invite.accepted", "signin.ok"]


def test_opening_an_invitation_changes_nothing(app: Flask, client: FlaskClient, session: Session) -> None:
    address = link(app, session)

    opened = [client.get(address).status_code for _ in range(3)] + [client.head(address).status_code]

    assert opened == [200] * 4
    assert people.send(client, address, password=NEW, repeated=NEW).status_code == 303


def test_wrong_used_and_old_invitations_get_one_and_the_same_page(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    address, other = link(app, session), link(app, session, email="a@b.be", disabled_at=clock.now())
    page = client.get(address)
    client.post(address, data={"csrf_token": people.csrf_of(page.text), "password": NEW, "repeated": NEW})
    fresh = link(app, session, email="c@b.be")

    with time_machine.travel(clock.now() + timedelta(days=8)):
        answers = [client.get(fresh)]
    wrong = (address, address + "A", other, "/staff/invite/x", "/staff/invite/%00", "/staff/invite/%ff")
    answers += [client.get(place) for place in wrong if "%00" not in place]
    again = client.post(
        address,
        data={"csrf_token": people.csrf_of(client.get("/staff/login").text), "password": NEW, "repeated": NEW},
    )

    assert {answer.status_code for answer in [*answers, again]} == {410}
    assert len({told(answer) for answer in [*answers, again]}) == 1
    assert client.get(fresh).status_code == 200


def told(answer: TestResponse) -> str:
    """A page without its own address, which stands in the links to other languages, and without its number."""
    words = answer.text.replace(answer.headers["X-Request-Id"], "")
    return re.sub('href="/staff/invite/[^"]*[?]lang=', 'href="?lang=', words)


@pytest.mark.parametrize(
    ("password", "repeated", "says"),
    [
        ("", "", "Kies een wachtwoord."),
        ("te kort", "te kort", "minstens 12 tekens"),
        ("wachtwoord123", "wachtwoord123", "makkelijk te raden"),
        (people.ADDRESS, people.ADDRESS, "makkelijk te raden"),
        ("dienst huurbegeleiding", "dienst huurbegeleiding", "makkelijk te raden"),
        (NEW, NEW + "!", "niet hetzelfde"),
        (NEW * 20, NEW * 20, "te lang"),
    ],
)
def test_a_password_that_will_not_do_is_refused_and_the_link_keeps_working(
    app: Flask, client: FlaskClient, session: Session, password: str, repeated: str, says: str
) -> None:
    address = link(app, session)

    answer = people.send(client, address, password=password, repeated=repeated)

    assert answer.status_code == 422
    assert says in answer.text
    assert "Fout:" in answer.text
    assert not password or password not in answer.text
    assert people.send(client, address, password=NEW, repeated=NEW).status_code == 303


def test_too_many_guesses_wait_a_quarter_and_it_makes_no_difference_who_exists(
    limited: Flask, account: Account
) -> None:
    client = limited.test_client()

    known = [sign_in(client, password="gordijn sleutel") for _ in range(11)]
    unknown = [sign_in(client, email="niemand@portaal.example") for _ in range(11)]

    assert [answer.status_code for answer in known] == [422] * 10 + [429]
    assert [answer.status_code for answer in unknown] == [422] * 10 + [429]
    assert {answer.headers["Retry-After"] for answer in (known[10], unknown[10])} <= {"899", "900"}
    assert sign_in(client).status_code == 429
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        assert sign_in(client).status_code == 303


def test_a_colleague_who_signs_in_often_is_not_slowed_down(limited: Flask, account: Account) -> None:
    answers = [sign_in(limited.test_client()).status_code for _ in range(12)]

    assert answers == [303] * 12


@pytest.mark.parametrize(
    "cookie",
    ["x", "", ".", "..", "a.b.c", "\xff", "é|é", "|", "eyJzaWduX2luIjoxfQ.x.y", "=" * 4000],
)
@pytest.mark.parametrize("name", ["portal", "remember_token", "session", ";"])
def test_no_cookie_breaks_a_page(client: FlaskClient, name: str, cookie: str) -> None:
    answer = client.get("/staff/", headers={"Cookie": f"{name}={cookie}"})

    assert answer.status_code == 303


@pytest.mark.parametrize("role", Role)
def test_everybody_has_a_page_to_arrive_at_that_names_only_what_they_may_open(app: Flask, role: Role) -> None:
    client = people.signed_in(app, role)

    page = client.get("/staff/").text

    assert ("/staff/outbox" in page) == (role in {Role.TEAM_LEAD, Role.ADMIN})
