"""Two people in one case: who comes too late sees both texts, and keeps the own one after a comparison, or not."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from portal.domain.vocabulary import CaseStatus, Role
from portal.models import Case
from portal.store import cases
from tests import pages, people
from tests.factories import make_account, make_case

pytestmark = pytest.mark.usefixtures("monday")
S = CaseStatus
BUTTON = "Toch bewaren, na vergelijking"


@pytest.fixture
def worker(app: Flask) -> FlaskClient:
    return people.signed_in(app, Role.INTAKE_WORKER)


def test_what_came_too_late_is_merged_and_kept_in_a_second_step(
    app: Flask, worker: FlaskClient, session: Session
) -> None:
    an = make_account(session, name="An Peeters")
    case = make_case(session, status=S.CONTACTING)
    session.commit()
    other, mine = people.browser_of(app, an), pages.read(worker.get(_at(case)).text)
    _send(other, case, "next", mine, next_action_on="30/11/2026", next_action="Huisbezoek")

    late = _send(worker, case, "next", mine, next_action_on="27/11/2026", next_action="Bellen met CAW")
    shown = pages.read(late[1])

    assert (late[0], shown.title.partition(" –")[0]) == (409, "Dit is niet bewaard")
    for words in ("An Peeters", "Huisbezoek", "Nu in het dossier: 30/11/2026", BUTTON):
        assert words in shown.text
    assert (shown.value("next_action_on"), shown.value("next_action")) == ("27/11/2026", "Bellen met CAW")
    assert f"{_at(case)}/next" in shown.actions
    assert dict(shown.hidden)["version"] == str(_fresh(session, case).version) != dict(mine.hidden)["version"]

    _send(other, case, "next", shown, next_action_on="1/12/2026", next_action="Toch niet")
    again = _send(worker, case, "next", shown, next_action_on="27/11/2026", next_action="Bellen met CAW")
    assert again[0] == 409
    assert "Toch niet" in again[1]
    assert "Huisbezoek" not in pages.read(again[1]).text

    merged = {"next_action_on": "27/11/2026", "next_action": "Bellen met CAW, dan huisbezoek"}
    assert _send(worker, case, "next", pages.read(again[1]), **merged)[0] == 303
    assert _fresh(session, case).next_action == merged["next_action"]


def test_a_move_that_is_still_possible_is_merged_with_all_that_it_asks(worker: FlaskClient, session: Session) -> None:
    case = make_case(session, status=S.IN_TRIAGE)
    session.commit()
    first = pages.read(worker.get(_at(case)).text)
    _send(worker, case, "move", first, to="contacting")

    late = _send(worker, case, "move", first, to="assigned", pathway="DW", reason="Geen woning meer")
    page = pages.read(late[1])

    assert (late[0], page.value("pathway"), page.value("reason")) == (409, "DW", "Geen woning meer")
    assert dict(page.hidden)["to"] == "assigned"
    assert "Status nu: Contact leggen." in page.text
    again = {"to": "assigned", "pathway": page.value("pathway"), "reason": page.value("reason")}
    assert _send(worker, case, "move", page, **again)[0] == 303
    assert _fresh(session, case).status is S.ASSIGNED


def test_a_move_that_left_the_table_keeps_its_text_in_words_and_no_button(
    worker: FlaskClient, session: Session
) -> None:
    case = make_case(session, status=S.CONTACTING)
    session.commit()
    first = pages.read(worker.get(_at(case)).text)
    _send(worker, case, "move", first, to="referred_on", referred_to="CAW De Terp")

    late = _send(worker, case, "move", first, to="tenant_declined", declined_on="23/11/2026", declined_how="phone")
    page = pages.read(late[1])

    assert late[0] == 409
    assert "23/11/2026" in page.text
    assert "telefonisch" in page.text
    assert BUTTON not in page.text
    assert not [address for address in page.actions if "/cases/" in address]


def test_a_stale_fact_and_a_stale_level_show_what_stands_now(worker: FlaskClient, session: Session) -> None:
    case = make_case(session, status=S.IN_TRIAGE)
    session.commit()
    first = pages.read(worker.get(_at(case)).text)
    _send(worker, case, "fact", first, fact="hearing", date="2/12/2026", time="9:00")

    fact = pages.read(_send(worker, case, "fact", first, fact="hearing", date="3/12/2026")[1])
    other = pages.read(_send(worker, case, "fact", first, fact="served", date="20/11/2026")[1])
    level = pages.read(_send(worker, case, "level", first, level="0", level_reason="Dreigt")[1])

    assert (fact.value("fact"), fact.value("date"), level.value("level")) == ("hearing", "3/12/2026", "0")
    assert "Nu in het dossier: wo 2/12" in fact.text
    assert "Nu in het dossier: wo 2/12" not in other.text
    assert f"Nu in het dossier: {_fresh(session, case).level.name} " in level.text


def _send(client: FlaskClient, case: Case, path: str, page: pages.Page, **typed: str) -> tuple[int, str]:
    """Send a form of a page that was opened before."""
    carried = {"csrf_token": people.csrf_of(client.get("/staff/").text), "version": dict(page.hidden)["version"]}
    answer = client.post(f"{_at(case)}/{path}", data={**carried, **typed})
    return answer.status_code, answer.text


def _fresh(session: Session, case: Case) -> Case:
    session.rollback()
    session.expire_all()
    return cases.by_reference(session, case.reference)


def _at(case: Case) -> str:
    return f"/staff/cases/{case.reference}"
