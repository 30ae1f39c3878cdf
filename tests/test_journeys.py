"""Whole journeys, from the first page to the reporter's own page, and what they leave behind: nothing personal."""

from __future__ import annotations

import logging
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask, request
from sqlmodel import SQLModel

from portal.config import settings, site
from portal.domain.intake.questions import pages
from portal.domain.vocabulary import Kind, LegalBasis
from portal.models import Audit, Case, Draft, Entry, Outbox, Referral
from portal.notify import letters
from tests.notify import golden
from tests.reporters import DETAILS, GATE, LANDLORD_STEPS, Reporter, bailiff_steps, rows

pytestmark = pytest.mark.usefixtures("monday")
PERSONAL = (
    *("Wendelien", "Quackelbeen", "Zwaluwenhof", "98 76 54", "470987654", "wendelien@huurder.example"),
    *("Odilon", "Vermeersch", "odilon@", "99 88 77", "15998877", "dossier 7", "Tweede regel"),
    *("Leontine", "Griet-Test", "leontine@", "Proefstuk"),
)


def everything(row: SQLModel) -> str:
    return repr(row.model_dump())


class Watched(Reporter):
    """A reporter of whose every request the addresses, the cookies and the redirects are written down."""

    def __init__(self, app: Flask, kind: str) -> None:
        super().__init__(app, kind)
        self.trail: list[str] = []
        app.after_request(self._note)

    def _note(self, response: Any) -> Any:
        cookies = response.headers.getlist("Set-Cookie")
        self.trail += [request.full_path, str(response.headers.get("Location")), *cookies]
        return response


def test_a_landlord_goes_from_the_first_page_to_the_status(app: Flask) -> None:
    reporter = Reporter(app)
    reporter.open("/")
    reporter.open(next(url for url in reporter.page.links.values() if url == "/refer/landlord"))
    titles = [reporter.page.title]
    for _, typed in LANDLORD_STEPS:
        assert reporter.press(typed).status_code == 200
        titles.append(reporter.page.title)

    assert len(titles) == len(pages(Kind.LANDLORD)) + 1 == 7
    reporter.press({})
    (referral,) = rows(app, Referral)
    stored = {
        "kind": "landlord",
        "legal_basis": LegalBasis.VOLUNTARY,
        "informed": "yes",
        "informed_on": date(2026, 11, 22),
        "informed_how": "phone",
        "informed_by": "Odilon Vermeersch-Test",
        "tenant_reaction": "no_reaction",
        "statement_version": "2026-11",
        "statement_language": "nl",
        "received_on": date(2026, 11, 23),
        "postcode": "2800",
        "house_number": "12",
        "box": "3",
        "tenure": "private",
        "tenant_last": "Quackelbeen",
        "tenant_phone": "+32470987654",
        "problems": ["rent_arrears", "lease_end"],
        "arrears_eur": Decimal("1400.50"),
        "rent_month": Decimal(700),
        "arrears_months": Decimal(2),
        "stage": "petition",
        "hearing_date": date(2026, 11, 27),
        "hearing_time": time(9, 30),
        "must_leave_on": date(2026, 12, 31),
        "reporter_phone": "+3215998877",
        "own_ref": "dossier 7",
    }
    assert {name: getattr(referral, name) for name in stored} == stored
    assert referral.answers == {
        "relation": "no",
        "still_lives_there": "yes",
        "contact_pref": ["call", "mornings"],
        "description": "Eerste regel\nTweede regel",
        "declaration": "yes",
    }
    reporter.open(next(url for url in reporter.page.links.values() if url.startswith("/follow/")))
    assert "Ontvangen" in reporter.page.title and referral.reference in reporter.page.text


