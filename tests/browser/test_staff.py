"""The team's way from signing in to the decision, as a colleague goes it; also without JavaScript and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from portal import clock
from tests import people
from tests.browser import colleagues
from tests.browser.conftest import Live
from tests.browser.reporters import in_days
from tests.browser.visitor import Typed, Visitor

AGREED: Typed = {
    "tenant_agreed_by": "Fatima Testers",
    "tenant_agreed_on": in_days(0),
    "tenant_agreed_how": "home_visit",
    "landlord_agreed_by": "Jan Verhuurder",
    "landlord_agreed_on": in_days(0),
    "landlord_agreed_how": "phone",
}


@pytest.fixture
def worker(visitor: Visitor, live: Live) -> Visitor:
    """A colleague who is signed in, in each of the ways."""
    colleagues.let_in(visitor.page.context, live, colleagues.colleague(live))
    return visitor


@pytest.fixture
def worker_at_desk(at_desk: Visitor, live: Live) -> Visitor:
    """A colleague who is signed in, at a desk."""
    colleagues.let_in(at_desk.page.context, live, colleagues.colleague(live))
    return at_desk


def test_signing_in_leads_to_the_page_that_was_asked_for(visitor: Visitor, live: Live) -> None:
    account = colleagues.colleague(live)
    visitor.open("/staff/queue")

    visitor.fill({"email": account.email, "password": "niet mijn wachtwoord"})
    assert visitor.send() == 422
    visitor.must_be_refused(email=account.email, password="")
    visitor.fill({"password": people.PASSWORD})

    assert visitor.send() == 200
    assert visitor.path() == "/staff/queue"


def test_a_case_goes_from_the_queue_to_its_end(worker: Visitor, live: Live) -> None:
    reference = colleagues.waiting_case(live)
    worker.open("/staff/queue?view=all")
    worker.follow(reference)

    _press(worker, "/claim")
    _press(worker, "/move", "contacting")
    _open(worker, "Traject kiezen", "assigned")
    assert worker.send() == 422
    worker.must_be_refused(pathway="")
    worker.fill({"pathway": "PW"})
    assert worker.send() == 200
    _open(worker, "Begeleiding starten", "in_guidance")
    worker.fill(AGREED)
    assert worker.send() == 200
    _open(worker, "Afsluiten", "closed")
    worker.fill({"outcome": "payment_plan"})
    assert worker.send() == 200

    worker.open("/staff/queue?view=closed")
    assert reference in worker.page.inner_text("main")
    assert worker.failed_scripts == []


def test_a_hearing_that_is_learned_later_lifts_the_case(worker: Visitor, live: Live) -> None:
    reference = colleagues.waiting_case(live)
    worker.open(f"/staff/cases/{reference}")
    before = worker.page.locator(".level").first.inner_text()

    _open(worker, "Feit toevoegen", action="/fact")
    worker.fill({"fact": "hearing", "date": "gisteren"})
    assert worker.send() == 422
    worker.must_be_refused(fact="hearing", date="gisteren")
    worker.fill({"date": in_days(1), "time": "9:00"})
    worker.send()

    assert (before[:2], worker.page.locator(".level").first.inner_text()[:2]) == ("U3", "U0")
    assert f"{clock.today().year}" in worker.page.inner_text("main")


def test_a_note_stands_in_the_history(worker: Visitor, live: Live) -> None:
    worker.open(f"/staff/cases/{colleagues.waiting_case(live)}")
    worker.form = "form[action$='/note']"

    worker.fill({"note": "Huurder belt morgen terug."})
    worker.send("button")

    expect(worker.page.locator(".timeline")).to_contain_text("Huurder belt morgen terug.")


def test_a_form_of_an_older_page_changes_nothing_and_keeps_the_text(worker_at_desk: Visitor, live: Live) -> None:
    reference = colleagues.waiting_case(live)
    worker_at_desk.open(f"/staff/cases/{reference}")
    _press(worker_at_desk, "/claim")
    other = Visitor(worker_at_desk.page.context.new_page(), live.url)
    other.open(f"/staff/cases/{reference}")
    _press(other, "/move", "contacting")

    worker_at_desk.page.bring_to_front()
    _open(worker_at_desk, "Doorverwijzen", "referred_on")
    worker_at_desk.fill({"referred_to": "CAW Voorbeeld"})
    code = worker_at_desk.send()

    assert code == 409
    assert worker_at_desk.title() == "Dit is niet bewaard"
    worker_at_desk.form = "form[action$='/move']"
    assert worker_at_desk.typed("referred_to") == "CAW Voorbeeld"
    worker_at_desk.follow("Open het dossier")
    assert worker_at_desk.path() == f"/staff/cases/{reference}"


def _press(worker: Visitor, action: str, to: str = "") -> None:
    """A step that is one button, on a phone perhaps among the rarer ones."""
    if to:
        _unfold(worker)
    worker.form = f"form[action$='{action}']"
    assert worker.send(f"button[value='{to}']" if to else "button") == 200


def _open(worker: Visitor, words: str, to: str = "", *, action: str = "/move") -> None:
    """Unfold the form of a step, on a phone from among the rarer ones."""
    _unfold(worker)
    worker.page.locator("summary", has_text=words).click()
    button = f":has(button[value='{to}'])" if to else ""
    worker.form = f"form[action$='{action}']{button}"


def _unfold(worker: Visitor) -> None:
    if (rarer := worker.page.locator(".others:not([open]) > summary")).is_visible():
        rarer.click()
