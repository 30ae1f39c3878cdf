"""Several cases at once: each has its own answer, nothing happens twice, and moves are asked for once more."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from portal.domain import reference
from portal.domain.vocabulary import CaseStatus, Role
from portal.models import Account, Audit, Case
from portal.store import cases
from tests import pages, people
from tests.factories import make_account, make_case

pytestmark = pytest.mark.usefixtures("monday")
S = CaseStatus


@pytest.fixture
def an(session: Session) -> Account:
    account = make_account(session, name="An Peeters")
    session.commit()
    return account


@pytest.fixture
def worker(app: Flask, an: Account) -> FlaskClient:
    return people.browser_of(app, an)


def test_the_queue_offers_a_box_for_each_open_case_and_one_form(worker: FlaskClient, session: Session) -> None:
    case, closed = make_case(session), make_case(session, status=S.CLOSED, is_open=False, desk="closed")
    session.commit()

    queue, archive = worker.get("/staff/queue").text, worker.get("/staff/queue?view=closed").text

    assert f'name="case" value="{case.reference}.1" aria-label="{case.reference}"' in queue
    assert queue.count('id="bulk"') == 1
    assert closed.reference in archive
    assert 'name="case"' not in archive


def test_each_case_of_a_claim_has_its_own_answer(worker: FlaskClient, session: Session, an: Account) -> None:
    bo = make_account(session, name="Bo Maes")
    fine, stale = make_case(session), make_case(session, status=S.IN_TRIAGE, version=4)
    taken, closed = make_case(session, status=S.CONTACTING, claimed_by_id=bo.id), _closed(session)
    session.commit()
    unknown = reference.new()
    ticked = [_pair(fine), f"{stale.reference}.1", f"{unknown}.1", _pair(taken), _pair(closed)]

    answers = _answers(_act(worker, ticked, action="claim"))
    again = _answers(_act(worker, ticked, action="claim"))

    assert answers == {
        fine.reference: "Gelukt. Nu bij u.",
        stale.reference: "Gelukt. Nu bij u.",
        unknown: "Niet gewijzigd. Er is geen dossier met deze referentie.",
        taken.reference: "Niet gewijzigd. Bo Maes heeft dit dossier al.",
        closed.reference: "Niet gewijzigd. Dit dossier is afgesloten. Een teamverantwoordelijke kan het heropenen.",
    }
    assert again[fine.reference] == "Niet gewijzigd. Dit was al zo. Er is niets gewijzigd."
    assert [_fresh(session, one).claimed_by_id for one in (fine, stale, taken)] == [an.id, an.id, bo.id]
    assert _lines(session, fine) == ["received", "claim"]
    assert "case.conflict" in session.exec(select(Audit.action).where(Audit.case_id == taken.id)).all()


def test_assigning_asks_to_whom_and_needs_the_version_that_was_shown(
    worker: FlaskClient, session: Session, an: Account
) -> None:
    bo = make_account(session, name="Bo Maes")
    fine, stale = make_case(session), make_case(session, version=3)
    session.commit()
    ticked = [_pair(fine), f"{stale.reference}.2"]

    question = _act(worker, ticked, action="assign")
    wrong = _act(worker, ticked, action="assign", colleague="x")
    answers = _answers(_act(worker, ticked, action="assign", colleague=str(bo.id)))
    again = _answers(_act(worker, ticked, action="assign", colleague=str(bo.id)))
    back = _answers(_act(worker, [_pair(_fresh(session, fine))], action="release"))

    assert (question.status_code, pages.read(question.text).errors) == (200, {})
    assert [value for name, value in pages.read(question.text).hidden if name == "case"] == ticked
    assert (wrong.status_code, set(pages.read(wrong.text).errors)) == (422, {"colleague"})
    assert answers == {
        fine.reference: "Gelukt. Nu bij Bo Maes.",
        stale.reference: "Niet gewijzigd. U of een collega heeft dit dossier intussen gewijzigd.",
    }
    assert again[fine.reference] == "Niet gewijzigd. Dit was al zo. Er is niets gewijzigd."
    assert back[fine.reference].startswith("Niet gewijzigd. Alleen wie het dossier heeft")
    assert _fresh(session, fine).claimed_by_id == bo.id


def test_a_move_is_chosen_and_confirmed_and_made_once(worker: FlaskClient, session: Session) -> None:
    first, second = make_case(session, status=S.REFERRED_ON), make_case(session, status=S.NOT_REACHED)
    session.commit()
    ticked = [_pair(first), _pair(second)]
    closing = {"action": "move", "to": "closed", "outcome": "referred_to_help"}

    choose = pages.read(_act(worker, ticked, action="move").text)
    blank = _act(worker, ticked, action="move", to="closed")
    confirm = _act(worker, ticked, **closing)
    unchanged = _fresh(session, first).status
    answers = _answers(_act(worker, ticked, **closing, confirmed="yes"))
    again = _answers(_act(worker, ticked, **closing, confirmed="yes"))
    other = _answers(_act(worker, ticked, action="move", to="closed", outcome="moved", confirmed="yes"))

    assert {"to", "outcome"} <= choose.names
    assert "Verhuurder (particulier)." in choose.text and "case" not in choose.names
    assert (blank.status_code, set(pages.read(blank.text).errors)) == (422, {"outcome"})
    assert "Aantal dossiers: 2. Nieuwe status: Afgesloten. Resultaat:" in pages.read(confirm.text).text
    assert dict(pages.read(confirm.text).hidden)["outcome"] == "referred_to_help"
    assert unchanged is S.REFERRED_ON
    assert set(answers.values()) == {"Gelukt. Nieuwe status: Afgesloten."}
    assert set(again.values()) == {"Niet gewijzigd. Dit was al zo. Er is niets gewijzigd."}
    assert all("intussen gewijzigd" in words for words in other.values())
    assert _lines(session, first) == ["received", "move"]


def test_cases_without_a_step_in_common_are_told_so(worker: FlaskClient, session: Session) -> None:
    ticked = [_pair(make_case(session, status=S.IN_TRIAGE)), _pair(make_case(session, status=S.NOT_REACHED))]
    session.commit()

    answer = _act(worker, ticked, action="move")
    forced = _answers(_act(worker, ticked, action="move", to="contacting", confirmed="yes"))

    assert "Er is geen stap die al deze dossiers nu samen kunnen zetten." in answer.text
    asking = {"to": "waiting_for_reporter", "question": "Welke datum?", "confirmed": "yes"}
    fresh = make_case(session, status=S.IN_TRIAGE)
    session.commit()
    asked = _answers(_act(worker, [_pair(fresh)], action="move", **asking))

    assert sorted(words.partition(".")[0] for words in forced.values()) == ["Gelukt", "Niet gewijzigd"]
    assert "Een vraag stelt u op de pagina" in asked.popitem()[1]


def test_a_selection_that_the_queue_never_wrote_is_a_bad_request(worker: FlaskClient, session: Session) -> None:
    fine = make_case(session)
    session.commit()
    for pair in ("x", f"{fine.reference}", f"{fine.reference}.", f"{fine.reference}.-1", "AAAA-AAAA-A.1", f".{1}"):
        assert _act(worker, [_pair(fine), pair], action="claim").status_code == 400
    assert _act(worker, [_pair(fine)], action="erase").status_code == 400
    assert _act(worker, [f"{reference.new()}.1" for _ in range(51)], action="claim").status_code == 400
    nothing = _act(worker, [], action="claim")

    assert (nothing.status_code, "U vinkte geen dossier aan." in nothing.text) == (422, True)
    assert _fresh(session, fine).claimed_by_id is None


@pytest.mark.parametrize(
    ("back", "leads_to"),
    [
        ("/staff/queue?view=mine", "/staff/queue?view=mine"),
        ("https://elders.example/", "/staff/queue"),
        ("//elders.example", "/staff/queue"),
        ("", "/staff/queue"),
    ],
)
def test_the_answer_leads_back_to_the_list_that_was_open(
    app: Flask, session: Session, back: str, leads_to: str
) -> None:
    answer = _act(people.signed_in(app, Role.INTAKE_WORKER), [], action="claim", back=back)

    assert pages.read(answer.text).links["Terug naar de werklijst"] == leads_to


def _act(client: FlaskClient, ticked: Iterable[str], **typed: str) -> TestResponse:
    token = people.csrf_of(client.get("/staff/").text)
    return client.post("/staff/queue/bulk", data={"csrf_token": token, "case": list(ticked), **typed})


def _answers(answer: TestResponse) -> dict[str, str]:
    """What was said of each case, by its reference."""
    assert answer.status_code == 200
    rows = re.findall(r"<dt><a[^>]*>([^<]+)</a></dt>\s*<dd>(.*?)</dd>", answer.text, re.DOTALL)
    return {name: " ".join(re.sub(r"<[^>]+>", "", words).split()) for name, words in rows}


def _closed(session: Session) -> Case:
    return make_case(session, status=S.CLOSED, is_open=False, desk="closed")


def _pair(case: Case) -> str:
    return f"{case.reference}.{case.version}"


def _fresh(session: Session, case: Case) -> Case:
    session.rollback()
    session.expire_all()
    return cases.by_reference(session, case.reference)


def _lines(session: Session, case: Case) -> list[str]:
    return [entry.what for entry in cases.entries(session, _fresh(session, case).id or 0)]
