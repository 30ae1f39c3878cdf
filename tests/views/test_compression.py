"""What is sent compressed, what is kept for a year, and that no length tells a secret."""

from __future__ import annotations

import gzip
import zlib

import pytest
from flask import Flask, Response, url_for
from flask.testing import FlaskClient

from portal.views import compression
from tests import pages

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
ECHO = "zwaluwstaart"


@pytest.fixture(scope="module")
def client(page_app: Flask) -> FlaskClient:
    return page_app.test_client()


def test_a_page_is_compressed_for_who_asks_for_it(client: FlaskClient) -> None:
    plain, packed = client.get("/privacy"), client.get("/privacy", headers=GZIP)

    assert (plain.headers.get("Content-Encoding"), packed.headers["Content-Encoding"]) == (None, "gzip")
    assert pages.read(gzip.decompress(packed.data).decode()).text == pages.read(plain.text).text
    assert len(packed.data) < len(plain.data) / 2
    assert int(packed.headers["Content-Length"]) == len(packed.data)
    assert all("Accept-Encoding" in answer.vary for answer in (plain, packed))


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "br", "*;q=0"])
def test_who_cannot_unpack_gets_it_plain(client: FlaskClient, accepted: str) -> None:
    answer = client.get("/privacy", headers={"Accept-Encoding": accepted})

    assert "Content-Encoding" not in answer.headers
    assert "</html>" in answer.text


def test_small_answers_and_pictures_of_dots_stay_as_they_are(page_app: Flask) -> None:
    with page_app.test_request_context(headers=GZIP):
        small = compression.compress(Response("x" * 999, mimetype="text/plain"))
        large = compression.compress(Response("x" * 1000, mimetype="text/plain"))
        dots = compression.compress(Response("x" * 5000, mimetype="image/png"))
        stream = compression.compress(Response(iter(["x" * 5000]), mimetype="text/plain"))

    encodings = [answer.headers.get("Content-Encoding") for answer in (small, large, dots, stream)]
    assert encodings == [None, "gzip", None, None]


def test_the_same_page_has_many_lengths(client: FlaskClient) -> None:
    text = client.get("/privacy").data

    lengths = {len(compression.gzip(text)) for _ in range(200)}

    assert len(lengths) > 20 and max(lengths) - min(lengths) < 64
    assert zlib.decompress(compression.gzip(text), 16 + zlib.MAX_WBITS) == text


@pytest.mark.parametrize("path", ["/refer/landlord", "/refer/bailiff", "/refer/tenant"])
def test_a_page_with_a_token_echoes_nothing_of_its_address(client: FlaskClient, path: str) -> None:
    page = client.get(f"{path}?lang={ECHO}&x={ECHO}&{ECHO}=1", headers={"Referer": f"http://x.example/{ECHO}"})

    assert 'name="csrf_token"' in page.text
    assert ECHO not in page.text


@pytest.mark.parametrize("name", ["css/base.css", "js/conditional.js", "icon.svg"])
def test_an_asset_is_kept_for_a_year_by_its_fingerprint_alone(page_app: Flask, client: FlaskClient, name: str) -> None:
    with page_app.test_request_context():
        address = url_for("static", filename=name)

    marked, plain, old = (
        client.get(one, buffered=True) for one in (address, f"/static/{name}", f"/static/{name}?v=0a0a0a0a")
    )

    assert "?v=" in address
    assert marked.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "immutable" not in plain.headers["Cache-Control"] + old.headers["Cache-Control"]
    assert marked.data == plain.data == old.data


def test_a_packed_asset_is_known_again(client: FlaskClient) -> None:
    first = client.get("/static/css/base.css", headers=GZIP, buffered=True)
    again = client.get("/static/css/base.css", headers={**GZIP, "If-None-Match": first.headers["ETag"]}, buffered=True)

    assert first.headers["Content-Encoding"] == "gzip" and first.headers["ETag"].startswith("W/")
    assert (again.status_code, again.data) == (304, b"")


def test_a_file_that_is_not_ours_has_no_fingerprint(client: FlaskClient) -> None:
    for path in ("/static/../config/site.py?v=0", "/static/%2e%2e/site.toml?v=0", "/static/nothing.css?v="):
        assert client.get(path).status_code == 404
