"""What only a team lead may do: done for a lead, a 403 for a colleague, who is not offered it; 422 is for everybody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from portal.domain.vocabulary import CaseStatus, Role
from portal.models import Account, Audit, Case
from portal.store import cases
from tests import pages, people
from tests.factories import make_account, make_case

pytestmark = pytest.mark.usefixtures("monday")
S = CaseStatus


@dataclass(frozen=True)
class Try:
    """A step on a case, and the button with which a page offers it; ``theirs``: a colleague who is here has it."""

    path: str
    words: str
    button: str
    status: CaseStatus = S.IN_TRIAGE
    theirs: bool = True
    case: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)


FOR_LEADS = {
    "reopening": Try(
        "move",
        "Deze stap mag u niet zetten.",
        "Heropenen",
        S.CLOSED,
        theirs=False,
        case={"desk": "closed", "outcome": "moved"},
        typed={"to": "in_triage", "reason": "Nieuwe brief."},
    ),
    "deciding on an objection": Try(
        "objection",
        "Uw account mag dit niet openen.",
        "Beslissen",
        theirs=False,
        case={"objection": "undecided"},
        typed={"decision": "go_on", "objection_reason": "Er is een kind."},
    ),
    "taking over from who is here": Try(
        "takeover", "Uw collega is niet afwezig.", "Overnemen", typed={"take_over_reason": "Zitting morgen."}
    ),
    "releasing what a colleague has": Try("release", "Alleen wie het dossier heeft", "Teruggeven aan het team"),
    "giving on what a colleague has": Try("assign", "Een collega heeft dit dossier.", "Aan een collega geven"),
}


@pytest.fixture
def an(session: Session) -> Account:
    return make_account(session, name="An Peeters")


@pytest.mark.parametrize("tried", FOR_LEADS.values(), ids=FOR_LEADS)
def test_what_is_for_team_leads_is_done_for_one_and_forbidden_to_a_colleague(
    app: Flask, session: Session, an: Account, tried: Try
) -> None:
    bo, lea = make_account(session, name="Bo Maes"), make_account(session, role=Role.TEAM_LEAD)
    case = _stored(session, an, tried)
    worker, lead = people.browser_of(app, bo), people.browser_of(app, lea)
    offered = [tried.button in _offers(client, case) for client in (worker, lead)]

    refused = _post(worker, case, tried, bo)
    version = _fresh(session, case).version
    done = _post(lead, case, tried, bo)

    assert (refused.status_code, done.status_code, offered) == (403, 303, [False, True])
    assert tried.words in pages.read(refused.text).text
    assert version == 1 < _fresh(session, case).version
    assert [line.account_id for line in _lines(session, "access.refused")] == [bo.id]


@pytest.mark.parametrize("role", [Role.INTAKE_WORKER, Role.TEAM_LEAD])
@pytest.mark.parametrize(
    "tried",
    [
        Try("release", "Niemand heeft dit dossier.", "", theirs=False),
        Try("claim", "Dit dossier is afgesloten.", "", S.CLOSED, theirs=False),
        Try("move", "Deze stap kan niet", "", theirs=False, typed={"to": "in_guidance"}),
        Try("handover", "U hebt dit dossier niet.", ""),
    ],
    ids=lambda value: value.path if isinstance(value, Try) else value,
)
def test_what_nobody_can_do_now_is_refused_alike_to_both(
    app: Flask, session: Session, an: Account, tried: Try, role: Role
) -> None:
    case = _stored(session, an, tried)

    answer = _post(people.signed_in(app, role), case, tried, an)

    assert answer.status_code == 422
    assert tried.words in pages.read(answer.text).text
    assert _lines(session, "access.refused") == []


def test_a_colleague_does_the_same_with_the_own_case(app: Flask, session: Session, an: Account) -> None:
    away = make_account(session, name="Bo Maes", disabled_at=an.created_at)
    mine, left = (make_case(session, status=S.IN_TRIAGE, claimed_by_id=one.id) for one in (an, away))
    session.commit()
    worker = people.browser_of(app, an)

    answers = [_post(worker, case, Try(path, "", ""), an) for case, path in ((mine, "release"), (left, "takeover"))]

    assert [answer.status_code for answer in answers] == [303, 303]


def _stored(session: Session, owner: Account, tried: Try) -> Case:
    values = {"status": tried.status, **tried.case, **({"claimed_by_id": owner.id} if tried.theirs else {})}
    case = make_case(session, **values)
    session.commit()
    return case


def _post(client: FlaskClient, case: Case, tried: Try, colleague: Account) -> TestResponse:
    token = people.csrf_of(client.get("/staff/").text)
    carried = {"csrf_token": token, "version": "1", "colleague": str(colleague.id)}
    return client.post(f"/staff/cases/{case.reference}/{tried.path}", data={**carried, **tried.typed})


def _offers(client: FlaskClient, case: Case) -> str:
    """What can be done now, as the page says it."""
    return pages.read(client.get(f"/staff/cases/{case.reference}").text).text.partition("Waarom deze urgentie")[0]


def _fresh(session: Session, case: Case) -> Case:
    session.rollback()
    session.expire_all()
    return cases.by_reference(session, case.reference)


def _lines(session: Session, action: str) -> list[Audit]:
    session.rollback()
    return list(session.exec(select(Audit).where(Audit.action == action)))
