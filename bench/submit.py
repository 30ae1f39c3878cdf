"""The final submit, durable and over real HTTP, beside a bare Flask app doing one INSERT on the same server."""

from __future__ import annotations

import itertools
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from sqlmodel import Session

from bench import databases, load, reports, serving
from bench.browser import Browser
from bench.load import Round
from bench.reports import Report
from portal import clock, create_app, db, tokens
from portal.domain.vocabulary import Kind
from portal.models import Draft
from portal.views import drafts

CLIENTS = 8
CHECK = "/refer/landlord/check"
FLOOR_SHARE = 4
"""How many submits the floor gets for one of ours, so that its rounds are not over at once."""
numbers = itertools.count(1)


@dataclass
class Comparison:
    """The rounds of both sides, in pairs: each pair ran one right after the other."""

    engine: str
    ours: list[Round] = field(default_factory=list)
    floor: list[Round] = field(default_factory=list)

    def ratios(self, of: Callable[[Round], float]) -> list[float]:
        """Ours divided by the floor's, for each pair."""
        return [of(mine) / of(bare) for mine, bare in zip(self.ours, self.floor, strict=True)]

    def medians(self, of: Callable[[Round], float]) -> tuple[float, float]:
        return statistics.median(map(of, self.ours)), statistics.median(map(of, self.floor))


def compare(engine: str, *, rounds: int, submits: int) -> Comparison:
    """``submits`` for each side in every round, after one round that is not counted."""
    comparison = Comparison(engine)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _both(engine, Path(folder)) as (portal, floor, app):
        visitors = [_arrive(portal.port) for _ in range(CLIENTS)]
        for number in range(rounds + 1):
            print(f"{engine}: round {number} of {rounds}", file=sys.stderr)
            ours = load.run(portal.port, _prepared(app, visitors, submits // CLIENTS))
            bare = load.run(floor.port, _bare(visitors, FLOOR_SHARE * submits // CLIENTS))
            if number:
                comparison.ours.append(ours)
                comparison.floor.append(bare)
    return comparison


@contextmanager
def _both(engine: str, folder: Path) -> Iterator[tuple[serving.Server, serving.Server, Flask]]:
    """The two servers on the same kind of database, and an application in this process that writes the drafts."""
    with databases.ENGINES[engine](folder) as database:
        environ = serving.environment(database.url, folder)
        floor_url = f"sqlite:///{folder / 'floor.db'}" if engine == "sqlite" else database.url
        bare = {**os.environ, "FLOOR_DATABASE_URL": floor_url}
        app = application(environ)
        with (
            closing(serving.Server("wsgi:application", environ, folder / "portal.log")) as portal,
            closing(serving.Server("bench.floor:app", bare, folder / "floor.log")) as floor,
        ):
            for server in (portal, floor):
                server.start()
            for server in (portal, floor):
                server.wait_until_healthy()
            yield portal, floor, app
        app.extensions["engine"].dispose()


def application(environ: dict[str, str]) -> Flask:
    """One in this process on the same database, to write drafts with the portal's own code."""
    names = ("env", "secret_keys", "database_url", "data_dir", "base_url", "smtp_host", "mail_from", "intake_mailbox")
    return create_app({name: environ[f"PORTAL_{name.upper()}"] for name in names})


@dataclass(frozen=True)
class Visitor:
    """One client: its session, and the CSRF token that a page gave it."""

    headers: dict[str, str]
    csrf_token: str


def _arrive(port: int) -> Visitor:
    browser = Browser(port)
    page = browser.get("/refer/landlord")
    browser.close()
    return Visitor(browser.headers(), page.hidden()["csrf_token"])


def _prepared(app: Flask, visitors: Sequence[Visitor], each: int) -> list[list[bytes]]:
    """A checked draft for every submit, written beforehand by the portal's own code; the POSTs that send them."""
    with app.test_request_context(), db.open_session(db.engine(), writes=True) as session:
        shares = [[_draft(session, visitor) for _ in range(each)] for visitor in visitors]
        session.commit()
    return shares


def checked_draft(session: Session, report: Report) -> tuple[Draft, str]:
    """A report of which nothing is missing but the last click, and the token for its browser."""
    draft, token = drafts.begin(session, Kind.LANDLORD, tokens.random_key(), {})
    draft.passed_gate = True
    drafts.keep(draft, reports.canonical(report, clock.today()))
    return draft, token


def _draft(session: Session, visitor: Visitor) -> bytes:
    number = next(numbers)
    draft, token = checked_draft(session, reports.report(reports.letters(number), number))
    headers = {**visitor.headers, "Cookie": f"{visitor.headers['Cookie']}; {drafts.COOKIE}={token}"}
    return load.request(CHECK, f"csrf_token={visitor.csrf_token}&submission_key={draft.submission_key}", headers)


def _bare(visitors: Sequence[Visitor], each: int) -> list[list[bytes]]:
    """The same requests for the floor, which looks at nothing but the key."""
    return [
        [
            load.request(
                "/submit", f"csrf_token={one.csrf_token}&submission_key={tokens.random_key()}", dict(one.headers)
            )
            for _ in range(each)
        ]
        for one in visitors
    ]
