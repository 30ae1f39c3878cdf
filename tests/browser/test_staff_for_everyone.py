"""No staff page in any state keeps a colleague out: the same inspection as of the public pages, and the keyboard."""

from __future__ import annotations

import pytest

from portal.domain.triage.state import Objection
from portal.domain.vocabulary import Reaction, Role
from tests.browser import colleagues, desk_tours
from tests.browser.conftest import Live
from tests.browser.inspection import EVERY_PAGE, Inspector
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor

LANGUAGES = ("nl", "fr", "en") if EVERY_PAGE else ("nl",)
"""`make access` goes every way over the desk in French and English too."""
LONG = "Wilhelmina-Alexandrina Vandenbroucke-Van den Bossche de la Rivière"
EVERYTHING = {
    "tenant_first": LONG[:60],
    "tenant_last": "Donaudampfschifffahrtsgesellschaftskapitänswitwe",
    "reporter_name": LONG,
    "tenant_reaction": Reaction.OBJECTS,
    "answers": {"minors": "yes", "contact_pref": ["not_alone_at_door"], "description": "Lang. " * 150},
}
STOPS = {
    desk_tours.queue: (5, 8),
    desk_tours.searching: (3, 4),
    desk_tours.cases: (6, 9),
    desk_tours.team: (5, 9),
    **({desk_tours.typing_in: (5, 5)} if EVERY_PAGE else {}),
    desk_tours.mails: (7, 8),
    desk_tours.outside: (6, 9),
}
"""How often each way stops: in short, and in the long run with every refusal."""


@pytest.fixture
def inspector(at_desk: Visitor) -> Inspector:
    return Inspector(at_desk)


def test_signing_in(at_desk: Visitor, inspector: Inspector) -> None:
    at_desk.open("/staff/login")
    inspector.look("empty")
    at_desk.send()
    inspector.look("failing")
    at_desk.fill({"email": "niemand@portaal.example", "password": "niet dit wachtwoord"})
    at_desk.send()
    inspector.look("refused")

    assert inspector.findings == []


def test_the_queue_and_a_case_in_every_state(at_desk: Visitor, inspector: Inspector, live: Live) -> None:
    lead = colleagues.colleague(live, role=Role.TEAM_LEAD, name=LONG)
    colleagues.let_in(at_desk.page.context, live, lead)
    reference = colleagues.waiting_case(
        live, in_days=2, report=EVERYTHING, safety_mark=True, objection=Objection.UNDECIDED
    )
    at_desk.open("/staff/queue?view=mine")
    inspector.look("queue, empty")
    at_desk.open("/staff/queue?view=all")
    inspector.look("queue, filled")
    at_desk.follow(reference)
    inspector.look("case")
    at_desk.form = "form[action$='/claim']"
    at_desk.send("button")
    at_desk.page.evaluate(desk_tours.UNFOLD)
    inspector.look("case, every form open")
    at_desk.form = "form[action$='/fact']"
    at_desk.send()
    inspector.look("case, failing")
    at_desk.page.evaluate(desk_tours.UNFOLD)
    at_desk.form = "form[action$='/move']:has(button[value=referred_on])"
    at_desk.page.locator(f"{at_desk.form} [name=version]").evaluate("field => { field.value = 1 }")
    at_desk.fill({"referred_to": LONG})
    code = at_desk.send()
    inspector.look("stale")

    assert code == 409
    assert inspector.findings == []


def test_the_pages_beside_the_work(at_desk: Visitor, inspector: Inspector, live: Live) -> None:
    colleagues.let_in(at_desk.page.context, live, colleagues.colleague(live, role=Role.ADMIN))

    for path, code in (("/staff/", 200), ("/staff/outbox", 200), ("/staff/queue", 403), ("/staff/niets", 404)):
        assert at_desk.open(path) == code
        inspector.look(path)

    assert inspector.findings == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_desk(at_desk: Visitor, live: Live, language: str) -> None:
    lead = colleagues.colleague(live, role=Role.TEAM_LEAD)
    at_desk.open(f"/staff/login?lang={language}")
    colleagues.let_in(at_desk.page.context, live, lead)
    desk = desk_tours.Desk(at_desk, Inspector(at_desk, language), live, lead)
    for way, stops in STOPS.items():
        before = len(desk.inspector.looked_at)
        way(desk)
        assert len(desk.inspector.looked_at) == before + stops[EVERY_PAGE], way

    assert desk.inspector.findings == []
    assert at_desk.failed_scripts == []


@pytest.mark.parametrize("language", ["fr", "en"] if EVERY_PAGE else ["fr"])
def test_the_whole_desk_in_another_language(at_desk: Visitor, live: Live, language: str) -> None:
    inspector = Inspector(at_desk, language)
    at_desk.open(f"/staff/login?lang={language}")
    at_desk.send()
    inspector.look("login, failing")
    colleagues.let_in(at_desk.page.context, live, colleagues.colleague(live, role=Role.TEAM_LEAD, name=LONG))
    reference = colleagues.waiting_case(live, in_days=2, report=EVERYTHING, objection=Objection.UNDECIDED)
    for path in ("/staff/", "/staff/outbox", "/staff/queue?view=all", f"/staff/cases/{reference}"):
        assert at_desk.open(path) == 200
        inspector.look(path)
    at_desk.form = "form[action$='/claim']"
    at_desk.send("button")
    at_desk.form = "form[action$='/fact']"
    at_desk.page.evaluate(desk_tours.UNFOLD)
    at_desk.send()
    at_desk.page.evaluate(desk_tours.UNFOLD)
    inspector.look("case, failing, every form open")

    assert inspector.findings == []
    assert len(inspector.looked_at) == 6


def test_a_colleague_needs_no_mouse(at_desk: Visitor, live: Live) -> None:
    colleagues.let_in(at_desk.page.context, live, colleagues.colleague(live))
    reference = colleagues.waiting_case(live, in_days=1)
    keyboard = Keyboard(at_desk)
    at_desk.open("/staff/queue")

    keyboard.press(reference)
    keyboard.press("In behandeling nemen")
    keyboard.press("Status op “Contact leggen” zetten")
    keyboard.tab_to(text="Traject kiezen")
    at_desk.page.keyboard.press("Enter")
    keyboard.fill({"pathway": "OGP"})
    keyboard.press("Traject kiezen")

    assert at_desk.path() == f"/staff/cases/{reference}"
    assert "OGP" in at_desk.page.locator(".marks").inner_text()
