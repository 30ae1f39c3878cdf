"""Two people and one case: a question and its answer, two texts that are merged, and several cases at once."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect
from pytest_playwright.pytest_playwright import CreateContextCallback
from sqlmodel import col, select

from portal.models import Outbox
from tests.browser import colleagues
from tests.browser.conftest import Live, opened
from tests.browser.inspection import Inspector
from tests.browser.reporters import in_days
from tests.browser.visitor import Visitor
from tests.notify import golden

MERGE = "form:has(button:text('Toch bewaren, na vergelijking'))"
QUESTION = "Is er een datum voor de zitting bij de vrederechter?"
ANSWER = "Ja, op 7 december om 9 uur."


def test_a_question_goes_to_the_reporter_and_the_answer_comes_back(
    visitor: Visitor, live: Live, new_context: CreateContextCallback
) -> None:
    reporter, worker = visitor, Visitor(opened(new_context()), live.url)
    colleagues.let_in(worker.page.context, live, colleagues.colleague(live))
    reference = colleagues.waiting_case(live, status="contacting", report={"reporter_email": "els@buur.example"})
    case, marks = f"/staff/cases/{reference}", worker.page.locator(".marks")

    worker.open(case)
    worker.follow("Vraag stellen aan de melder")
    worker.form = "form[method=post][action$='/question']"
    assert worker.send("button[name=about][value=hearing]") == 200
    assert QUESTION in worker.typed("question")
    assert worker.send() == 200
    assert worker.title() == "Kijk uw vraag na"
    expect(worker.page.locator(".words")).to_contain_text(QUESTION)
    worker.form = "form[action$='/send']"
    assert worker.send() == 200
    assert worker.path() == case
    expect(marks).to_contain_text("Wacht op melder")

    reporter.page.goto(_link(live, reference, to="els@buur.example"))
    assert reporter.title() == "We hebben een vraag voor u"
    expect(reporter.page.locator("main")).to_contain_text(QUESTION)
    reporter.form = "form[action$='/answer']"
    assert reporter.send() == 422
    reporter.must_be_refused(words="")
    reporter.fill({"words": ANSWER})
    assert reporter.send() == 200
    reporter.follow("Naar uw aanmelding")
    assert reporter.title() == "In behandeling"

    worker.open(case)
    expect(marks).to_contain_text("Contact leggen")
    expect(marks).to_contain_text("nieuw feit")
    expect(worker.page.locator(".timeline").first).to_contain_text(ANSWER)
    assert reporter.failed_scripts + worker.failed_scripts == []


def test_two_people_in_one_case(at_desk: Visitor, live: Live, new_context: CreateContextCallback) -> None:
    an, bo = at_desk, Visitor(opened(new_context()), live.url)
    reference = colleagues.waiting_case(live)
    for visitor, name in ((an, "An Peeters"), (bo, "Bo Maes")):
        colleagues.let_in(visitor.page.context, live, colleagues.colleague(live, name=name))
        visitor.open(f"/staff/cases/{reference}")
        visitor.form = "form[action$='/next']"
        visitor.fill({"next_action_on": in_days(2), "next_action": f"Plan van {name}"})

    assert an.send("button") == 200
    assert bo.send("button") == 409
    inspector = Inspector(bo)
    inspector.look("merge")
    bo.form = MERGE
    expect(bo.page.locator(".timeline")).to_contain_text("Plan van An Peeters")
    assert bo.typed("next_action") == "Plan van Bo Maes"
    expect(bo.page.locator(MERGE)).to_contain_text("Nu in het dossier: Plan van An Peeters")
    bo.fill({"next_action": "Plan van ons beiden"})
    assert bo.send() == 200

    assert bo.path() == f"/staff/cases/{reference}"
    expect(bo.page.locator("main")).to_contain_text("Plan van ons beiden")
    assert inspector.findings == []


def test_several_cases_at_once(visitor: Visitor, live: Live) -> None:
    references = [colleagues.waiting_case(live, in_days=1) for _ in range(3)]
    an, bo = (colleagues.colleague(live, name=name) for name in ("An Peeters", "Bo Maes"))
    colleagues.let_in(visitor.page.context, live, an)
    visitor.open("/staff/queue?view=unread")
    visitor.form = "form#bulk"
    for reference in references:
        visitor.page.get_by_role("checkbox", name=reference).check()

    assert visitor.send("button[value=assign]") == 200
    visitor.form = "form[action$='/bulk']"
    visitor.fill({"colleague": str(bo.id)})
    assert visitor.send() == 200

    expect(visitor.page.get_by_role("status")).to_have_text("Gewijzigd: 3 van 3.")
    for reference in references:
        expect(visitor.page.locator("div", has_text=reference).last).to_contain_text("Gelukt. Nu bij Bo Maes.")
    visitor.follow("Terug naar de werklijst")
    assert visitor.path().startswith("/staff/queue?view=unread")
    assert visitor.failed_scripts == []


def test_everything_on_the_page_is_ticked_at_once_and_moved_after_a_question(at_desk: Visitor, live: Live) -> None:
    me = colleagues.colleague(live)
    colleagues.let_in(at_desk.page.context, live, me)
    mine: dict[str, Any] = {"status": "in_triage", "claimed_by_id": me.id}
    references = [colleagues.waiting_case(live, **mine) for _ in range(2)]
    inspector = Inspector(at_desk)
    at_desk.open("/staff/queue?view=mine")
    at_desk.page.get_by_label("Alles op deze pagina aanvinken").check()
    inspector.look("ticked")
    at_desk.form = "form#bulk"

    at_desk.send("button[value=move]")
    inspector.look("which step")
    at_desk.form = "form[action$='/bulk']"
    assert at_desk.send() == 422
    at_desk.must_be_refused(to="")
    at_desk.fill({"to": "contacting"})
    at_desk.send()
    inspector.look("sure")
    at_desk.send()
    inspector.look("answers")

    for reference in references:
        expect(at_desk.page.locator("div", has_text=reference).last).to_contain_text("Nieuwe status: Contact leggen.")
    assert inspector.findings == []


def _link(live: Live, reference: str, *, to: str) -> str:
    """The link in the one mail about a question that was put aside for this report; the question is not in it."""
    with colleagues.stored(live) as session:
        mails = session.exec(select(Outbox).where(col(Outbox.notice) == "question")).all()
    (mail,) = (one for one in mails if one.context["reference"] == reference)
    letter = golden.letter(live.app, mail)
    text = golden.words_of(letter)
    found = re.search(r"http\S+/follow/\S+", text)
    assert found
    assert (letter["To"], QUESTION in text) == (to, False)
    return found[0]
