"""A petition on paper becomes a case, typed in by a colleague; and no page of it keeps anybody out."""

from __future__ import annotations

from portal.domain.vocabulary import Kind
from tests.browser import colleagues
from tests.browser.conftest import Live
from tests.browser.inspection import Inspector
from tests.browser.reporters import in_days
from tests.browser.visitor import Visitor
from tests.reports import REPORTS

DAYS = {"informed_on": in_days(-7), "hearing_date": in_days(4), "filing_date": in_days(-3)}


def test_registry_entry(at_desk: Visitor, live: Live) -> None:
    colleagues.let_in(at_desk.page.context, live, colleagues.colleague(live))
    inspector = Inspector(at_desk)
    at_desk.open("/staff/new")
    inspector.look_again("who reports")
    at_desk.follow("griffie")
    at_desk.form = "form[action^='/staff/new/']"
    assert at_desk.typed("stage") == "petition"
    inspector.look("empty")
    at_desk.send()
    at_desk.must_be_refused(stage="petition")
    inspector.look_again("refused")

    at_desk.fill({name: typed for name, typed in {**REPORTS[Kind.COURT_REGISTRY], **DAYS}.items() if name != "box"})
    assert at_desk.send() == 200
    assert at_desk.title() == "Kijk na"
    inspector.look_again("last look")
    at_desk.page.check("[name=claim]")
    at_desk.send()

    assert at_desk.path().startswith("/staff/cases/")
    assert "Ingevoerd door Mieke Claes (griffie)" in at_desk.page.inner_text("main")
    assert inspector.findings == []
