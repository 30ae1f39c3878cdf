"""Showing each kind's longest page beside validating what is sent from it, in processor time, in this process."""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, run_wsgi_app

from bench import databases
from portal import create_app, db, tokens
from portal.domain.intake.questions import COLUMNS, Answer, Page, asked_in, pages
from portal.domain.vocabulary import Kind
from portal.forms.intake import PageForm, page_form
from portal.views import drafts, intake_pages, kinds
from tests.reports import REPORTS

TODAY = date(2026, 11, 23)
"""The day around which the reports were invented."""
KEY = "0" * 32
TIMES = 40
"""How often each is done in a round: one is too short for the clock of the processor."""
GROUPS = ("radios", "ticks", "tick")
"""A browser sends nothing of a group without an answer, and a blank of every other field."""


@dataclass
class Measured:
    """Milliseconds of processor for each, round by round; and the bytes of the page."""

    kind: Kind
    page: Page
    shown: list[float] = field(default_factory=list)
    validated: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    plain: int = 0
    packed: int = 0

    def ratios(self) -> list[float]:
        return [shown / validated for shown, validated in zip(self.shown, self.validated, strict=True)]


@dataclass(frozen=True)
class Bench:
    """One kind's longest page: shown, its POST validated, and the whole GET request around the first."""

    measured: Measured
    show: Callable[[], object]
    validate: Callable[[], object]
    get: Callable[[], object]

    def once(self, *, counted: bool) -> None:
        """One round, the two that are compared right after each other."""
        times = (_timed(self.show), _timed(self.validate), _timed(self.get))
        if counted:
            for taken, one in zip(
                (self.measured.shown, self.measured.validated, self.measured.whole), times, strict=True
            ):
                taken.append(one)


def measure(*, rounds: int) -> list[Measured]:
    """Every kind, taking turns in each round; the first round is not counted."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _portal(Path(folder)) as app:
        benches = [_bench(app, kind) for kind in COLUMNS]
        for number in range(rounds + 1):
            print(f"pages: round {number} of {rounds}", file=sys.stderr)
            for bench in benches:
                bench.once(counted=number > 0)
    return [bench.measured for bench in benches]


def _bench(app: Flask, kind: Kind) -> Bench:
    page = max(pages(kind), key=lambda page: sum(len(asked_in(kind, section)) for section in page.sections))
    known, typed = _until(app, kind, page)
    get = _environ(f"/refer/{kind.slug}/{page.slug}", _cookies(app, kind, known))
    plain, packed = _answer(app, get), _answer(app, {**get, "HTTP_ACCEPT_ENCODING": "gzip"})
    body = urlencode(typed, doseq=True).encode()
    return Bench(
        Measured(kind, page, plain=len(plain), packed=len(packed)),
        show=lambda: _show(app, kind, page, known, get),
        validate=lambda: _validate(app, kind, page, known, body),
        get=lambda: _answer(app, {**get, "HTTP_ACCEPT_ENCODING": "gzip"}),
    )


def _answer(app: Flask, environ: Mapping[str, Any]) -> bytes:
    """The body of the whole request, through everything that a server calls."""
    body, status, _headers = run_wsgi_app(app, {**environ}, buffered=True)
    if status != "200 OK":
        raise RuntimeError(f"the page of the benchmark answered {status}")
    return b"".join(body)


def _show(app: Flask, kind: Kind, page: Page, known: Mapping[str, Answer], environ: Mapping[str, Any]) -> str:
    """Make the form and the page: no database, no compression."""
    with app.request_context({**environ}):
        form = page_form(kind, page.sections, kinds.prefilled(kind, page, known))
        return intake_pages.show(kind, page, form, key=KEY)


def _validate(app: Flask, kind: Kind, page: Page, known: Mapping[str, Answer], body: bytes) -> PageForm:
    """Read the body, make the form, apply every rule: no view, no database."""
    given = {"CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body))}
    environ = {**_environ("/refer", {}), **given, "REQUEST_METHOD": "POST", "wsgi.input": io.BytesIO(body)}
    with app.request_context(environ):
        form = page_form(kind, page.sections, known)
        form.read(known=known, today=TODAY)
    if form.errors:
        raise RuntimeError(f"the page of the benchmark is refused: {sorted(form.errors)}")
    return form


def _until(app: Flask, kind: Kind, last: Page) -> tuple[dict[str, Answer], dict[str, str | list[str]]]:
    """What is known before a page of this kind's report, and what is typed on it."""
    known: dict[str, Answer] = {}
    for page in pages(kind)[: pages(kind).index(last)]:
        with app.test_request_context(method="POST", data=_typed(app, kind, page, known)):
            known = page_form(kind, page.sections, known).read(known=known, today=TODAY).whole
    return known, _typed(app, kind, last, known)


def _typed(app: Flask, kind: Kind, page: Page, known: Mapping[str, Answer]) -> dict[str, str | list[str]]:
    with app.test_request_context():
        fields = page_form(kind, page.sections, known).answers()
    sent = [one for one in fields if one.name in REPORTS[kind] or one.view not in GROUPS]
    return {one.name: REPORTS[kind].get(one.name, "") for one in sent}


def _environ(path: str, headers: dict[str, str]) -> dict[str, Any]:
    return EnvironBuilder(path=path, base_url="http://localhost:8000", headers=Headers(headers)).get_environ()


def _cookies(app: Flask, kind: Kind, known: dict[str, Answer]) -> dict[str, str]:
    """Of somebody in the middle of the form: the session that a page gave, and a draft."""
    client = app.test_client()
    client.get(f"/refer/{kind.slug}")
    session = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    held = f"{drafts.COOKIE}={_draft(app, kind, known)}"
    return {"Cookie": f"{held}; {session.key}={session.value}" if session else held}


def _draft(app: Flask, kind: Kind, known: dict[str, Answer]) -> str:
    with app.test_request_context(), db.open_session(db.engine(), writes=True) as session:
        draft, token = drafts.begin(session, kind, tokens.random_key(), {})
        draft.passed_gate = True
        drafts.keep(draft, known)
        session.commit()
    return token


@contextmanager
def _portal(folder: Path) -> Iterator[Flask]:
    with databases.ENGINES["sqlite"](folder) as database:
        given = {"env": "test", "database_url": database.url, "data_dir": folder, "rate_limits": "off"}
        app = create_app({**given, "base_url": "http://localhost:8000"})
        yield app
        app.extensions["engine"].dispose()


def _timed(act: Callable[[], object]) -> float:
    """Milliseconds of processor for one."""
    before = time.process_time()
    for _ in range(TIMES):
        act()
    return (time.process_time() - before) / TIMES * 1000
