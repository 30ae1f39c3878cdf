"""Mails that keep flowing: put aside in committed transactions, a few at a time, as long as the workers keep up."""

from __future__ import annotations

import itertools
import random
import threading
import time

import sqlalchemy as sa
from sqlmodel import Session

from bench import reports
from bench.drill.sink import Sink
from portal import clock, db
from portal.models import Outbox
from portal.notify import outbox
from portal.notify.notices import Notice

DOMAIN = "portaal.example"
BACKLOG = 40
"""So many mails wait for a worker at any time."""
NEVER_COMMITTED = 0.1


class Feeder:
    """Tells of invented reports: a receipt to an address of its own, and a word to the team or the duty."""

    def __init__(self, bind: sa.Engine, sink: Sink) -> None:
        self._bind, self._sink = bind, sink
        self._numbers = itertools.count(1)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._feed)
        self.put = 0
        self.taken_back = 0
        """Mails of transactions that were not committed."""
        self.planted: list[str] = []
        """What no log may hold."""

    def start(self) -> None:
        self._thread.start()

    def finish(self) -> None:
        self._stop.set()
        self._thread.join()

    def put_some(self, reports_of_now: int) -> None:
        with db.open_session(self._bind, writes=True) as session:
            for _ in range(reports_of_now):
                self._put(session)
            session.commit()
        self.put += 2 * reports_of_now

    def put_one(self, **receipt: str) -> int:
        """One receipt with something special about it; its number."""
        with db.open_session(self._bind, writes=True) as session:
            row = self._receipt(session, **receipt)
            session.commit()
            self.put += 1
            assert row.id is not None
            return row.id

    def _feed(self) -> None:
        while not self._stop.is_set():
            if self.put - (self._sink.arrived - self._sink.repeats) >= BACKLOG:
                time.sleep(0.02)
            elif random.random() < NEVER_COMMITTED:
                self._take_back()
            else:
                self.put_some(random.randint(1, 5))

    def _take_back(self) -> None:
        with db.open_session(self._bind, writes=True) as session:
            self._put(session)
            session.flush()
            session.rollback()
        self.taken_back += 2

    def _put(self, session: Session) -> None:
        row = self._receipt(session)
        told = {"reference": row.context["reference"], "level": random.randint(0, 3), "due_on": clock.today()}
        notice = Notice.ACUTE if told["level"] == 0 else Notice.NEW_REFERRAL
        outbox.put(session, notice, to=f"team@{DOMAIN}", at=clock.now(), domain=DOMAIN, **told)

    def _receipt(self, session: Session, *, language: str = "nl") -> Outbox:
        word = reports.letters(next(self._numbers)).lower()
        self.planted.append(word)
        return outbox.put(
            session,
            Notice.RECEIPT,
            to=f"{word}@verhuurder.example",
            language=language,
            at=clock.now(),
            domain=DOMAIN,
            reference="CDFH-JKMN-P",
            received_at=clock.now(),
            follow="5f" * 16,
        )
