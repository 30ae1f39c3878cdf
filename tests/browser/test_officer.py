"""An officer on a phone, at a door: how often the whole of a report is tapped and typed."""

from __future__ import annotations

from playwright.sync_api import BrowserContext

from tests.browser.conftest import PHONE, Live, opened
from tests.browser.visitor import Visitor

TAPS = {
    "gate": ("informed=yes", "informed_on_shortcut=today", "informed_how=conversation", "tenant_reaction=agrees"),
    "details": ("minors=unknown", "problems=upkeep", "signals=no_heating"),
    "check": (),
}
TYPED = {
    "postcode": "2800",
    "street": "Voorbeeldstraat",
    "house_number": "7",
    "tenant_first": "Bilal",
    "tenant_last": "Testers",
}
BY_THE_BROWSER = {"reporter_name": "Isidoor Wacht-Test", "reporter_email": "isidoor@zone.example"}


def test_an_officer_reports_with_ten_taps_and_five_typed_fields(live: Live, context: BrowserContext) -> None:
    page = opened(context)
    page.set_viewport_size(PHONE)
    officer, taps = Visitor(page, live.url), 0

    officer.open("/refer/neighbourhood-police")
    for step, choices in TAPS.items():
        assert officer.path().endswith(step) or step == "gate"
        for name, value in (choice.split("=") for choice in choices):
            page.locator(f"label:has(> [name={name}][value={value}])").click()
            taps += 1
        if step == "details":
            officer.fill({**TYPED, **BY_THE_BROWSER})
        assert officer.send() == 200
        taps += 1

    assert officer.title() == "Wij hebben uw aanmelding"
    assert (taps, len(TYPED)) == (10, 5)
