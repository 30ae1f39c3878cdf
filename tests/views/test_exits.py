"""Help instead of a wall: the pages behind the exits of the gate, and that none of them stores a tenant."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from flask import Flask

from portal import create_app
from portal.config.environment import SITE_FILE
from portal.domain.intake.ready_texts import NAMES
from portal.models import Draft
from tests import pages
from tests.reporters import GATE, Reporter, landlord_at, rows

pytestmark = pytest.mark.usefixtures("monday")
NOT_YET = "/refer/landlord/exit/not-yet"
MINE = {"reporter_email": "odilon@verhuurder.example"}


@pytest.fixture
def reader(sqlite_url: str, tmp_path: Path) -> Flask:
    """Pages that need no database of each sort."""
    return create_app({"env": "test", "database_url": sqlite_url, "data_dir": tmp_path, "rate_limits": "off"})


def site_with(folder: Path, reviewed: str) -> Path:
    sample = SITE_FILE.read_text(encoding="utf-8")
    assert sample.count('reviewed_texts = ["nl", "fr", "en"]') == 1
    file = folder / "site.toml"
    file.write_text(sample.replace('["nl", "fr", "en"]', reviewed), encoding="utf-8")
    return file


def messages(page: str) -> list[tuple[str, str, str]]:
    """Language, direction and text of each ready text, as a browser copies them."""
    found = re.findall(r'<blockquote class="message" [^>]*lang="(\w+)" dir="(\w+)">(.*?)</blockquote>', page, re.DOTALL)
    return [(language, way, html.unescape(re.sub(r"<[^>]+>", "", inside))) for language, way, inside in found]


@pytest.mark.parametrize(("reviewed", "offered"), [('["nl", "fr", "en"]', "nl fr en"), ('["nl", "tr"]', "nl tr")])
def test_only_reviewed_texts_are_offered(sqlite_url: str, tmp_path: Path, reviewed: str, offered: str) -> None:
    settings = {"env": "test", "database_url": sqlite_url, "data_dir": tmp_path}
    client = create_app({**settings, "site_file": site_with(tmp_path, reviewed)}).test_client()

    links = re.findall(r'href="\?text=(\w+)#ready"', client.get(NOT_YET).text)
    asked = {code: messages(client.get(f"{NOT_YET}?text={code}").text)[0][0] for code in NAMES}

    assert links == offered.split()
    assert asked == {code: code if code in offered else "nl" for code in NAMES}


def test_the_demo_offers_all_of_them_and_marks_the_drafts(sqlite_url: str, tmp_path: Path) -> None:
    demo = create_app({"env": "demo", "database_url": sqlite_url, "data_dir": tmp_path, "base_url": "http://localhost"})
    client = demo.test_client()

    shown = {code: client.get(f"{NOT_YET}?text={code}").text for code in NAMES}

    assert {code: messages(page)[0][0] for code, page in shown.items()} == {code: code for code in NAMES}
    assert [code for code, page in shown.items() if ">concept<" in page] == ["ar", "tr"]
    assert [code for code, page in shown.items() if ">vertaling<" in page] == ["fr", "en", "ar", "tr"]


def test_a_translation_has_the_dutch_beside_it_and_each_its_language_and_direction(
    sqlite_url: str, tmp_path: Path
) -> None:
    settings = {"env": "test", "database_url": sqlite_url, "data_dir": tmp_path}
    client = create_app({**settings, "site_file": site_with(tmp_path, '["nl", "ar"]')}).test_client()

    page = client.get(f"{NOT_YET}?text=ar").text

    assert [(language, way) for language, way, _text in messages(page)] == [("ar", "rtl"), ("nl", "ltr")]
    assert len(messages(client.get(NOT_YET).text)) == 1
    assert '<bdi dir="ltr">\u200e015 00 00 00</bdi>' in page
    assert '<bdi dir="ltr" lang="nl">Sociaal Huis Mechelen</bdi>' in page


@pytest.mark.parametrize("kind", ["landlord", "doctor"])
def test_the_text_on_the_page_is_the_text_in_its_links(reader: Flask, kind: str) -> None:
    page = reader.test_client().get(f"/refer/{kind}/exit/not-yet?text=fr").text

    links = {url.partition(":")[0]: url.partition("?")[2] for url in pages.read(page).links.values()}
    bodies = {scheme: dict(parse_qsl(links[scheme]))["body"].replace("\r\n", "\n") for scheme in ("sms", "mailto")}
    assert set(bodies.values()) == {messages(page)[0][2]}
    assert "@" not in links["mailto"].partition("?")[0]


def test_without_javascript_there_is_no_button_that_copies(reader: Flask) -> None:
    page = reader.test_client().get(NOT_YET).text

    (button,) = re.findall(r"<button[^>]*data-copy[^>]*>", page)
    assert 'type="button"' in button and " hidden" in button
    assert 'role="status"' in page


def test_where_telling_is_not_safe_there_are_numbers_to_call_and_a_way_off_the_page(reader: Flask) -> None:
    links = pages.read(reader.test_client().get("/refer/landlord/exit/not-safe").text).links

    assert {"1712", "101", "015 00 00 00"} <= set(links)
    assert links["Verlaat deze pagina snel"].startswith("https://")
    assert "submission_key" not in reader.test_client().get("/refer/landlord/exit/not-safe").text


def test_every_exit_leads_back_to_the_gate(app: Flask) -> None:
    begun = landlord_at(app, "tenant")
    begun.open("gate")
    begun.press({**GATE, "informed": "not_yet"})

    for name in ("not-yet", "not-safe", "ask-first", "opposed"):
        fresh = pages.read(app.test_client().get(f"/refer/landlord/exit/{name}").text)
        begun.open(f"exit/{name}")
        assert (fresh.links["Terug"], begun.page.links["Terug"]) == ("/refer/landlord", "/refer/landlord/gate")
    assert begun.open(begun.page.links["Terug"]).status_code == 200
    assert "informed" in begun.page.names


def test_a_tenant_has_no_exits(reader: Flask) -> None:
    client = reader.test_client()

    assert client.get("/refer/doctor/exit/not-yet").status_code == 200
    assert client.get("/refer/tenant/exit/not-yet").status_code == 404


def test_asking_for_a_link_at_an_exit_stores_the_kind_and_the_own_address_alone(app: Flask) -> None:
    told = landlord_at(app, "check")
    told.open("gate")
    told.press({**GATE, "informed": "not_yet", "informed_by": "Wendelien Quackelbeen"})
    fresh = Reporter(app)
    fresh.open("/refer/landlord")
    fresh.press({**GATE, "informed": "not_yet", "informed_by": "Wendelien Quackelbeen"})

    for reporter in (told, fresh):
        assert (
            reporter.press({"reporter_email": "odilon@verhuurder.example", "tenant_last": "Quackelbeen"}).status_code
            == 200
        )

    kept, new = rows(app, Draft)
    assert (new.own, new.answers, new.passed_gate) == (MINE, None, False)
    assert (kept.own["reporter_name"], kept.answers, kept.passed_gate) == ("Odilon Vermeersch-Test", None, False)
    assert "Quackelbeen" not in repr([kept, new]) and "Zwaluwenhof" not in repr([kept, new])


def test_asking_for_a_link_leaves_another_report_of_this_browser_alone(app: Flask) -> None:
    reporter = landlord_at(app, "problem")
    before = repr(rows(app, Draft)[0])
    reporter.open("/refer/landlord")
    reporter.press({**GATE, "informed": "not_yet"})

    reporter.press(MINE)

    assert [repr(draft) == before for draft in rows(app, Draft)] == [True, False]
    assert reporter.open("problem").status_code == 200 and reporter.at.endswith("/problem")
