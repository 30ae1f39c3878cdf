"""The two sides of the mail benchmark, each in a process of its own that is told over a pipe how many mails to send.

``python -m bench.mail_sides ours`` is the real worker on the database: it claims, writes, sends and records one mail
after the other. ``... theirs`` is what Flask-Mail's documentation shows for many mails: a loop in ``connect()``. It
reads the same letters beforehand, with their words made, and is spared the look-up of this machine's name that
Flask-Mail does for each mail; it writes down nothing.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import utils
from pathlib import Path
from typing import Any, Protocol, cast

import flask_mail
from flask import current_app
from flask_babel import force_locale
from sqlmodel import Session, col, select

from portal import config, create_app, db
from portal.cli.jobs import JOBS
from portal.config import Settings
from portal.models import Outbox
from portal.notify import letters
from portal.notify.delivery import Desk, OpenSession
from portal.notify.failures import Failure
from portal.notify.post import Parcel, Postman
from portal.notify.worker import Worker

OWN_NAME = "portaal.example"


class Side(Protocol):
    """Sends so many of the mails that are left; seconds by part, ``all`` among them."""

    def send(self, mails: int) -> dict[str, float]: ...


@dataclass
class Watch:
    """Seconds by part of the work."""

    parts: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def over(self, part: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self.parts[part] = self.parts.get(part, 0) + time.perf_counter() - began


class CountedPostman(Postman):
    """The real one, and how many mails it was given."""

    def __init__(self, settings: Settings, watch: Watch) -> None:
        super().__init__(settings)
        self._watch = watch
        self.given = 0

    def send(self, parcel: Parcel) -> Failure | None:
        self.given += 1
        with self._watch.over("send"):
            return super().send(parcel)


class Ours:
    """The portal's worker: one round of it for each order, ended as a signal would."""

    def __init__(self) -> None:
        self._watch, settings = Watch(), config.settings()
        self._postman = CountedPostman(settings, self._watch)
        self._until = 0
        desk = Desk(
            open_session=cast("OpenSession", self._open_session),
            settings=settings,
            sites=config.sites(),
            postman=self._postman,
        )
        self._worker = Worker(desk, JOBS, stopping=lambda: self._postman.given >= self._until)

    def send(self, mails: int) -> dict[str, float]:
        self._watch.parts.clear()
        self._until = self._postman.given + mails
        with self._watch.over("all"):
            came_to = self._worker.round()
        if came_to != {"sent": mails}:
            raise RuntimeError(f"of {mails} mails the worker made {came_to}")
        return self._watch.parts

    @contextmanager
    def _open_session(self, *, writes: bool) -> Iterator[Session]:
        with self._watch.over("record"), db.open_session(db.engine(), writes=writes) as session:
            yield session


class Theirs:
    """Flask-Mail's loop over the same letters."""

    def __init__(self) -> None:
        settings = config.settings()
        utils.socket.getfqdn = lambda _name="": OWN_NAME  # type: ignore[attr-defined]
        current_app.config.update(
            MAIL_SERVER=settings.smtp_host, MAIL_PORT=settings.smtp_port, MAIL_DEFAULT_SENDER=settings.mail_from
        )
        self._mail = flask_mail.Mail(current_app)
        with db.open_session(db.engine(), writes=False) as session:
            rows = session.exec(select(Outbox).order_by(col(Outbox.id))).all()
        by_referral: dict[int | None, set[str]] = {}
        for row in rows:
            by_referral.setdefault(row.referral_id, set()).add(row.notice)
        self._left = iter([self._words(row, by_referral[row.referral_id] - {row.notice}, settings) for row in rows])
        db.engine().dispose()

    @staticmethod
    def _words(row: Outbox, also: set[str], settings: Settings) -> tuple[Outbox, dict[str, Any]]:
        site = config.sites()[row.language]
        with force_locale(row.language):
            return row, letters.words(row, settings=settings, site=site, also=also)

    def send(self, mails: int) -> dict[str, float]:
        watch = Watch()
        with watch.over("all"), self._mail.connect() as connection:
            for _ in range(mails):
                with watch.over("write"):
                    message = self._message(*next(self._left))
                with watch.over("send"):
                    connection.send(message)
        return watch.parts

    @staticmethod
    def _message(row: Outbox, words: dict[str, Any]) -> flask_mail.Message:
        with force_locale(row.language):
            text, html = (
                current_app.jinja_env.get_template(f"email/{row.notice}.{form}").render(words)
                for form in ("txt", "html")
            )
        return flask_mail.Message(
            words["subject"],
            recipients=[row.to_addr],
            body=text,
            html=html,
            reply_to=words["site"].mailbox,
            extra_headers={"Auto-Submitted": "auto-generated"},
        )


SIDES: dict[str, Callable[[], Side]] = {"ours": Ours, "theirs": Theirs}


def main() -> None:
    """Answer each number of mails with one line of JSON."""
    with create_app().app_context():
        side: Side = SIDES[sys.argv[1]]()
        print("ready", flush=True)
        for line in sys.stdin:
            parts = side.send(int(line))
            print(json.dumps({"parts": parts, "memory": _memory()}), flush=True)


def _memory() -> int:
    """Bytes of this process that lie in memory now."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
