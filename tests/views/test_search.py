"""Looking for cases as staff do it: what is found, and that nothing of what was typed is left behind."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from portal import clock
from portal.domain.vocabulary import CaseStatus, Role
from portal.models import Audit, Case, SignIn
from portal.services.accounts import SEEN_EVERY
from portal.store import cases, search
from tests import pages, people
from tests.factories import make_case

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def worker(app: Flask) -> FlaskClient:
    return people.signed_in(app, Role.INTAKE_WORKER)


def test_what_was_looked_for_is_found_and_leaves_no_trace(
    worker: FlaskClient, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    case, _other = _case(session, tenant_last="Zeldzaamers"), _case(session)
    session.commit()

    answer = _look(worker, "zeldz", at="/staff/queue")

    page = pages.read(answer.text)
    assert answer.status_code == 200
    assert "1 dossier gevonden." in page.text
    assert page.links[case.reference] == f"/staff/cases/{case.reference}"
    assert answer.text.count('class="case"') == 1
    assert page.value("words") == "zeldz"
    lines = session.exec(select(Audit).where(col(Audit.action) == "search")).all()
    assert [line.details for line in lines] == [{"hits": 1, "page": 1}]
    traces = [caplog.text, str(answer.headers), answer.request.url, *page.links.values(), *page.actions]
    assert not [trace for trace in traces if "zeldz" in trace.lower()]


def test_a_hit_says_who_it_is_about_and_the_queue_does_not(worker: FlaskClient, session: Session) -> None:
    _case(session, tenant_first="Ada", tenant_last="Zeldzaamers", street="Kerkstraat", house_number="7", box="2")
    session.commit()

    found, listed = _look(worker, "zeldzaamers").text, worker.get("/staff/queue").text

    assert "<bdi>Ada Zeldzaamers, Kerkstraat 7 bus 2, 2800</bdi> · Huurachterstal" in found
    assert "Zeldzaamers" not in listed
    assert "Kerkstraat" not in listed


def test_a_whole_reference_leads_to_the_case_at_once(worker: FlaskClient, session: Session) -> None:
    case, _other = _case(session), _case(session)
    session.commit()

    whole, beginning = _look(worker, case.reference.lower()), _look(worker, case.reference[:6])

    assert (whole.status_code, whole.location) == (303, f"/staff/cases/{case.reference}")
    assert beginning.status_code == 200


def test_nothing_that_is_typed_gives_an_error(worker: FlaskClient, session: Session) -> None:
    _case(session, tenant_last="D'Hondt")
    session.commit()
    typed = {"d'hondt": 200, 'AND "NEAR( :* -': 200, "ho\0ndt*": 200, "%_\\' OR 1=1": 200, "😀": 422}
    typed |= {"": 422, "*": 422, "\0": 422, "x" * 101: 422, "b": 422}

    answers = {words: _look(worker, words) for words in typed}

    assert {words: answer.status_code for words, answer in answers.items()} == typed
    assert pages.read(answers[""].text).errors["words"].strip().endswith("referentie.")
    assert pages.read(answers["b"].text).value("words") == "b"
    assert "Niets gevonden." in answers["%_\\' OR 1=1"].text
    assert _look(worker, "hondt", page="x").status_code == _look(worker, "hondt", page="999").status_code == 200


def test_the_next_page_is_a_form_too(worker: FlaskClient, session: Session) -> None:
    for number in range(52):
        closed = {"status": CaseStatus.CLOSED, "desk": "closed", "closed_at": clock.now()}
        _case(session, of_case=closed if number % 2 else None)
    session.commit()

    first, second = _look(worker, "testers"), _look(worker, "testers", page="2")

    assert "52 dossiers gevonden." in first.text
    assert [answer.text.count('class="case"') for answer in (first, second)] == [50, 2]
    assert first.text.index("<h2>Open</h2>") < first.text.index("<h2>Afgesloten</h2>")
    assert 'name="page" value="2"' in first.text
    assert 'name="page" value="1"' in second.text
    assert "after=" not in first.text
    assert len(first.data) < 40_000


def test_a_claim_from_the_queue_leads_back_to_its_place_and_nowhere_else(worker: FlaskClient, session: Session) -> None:
    first, second, third = _case(session), _case(session), _case(session)
    session.commit()
    place = f"/staff/queue?view=todo#at-{second.reference}"

    def claimed(case: Case, leads_to: str) -> str:
        return people.send(worker, f"/staff/cases/{case.reference}/claim", "/staff/queue", next=leads_to).location

    assert claimed(first, place) == place
    assert claimed(second, "//evil.example/staff/queue") == f"/staff/cases/{second.reference}"
    assert claimed(third, "/staff/queue/../../x") == f"/staff/cases/{third.reference}"


def test_news_is_a_number_and_does_not_keep_a_session_alive(worker: FlaskClient, session: Session) -> None:
    old = _case(session)
    session.commit()
    assert f'data-news="/staff/queue/news?since={old.reference}"' in worker.get("/staff/queue").text
    for status in (CaseStatus.RECEIVED, CaseStatus.RECEIVED, CaseStatus.IN_TRIAGE):
        _case(session, of_case={"status": status})
    session.commit()

    with time_machine.travel(clock.now() + SEEN_EVERY + timedelta(seconds=1)):
        before = _seen(session)
        answer = worker.get(f"/staff/queue/news?since={old.reference}")
        assert _seen(session) == before
        worker.get("/staff/queue")
        assert _seen(session) > before

    assert answer.json == {"unread": 2}
    assert worker.get("/staff/queue/news").json == {"unread": 3}
    assert [worker.get(f"/staff/queue/news?since={wrong}").status_code for wrong in ("x", "NMCJ-D3D7-Y", "%00")] == [
        400,
        400,
        400,
    ]


def test_the_keys_stand_on_a_page_of_their_own(worker: FlaskClient) -> None:
    link = pages.read(worker.get("/staff/queue").text).links["Toetsen"]

    assert "naar het volgende dossier" in worker.get(link).text


def _look(client: FlaskClient, words: str, *, at: str = "/staff/search", page: str = "") -> TestResponse:
    typed = {"words": words} | ({"page": page} if page else {})
    return people.send(client, "/staff/search", at, **typed)


def _case(session: Session, *, of_case: dict[str, Any] | None = None, **values: Any) -> Case:
    case = make_case(session, referral=values, **(of_case or {}))
    for referral in cases.referrals_of(session, case.id or 0):
        search.index(session, referral)
    return case


def _seen(session: Session) -> datetime:
    session.rollback()
    return session.exec(select(SignIn.seen_at)).one()
