"""The language of a page: chosen, remembered, and Dutch for whoever did not choose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import create_app
from portal.models import Outbox, Referral
from tests.reporters import LANDLORD_STEPS, Reporter, rows


@pytest.fixture
def speaking(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    made = create_app({"env": "test", "database_url": sqlite_url, "data_dir": tmp_path})
    yield made
    made.extensions["engine"].dispose()


def language(client: FlaskClient, address: str) -> str:
    return client.get(address).text.partition('<html lang="')[2][:2]


def test_a_chosen_language_is_remembered(speaking: Flask) -> None:
    client = speaking.test_client()

    heard = [language(client, address) for address in ("/", "/?lang=fr", "/", "/?lang=nl", "/")]

    assert heard == ["nl", "fr", "fr", "nl", "nl"]


@pytest.mark.parametrize("wrong", ["de", "", "fr%00x", "FR", "../fr", "x" * 500])
def test_another_language_is_not_spoken_nor_remembered(speaking: Flask, wrong: str) -> None:
    client = speaking.test_client()

    answer = client.get(f"/?lang={wrong}")

    assert answer.status_code in {200, 400}
    assert client.get_cookie("lang") is None
    client.set_cookie("lang", wrong)
    assert language(client, "/") == "nl"


def test_staff_choose_too(speaking: Flask) -> None:
    client = speaking.test_client()

    assert [language(client, "/staff/login"), language(client, "/staff/login?lang=fr")] == ["nl", "fr"]


def test_the_other_languages_are_offered_on_the_same_page(speaking: Flask) -> None:
    page = speaking.test_client().get("/refer/landlord").text

    assert 'href="/refer/landlord?lang=fr" lang="fr"' in page
    assert "lang=nl" not in page


def test_the_filters_of_a_list_go_along(speaking: Flask) -> None:
    page = speaking.test_client().get("/staff/login?next=%2Fstaff%2Fqueue%3Fview%3Dmine&lang=fr").text

    assert 'href="/staff/login?next=%2Fstaff%2Fqueue%3Fview%3Dmine&amp;lang=en"' in page


def test_the_text_that_was_chosen_goes_along(speaking: Flask) -> None:
    address = "/refer/landlord/exit/not-yet?text=nl"

    assert f'href="{address}&amp;lang=fr"' in speaking.test_client().get(address).text


def test_the_towns_own_texts_are_in_the_language_of_the_page(speaking: Flask) -> None:
    client = speaking.test_client()

    assert "Dienst huurbegeleiding" in client.get("/?lang=nl").text
    assert "accompagnement locatif" in client.get("/?lang=fr").text


@pytest.mark.usefixtures("monday")
def test_a_report_keeps_the_language_in_which_its_statement_was_read(speaking: Flask) -> None:
    reporter = Reporter(speaking)
    reporter.open("/?lang=fr")
    reporter.go(LANDLORD_STEPS)
    reporter.press({})

    (referral,) = rows(speaking, Referral)
    mails = {mail.notice: mail.language for mail in rows(speaking, Outbox)}
    assert (referral.language, referral.statement_language) == ("fr", "fr")
    assert (mails["receipt"], mails["new_referral"]) == ("fr", "nl")


def test_with_dutch_alone_nothing_is_offered_or_obeyed(sqlite_url: str, tmp_path: Path) -> None:
    made = create_app({"env": "test", "database_url": sqlite_url, "data_dir": tmp_path, "languages": "nl"})
    client = made.test_client()
    assert "?lang=" not in client.get("/").text
    assert language(client, "/?lang=fr") == "nl"
    assert client.get_cookie("lang") is None
