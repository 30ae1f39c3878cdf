"""A reporter's own data on the reporter's own device: only when asked for, only their own, and gone with one tap."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from werkzeug.http import dump_cookie

from portal import config, create_app, tokens
from portal.domain.intake.questions import Answer
from portal.domain.vocabulary import Kind
from portal.models import Draft, Referral
from portal.views import remember
from tests import pages
from tests.reporters import BAILIFF_GATES, DETAILS, OFFICE, Reporter, bailiff_at, landlord_at, rows

pytestmark = pytest.mark.usefixtures("monday")
NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FILLED = "Ingevuld met uw bewaarde gegevens."
ON_DEVICE = "Uw eigen gegevens staan op dit toestel bewaard."


@pytest.fixture
def office(app: Flask) -> Reporter:
    """A bailiff's office that sent one report, and asked to be remembered."""
    reporter = bailiff_at(app, "check")
    reporter.press({"remember": "yes"})
    return reporter


@pytest.fixture
def bare(sqlite_url: str, tmp_path: Path) -> Flask:
    """An application whose database nothing asks."""
    return create_app({"env": "test", "database_url": sqlite_url, "data_dir": tmp_path})


def cookie(reporter: Reporter) -> str:
    found = reporter.client.get_cookie("own")
    return found.value if found else ""


def details_of_next_report(reporter: Reporter) -> pages.Page:
    reporter.open("/refer/bailiff")
    reporter.press(BAILIFF_GATES["claim"])
    assert reporter.at == "/refer/bailiff/details"
    return reporter.page


def signed(app: Flask, content: object, purpose: str = "own data") -> str:
    with app.app_context():
        text = content if isinstance(content, str) else json.dumps(content)
        return tokens.sign(config.settings().secret_keys, purpose, text)


def remembered(app: Flask, value: str) -> dict[str, Answer]:
    """What a bailiff's report begins with in a browser that has this cookie."""
    with app.test_request_context("/", headers={"Cookie": dump_cookie("own", value, path=None)}):
        return remember.own(Kind.BAILIFF)


def test_the_next_report_of_the_kind_begins_with_the_senders_own_data(office: Reporter) -> None:
    page = details_of_next_report(office)

    for name in ("reporter_name", "reporter_org", "reporter_email"):
        assert page.value(name) == OFFICE[name]
    assert FILLED in page.text
    assert not page.value("own_ref") and not page.value("tenant_last") and not page.value("street")
    office.press({**DETAILS, "tenant_last": "Tweede", "reporter_name": page.value("reporter_name")})
    assert office.page.value("remember") == "yes"
    office.press({"remember": "yes"})
    assert [one.reporter_name for one in rows(office.client.application, Referral)] == [OFFICE["reporter_name"]] * 2


def test_the_cookie_holds_nothing_about_a_tenant_and_no_script_reads_it(app: Flask) -> None:
    reporter = bailiff_at(app, "check")
    answer = reporter.send({"remember": "yes"})

    (line,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("own=")]
    assert all(word in line for word in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=31536000"))
    with app.app_context():
        text = tokens.read(
            config.settings().secret_keys, "own data", cookie(reporter), max_age_days=1, now=NINE + timedelta(hours=1)
        )
    kept = json.loads(text or "")
    assert kept["kind"] == "bailiff"
    assert set(kept["own"]) == {"reporter_name", "reporter_org", "reporter_email"}


def test_nothing_is_kept_unless_it_was_asked_for(app: Flask) -> None:
    reporter = bailiff_at(app, "check")
    assert "remember" in reporter.page.names and "remember" not in reporter.page.values

    reporter.press({"remember": "on"})

    assert cookie(reporter) == ""
    page = details_of_next_report(reporter)
    assert not page.value("reporter_name") and FILLED not in page.text


def test_forgetting_takes_one_tap_also_in_a_report_that_was_begun(office: Reporter) -> None:
    details_of_next_report(office)

    office.press({}) if office.page.actions[-1] == "/forget" else office.send({}, to="/forget")
    office.open("/forgotten")

    assert cookie(office) == ""
    assert "vergeten" in office.page.title
    (draft,) = rows(office.client.application, Draft)
    assert draft.own == {}
    office.open(office.page.links["Ga verder met de aanmelding die u begon"])
    assert (office.at, office.page.value("reporter_name")) == ("/refer/bailiff/details", "")


def test_the_first_page_says_what_is_kept_and_forgets_it(office: Reporter) -> None:
    assert ON_DEVICE in office.open("/").text

    answer = office.send({}, to="/forget")

    assert answer.headers["Location"] == "/forgotten"
    assert ON_DEVICE not in office.open("/").text


def test_who_takes_the_tick_away_is_forgotten_and_another_kind_is_left_alone(app: Flask, office: Reporter) -> None:
    landlord = landlord_at(app, "check")
    landlord.client.set_cookie("own", cookie(office))
    landlord.press({})
    assert cookie(landlord) == cookie(office)

    details_of_next_report(office)
    office.press({**DETAILS, "tenant_last": "Tweede"})
    office.press({})

    assert cookie(office) == ""


OWN = {"reporter_name": "Leontine Griet-Test"}
WRONG = {
    "another purpose": lambda app: signed(app, {"kind": "bailiff", "own": OWN}, "follow"),
    "another kind": lambda app: signed(app, {"kind": "landlord", "own": OWN}),
    "no kind of ours": lambda app: signed(app, {"kind": "king", "own": OWN}),
    "no names": lambda app: signed(app, {"kind": "bailiff", "own": [1]}),
    "a list": lambda app: signed(app, []),
    "no JSON": lambda app: signed(app, "{"),
    "a character changed": lambda app: signed(app, {"kind": "bailiff", "own": OWN})[:-2] + "AA",
    "not signed": lambda app: json.dumps({"kind": "bailiff", "own": OWN}),
    "too large": lambda app: signed(
        app, {"kind": "bailiff", "own": {**OWN, "x": [tokens.random_token() for _ in range(68)]}}
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_cookie_that_is_not_ours_is_ignored(bare: Flask, wrong: str) -> None:
    assert remembered(bare, signed(bare, {"kind": "bailiff", "own": OWN})) == OWN

    assert remembered(bare, WRONG[wrong](bare)) == {}


def test_a_cookie_of_ours_is_read_until_it_is_a_year_old(app: Flask, office: Reporter) -> None:
    with time_machine.travel(NINE + timedelta(days=364)):
        assert ON_DEVICE in office.client.get("/").text
        late = app.test_client()
        late.set_cookie("own", cookie(office))
        assert ON_DEVICE in late.get("/").text
    with time_machine.travel(NINE + timedelta(days=366)):
        assert ON_DEVICE not in late.get("/").text


def test_what_is_kept_is_checked_as_if_it_was_typed(bare: Flask) -> None:
    kept = {**OWN, "reporter_email": "no address", "tenant_last": "Quackelbeen", "reporter_org": "\0" * 9}

    assert remembered(bare, signed(bare, {"kind": "bailiff", "own": kept})) == OWN


def test_a_tenant_is_not_offered_it(app: Flask) -> None:
    reporter = Reporter(app, "tenant")
    reporter.client.set_cookie("own", signed(app, {"kind": "tenant", "own": {}}))

    assert ON_DEVICE not in reporter.open("/").text
