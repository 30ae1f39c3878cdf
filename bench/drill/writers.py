"""Landlords who report over HTTP while the server is killed under them: who gets no answer sends the same again."""

from __future__ import annotations

import itertools
import random
import re
import threading
from dataclasses import dataclass

from bench import reports
from bench.browser import Answer, Browser, GaveUp
from bench.reports import Report

START = "/refer/landlord"
PATIENCE_SECONDS = 60.0
SENT_TWICE = 0.1
REFERENCE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]\b")


@dataclass(frozen=True)
class Acknowledged:
    """A report whose receipt was seen."""

    report: Report
    submission_key: str
    reference: str


class Writers:
    """Several at once, each reporting one household after the other until told to stop."""

    def __init__(self, port: int, *, count: int) -> None:
        self._port = port
        self._numbers = itertools.count(1)
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._work) for _ in range(count)]
        self.sending = threading.Event()
        """Set each time a final form is about to leave."""
        self.acknowledged: list[Acknowledged] = []
        self.begun: list[Report] = []
        self.faults: list[str] = []
        self.retries = 0

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Let everybody finish the report in hand."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while not self._stop.is_set():
            number = next(self._numbers)
            browser = Browser(self._port, patience=PATIENCE_SECONDS)
            try:
                self._report(browser, reports.report(reports.letters(number), number))
            except GaveUp as fault:
                self.faults.append(f"a writer gave up: {fault}")
            self.retries += browser.retries
            browser.close()

    def _report(self, browser: Browser, report: Report) -> None:
        """The whole way: every page, the check, the receipt."""
        self.begun.append(report)
        path, page = START, browser.get(START)
        key = page.hidden()["submission_key"]
        for fields in report.pages:
            answer = browser.post(path, {**page.hidden(), **fields})
            if answer.status != 303:
                self.faults.append(f"a page was refused with {answer.status}")
                return
            path = answer.to
            page = browser.get(path)
        self._send(browser, report, path, page, key)

    def _send(self, browser: Browser, report: Report, path: str, page: Answer, key: str) -> None:
        self.sending.set()
        answer = browser.post(path, page.hidden())
        if random.random() < SENT_TWICE:
            answer = browser.post(path, page.hidden())
        receipt = browser.get(answer.to) if answer.status == 303 else answer
        found = REFERENCE.search(receipt.text)
        if receipt.status == 200 and found:
            self.acknowledged.append(Acknowledged(report, key, found[0]))
        else:
            self.faults.append(f"no receipt: {answer.status}, then {receipt.status}")
