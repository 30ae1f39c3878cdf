"""Errors: in the house's layout, with a number, with what was typed where that is right, and never with what failed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask, abort, request
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue

from portal import create_app, errors
from portal.domain.vocabulary import Role
from portal.views.guards import public
from tests import pages, people

CODES = (400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503)
SECRET = "Wannes Peeters 0470 12 34 56"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Cache-Control": "no-store",
}
QUEUE, ACCOUNT = ("Naar de werklijst", "/staff/queue"), ("Naar mijn account", "/staff/")
METHODS = ("GET", "POST", "HEAD", "OPTIONS", "DELETE", "TRACE")
PLACES = (
    *("/%00", "/staff/invite/%00", "/follow/%00", "/staff/%ff%fe", "/refer/%C0%AF", "/%", "/%zz"),
    *("/..%2f..%2fetc/passwd", "/static/..%2f..%2fconfig.py", "/static/%00", "/?q=%00", "/staff/login?next=%00"),
    *("/?lang=%ff", "/?lang=nl%00", "/staff/login?next=%ff", "/" + "a" * 5000, "/refer/landlord?%"),
    *("//evil.example/", "/staff//login", "/🏠"),
)
BODIES = (b"\x00", b"a=%00", b"a=%ff", b"%00=a", b"a=" + b"x" * 600_000, b"&" * 1000, b"a=b&" * 2000, b"\xff\xfe")


@public
def failing(code: int) -> ResponseReturnValue:
    abort(code, description=SECRET)


@public
def broken() -> ResponseReturnValue:
    raise ValueError(SECRET)


@public
def without_database() -> ResponseReturnValue:
    raise sa.exc.OperationalError(SECRET, {}, Exception(SECRET))


@pytest.fixture
def app(app: Flask) -> Flask:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/failing/<int:code>", view_func=failing)
    app.add_url_rule("/broken", view_func=broken)
    for place in ("/down", "/staff/down", "/staff/cases/down"):
        app.add_url_rule(place, place, view_func=without_database, methods=["GET", "POST"])
    return app


@pytest.mark.parametrize(
    ("role", "path", "code", "back"),
    [
        (Role.INTAKE_WORKER, "/staff/accounts", 403, QUEUE),
        (Role.INTAKE_WORKER, "/staff/cases/CCCC-CCCC-C", 404, QUEUE),
        (Role.ADMIN, "/staff/queue", 403, ACCOUNT),
        (Role.ADMIN, "/staff/there-is-no-such-page", 404, ACCOUNT),
        (Role.TEAM_LEAD, "/staff/there-is-no-such-page", 404, ACCOUNT),
    ],
)
def test_staff_are_led_back_to_their_own_pages(
    app: Flask, role: Role, path: str, code: int, back: tuple[str, str]
) -> None:
    answer = people.signed_in(app, role).get(path)
    page = pages.read(answer.text)

    assert (answer.status_code, page.links[back[0]]) == (code, back[1])
    assert "/" not in page.links.values()
    assert ("Vraag het aan uw beheerder" in page.text) == (code == 403 and role is not Role.ADMIN)


def test_the_public_is_led_back_to_the_public_start(client: FlaskClient) -> None:
    answer = client.get("/there-is-no-such-page")

    assert pages.read(answer.text).links["Naar de startpagina"] == "/"


@pytest.mark.parametrize("code", CODES)
def test_every_error_has_its_page_in_the_house_s_layout(client: FlaskClient, code: int) -> None:
    answer = client.get(f"/failing/{code}")

    assert answer.status_code == code
    assert errors.TEXTS[code][0] in answer.text
    assert answer.headers["X-Request-Id"] in answer.text
    assert 'class="masthead"' in answer.text
    assert SECRET not in answer.text


@pytest.mark.parametrize("code", [406, 415, 418, 431, 501, 502])
def test_an_error_without_a_page_of_its_own_gets_a_general_one(client: FlaskClient, code: int) -> None:
    answer = client.get(f"/failing/{code}")

    assert answer.status_code == code
    assert errors.TEXTS[400 if code < 500 else 500][0] in answer.text


def test_an_unforeseen_error_says_where_it_was_and_not_what_somebody_typed(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        answer = client.get("/broken?name=Wannes")

    assert answer.status_code == 500
    assert f"request={answer.headers['X-Request-Id']} method=GET endpoint=broken ValueError at" in caplog.text
    assert "Wannes" not in caplog.text + answer.text


@pytest.mark.parametrize("place", ["/down", "/staff/down"])
def test_without_a_database_the_page_says_when_to_come_back(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, place: str
) -> None:
    answer = client.get(place)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "Wannes" not in caplog.text + answer.text


def test_without_a_database_a_public_form_keeps_what_was_typed(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False

    public_form = client.post("/down", data={"tenant_last_name": "Peeters"})
    staff_form = client.post("/staff/down", data={"password": "Peeters"})
    of_a_case = client.post("/staff/cases/down", data={"note": "Peeters"})

    assert (public_form.status_code, public_form.headers["Retry-After"]) == (503, "30")
    assert 'value="Peeters"' in public_form.text
    assert (staff_form.status_code, "Peeters" in staff_form.text) == (503, False)
    assert (of_a_case.status_code, 'value="Peeters"' in of_a_case.text) == (503, True)


def test_a_real_database_that_is_gone_is_503_on_every_kind_of_page(tmp_path: Path) -> None:
    nowhere = f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}"
    app = create_app({"env": "test", "database_url": nowhere, "data_dir": tmp_path})
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["sign_in"] = "x" * 43

    assert client.get("/healthz").status_code == 200
    assert client.get("/staff/").status_code == 503
    assert people.send(client, "/staff/login", email="a@b.be", password="x").status_code == 503


def test_a_stale_public_form_comes_back_with_what_was_typed_and_can_be_sent_again(client: FlaskClient) -> None:
    stale = client.post(
        "/refer/landlord", data={"tenant_last_name": "O'Neill <b>", "informed": "yes", "csrf_token": "x"}
    )

    assert stale.status_code == 400
    assert 'name="tenant_last_name" value="O&#39;Neill &lt;b&gt;"' in stale.text
    again = client.post("/refer/landlord", data={"informed": "yes", "csrf_token": people.csrf_of(stale.text)})
    assert again.status_code != 400


def test_a_form_of_very_many_fields_comes_back_as_a_page_of_bearable_size(client: FlaskClient) -> None:
    body = "street=Zwaluwenhof&" + "&".join(f"a{number}=1" for number in range(50_000))

    answer = client.post("/refer/landlord", data=body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 400
    assert 'name="street" value="Zwaluwenhof"' in answer.text
    assert len(answer.data) < 50_000


def test_a_stale_staff_form_never_shows_the_password_again(client: FlaskClient) -> None:
    answer = client.post("/staff/login", data={"email": people.ADDRESS, "password": people.PASSWORD})

    assert answer.status_code == 400
    assert people.PASSWORD not in answer.text
    assert people.ADDRESS not in answer.text
    assert 'href="/staff/login"' in answer.text


@pytest.mark.parametrize("place", ["/", "/staff/login", "/nowhere", "/failing/500", "/healthz", "/staff/"])
def test_every_answer_tells_the_browser_to_be_careful(client: FlaskClient, place: str) -> None:
    answer = client.get(place)

    assert {name: answer.headers[name].startswith(value) for name, value in HEADERS.items()} == dict.fromkeys(
        HEADERS, True
    )
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in answer.headers


def test_what_never_changes_may_be_kept(client: FlaskClient) -> None:
    with client.get("/static/css/base.css") as answer:
        assert "no-store" not in answer.headers["Cache-Control"]


def test_over_https_the_browser_is_told_to_stay_there(sqlite_url: str, tmp_path: Path) -> None:
    given = {"env": "test", "database_url": sqlite_url, "data_dir": tmp_path, "base_url": "https://portaal.example"}
    answer = create_app(given).test_client().get("/staff/login", base_url="https://portaal.example")

    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "Secure" in answer.headers["Set-Cookie"]


def test_no_address_breaks_the_portal(client: FlaskClient) -> None:
    answers = {(method, place): client.open(place, method=method) for method in METHODS for place in PLACES}

    assert [call for call, answer in answers.items() if answer.status_code >= 500] == []


def test_no_header_breaks_the_portal_or_reaches_a_page(client: FlaskClient) -> None:
    answers = {
        (name, value): client.get("/staff/login", headers={name: value})
        for name in ("Host", "X-Forwarded-Host", "X-Forwarded-For", "Content-Type", "Content-Length")
        for value in ("evil.example", "a b", "[::1", "é", "-1", "", "multipart/form-data", "x" * 5000)
    }

    assert {answer.status_code for answer in answers.values()} == {200, 400}
    assert [call for call, answer in answers.items() if "evil.example" in answer.text + str(answer.headers)] == []


@pytest.mark.parametrize("place", ["/staff/login", "/refer/landlord"])
def test_no_body_breaks_the_portal(client: FlaskClient, place: str) -> None:
    token = {"X-CSRFToken": people.csrf_of(client.get("/staff/login").text)}

    answers = {
        (kind, body[:9]): client.post(place, data=body, content_type=kind, headers=token)
        for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=a", "application/json", "x")
        for body in BODIES
    }

    assert [call for call, answer in answers.items() if not 400 <= answer.status_code < 500] == []


@pytest.fixture
def proxied(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    made = create_app({"env": "test", "database_url": sqlite_url, "data_dir": tmp_path, "trusted_proxies": 1})
    made.add_url_rule("/whence", view_func=public(lambda: f"{request.remote_addr} {request.host}"))
    yield made
    made.extensions["engine"].dispose()


def test_one_trusted_proxy_tells_the_address_and_never_the_host(proxied: Flask) -> None:
    given = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7", "X-Forwarded-Host": "evil.example"}

    assert proxied.test_client().get("/whence", headers=given).text == "198.51.100.7 localhost"