@pytest.mark.parametrize(
    ("notice", "basis", "how", "by"),
    [
        ("voluntary", LegalBasis.VOLUNTARY, "phone", "Leontine Griet-Test"),
        ("claim", LegalBasis.LEGAL_NOTICE, "service", None),
        ("eviction_order", LegalBasis.LEGAL_NOTICE, "service", None),
    ],
)
def test_a_bailiff_goes_from_the_gate_to_the_receipt(
    app: Flask, notice: str, basis: LegalBasis, how: str, by: str | None
) -> None:
    reporter = Reporter(app, "bailiff")
    reporter.go(bailiff_steps(notice))
    reporter.press({})

    (referral,) = rows(app, Referral)
    assert reporter.at.startswith("/refer/done/")
    assert (referral.legal_basis, referral.notice_kind, referral.informed_how, referral.informed_by) == (
        basis,
        notice,
        how,
        by,
    )
    assert (referral.served_date, referral.own_ref) == (date(2026, 11, 2), "2026/0815")
    assert (referral.tenant_opposed, referral.informed) == (("no", None) if by is None else (None, "yes"))
    assert referral.answers == {"still_lives_there": "yes", "declaration": "yes"}


@pytest.mark.parametrize("kind", ["landlord", "bailiff"])
def test_nothing_personal_is_left_in_addresses_cookies_mails_trail_or_log(
    app: Flask, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    reporter = Watched(app, kind)
    steps = LANDLORD_STEPS if kind == "landlord" else bailiff_steps("voluntary")
    reporter.go(steps, until=steps[-1][0])
    reporter.press({**steps[-1][1], "reporter_email": "odilon"})
    reporter.press(steps[-1][1])
    reporter.open("gate")
    reporter.press({**steps[0][1], "informed": "not_yet"})
    reporter.go(steps)
    reporter.press({})
    receipt = reporter.at
    reporter.open(next(url for url in reporter.page.links.values() if url.startswith("/follow/")))
    reporter.open(receipt)
    reporter.press({})

    contexts = "".join(repr(mail.context) + mail.message_id + str(mail.error) for mail in rows(app, Outbox))
    left = {
        "addresses and cookies": "".join(reporter.trail),
        "mails": contexts,
        "trail": "".join(map(everything, rows(app, Audit))),
        "history": "".join(map(everything, rows(app, Entry))),
        "case": "".join(map(everything, rows(app, Case))),
        "log": "".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records),
    }
    assert {name for name, text in left.items() for word in PERSONAL if word in text} == set()
    assert len(reporter.trail) > 20 and contexts and rows(app, Audit)
    assert "Quackelbeen" in everything(rows(app, Referral)[0])
    assert all("Quackelbeen" not in everything(draft) for draft in rows(app, Draft))


def test_the_letters_of_a_journey_name_nobody(app: Flask) -> None:
    reporter = Reporter(app)
    reporter.go(LANDLORD_STEPS)
    reporter.press({})

    with app.app_context():
        for row in rows(app, Outbox):
            letter = golden.read(letters.render(row, settings=settings(), site=site()))
            words = "".join(part.get_content() for part in letter.walk() if not part.is_multipart()) + letter["Subject"]
            assert [word for word in PERSONAL if word in words] == []
            assert rows(app, Referral)[0].reference in words


def test_a_journey_without_an_address_ends_on_paper(app: Flask) -> None:
    reporter = Reporter(app)
    reporter.go([*LANDLORD_STEPS[:-1], ("reporter", {**LANDLORD_STEPS[-1][1], "reporter_email": ""})])
    reporter.press({})

    assert "Druk deze pagina af" in reporter.page.text
    assert "receipt" not in {mail.notice for mail in rows(app, Outbox)}


def test_two_reports_after_each_other_keep_to_themselves(app: Flask) -> None:
    for kind, steps in (("landlord", LANDLORD_STEPS), ("bailiff", bailiff_steps("claim"))):
        reporter = Reporter(app, kind)
        reporter.go(steps)
        reporter.press({})

    landlord, bailiff = rows(app, Referral)
    assert landlord.case_id != bailiff.case_id
    assert (landlord.tenant_phone, bailiff.tenant_phone) == ("+32470987654", None)
    assert bailiff.own_ref == DETAILS["own_ref"] and landlord.informed_how == GATE["informed_how"]
