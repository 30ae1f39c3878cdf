"""The pictures of the readme: made anew on every run, kept where SCREENSHOTS says (``make screenshots``)."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import ViewportSize
from sqlmodel import col, select

from portal import clock
from portal.cli.seeding import telling
from portal.cli.seeding.stories import STORIES
from portal.domain import reference
from portal.domain.vocabulary import Role
from portal.models import Account, Case
from portal.views import policies
from tests.browser import colleagues
from tests.browser.conftest import Live, serving
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.usefixtures("monday")
ALWAYS_THE_SAME = 7
MOST_BYTES = 150_000
POCKET: ViewportSize = {"width": 390, "height": 960}
DESK: ViewportSize = {"width": 1200, "height": 800}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the pictures go: thrown away, unless somebody asked for them."""
    return Path(os.environ.get("SCREENSHOTS") or tmp_path).resolve()


def test_the_gate_in_a_pocket(at_desk: Visitor, folder: Path) -> None:
    at_desk.page.set_viewport_size(POCKET)
    at_desk.open("/refer/landlord")
    at_desk.page.locator("[name=informed]").first.check()
    at_desk.page.evaluate("scrollTo(0, 0)")

    _keep(at_desk, folder / "gate.png")


def test_the_queue_on_a_monday_morning(at_desk: Visitor, sqlite_url: str, tmp_path: Path, folder: Path) -> None:
    with serving(sqlite_url, tmp_path) as morning:
        colleagues.let_in(at_desk.page.context, morning, _tell(morning))
        worker = Visitor(at_desk.page, morning.url)
        worker.page.set_viewport_size(DESK)
        worker.open("/staff/queue")

        assert worker.page.locator(".case").count() > len(STORIES) / 4
        assert worker.page.evaluate("scrollY") == 0
        _keep(worker, folder / "queue.png")


def _tell(live: Live) -> Account:
    """The demo's stories, with the same people and references every time; the colleague who looks."""
    worker = colleagues.colleague(live, name="Mieke Claes")
    lead = colleagues.colleague(live, name="Joris Maes", role=Role.TEAM_LEAD)
    chance = Random(ALWAYS_THE_SAME)  # noqa: S311 - invented people
    with colleagues.stored(live) as session:
        staff = {"worker": session.merge(worker), "lead": session.merge(lead)}
        office = telling.Office(
            session=session,
            staff=staff,
            policy=policies.policy(),
            mailboxes=policies.mailboxes(),
            now=clock.now(),
            zone=clock.BRUSSELS,
        )
        telling.tell(office, STORIES, chance)
        for case in session.exec(select(Case).order_by(col(Case.id))):
            case.reference = reference.new(chance)
    return worker


def _keep(visitor: Visitor, picture: Path) -> None:
    picture.parent.mkdir(parents=True, exist_ok=True)
    visitor.page.screenshot(path=picture, animations="disabled", caret="hide")
    assert picture.stat().st_size < MOST_BYTES
