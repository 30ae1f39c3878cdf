"""A portal with very many cases in this process, completed with what its seed leaves out, and who asks it for what."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, SQLModel, col, select

from bench import databases
from portal import create_app, db
from portal.cli.staff import ensure_staff
from portal.domain.vocabulary import CaseStatus, Role
from portal.models import Account, Case, MailState, Outbox, Referral
from portal.notify.notices import Notice
from portal.store import tallies
from tests import people

SAMPLE = 400
"""So many reports, from anywhere among all, are what is asked for by turns."""
BATCH = 50_000
TEAM = "Noord"
LETTER = "x" * 2000
"""As long as what is kept of a mail that was sent."""


@dataclass
class Site:
    """A portal, a colleague's browser, a reporter's, and a session that only reads."""

    app: Flask
    client: FlaskClient
    reporter: FlaskClient
    account: Account
    token: str
    reports: Sequence[Referral]
    unread: list[str]
    reading: Session

    def page(self, address: str = "/staff/queue?view=todo") -> None:
        _require(self.client.get(address).status_code, 200)

    def follow(self, link: str) -> None:
        _require(self.reporter.get(link).status_code, 200)

    def find(self, words: str) -> None:
        """A whole reference is answered with the way to its case."""
        answer = self.client.post("/staff/search", data={"csrf_token": self.token, "words": words})
        _require(answer.status_code, 200, 303)

    def claim(self, cases: int) -> None:
        """Let the counters move."""
        for _ in range(min(cases, len(self.unread))):
            address = f"/staff/cases/{self.unread.pop()}/claim"
            _require(self.client.post(address, data={"csrf_token": self.token}).status_code, 303)

    def look_again(self) -> None:
        """Begin another transaction in which is read: an old one sees nothing new, and keeps SQLite from tidying up."""
        self.reading.rollback()
        self.reading.execute(sa.text("SELECT 1"))

    def wrong(self) -> dict[str, int]:
        """The counters that differ from an exact count, and by how much."""
        self.look_again()
        return tallies.wrong(self.reading)


@contextmanager
def opened(engine: str, folder: Path, cases: int) -> Iterator[Site]:
    """A fresh one with so many cases."""
    folder.mkdir()
    with databases.ENGINES[engine](folder) as database:
        given = {"env": "test", "database_url": database.url, "data_dir": folder, "rate_limits": "off"}
        app = create_app({**given, "base_url": "http://localhost:8000"})
        _fill(app, folder, cases, engine)
        site = _site(app)
        yield site
        site.reading.close()
        app.extensions["engine"].dispose()


def _fill(app: Flask, folder: Path, cases: int, engine: str) -> None:
    """Every case as it would be: who claims has a team, and each report was answered by a mail."""
    with app.app_context():
        ensure_staff(folder)
        with db.transaction() as session:
            session.execute(sa.update(Account).values(team=TEAM))
        result = app.test_cli_runner().invoke(args=["demo", "seed", "--cases", str(cases)])
        print(f"queue, {engine}: {result.output.strip()}", file=sys.stderr)
        _mail(db.session())
        _settle(app.extensions["engine"])


def _mail(session: Session) -> None:
    """A mail that was sent about each report that has none: the seed copies no mails."""
    at, key = col(Referral.received_at), col(Referral.submission_key)
    values = {
        "notice": sa.literal(Notice.RECEIPT.value),
        "to_addr": sa.literal("melder@voorbeeld.example"),
        "language": sa.literal("nl"),
        "referral_id": col(Referral.id),
        "case_id": col(Referral.case_id),
        "context": sa.literal({}, _table(Outbox).c.context.type),
        "message_id": sa.literal("<") + key + sa.literal("@bench.example>"),
        "state": sa.literal(MailState.SENT.value),
        "attempt": sa.literal(1),
        "rendered": sa.literal(LETTER),
        **dict.fromkeys(("created_at", "due_at", "finished_at"), at),
    }
    mailed = sa.exists().where(col(Outbox.case_id) == col(Referral.case_id))
    chosen = sa.select(*values.values()).where(~mailed)
    for first in range(1, _last(session) + 1, BATCH):
        some = chosen.where(col(Referral.id).between(first, first + BATCH - 1))
        session.execute(sa.insert(_table(Outbox)).from_select(list(values), some, include_defaults=False))
        session.commit()


def _settle(engine: sa.Engine) -> None:
    """What PostgreSQL does by itself some minutes after so much was written."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for statement in ("SET statement_timeout = 0", "VACUUM ANALYZE", "RESET statement_timeout"):
                connection.execute(sa.text(statement))


def _site(app: Flask) -> Site:
    with db.open_session(app.extensions["engine"], writes=False) as session:
        account = session.exec(select(Account).where(Account.role == Role.INTAKE_WORKER)).one()
        reports, unread = _reports(session), _unread(session)
        session.expunge_all()
    client = people.browser_of(app, account)
    token = people.csrf_of(client.get("/staff/search").text)
    reading = db.open_session(app.extensions["engine"], writes=False)
    return Site(app, client, app.test_client(), account, token, reports, unread, reading)


def _reports(session: Session) -> Sequence[Referral]:
    """Some from anywhere among all, in no order."""
    chance = Random(7)
    last = _last(session)
    chosen = [chance.randint(1, last) for _ in range(SAMPLE)]
    found = list(session.exec(select(Referral).where(col(Referral.id).in_(chosen))))
    chance.shuffle(found)
    return found


def _last(session: Session) -> int:
    return int(session.execute(sa.select(sa.func.max(col(Referral.id)))).scalar_one())


def _unread(session: Session) -> list[str]:
    waiting = select(Case.reference).where(Case.status == CaseStatus.RECEIVED).order_by(col(Case.id))
    return list(session.exec(waiting.limit(SAMPLE)))


def _require(status: int, *wanted: int) -> None:
    if status not in wanted:
        raise RuntimeError(f"the portal of the benchmark answered {status}")


def _table(model: type[SQLModel]) -> sa.Table:
    found: sa.Table = model.__table__  # type: ignore[attr-defined]
    return found
