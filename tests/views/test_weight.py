"""No page weighs more than a slow connection carries: everything a browser without a cache fetches for it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal import clock, create_app, db, tokens
from portal.domain.intake.questions import COLUMNS, pages
from portal.domain.triage import filters
from portal.domain.vocabulary import CaseStatus, Kind, Pathway, Urgency
from portal.services import saved_views
from portal.views import drafts, intake_pages
from tests import people
from tests.answers import KEPT
from tests.factories import MONDAY, make_account, make_case, make_referral

THIRTY_KILOBYTES, FORTY_KILOBYTES = 30_000, 40_000
FIFTY_KILOBYTES = 50_000
"""Of a queue before it is compressed: rows with all that can stand in them, every filter on, and the most own lists."""
EVERY_FILTER = {
    "level": "U0",
    "kind": "social_landlord",
    "pathway": "OGP",
    "status": "in_guidance",
    "claimed": "somebody",
    "problem": "rent_arrears",
    "received": "month",
    "due": "late",
    "question": "yes",
    "unverified": "yes",
    "safety": "yes",
    "channel": "web",
}
HEAVY: dict[str, Any] = {
    "kind": Kind.SOCIAL_LANDLORD,
    "status": CaseStatus.IN_GUIDANCE,
    "pathway": Pathway.OGP,
    "level": Urgency.U0,
    "problems": " rent_arrears ",
    "question": "Wanneer is de zitting?",
    "unverified": True,
    "safety_mark": True,
    "art14_due_on": MONDAY,
    "due_on": MONDAY,
    "queue_on": MONDAY,
}
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}
ASSET = re.compile(r'(?:<link rel="(?:stylesheet|icon)" href|<script [^>]*src|<img src)="([^"#]+)')
OPEN = ("/", "/privacy", "/accessibility", "/er/is/niets", "/staff/login")
EXITS = ("not-yet", "not-safe", "ask-first")


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    given = {"env": "test", "database_url": sqlite_url, "data_dir": tmp_path, "rate_limits": "off"}
    made = create_app({**given, "languages": "nl,fr,en"})
    yield made
    made.extensions["engine"].dispose()


def weight(client: FlaskClient, address: str) -> tuple[int, list[str]]:
    """Bytes of the page and of what it asks for, headers included; and the addresses of the latter."""
    page = client.get(address, headers=BROWSER)
    html = gzip.decompress(page.data).decode() if "Content-Encoding" in page.headers else page.text
    assert "</html>" in html, address
    assets = sorted(set(ASSET.findall(html)))
    answers = [page, *(client.get(one, headers=BROWSER, buffered=True) for one in assets)]
    assert {one.status_code for one in answers[1:]} == {200}
    return sum(_bytes(one) for one in answers), assets


def _bytes(answer: TestResponse) -> int:
    return len(answer.data) + len(str(answer.headers)) + len("HTTP/1.1 200 OK\r\n")


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_every_page_of_every_kind_weighs_at_most_thirty_kilobytes(app: Flask, language: str) -> None:
    weights = {}
    for kind in COLUMNS:
        client = filling_in(app, kind)
        client.set_cookie("lang", language)
        slugs = [f"/{page.slug}" for page in pages(kind)]
        for end in ("", "/check", *slugs, *(f"/exit/{name}" for name in EXITS)):
            weights[address], _ = weight(client, address := f"/refer/{kind.slug}{end}")

    assert len(weights) > 8 * 7
    assert {address: bytes_ for address, bytes_ in weights.items() if bytes_ > THIRTY_KILOBYTES} == {}


def test_so_does_every_other_page_that_reporters_see(app: Flask) -> None:
    with app.app_context(), db.open_session(db.engine(), writes=True) as session:
        referral = make_referral(session)
        session.commit()
    with app.test_request_context():
        own = (intake_pages.receipt_url(referral), f"/follow/{intake_pages.follow_token(referral)}")

    weights = {address: weight(app.test_client(), address)[0] for address in (*OPEN, *own)}

    assert {address: bytes_ for address, bytes_ in weights.items() if bytes_ > THIRTY_KILOBYTES} == {}


def test_a_queue_at_its_fullest_weighs_at_most_forty_kilobytes(app: Flask) -> None:
    today = clock.today()
    on_every_row: dict[str, Any] = {"minors": "yes", "homeless_now": "yes", "stage": "petition", "hearing_date": today}
    with app.app_context(), db.open_session(db.engine(), writes=True) as session:
        an, jo = make_account(session, name="Anne-Charlotte Vandenbroucke"), make_account(session, team="noord")
        for number in range(saved_views.MOST):
            name = f"Zittingen van deze week {number}"
            saved_views.keep(session, jo, name, filters.spell("todo", EVERY_FILTER), start=False, at=clock.now())
        for _ in range(51):
            make_case(session, claimed_by_id=an.id, received_on=today, referral=on_every_row, **HEAVY)
        session.commit()
    worker = people.browser_of(app, jo)

    found, assets = weight(worker, address := f"/staff/queue?{filters.spell('todo', EVERY_FILTER)}")
    plain = worker.get(address).text

    assert (plain.count('class="case"'), plain.count("/staff/queue/views/")) == (50, 20)
    assert found <= FORTY_KILOBYTES
    assert len(plain.encode()) <= FIFTY_KILOBYTES
    assert any("desk.css" in one for one in assets)


def test_what_a_page_asks_for_is_ours_and_kept(app: Flask) -> None:
    _, assets = weight(app.test_client(), "/refer/bailiff")

    assert len(assets) >= 6
    assert all(one.startswith("/") and "?v=" in one for one in assets)


def filling_in(app: Flask, kind: Kind) -> FlaskClient:
    """A browser in which all that this kind is asked stands filled in."""
    with app.test_request_context(), db.open_session(db.engine(), writes=True) as session:
        draft, token = drafts.begin(session, kind, tokens.random_key(), {})
        draft.passed_gate = True
        drafts.keep(draft, KEPT)
        session.commit()
    client = app.test_client()
    client.set_cookie(drafts.COOKIE, token)
    return client
