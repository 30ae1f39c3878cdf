"""A report that is being filled in: found again by a random cookie alone, forgotten after thirty days."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from portal import create_app
from portal.models import Draft
from tests.reporters import BAILIFF_GATES, DWELLING, GATE, TENANT, Reporter, landlord_at, rows

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("monday")


def test_a_draft_goes_on_with_the_cookie_alone_after_everything_was_closed(
    app: Flask, database_url: str, tmp_path: Path
) -> None:
    before = landlord_at(app, "problem")
    cookie = before.client.get_cookie("draft")
    assert cookie is not None
    later = create_app({"env": "test", "database_url": database_url, "data_dir": tmp_path, "rate_limits": "off"})
    reporter = Reporter(later)
    reporter.client.set_cookie("draft", cookie.value)

    assert reporter.open("/").status_code == 200
    reporter.open(reporter.page.links["Ga verder met de aanmelding die u begon"])

    assert reporter.at == "/refer/landlord/problem"
    reporter.open("tenant")
    assert reporter.page.value("tenant_last") == "Quackelbeen"
    assert reporter.press(TENANT).status_code == 200
    later.extensions["engine"].dispose()


def test_the_cookie_is_random_closed_to_scripts_and_says_nothing(app: Flask) -> None:
    values = set()
    for _ in range(2):
        reporter = Reporter(app)
        reporter.open("/refer/landlord")
        answer = reporter.send(GATE)
        (header,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("draft=")]
        value = header.partition(";")[0].removeprefix("draft=")
        assert re.fullmatch("[0-9a-f]{64}", value)
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(header.split("; "))
        assert "Max-Age=2592000" in header
        assert value not in {draft.token_hash for draft in rows(app, Draft)}
        assert reporter.page.key not in header
        values.add(value)
    assert len(values) == 2


def test_over_https_the_cookie_is_secure(database_url: str, tmp_path: Path) -> None:
    settings = {
        "env": "test",
        "database_url": database_url,
        "data_dir": tmp_path,
        "base_url": "https://portaal.example",
    }
    made = create_app(settings)
    client = made.test_client()
    page = client.get("/refer/landlord", base_url="https://portaal.example")
    fields = dict(re.findall(r'name="(csrf_token|submission_key)" value="([^"]+)"', page.text))

    answer = client.post(
        "/refer/landlord",
        data={**GATE, **fields},
        base_url="https://portaal.example",
        headers={"Referer": "https://portaal.example/refer/landlord"},
    )

    made.extensions["engine"].dispose()
    assert answer.status_code == 303
    assert all("Secure" in one for one in answer.headers.getlist("Set-Cookie") if one.startswith("draft="))


def test_a_draft_is_forgotten_thirty_days_after_the_last_thing_done_in_it(app: Flask) -> None:
    reporter = landlord_at(app, "dwelling")
    with time_machine.travel(MORNING + timedelta(days=29)):
        reporter.press(DWELLING)
        assert reporter.at.endswith("/tenant")
    with time_machine.travel(MORNING + timedelta(days=58)):
        assert reporter.open("tenant").status_code == 200
    with time_machine.travel(MORNING + timedelta(days=60)):
        assert reporter.send(TENANT).status_code == 410
        assert reporter.open("tenant").status_code == 410
        assert "Begin opnieuw" in reporter.page.links


def test_the_first_page_sent_again_after_its_draft_died_begins_anew(app: Flask) -> None:
    reporter = Reporter(app)
    reporter.open("/refer/landlord")
    first = reporter.page
    reporter.press(GATE)
    reporter.press(DWELLING)

    with time_machine.travel(MORNING + timedelta(days=30, hours=6)):
        answer = reporter.send({**GATE, "informed_on": "20/12/2026"}, page=first)

        assert answer.status_code == 303
        (draft,) = rows(app, Draft)
        assert "street" not in (draft.answers or {})


def test_pages_of_another_kind_are_not_shown_with_this_kinds_draft(app: Flask) -> None:
    reporter = landlord_at(app, "tenant")
    page = reporter.page

    answer = reporter.open("/refer/bailiff/details")
    assert (answer.status_code, "Quackelbeen" in answer.text) == (410, False)
    assert reporter.send({"notice_kind": "claim"}, to="/refer/bailiff/gate", page=page).status_code == 400
    assert reporter.send({}, to="/refer/bailiff/check", page=page).status_code == 410
    assert rows(app, Draft)[0].kind == "landlord"


def test_another_kind_can_be_begun_beside_it(app: Flask) -> None:
    reporter = landlord_at(app, "tenant")
    reporter.kind = "bailiff"
    reporter.open("/refer/bailiff")

    reporter.press(BAILIFF_GATES["claim"])

    assert reporter.at == "/refer/bailiff/details"
    assert {draft.kind for draft in rows(app, Draft)} == {"landlord", "bailiff"}


@pytest.mark.parametrize("cookie", ["x", "", "é" * 50, "a" * 4000, "../..", "0" * 64])
def test_a_cookie_that_is_none_of_ours_opens_nothing(app: Flask, cookie: str) -> None:
    landlord_at(app, "tenant")
    stranger = Reporter(app)
    stranger.client.set_cookie("draft", cookie)

    assert stranger.open("tenant").status_code == 410
    assert stranger.open("/").status_code == 200


def test_a_browser_without_cookies_is_told_so_and_not_sent_round_in_circles(app: Flask) -> None:
    reporter = Reporter(app)
    reporter.client = FlaskClient(app, app.response_class, use_cookies=False)
    reporter.open("/refer/landlord")

    assert reporter.press(GATE).status_code == 400
    answer = reporter.press({})

    assert answer.status_code == 410
    assert "cookie" in reporter.page.title
    assert reporter.open("tenant").status_code == 410
    assert rows(app, Draft) == []
