"""The language of a page: chosen, remembered, and Dutch for whoever did not choose, and for staff."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import create_app


@pytest.fixture
def speaking(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    given = {"env": "test", "database_url": sqlite_url, "data_dir": tmp_path, "languages": "nl,fr,en"}
    made = create_app(given)
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


def test_staff_pages_are_dutch(speaking: Flask) -> None:
    client = speaking.test_client()
    client.get("/?lang=fr")

    assert language(client, "/staff/login?lang=fr") == "nl"


def test_the_other_languages_are_offered_on_the_same_page(speaking: Flask) -> None:
    page = speaking.test_client().get("/refer/landlord").text

    assert 'href="/refer/landlord?lang=fr" lang="fr"' in page
    assert "lang=nl" not in page


def test_with_dutch_alone_nothing_is_offered_or_obeyed(client: FlaskClient) -> None:
    assert "?lang=" not in client.get("/").text
    assert language(client, "/?lang=fr") == "nl"
    assert client.get_cookie("lang") is None
