"""Pending mails drained by one worker, beside Flask-Mail's loop: in turns on the same database and the same server."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bench import databases, reports, serving, smtp_sink, submit
from portal import clock, db
from portal.notify import outbox
from portal.notify.notices import Notice
from tests.factories import make_referral

LANGUAGES = ("nl", "nl", "nl", "fr", "en")
DOMAIN = "portaal.example"
AT_ONCE = 500
"""Mails that are put aside in one transaction."""


@dataclass(frozen=True)
class Turn:
    """What one side did with its share of the mails: seconds by part, and its memory in bytes afterwards."""

    mails: int
    parts: dict[str, float]
    memory: int

    @property
    def per_second(self) -> float:
        return self.mails / self.parts["all"]


@dataclass
class Comparison:
    """The turns of both sides in pairs, each right after the other; the first pair is not compared."""

    engine: str
    ours: list[Turn] = field(default_factory=list)
    theirs: list[Turn] = field(default_factory=list)

    def ratios(self) -> list[float]:
        pairs = zip(self.ours[1:], self.theirs[1:], strict=True)
        return [mine.per_second / other.per_second for mine, other in pairs]

    def growth(self) -> float:
        """The worker's memory after the last mail, divided by that after its first turn."""
        return self.ours[-1].memory / self.ours[0].memory


class Sender:
    """One side in a process of its own."""

    def __init__(self, running: subprocess.Popen[str]) -> None:
        self._running = running
        self._hear()

    def send(self, mails: int) -> Turn:
        assert self._running.stdin
        self._running.stdin.write(f"{mails}\n")
        self._running.stdin.flush()
        return Turn(mails, **json.loads(self._hear()))

    def _hear(self) -> str:
        assert self._running.stdout
        line = self._running.stdout.readline()
        if not line:
            raise RuntimeError("a side of the mail benchmark has ended")
        return line


def compare(engine: str, *, mails: int, turns: int) -> Comparison:
    """So many mails are pending at first; every turn takes an equal share of them."""
    comparison = Comparison(engine)
    with tempfile.TemporaryDirectory(prefix="bench-") as name, databases.ENGINES[engine](Path(name)) as database:
        folder = Path(name)
        with smtp_sink.running() as port:
            environ = serving.environment(database.url, folder, smtp_port=port)
            _put_aside(environ, mails)
            with _sender("ours", environ) as ours, _sender("theirs", environ) as theirs:
                for number in range(turns):
                    print(f"mail, {engine}: turn {number + 1} of {turns}", file=sys.stderr)
                    comparison.ours.append(ours.send(mails // turns))
                    comparison.theirs.append(theirs.send(mails // turns))
    return comparison


@contextmanager
def _sender(side: str, environ: dict[str, str]) -> Iterator[Sender]:
    with subprocess.Popen(
        [sys.executable, "-m", "bench.mail_sides", side],
        env=environ,
        cwd=serving.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        yield Sender(running)
        assert running.stdin
        running.stdin.close()


def _put_aside(environ: dict[str, str], mails: int) -> None:
    """For each invented report a receipt to its reporter and a word to the team."""
    app = submit.application(environ)
    with app.app_context():
        for first in range(0, mails, AT_ONCE):
            with db.open_session(db.engine(), writes=True) as session:
                for number in range(first, min(first + AT_ONCE, mails), 2):
                    _tell(session, number)
                session.commit()
        with db.open_session(db.engine(), writes=True) as session:
            session.execute(sa.text("ANALYZE"))
            session.commit()
        db.engine().dispose()


def _tell(session: Session, number: int) -> None:
    now, referral = clock.now(), make_referral(session)
    about: dict[str, Any] = {"at": now, "domain": DOMAIN, "referral_id": referral.id, "reference": referral.reference}
    to, language = f"{reports.letters(number + 1).lower()}@verhuurder.example", LANGUAGES[number // 2 % len(LANGUAGES)]
    outbox.put(session, Notice.RECEIPT, to=to, language=language, received_at=now, follow=referral.follow_key, **about)
    outbox.put(session, Notice.NEW_REFERRAL, to=f"team@{DOMAIN}", level=2, due_on=clock.today(), **about)
