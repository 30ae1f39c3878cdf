"""Reports of which only the last click is missing, and people who click: each submit is timed."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask

from bench import reports
from bench.browser import Browser, GaveUp
from bench.drill.writers import REFERENCE, Acknowledged
from bench.reports import Report
from bench.submit import CHECK, checked_draft
from portal import db
from portal.models import Draft
from portal.views import drafts

AT_ONCE = 4


@dataclass(frozen=True)
class Ready:
    """A report that waits for its click."""

    report: Report
    submission_key: str
    token: str


class Submits:
    """``seconds`` has one number for each that was answered."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.acknowledged: list[Acknowledged] = []
        self.seconds: list[float] = []
        self.faults: list[str] = []

    def send(self, share: Sequence[Ready]) -> float:
        """All of them, a few at once; the seconds of the slowest."""
        before = len(self.seconds)
        people = [threading.Thread(target=self._click, args=(share[place::AT_ONCE],)) for place in range(AT_ONCE)]
        for one in people:
            one.start()
        for one in people:
            one.join()
        return max(self.seconds[before:], default=0.0)

    def _click(self, share: Sequence[Ready]) -> None:
        for ready in share:
            browser = Browser(self._port)
            try:
                self._submit(browser, ready)
            except GaveUp as fault:
                self.faults.append(f"a submit was not answered: {fault}")
            browser.close()

    def _submit(self, browser: Browser, ready: Ready) -> None:
        browser.remember(drafts.COOKIE, ready.token)
        fields = browser.get(CHECK).hidden()
        began = time.monotonic()
        answer = browser.post(CHECK, fields)
        self.seconds.append(time.monotonic() - began)
        receipt = browser.get(answer.to) if answer.status == 303 else answer
        found = REFERENCE.search(receipt.text)
        if receipt.status == 200 and found:
            self.acknowledged.append(Acknowledged(ready.report, ready.submission_key, found[0]))
        else:
            self.faults.append(f"no receipt: {answer.status}, then {receipt.status}")


def prepared(app: Flask, count: int) -> list[Ready]:
    """So many, of a household each."""
    with app.test_request_context(), db.open_session(db.engine(), writes=True) as session:
        made = [_ready(*checked_draft(session, report), report) for report in _reports(count)]
        session.commit()
    return made


def _reports(count: int) -> list[Report]:
    return [reports.report(reports.letters(number), number) for number in range(1, count + 1)]


def _ready(draft: Draft, token: str, report: Report) -> Ready:
    return Ready(report, draft.submission_key, token)
