"""Invented reporters in browsers without JavaScript: they read a page, fill it in, press its button, follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from flask import Flask
from sqlmodel import SQLModel, select
from werkzeug.test import TestResponse

from portal import db
from tests import pages
from tests.pages import Page

Typed = Mapping[str, str | list[str]]
Steps = Sequence[tuple[str, Typed]]
T = TypeVar("T", bound=SQLModel)

GATE: Typed = {
    "informed": "yes",
    "informed_on": "22/11/2026",
    "informed_how": "phone",
    "informed_by": "",
    "tenant_reaction": "no_reaction",
    "relation": "no",
}
DWELLING: Typed = {
    "postcode": "2800",
    "street": "Zwaluwenhof",
    "house_number": "12 bus 3",
    "box": "",
    "still_lives_there": "yes",
}
TENANT: Typed = {
    "tenant_first": "Wendelien",
    "tenant_last": "Quackelbeen",
    "tenant_phone": "0470 98 76 54",
    "tenant_email": "wendelien@huurder.example",
    "contact_pref": ["call", "mornings"],
    "minors": "yes",
}
PROBLEM: Typed = {
    "problems": ["rent_arrears", "lease_end"],
    "arrears_eur": "1.400,50",
    "rent_month": "700",
    "arrears_months": "",
    "payment_plan": "broken",
    "unusable_home": "no",
    "homeless_now": "no",
    "utilities_off": "unknown",
}
PROCEDURE: Typed = {
    "stage": "petition",
    "filing_date": "20/11/2026",
    "hearing_date": "27/11/2026",
    "hearing_time": "9u30",
    "must_leave_on": "31/12/2026",
    "description": "Eerste regel\nTweede regel",
}
LANDLORD: Typed = {
    "reporter_name": "Odilon Vermeersch-Test",
    "reporter_email": "odilon@verhuurder.example",
    "reporter_phone": "015 99 88 77",
    "own_ref": "dossier 7",
    "declaration": "yes",
}
LANDLORD_STEPS: Steps = (
    ("gate", GATE),
    ("dwelling", DWELLING),
    ("tenant", TENANT),
    ("problem", PROBLEM),
    ("procedure", PROCEDURE),
    ("reporter", LANDLORD),
)
OFFICE: Typed = {
    "reporter_name": "Leontine Griet-Test",
    "reporter_org": "Kantoor Proefstuk",
    "reporter_email": "leontine@deurwaarder.example",
    "own_ref": "2026/0815",
    "declaration": "yes",
}
DETAILS: Typed = {
    **DWELLING,
    **{name: TENANT[name] for name in ("tenant_first", "tenant_last", "minors")},
    "problems": ["rent_arrears"],
    "stage": "served",
    "served_date": "02/11/2026",
    "leave_by": "",
    **OFFICE,
}
BAILIFF_GATES: Mapping[str, Typed] = {
    "voluntary": {"notice_kind": "voluntary", **{name: GATE[name] for name in GATE if name != "relation"}},
    "claim": {"notice_kind": "claim", "tenant_opposed": "no", "informed_on": "16/11/2026"},
    "eviction_order": {"notice_kind": "eviction_order", "tenant_opposed": "no", "informed_on": "02/01/2026"},
}


def bailiff_steps(notice: str) -> Steps:
    return (("gate", BAILIFF_GATES[notice]), ("details", DETAILS))


class Reporter:
    """One person with one browser; ``page`` is what it shows, ``at`` is where."""

    def __init__(self, app: Flask, kind: str = "landlord") -> None:
        self.client = app.test_client()
        self.kind = kind
        self.at = ""
        self.page = Page()

    def open(self, path: str) -> TestResponse:
        """Go to an address of this kind (``tenant``), or to any (``/``), and follow where it leads."""
        url = path if path.startswith("/") or not self.kind else f"/refer/{self.kind}/{path}".rstrip("/")
        return self._shown(url, self.client.get(url))

    def send(self, typed: Typed, *, to: str = "", page: Page | None = None) -> TestResponse:
        """Press the button of the page shown, or of another one that is still open; the answer is not followed."""
        shown = page or self.page
        data: dict[str, Any] = {}
        for name, value in shown.hidden:
            data.setdefault(name, []).append(value)
        url = to if to.startswith("/") else f"/refer/{self.kind}/{to}".rstrip("/")
        return self.client.post(url if to else shown.actions[-1], data={**data, **typed})

    def press(self, typed: Typed) -> TestResponse:
        """Fill in the page shown, press its button and follow."""
        answer = self.send(typed)
        return self.open(answer.headers["Location"]) if answer.status_code == 303 else self._shown(self.at, answer)

    def go(self, steps: Steps, *, until: str = "") -> TestResponse:
        """From the first page through the steps; with ``until``, stop at that page without filling it in."""
        answer = self.open("/refer/" + self.kind)
        for name, typed in steps:
            if name == until:
                break
            answer = self.press(typed)
            assert answer.status_code == 200, (name, self.page.errors)
        return answer

    def _shown(self, url: str, answer: TestResponse) -> TestResponse:
        while answer.status_code in (302, 303):
            url = answer.headers["Location"]
            answer = self.client.get(url)
        self.at, self.page = url, pages.read(answer.text)
        return answer


def landlord_at(app: Flask, page: str) -> Reporter:
    """A landlord who has reached this page; ``check`` when all is filled in."""
    reporter = Reporter(app)
    reporter.go(LANDLORD_STEPS, until=page)
    assert reporter.at.endswith(f"/{page}") or page == "gate"
    return reporter


def bailiff_at(app: Flask, page: str, notice: str = "claim") -> Reporter:
    reporter = Reporter(app, "bailiff")
    reporter.go(bailiff_steps(notice), until=page)
    assert reporter.at.endswith(f"/{page}") or page == "gate"
    return reporter


def rows(app: Flask, table: type[T]) -> list[T]:
    """Everything in a table, as it is stored now."""
    with db.open_session(app.extensions["engine"], writes=False) as session:
        return list(session.exec(select(table)))


def counts(app: Flask, *tables: type[SQLModel]) -> list[int]:
    """How many rows each table has."""
    return [len(rows(app, table)) for table in tables]
