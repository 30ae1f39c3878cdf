"""Too often in an hour: a page that says so, how long to wait and whom to call; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from portal import create_app
from portal.domain.vocabulary import Role
from portal.models import Audit, Draft, Outbox, Referral, Throttle
from tests import people
from tests.reporters import GATE, LANDLORD_STEPS, Reporter, counts, landlord_at, rows

pytestmark = pytest.mark.usefixtures("monday")
NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
App = Callable[[str], Flask]


@pytest.fixture
def limited(database_url: str, tmp_path: Path) -> Iterator[App]:
    """Applications on one database, as processes of one portal, with limits times a factor."""
    made: list[Flask] = []

    def make(factor: str) -> Flask:
        settings = {"env": "test", "database_url": database_url, "data_dir": tmp_path, "trusted_proxies": 1}
        made.append(create_app({**settings, "rate_limits": factor}))
        return made[-1]

    yield make
    for app in made:
        app.extensions["engine"].dispose()


def test_a_report_too_many_keeps_all_that_was_typed_and_goes_later(limited: App) -> None:
    app = limited("0.02")  # one report an hour for an address
    landlord_at(app, "check").press({})
    reporter = landlord_at(app, "check")

    answer = reporter.press({})

    assert answer.status_code == 429
    assert 3500 < int(answer.headers["Retry-After"]) <= 3600
    assert "Te veel pogingen" in reporter.page.title
    assert "60 minuten" in reporter.page.text
    assert "tel:" in answer.text.partition("<main")[2].partition("</main>")[0]
    assert counts(app, Referral, Draft) == [1, 1]
    with time_machine.travel(NINE + timedelta(minutes=61)):
        assert reporter.press({}).status_code == 200
    assert reporter.at.startswith("/refer/done/")
    assert counts(app, Referral, Draft) == [2, 0]


def test_a_first_page_too_many_comes_back_with_what_was_typed(limited: App) -> None:
    first, second = limited("0.01"), limited("0.01")  # two reports begun in an hour for a network
    landlord_at(first, "dwelling")
    landlord_at(second, "dwelling")
    reporter = Reporter(first)
    reporter.open("/refer/landlord")

    answer = reporter.press(GATE)

    assert answer.status_code == 429
    assert ("informed_on", "22/11/2026") in reporter.page.hidden
    assert "22/11/2026" in reporter.page.text
    assert counts(first, Draft) == [2]
    with time_machine.travel(NINE + timedelta(minutes=61)):
        assert reporter.press({}).status_code == 200
    assert reporter.at == "/refer/landlord/dwelling"


def test_who_calls_is_what_the_trusted_proxy_says(limited: App) -> None:
    app = limited("0.005")
    landlord_at(app, "dwelling")
    neighbour, elsewhere = Reporter(app), Reporter(app)
    for reporter in (neighbour, elsewhere):
        reporter.open("/refer/landlord")
    elsewhere.client.environ_base["HTTP_X_FORWARDED_FOR"] = "198.51.100.7"

    assert neighbour.send(GATE).status_code == 429
    assert elsewhere.send(GATE).status_code == 303


def test_the_exits_of_the_gate_are_counted_too(limited: App) -> None:
    app = limited("0.005")
    reporter = Reporter(app)
    reporter.open("/refer/landlord")
    leave = {**GATE, "informed": "not_safe"}

    assert [reporter.send(leave).status_code, reporter.send(leave).status_code] == [303, 429]
    assert counts(app, Audit) == [1]


@pytest.mark.parametrize(
    ("page", "typed", "left"), [("gate", {"informed": "not_yet"}, [None]), ("dwelling", {"postcode": "9000"}, [])]
)
def test_no_limit_keeps_a_tenant_who_must_go_from_being_erased(
    limited: App, page: str, typed: dict[str, str], left: list[None]
) -> None:
    app = limited("0.005")  # one report begun in an hour
    reporter = landlord_at(app, "tenant")
    assert rows(app, Draft)[0].answers
    reporter.open(page)

    assert reporter.press(typed).status_code == 200
    assert [draft.answers for draft in rows(app, Draft)] == left


def test_a_page_that_is_refused_or_gone_on_with_counts_for_nothing(limited: App) -> None:
    app = limited("0.005")
    reporter = Reporter(app)
    reporter.open("/refer/landlord")
    for _ in range(3):
        assert reporter.press({**GATE, "informed_on": "99/99"}).status_code == 422

    for _, typed in LANDLORD_STEPS:
        assert reporter.press(typed).status_code == 200
    assert reporter.press({}).status_code == 200
    assert sorted(row.key.partition(":")[0] for row in rows(app, Throttle)) == ["begin.net", "send.for", "send.net"]


def test_limits_that_are_off_count_nobody(app: Flask) -> None:
    landlord_at(app, "check").press({})

    assert counts(app, Referral, Throttle) == [1, 0]


def test_above_its_share_an_address_gets_no_mail_and_everybody_is_told(limited: App) -> None:
    app = limited("0.03")  # one mail a day for an address; the third report of an hour would be refused
    first, second = landlord_at(app, "check"), landlord_at(app, "check")
    first.press({})
    with time_machine.travel(NINE + timedelta(minutes=61)):
        second.press({})
        worker = people.signed_in(app, Role.INTAKE_WORKER)

        case = worker.get(f"/staff/cases/{rows(app, Referral)[1].reference}").text

    assert "U krijgt een mail" in first.page.text
    assert "Naar uw e-mailadres gingen vandaag al veel mails" in second.page.text
    assert [mail.notice for mail in rows(app, Outbox)].count("receipt") == 1
    assert "Melder kreeg geen mail: te veel mails naar dit adres" in case
