"""What the law asks us to say: every fact of the site file is told, and the rest is what the portal does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from portal import create_app
from portal.config.environment import SITE_FILE
from tests import pages

ROOT = Path(__file__).parents[2]
TERMS = (
    ("draft_days = 30", "draft_days = 31", "31 dagen na het laatste gebruik"),
    ("unfounded_months = 6", "unfounded_months = 7", "7 maanden nadat"),
    ("never_guided_months = 12", "never_guided_months = 13", "13 maanden nadat"),
    ("confirmed = false", "confirmed = false\nguided_months = 61", "61 maanden nadat"),
    ("network_addresses_days = 30", "network_addresses_days = 29", "hoogstens 29 dagen"),
    ("audit_months = 24", "audit_months = 25", "25 maanden"),
)


@pytest.fixture
def client(page_app: Flask) -> FlaskClient:
    return page_app.test_client()


def facts(value: Any) -> Iterator[str]:
    """Every text in a part of the site file."""
    if is_dataclass(value):
        for one in fields(value):
            yield from facts(getattr(value, one.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from facts(one)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("address", ["/privacy", "/accessibility"])
def test_both_pages_are_read_by_anybody_and_linked_from_every_page(client: FlaskClient, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 200
    assert address in pages.read(answer.text).links.values()
    assert answer.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_privacy_page_tells_what_the_site_file_says(page_app: Flask, client: FlaskClient, language: str) -> None:
    site = page_app.extensions["portal.sites"][language]
    text = pages.read(client.get(f"/privacy?lang={language}").text).text

    told = {fact for part in (site.controller, site.dpo, site.privacy) for fact in facts(part)}
    assert len(told) > 15
    assert {fact for fact in told if fact not in text} == set()


def test_the_terms_are_those_of_the_site_file(tmp_path: Path) -> None:
    sample = SITE_FILE.read_text(encoding="utf-8")
    for found, instead, _said in TERMS:
        assert sample.count(found) == 1
        sample = sample.replace(found, instead)
    file = tmp_path / "site.toml"
    file.write_text(sample, encoding="utf-8")

    given = {"database_url": f"sqlite:///{tmp_path}/none.db", "data_dir": tmp_path, "site_file": file}
    app = create_app({"env": "test", **given})
    text = pages.read(app.test_client().get("/privacy").text).text
    app.extensions["engine"].dispose()

    assert {said for _found, _instead, said in TERMS if said not in text} == set()
    assert "archivaris" not in text


def test_what_nobody_decided_yet_is_said_as_such(client: FlaskClient) -> None:
    text = client.get("/privacy").text

    assert "De archivaris legt deze termijn nog vast." in text
    assert "Het bestuur moet ze nog bevestigen." in text


def test_every_cookie_of_the_portal_is_named(page_app: Flask, client: FlaskClient) -> None:
    modules = (ROOT / "portal" / "views").glob("*.py")
    ours = {name for path in modules for name in re.findall(r'^\w*COOKIE = "(\w+)"', path.read_text(), re.MULTILINE)}
    text = client.get("/privacy").text

    assert ours >= {"draft", "receipt", "lang"}
    assert {name for name in ours | {page_app.config["SESSION_COOKIE_NAME"]} if f"<dt>{name}</dt>" not in text} == set()


def test_the_statement_tells_whom_to_tell_and_where_to_complain(page_app: Flask, client: FlaskClient) -> None:
    site = page_app.extensions["portal.sites"]["nl"]
    text = pages.read(client.get("/accessibility").text).text

    assert {fact for fact in facts(site.accessibility) if fact not in text} == set()
    assert "23 november 2026" in text
    assert page_app.extensions["portal.settings"].base_url in text


@time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False)
def test_where_a_weakness_is_reported_is_said_as_the_standard_has_it(page_app: Flask, client: FlaskClient) -> None:
    answer = client.get("/.well-known/security.txt")
    lines = dict(line.split(": ", 1) for line in answer.text.splitlines())

    assert answer.content_type == "text/plain; charset=utf-8"
    assert lines == {
        "Contact": "mailto:veiligheid@portaal.example",
        "Expires": "2027-05-22T00:00:00Z",
        "Preferred-Languages": "nl, fr, en",
        "Canonical": f"{page_app.extensions['portal.settings'].base_url}/.well-known/security.txt",
    }
    assert answer.text.endswith("\n")
