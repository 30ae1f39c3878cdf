"""Attempts, stays, terms and mails on the page of a case, and the case on paper."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from portal import clock
from portal.domain.vocabulary import CaseStatus, Pathway, Role
from portal.models import Audit, Case, Episode
from portal.notify import outbox
from portal.notify.notices import Notice
from portal.store import cases
from tests import pages, people
from tests.factories import MONDAY, make_case

pytestmark = pytest.mark.usefixtures("monday")
S = CaseStatus
TRIED = {"channel": "phone", "reached": "no", "tried_on": "23/11/2026", "text": "Voicemail ingesproken."}


@pytest.fixture
def worker(app: Flask) -> FlaskClient:
    return people.signed_in(app, Role.INTAKE_WORKER)


def test_from_the_first_attempt_to_the_first_contact(worker: FlaskClient, session: Session) -> None:
    case = _stored(session, status=S.CONTACTING, referral={"answers": {"tenant_lang": "ar"}})
    before = _page(worker, case)

    refused = _post(worker, case, "move", to="not_reached")
    missing = _post(worker, case, "attempt", tried_on="32/11/2026", text="Voicemail.")
    tried = _post(worker, case, "attempt", **TRIED, tried_at="9u15", tried_by="Bo Claes")
    after = _page(worker, case)
    asked = _post(worker, case, "attempt", **{**TRIED, "reached": "yes"})
    spoken = _post(worker, case, "attempt", **{**TRIED, "reached": "yes", "tenant_knew": "no", "channel": "desk"})
    reached = _page(worker, case)

    for words in ("Nog geen contactpoging.", "0470 00 00 01", "Taal van de huurder Arabisch"):
        assert words in before.text
    assert "Niet bereikt" not in before.text
    assert (refused.status_code, tried.status_code, spoken.status_code) == (422, 303, 303)
    assert set(pages.read(missing.text).errors) == {"attempt-channel", "attempt-reached", "attempt-tried_on"}
    assert pages.read(missing.text).values["text"] == ["Voicemail."]
    for words in ("1 contactpoging, 0 keer bereikt.", "Huurder niet bereikt: telefoon", "Bo Claes", "Niet bereikt"):
        assert words in after.text
    assert set(pages.read(asked.text).errors) == {"attempt-tenant_knew"}
    for words in ("2 contactpogingen, 1 keer bereikt.", "Wist de huurder van de aanmelding? Nee"):
        assert words in reached.text
    assert "Niet bereikt" not in reached.text
    assert (_fresh(session, case).contacted_on, "attempt-tenant_knew" in reached.ids) == (MONDAY, False)


def test_a_tenant_who_objects_when_we_call_is_put_before_the_team_lead(
    app: Flask, worker: FlaskClient, session: Session
) -> None:
    case = _stored(session, status=S.CONTACTING)
    lead = people.signed_in(app, Role.TEAM_LEAD)
    spoken = {**TRIED, "reached": "yes", "tenant_knew": "yes"}
    assert "attempt-objects" in _page(worker, case).ids

    unheard = _post(worker, case, "attempt", **{**TRIED, "objects": "yes"})
    late = _post(worker, case, "attempt", version="9", objects="yes", **spoken)
    heard = _post(worker, case, "attempt", objects="yes", **spoken)
    after, listed = _page(lead, case), lead.get("/staff/queue?view=objections").text

    assert (unheard.status_code, late.status_code, heard.status_code) == (422, 409, 303)
    assert set(pages.read(unheard.text).errors) == {"attempt-reached"}
    assert pages.read(unheard.text).values["objects"] == ["yes"]
    for words in ("De huurder verzet zich tegen verder contact: Ja", "beslist uiterlijk op 24 november 2026"):
        assert words in after.text
    assert "Beslissen over het verzet" in after.text and case.reference in listed
    assert "attempt-objects" not in after.ids
    assert _fresh(session, case).objection == "undecided"


def test_a_stay_has_a_place_a_term_and_one_extension(worker: FlaskClient, session: Session) -> None:
    _housed(session, "Crisiswoning 1")
    case = _stored(session, status=S.ASSIGNED, pathway=Pathway.CRISIS, contacted_on=MONDAY)
    offered = worker.get(_at(case)).text

    start = {"to": "in_guidance", "ends_on": "23/3/2027"}
    taken = _post(worker, case, "move", **start, place="Crisiswoning 1")
    begun = _post(worker, case, "move", **start, place="Crisiswoning 2")
    page = _page(worker, case)
    late = _post(worker, case, "extension", ends_on="24/7/2027", reason="Nog geen woning.")
    longer = _post(worker, case, "extension", ends_on="23/7/2027", reason="Nog geen woning.")
    after = _page(worker, case)

    assert "1 van 3 bezet" in offered
    assert 'value="Crisiswoning 1"' not in offered
    assert (taken.status_code, begun.status_code, late.status_code, longer.status_code) == (422, 303, 422, 303)
    assert set(pages.read(taken.text).errors) == {"in_guidance-place"}
    assert "Maximumtermijn loopt af op dinsdag 23/3/2027." in page.text
    assert set(pages.read(late.text).errors) == {"extension-ends_on"}
    assert pages.read(late.text).values["reason"] == ["Nog geen woning."]
    for words in ("Maximumtermijn loopt af op vrijdag 23/7/2027.", "Verblijf verlengd", "Crisiswoning 2"):
        assert words in after.text
    assert "extension-ends_on" not in after.ids


def test_whoever_chooses_a_pathway_sees_which_dwellings_are_taken_until_when_and_by_whom(
    worker: FlaskClient, session: Session
) -> None:
    case = _stored(session, status=S.IN_TRIAGE)
    free = _page(worker, case)
    taken = _housed(session, "Crisiswoning 3")
    late = _housed(session, "Crisiswoning 1", ends_on=date(2026, 11, 20))
    endless = _housed(session, "Doorstroomwoning 2", pathway=Pathway.DW, ends_on=None)
    session.commit()

    page = _page(worker, case)

    assert "Crisisopvang: 0 van 3 bezet" in free.text and "Crisiswoning" not in free.text
    for words in (
        "Crisisopvang: 2 van 3 bezet",
        f"Crisiswoning 1: bezet, moest vrij zijn op vr 20/11 ({late.reference})",
        f"Crisiswoning 3: bezet tot di 23/3/2027 ({taken.reference})",
        "Doorstroomwoning: 1 van 4 bezet",
        f"Doorstroomwoning 2: bezet, zonder einddatum ({endless.reference})",
    ):
        assert words in page.text
    assert page.text.index("Crisiswoning 1") < page.text.index("Crisiswoning 3")
    assert page.links[taken.reference] == _at(taken)


def test_who_starts_a_stay_sees_when_the_other_dwellings_of_that_pathway_come_free(
    worker: FlaskClient, session: Session
) -> None:
    _housed(session, "Crisiswoning 1")
    _housed(session, "Doorstroomwoning 2", pathway=Pathway.DW)
    case = _stored(session, status=S.ASSIGNED, pathway=Pathway.CRISIS, contacted_on=MONDAY)
    guided = _stored(session, status=S.ASSIGNED, pathway=Pathway.PW, contacted_on=MONDAY)

    page = _page(worker, case)

    assert "Crisiswoning 1: bezet tot di 23/3/2027" in page.text
    assert "Doorstroomwoning 2" not in page.text
    assert "bezet" not in _page(worker, guided).text


def test_a_pathway_that_was_chosen_has_not_begun_and_is_not_advised_again(
    worker: FlaskClient, session: Session
) -> None:
    case = _stored(session, status=S.CONTACTING, contacted_on=MONDAY, referral={"tenure": "private"})
    offered = worker.get(_at(case)).text
    advised = re.findall(r">([^<>]+) \(voorstel\)<", offered)
    value = re.findall(r'value="(\w+)"[^>]*>(?:<[^>]+>|\s)*[^<]+ \(voorstel\)', offered)[-1]

    other = next(one for one in ("PW", "OGP") if one != value)
    refused = _post(worker, case, "move", to="assigned", pathway=other)
    chosen = _post(worker, case, "move", to="assigned", pathway=value)
    page = worker.get(_at(case)).text

    assert len(set(advised)) == 1
    assert "Alleen als u een ander traject kiest dan het voorstel." in offered
    assert f'data-when="pathway:{other}' in offered or f",{other}" in offered
    assert (refused.status_code, chosen.status_code) == (422, 303)
    assert "nog niet gestart" in page and "Voorgesteld traject" not in page


def test_a_term_that_ends_soon_stands_out_and_two_clocks_run(worker: FlaskClient, session: Session) -> None:
    case = _stored(
        session,
        status=S.IN_GUIDANCE,
        pathway=Pathway.DW,
        pathway_until=date(2026, 12, 20),
        referral={"received_on": date(2026, 11, 16)},
    )

    page = _page(worker, case)

    for words in ("Termijn loopt bijna af", "Het verblijf loopt af op zondag 20/12.", "Bij ons: 5 werkdagen"):
        assert words in page.text


def test_mails_stand_in_the_timeline_by_their_state_and_never_by_their_address(
    worker: FlaskClient, session: Session
) -> None:
    case = _stored(session)
    outbox.put(
        session,
        Notice.NEW_REFERRAL,
        to="team@portaal.example",
        language="nl",
        at=clock.now(),
        domain="portaal.example",
        case_id=case.id,
        reference=case.reference,
        level="U3",
        due_on="2026-11-27",
    )
    session.commit()

    text = _page(worker, case).text

    assert "Mail: Nieuwe aanmelding, aan het intaketeam" in text
    assert "wacht om verstuurd te worden" in text
    assert "team@portaal.example" not in text


def test_what_is_known_stands_together_with_the_day_since_when(worker: FlaskClient, session: Session) -> None:
    case = _stored(session, referral={"stage": "petition", "hearing_date": date(2026, 11, 30), "minors": "yes"})

    _post(worker, case, "fact", fact="arrears", months="4")
    text = _page(worker, case).text

    for words in ("Wat wij nu weten", "Zitting", "ma 30/11 sinds ma 23/11", "4 maanden huur", "Minderjarige kinderen"):
        assert words in text


def test_on_paper_there_is_no_form_and_it_says_who_printed_it(worker: FlaskClient, session: Session) -> None:
    case = _stored(session, status=S.CONTACTING)

    answer = worker.get(f"{_at(case)}/print")

    page = pages.read(answer.text)
    assert answer.status_code == 200
    assert "Afgedrukt door Mieke Claes op maandag 23 november 2026" in page.text
    assert "Fatima" in page.text
    assert [address for address in page.actions if "/cases/" in address] == []
    read = session.exec(select(Audit).where(Audit.case_id == case.id, Audit.action == "case.read")).all()
    assert len(read) == 1
    assert worker.get("/staff/cases/CCCC-CCCC-C/print").status_code == 404


def _housed(
    session: Session, place: str, *, pathway: Pathway = Pathway.CRISIS, ends_on: date | None = date(2027, 3, 23)
) -> Case:
    case = make_case(session, status=S.IN_GUIDANCE, pathway=pathway)
    began = {"assigned_on": MONDAY, "started_on": MONDAY, "ends_on": ends_on}
    session.add(Episode(case_id=case.id or 0, pathway=pathway, place=place, **began))  # type: ignore[arg-type]
    session.flush()
    return case


def _stored(session: Session, **values: object) -> Case:
    case = make_case(session, **values)  # type: ignore[arg-type]
    session.commit()
    return case


def _fresh(session: Session, case: Case) -> Case:
    session.rollback()
    session.expire_all()
    return cases.by_reference(session, case.reference)


def _at(case: Case) -> str:
    return f"/staff/cases/{case.reference}"


def _page(client: FlaskClient, case: Case) -> pages.Page:
    return pages.read(client.get(_at(case)).text)


def _post(client: FlaskClient, case: Case, path: str, **typed: str) -> TestResponse:
    """Open the page, and send the form with the version that it shows."""
    page = client.get(_at(case)).text
    version = page.split('name="version" value="')[1].split('"')[0]
    return client.post(f"{_at(case)}/{path}", data={"csrf_token": people.csrf_of(page), "version": version, **typed})
