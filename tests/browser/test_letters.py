"""Every mail as a picture on a small phone: nothing sticks out, and everybody can read it, by day and by night.

A mail is opened as its HTML alone, without a server.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import Page
from pytest_playwright.pytest_playwright import CreateContextCallback

from portal import create_app
from portal.notify.notices import Notice
from tests.browser.conftest import PHONE
from tests.browser.inspection import RULES, RUN
from tests.browser.visitor import WIDTHS
from tests.notify import golden

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
COLOURS = ["color-contrast"]


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """What writes them."""
    return create_app({"env": "test", "data_dir": tmp_path_factory.mktemp("letters")})


@pytest.fixture
def phone(new_context: CreateContextCallback) -> Page:
    """As mails are read."""
    page = new_context().new_page()
    page.set_viewport_size(PHONE)
    return page


@pytest.mark.parametrize("language", golden.LANGUAGES)
def test_every_mail_fits_a_phone_and_can_be_read_by_everybody(letters: Flask, phone: Page, language: str) -> None:
    looked_at = {
        notice: golden.words_of(golden.letter(letters, golden.row_of(notice, language=language)), "html")
        for notice in Notice
    }

    found = {notice: faults(phone, page) for notice, page in looked_at.items()}

    assert {notice: said for notice, said in found.items() if said} == {}


def test_what_sticks_out_or_cannot_be_read_would_be_found(letters: Flask, phone: Page) -> None:
    page = golden.words_of(golden.letter(letters, golden.row_of(Notice.RECEIPT)), "html")
    wide = page.replace("</style>", ".letter { width: 400px; max-width: none; }</style>")
    pale = page.replace("</style>", "@media (prefers-color-scheme: dark) { p { color: #333; } }</style>")
    nameless = page.replace("<title>", "<title hidden>").replace('lang="nl"', "")

    found = [faults(phone, broken) for broken in (page, wide, pale, nameless)]

    assert [[said.partition(":")[0] for said in one] for one in found] == [[], ["light", "dark"], ["dark"], ["light"]]
    assert "color-contrast" in found[2][0] and "html-has-lang" in found[3][0]


def faults(phone: Page, page: str) -> list[str]:
    """What is wrong with one mail: all of axe's rules by day, the colours again by night, the width in both."""
    phone.set_content(page)
    if not phone.evaluate("'axe' in window"):
        phone.evaluate(AXE_SCRIPT)
    return [f"{scheme}: {said}" for scheme in SCHEMES for said in faults_in(phone, scheme)]


def faults_in(phone: Page, scheme: Scheme) -> Iterable[str]:
    phone.emulate_media(color_scheme=scheme)
    yield from phone.evaluate(RUN, [RULES, COLOURS if scheme == "dark" else None, True])
    content, window = phone.evaluate(WIDTHS)
    if content > window:
        yield f"{content} wide in {window}"
