"""A case as staff see it, and every step from its forms: accepted, refused, and too late."""

from __future__ import annotations

from datetime import date, time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from portal.domain import reference
from portal.domain.vocabulary import CaseStatus, Role, Urgency
from portal.models import Audit, Case, Entry, Outbox
from portal.store import cases
from tests import pages, people
from tests.factories import A_DAY, MONDAY, make_account, make_case, make_referral

pytestmark = pytest.mark.usefixtures("monday")
S = CaseStatus
INVISIBLE = "\u202e\u200e"
"""Marks that turn the reading direction: something is typed, and nothing stands there."""
HEARING = {"stage": "petition", "hearing_date": date(2026, 11, 25), "hearing_time": time(9)}


@pytest.fixture
def worker(app: Flask) -> FlaskClient:
    return people.signed_in(app, Role.INTAKE_WORKER)


@pytest.fixture
def lead(app: Flask) -> FlaskClient:
    return people.signed_in(app, Role.TEAM_LEAD)


def test_one_sentence_says_it_all(worker: FlaskClient, session: Session) -> None:
    case = _stored(session, referral=HEARING)

    assert (
        "Zitting woensdag 25/11 om 9:00 in het vredegerecht; eerste contact vandaag; niemand heeft dit dossier."
        in _page(worker, case).text
    )


def test_the_sentence_says_that_who_has_it_is_away(worker: FlaskClient, session: Session) -> None:
    away = make_account(session, name="Noor Peeters", away_until=date(2026, 12, 4))
    case = _stored(session, referral=HEARING, status=S.IN_TRIAGE, claimed_by_id=away.id)

    assert "Noor Peeters (afwezig tot en met vr 4/12) heeft dit dossier." in _page(worker, case).text


def test_once_a_hearing_is_over_asking_how_it_ended_comes_first(app: Flask, session: Session) -> None:
    an = make_account(session)
    guided = {"status": S.IN_GUIDANCE, "pathway": "OGP", "contacted_on": MONDAY, "claimed_by_id": an.id}
    over, ahead = ({**HEARING, "hearing_date": date(2026, 11, day)} for day in (20, 30))

    past, coming = (_stored(session, referral=report, **guided) for report in (over, ahead))
    hers = people.browser_of(app, an)

    first, usual = (hers.get(_at(case)).text.partition('class="moves"')[2] for case in (past, coming))

    assert first.index('<summary class="button primary">Uitslag noteren') < first.index("Nieuw traject")
    assert 'class="button primary">Nieuw traject' not in first + usual
    assert '<summary class="button quiet">Feit toevoegen' in usual


def test_a_pathway_that_was_chosen_has_yet_to_begin_and_is_advised_no_more(
    worker: FlaskClient, session: Session
) -> None:
    case = _stored(session, status=S.CONTACTING)

    before = _page(worker, case).text
    _post(worker, case, "move", to="assigned", pathway="PW")
    after = _page(worker, case).text

    assert "Voorgesteld traject" in before
    assert "Voorgesteld traject" not in after
    assert "nog niet gestart toegewezen op ma 23/11" in after


def test_the_page_shows_the_report_as_it_was_sent(worker: FlaskClient, session: Session) -> None:
    case = _stored(session, referral={**HEARING, "informed_by": "Jan Verhuurder", "answers": {"court": "Mechelen"}})

    text = _page(worker, case).text

    for words in ("Jan Verhuurder", "Voorbeeldstraat", "Fatima", "25/11/2026", "09:00", "Mechelen"):
        assert words in text
    assert "A4 · U0" not in text


def test_what_somebody_typed_is_never_html(worker: FlaskClient, session: Session) -> None:
    case = _stored(session, referral={"tenant_last": "<script>alert(1)</script>"})

    assert "<script>alert" not in worker.get(_at(case)).text


def test_a_safety_mark_stands_on_top_with_its_reasons(worker: FlaskClient, session: Session) -> None:
    wishes = {"contact_pref": ["call", "not_through_partner_or_housemate", "not_alone_at_door"]}
    case = _stored(session, safety_mark=True, referral={"answers": {"relation": "yes", **wishes}})

    text = _page(worker, case).text

    assert (
        "Opgelet bij contact. Lees eerst hoe u de huurder mag bereiken."
        " De melder is familie of (ex-)partner van de huurder."
        " Ga niet alleen aan de deur. Niet via partner of huisgenoot." in text
    )


def test_who_it_is_about_stands_at_the_top_whether_or_not_there_is_a_number(
    worker: FlaskClient, session: Session
) -> None:
    case = _stored(session, referral={"tenant_phone": None, "box": "3", "answers": {"co_tenant_first": "Ali"}})

    assert "Fatima Testers, Ali, Voorbeeldstraat 12 bus 3, 2800" in _page(worker, case).text


def test_what_is_new_stands_at_the_top_until_it_was_looked_at(worker: FlaskClient, session: Session) -> None:
    case = _stored(session, status=S.CONTACTING, new_fact=True)
    told = {"referral": case.reference, "text": "De zitting is uitgesteld."}
    asked = {
        "from": "contacting",
        "to": "waiting_for_reporter",
        "question": "Gaat de zitting door?",
        "on": "2026-11-23",
    }
    session.add(Entry(case_id=case.id or 0, at=A_DAY, what="move", data=asked))
    for what, text in (("note", "Belde terug."), ("answer", told["text"])):
        session.add(Entry(case_id=case.id or 0, at=A_DAY, what=what, data={**told, "text": text}))
    session.commit()

    new = worker.get(_at(case)).text.partition('id="new-fact"')[2].partition("</section>")[0]
    _post(worker, case, "seen")

    assert f"ma 23/11/2026 10:00 · de melder van {case.reference}" in new
    assert "Antwoord van de melder" in new
    assert new.index("Gaat de zitting door?") < new.index("De zitting is uitgesteld.")
    assert pages.read(new).links["Feit toevoegen"] == "#fact-what"
    assert "Belde terug." not in new
    assert 'id="new-fact"' not in worker.get(_at(case)).text


def test_the_reference_of_a_report_leads_to_its_case(worker: FlaskClient, session: Session) -> None:
    case, report = make_case(session), make_referral(session)
    report.case_id, report.reference = case.id or 0, reference.new()
    session.commit()

    answer = worker.get(f"/staff/cases/{report.reference}")

    assert (answer.status_code, answer.location) == (302, _at(case))


def test_a_case_leads_back_to_the_list_it_was_opened_from(worker: FlaskClient, session: Session) -> None:
    case = _stored(session)
    from_list = {"Referer": "http://localhost/staff/queue?view=mine&level=U0"}

    before = _page(worker, case).links["Terug naar de werklijst"]
    opened = pages.read(worker.get(_at(case), headers=from_list).text)
    _post(worker, case, "note", note="Belde terug.")

    assert before == f"/staff/queue#at-{case.reference}"
    assert opened.links["Terug naar de werklijst"] == f"/staff/queue?view=mine&level=U0#at-{case.reference}"
    assert _page(worker, case).links["Terug naar de werklijst"] == opened.links["Terug naar de werklijst"]


@pytest.mark.parametrize(
    "place",
    [
        *("http://elsewhere.example/staff/queue?view=mine", "http://localhost/staff/search", "javascript:alert(1)"),
        *("http://[", "http://a]b/", "http://[localhost]/staff/queue"),
    ],
)
def test_no_other_page_is_a_list_to_go_back_to(worker: FlaskClient, session: Session, place: str) -> None:
    case = _stored(session)

    page = pages.read(worker.get(_at(case), headers={"Referer": place}).text)

    assert page.links["Terug naar de werklijst"] == f"/staff/queue#at-{case.reference}"


@pytest.mark.parametrize("wrong", ["CCCC-CCCC-C", "x", "%00", "a" * 500])
def test_a_case_that_is_not_there_is_not_found(worker: FlaskClient, wrong: str) -> None:
    assert worker.get(f"/staff/cases/{wrong}").status_code == 404
    assert worker.post(f"/staff/cases/{wrong}/claim", data=_token(worker)).status_code == 404


def test_every_look_at_a_case_is_in_the_trail(worker: FlaskClient, session: Session) -> None:
    case = _stored(session)
    worker.get(_at(case))
    _post(worker, case, "note", version="", note="")

    assert _actions(session, case) == ["case.read", "case.refused", "case.read"]


def test_what_is_refused_is_in_the_trail_with_the_reader(worker: FlaskClient, session: Session) -> None:
    case = _stored(session)

    _post(worker, case, "release")
    _post(worker, case, "move", version="99", to="contacting")
    _post(worker, case, "claim")

    trail = session.exec(select(Audit.action).where(Audit.case_id == case.id)).all()
    assert [action for action in trail if action not in ("case.read", "intake.received")] == [
        "case.refused",
        "case.conflict",
        "case.claim",
    ]


def test_claiming_and_releasing(worker: FlaskClient, session: Session) -> None:
    case = _stored(session)

    claimed = _post(worker, case, "claim")
    mine = _fresh(session, case).claimed_by_id
    released = _post(worker, case, "release")

    assert [answer.status_code for answer in (claimed, released)] == [303, 303]
    assert mine is not None
    assert _fresh(session, case).claimed_by_id is None


def test_the_page_after_a_change_says_once_that_it_was_kept(worker: FlaskClient, session: Session) -> None:
    case = _stored(session)

    refused = _post(worker, case, "note", note="")
    before = worker.get(_at(case)).text
    _post(worker, case, "note", note="De huurder belt morgen terug.")
    after, later = worker.get(_at(case)).text, worker.get(_at(case)).text

    assert refused.status_code == 422
    assert ['role="status"' in page for page in (before, after, later)] == [False, True, False]
    assert "Uw notitie is bewaard." in after


def test_who_claims_too_late_is_told_who_has_it(worker: FlaskClient, session: Session) -> None:
    an = make_account(session, name="An Peeters")
    case = _stored(session, status=S.IN_TRIAGE, claimed_by_id=an.id)

    answer = _post(worker, case, "claim")

    assert answer.status_code == 409
    assert "An Peeters heeft dit dossier al." in answer.text
    assert "Dit is niet bewaard" not in answer.text


def test_somebody_elses_case_is_not_released_by_a_colleague(
    worker: FlaskClient, lead: FlaskClient, session: Session
) -> None:
    case = _stored(session, status=S.IN_TRIAGE, claimed_by_id=make_account(session).id)

    assert _post(worker, case, "release").status_code == 403
    assert _post(lead, case, "release").status_code == 303


MOVES = [
    (S.IN_TRIAGE, {"to": "contacting"}, S.CONTACTING),
    (S.IN_TRIAGE, {"to": "out_of_area", "reason": "Woont in Gent."}, S.OUT_OF_AREA),
    (S.CONTACTING, {"to": "assigned", "pathway": "PW"}, S.ASSIGNED),
    (S.CONTACTING, {"to": "assigned", "pathway": "DW", "reason": "geen woning meer"}, S.ASSIGNED),
    (S.IN_TRIAGE, {"to": "referred_on", "referred_to": "CAW"}, S.REFERRED_ON),
    (
        S.CONTACTING,
        {"to": "tenant_declined", "declined_on": "23/11/2026", "declined_how": "phone"},
        S.TENANT_DECLINED,
    ),
    (S.REFERRED_ON, {"to": "closed", "outcome": "referred_to_help"}, S.CLOSED),
]


@pytest.mark.parametrize(("status", "typed", "reached"), MOVES)
def test_a_move_with_what_it_asks_for(
    worker: FlaskClient, session: Session, status: CaseStatus, typed: dict[str, str], reached: CaseStatus
) -> None:
    case = _stored(session, status=status)

    answer = _post(worker, case, "move", version="1", **typed)

    assert (answer.status_code, answer.location) == (303, _at(case))
    assert _fresh(session, case).status is reached
    assert worker.get(_at(case)).status_code == 200


@pytest.mark.parametrize(
    ("status", "typed", "field"),
    [
        (S.CONTACTING, {"to": "assigned"}, "assigned-pathway"),
        (S.CONTACTING, {"to": "assigned", "pathway": "XX"}, "assigned-pathway"),
        (S.CONTACTING, {"to": "assigned", "pathway": "DW", "reason": " "}, "assigned-reason"),
        (S.CONTACTING, {"to": "tenant_declined", "declined_on": "31/31/2026"}, "tenant_declined-declined_on"),
        (S.REFERRED_ON, {"to": "closed"}, "closed-outcome"),
    ],
)
def test_a_refused_move_keeps_what_was_typed_and_says_why_at_the_field(
    worker: FlaskClient, session: Session, status: CaseStatus, typed: dict[str, str], field: str
) -> None:
    case = _stored(session, status=status)

    answer = _post(worker, case, "move", version="1", **typed)
    page = pages.read(answer.text)

    assert answer.status_code == 422
    assert field in page.errors
    assert field in page.summary
    assert field in page.ids
    assert page.title.startswith("Fout:")
    for name, value in typed.items():
        assert name in {"to", "pathway"} or value in page.values[name]
    assert _fresh(session, case).status is status


def test_a_refused_move_says_all_that_is_missing_at_once(worker: FlaskClient, session: Session) -> None:
    case = _stored(session, status=S.CONTACTING)

    page = pages.read(_post(worker, case, "move", version="1", to="tenant_declined").text)

    assert set(page.errors) == {"tenant_declined-declined_on", "tenant_declined-declined_how"}


@pytest.mark.parametrize("to", ["", "closed", "received", "nowhere", "in_triage"])
def test_a_move_that_is_not_in_the_table_is_refused(worker: FlaskClient, session: Session, to: str) -> None:
    case = _stored(session)

    assert _post(worker, case, "move", version="1", to=to).status_code == 422
    assert _fresh(session, case).status is S.RECEIVED


def test_a_stale_move_shows_what_changed_and_keeps_what_was_typed_without_a_form(
    app: Flask, worker: FlaskClient, session: Session
) -> None:
    an = make_account(session, name="An Peeters")
    case = _stored(session, status=S.CONTACTING)
    session.commit()
    _post(people.browser_of(app, an), case, "move", version="1", to="referred_on", referred_to="CAW De Terp")

    answer = _post(worker, case, "move", version="1", to="assigned", reason="Drie keer gebeld")
    page = pages.read(answer.text)

    assert answer.status_code == 409
    for words in ("An Peeters", "Doorverwezen", "CAW De Terp", "Drie keer gebeld"):
        assert words in page.text
    assert [address for address in page.actions if "/cases/" in address] == []
    assert "reason" not in page.names | {name for name, _ in page.hidden}
    assert "Toch bewaren" not in page.text
    assert _fresh(session, case).status is S.REFERRED_ON


@pytest.mark.parametrize("version", ["", "0", "2", "x", "-1", "9" * 30])
def test_a_move_without_the_version_that_stands_is_too_late(
    worker: FlaskClient, session: Session, version: str
) -> None:
    case = _stored(session, status=S.IN_TRIAGE)

    assert _post(worker, case, "move", version=version, to="contacting").status_code == 409
    assert _post(worker, case, "move", version="1", to="contacting").status_code == 303


CHANGES: list[tuple[str, dict[str, str]]] = [
    ("fact", {"fact": "moved"}),
    ("next", {"next_action_on": "27/11/2026", "next_action": "Bellen"}),
    ("level", {"level": "0", "level_reason": "dreigt"}),
    ("release", {}),
]


@pytest.mark.parametrize(("path", "typed"), CHANGES)
def test_a_stale_form_is_too_late_for_every_change(
    worker: FlaskClient, session: Session, path: str, typed: dict[str, str]
) -> None:
    case = _stored(session, status=S.IN_TRIAGE)
    assert _post(worker, case, "claim").status_code == 303

    for version in ("1", "", "x"):
        assert _post(worker, case, path, version=version, **typed).status_code == 409
    assert _post(worker, case, path, version="2", **typed).status_code == 303


def test_a_note_and_a_claim_never_come_too_late(worker: FlaskClient, session: Session) -> None:
    case = _stored(session)

    assert _post(worker, case, "note", version="99", note="Gebeld.").status_code == 303
    assert _post(worker, case, "claim", version="").status_code == 303


def test_a_note_is_kept_and_shown(worker: FlaskClient, session: Session) -> None:
    case = _stored(session)

    answer = _post(worker, case, "note", note="Mevrouw belde terug.\nZe komt morgen.")

    assert answer.status_code == 303
    assert "Mevrouw belde terug." in _page(worker, case).text


@pytest.mark.parametrize("typed", ["", "  ", "rijksregister 93.05.18-223.61", "x" * 4001])
def test_a_note_that_cannot_be_kept_is_refused_at_its_field(worker: FlaskClient, session: Session, typed: str) -> None:
    case = _stored(session)

    page = pages.read((answer := _post(worker, case, "note", note=typed)).text)

    assert answer.status_code == 422
    assert "note-text" in page.errors


FACTS = [
    ({"fact": "hearing", "date": "25/11/2026", "time": "9u30"}, Urgency.U0),
    ({"fact": "petition", "date": "20/11/2026"}, Urgency.U1),
    ({"fact": "judgment", "date": "20/11/2026"}, Urgency.U2),
    ({"fact": "judgment", "date": "20/11/2026", "result": "conditional"}, Urgency.U3),
    ({"fact": "served", "date": "2/11/2026"}, Urgency.U1),
    ({"fact": "leave_by", "date": "2026-11-27"}, Urgency.U0),
    ({"fact": "eviction_date", "date": "30/11/2026"}, Urgency.U0),
    ({"fact": "evicted"}, Urgency.U0),
    ({"fact": "arrears", "months": "4"}, Urgency.U2),
    ({"fact": "arrears", "amount": "1.250,50", "months": "1"}, Urgency.U4),
    ({"fact": "plan_broken"}, Urgency.U2),
    ({"fact": "plan_agreed"}, Urgency.U3),
    ({"fact": "moved"}, Urgency.U3),
    ({"fact": "still_there"}, Urgency.U3),
]


@pytest.mark.parametrize(("typed", "level"), FACTS)
def test_a_fact_recomputes_the_level(
    worker: FlaskClient, session: Session, typed: dict[str, str], level: Urgency
) -> None:
    case = _stored(session)

    answer = _post(worker, case, "fact", version="1", **typed)

    assert answer.status_code == 303
    assert _fresh(session, case).level is level
    assert "Nieuw feit:" in _page(worker, case).text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "fact-what"),
        ({"fact": "gossip"}, "fact-what"),
        ({"fact": "hearing"}, "fact-date"),
        ({"fact": "hearing", "date": "morgen"}, "fact-date"),
        ({"fact": "hearing", "date": "25/11/2026", "time": "99"}, "fact-time"),
        ({"fact": "served", "date": "24/11/2026"}, "fact-date"),
        ({"fact": "eviction_date", "date": "30/11/9999"}, "fact-date"),
        ({"fact": "hearing", "date": INVISIBLE}, "fact-date"),
        ({"fact": "arrears"}, "fact-amount"),
        ({"fact": "arrears", "amount": INVISIBLE, "months": INVISIBLE}, "fact-amount"),
        ({"fact": "arrears", "amount": "veel"}, "fact-amount"),
        ({"fact": "judgment", "result": "won"}, "fact-result"),
    ],
)
def test_a_fact_that_cannot_be_read_is_refused_at_its_field(
    worker: FlaskClient, session: Session, typed: dict[str, str], field: str
) -> None:
    case = _stored(session)

    answer = _post(worker, case, "fact", **typed)
    page = pages.read(answer.text)

    assert answer.status_code == 422
    assert field in page.errors
    assert field in page.summary


def test_a_hearing_whose_outcome_is_told_is_no_longer_looked_after(worker: FlaskClient, session: Session) -> None:
    case = _stored(session, referral={"stage": "petition", "hearing_date": date(2026, 11, 20)})
    assert "uitslag nagaan" in _page(worker, case).text

    _post(worker, case, "fact", fact="judgment", date="20/11/2026", result="rejected")

    assert "uitslag nagaan" not in _page(worker, case).text


def test_a_tenant_who_was_said_to_have_moved_lives_there_again(worker: FlaskClient, session: Session) -> None:
    case = _stored(session)
    _post(worker, case, "fact", fact="moved")
    before = _page(worker, case)

    answer = _post(worker, case, "fact", fact="still_there")

    after = _page(worker, case)
    known = "Huurder is verhuisdJa"
    assert (answer.status_code, known in before.text, known in after.text) == (303, True, False)
    assert "Nieuw feit: Huurder woont er toch nog" in after.text


def test_a_new_fact_on_a_closed_case_is_seen_and_put_back(worker: FlaskClient, session: Session) -> None:
    case = _stored(session, status=S.CLOSED, desk="closed", outcome="moved", contacted_on=MONDAY)
    _post(worker, case, "fact", fact="served", date="23/11/2026")
    woken = _fresh(session, case).desk

    answer = _post(worker, case, "seen")

    assert (woken, answer.status_code, _fresh(session, case).desk) == ("todo", 303, "closed")


def test_the_next_action_is_planned_after_the_first_contact(worker: FlaskClient, session: Session) -> None:
    case = _stored(session, status=S.CONTACTING, contacted_on=MONDAY)

    answer = _post(worker, case, "next", next_action_on="2/12/2026", next_action="Terugbellen")

    assert answer.status_code == 303
    assert _fresh(session, case).due_on == date(2026, 12, 2)
    assert "Terugbellen: uiterlijk wo 2/12." in _page(worker, case).text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"next_action": "Bellen"}, "next-on"),
        ({"next_action_on": "gisteren", "next_action": "Bellen"}, "next-on"),
        ({"next_action_on": INVISIBLE, "next_action": "Bellen"}, "next-on"),
        ({"next_action_on": "20/11/2026", "next_action": "Bellen"}, "next-on"),
        ({"next_action_on": "27/11/2026"}, "next-what"),
    ],
)
def test_a_plan_without_a_day_or_words_is_refused(
    worker: FlaskClient, session: Session, typed: dict[str, str], field: str
) -> None:
    case = _stored(session)

    answer = _post(worker, case, "next", **typed)

    assert answer.status_code == 422
    assert field in pages.read(answer.text).errors


def test_a_plan_before_the_first_contact_is_said_and_so_is_what_goes_first(
    worker: FlaskClient, session: Session
) -> None:
    case = _stored(session, referral={"stage": "petition", "hearing_date": date(2026, 12, 16)})

    _post(worker, case, "next", next_action_on="16/12/2026", next_action="Huisbezoek")
    page = _page(worker, case)
    _post(worker, case, "next", next_action_on="24/11/2026", next_action="Huisbezoek")
    early = _page(worker, case)

    assert "Dag/maand/jaar." in page.text and "Bijvoorbeeld 27/11/2026" not in page.text
    assert "Gepland op wo 16/12: Huisbezoek" in page.text
    assert "Het eerste contact gaat voor." in page.text
    assert "Uw datum is te laat (Zitting wo 16/12). Het dossier komt vroeger terug." in page.text
    assert (page.value("next_action_on"), page.value("next_action")) == ("16/12/2026", "Huisbezoek")
    assert "Gepland op di 24/11: Huisbezoek" in early.text and "Uw datum is te laat" not in early.text


def test_an_objection_is_decided_by_a_team_lead_alone(worker: FlaskClient, lead: FlaskClient, session: Session) -> None:
    case = _stored(session, status=S.IN_TRIAGE, objection="undecided")

    assert _post(worker, case, "objection", decision="go_on", objection_reason="reden").status_code == 403
    assert _post(lead, case, "objection", decision="go_on").status_code == 422
    assert _post(lead, case, "objection", objection_reason="reden").status_code == 422
    assert _post(lead, case, "objection", decision="go_on", objection_reason="reden").status_code == 303
    assert _fresh(session, case).objection == "go_on"


def test_a_team_lead_revises_a_decision_and_until_then_nobody_is_told_to_make_contact(
    worker: FlaskClient, lead: FlaskClient, session: Session
) -> None:
    case = _stored(session, status=S.IN_TRIAGE, objection="undecided")
    assert "Beslissing herzien" not in lead.get(_at(case)).text
    assert _post(lead, case, "objection", decision="no_contact", objection_reason="Wil rust.").status_code == 303
    barred, queue, paper = _page(lead, case), worker.get("/staff/queue").text, worker.get(f"{_at(case)}/print").text

    for text in (barred.text, pages.read(queue).text, pages.read(paper).text):
        assert "een contact opnemen met de huurder; opvolgen uiterlijk ma 30/11" in text
        assert "erste contact uiterlijk" not in text
    assert "Neem geen contact op met de huurder." in barred.text and "Beslissing herzien" in barred.text
    assert "Beslissing herzien" not in worker.get(_at(case)).text

    assert _post(worker, case, "objection", decision="go_on", objection_reason="Belde zelf.").status_code == 403
    assert _post(lead, case, "objection", decision="go_on").status_code == 422
    assert _post(lead, case, "objection", version="1", decision="go_on", objection_reason="x").status_code == 409
    assert _post(lead, case, "objection", decision="go_on", objection_reason="Belde zelf.").status_code == 303
    after = _page(worker, case).text
    assert "Beslissing over het verzet herzien: Toch contact opnemen" in after and "Wil rust." in after
    assert "eerste contact uiterlijk" in after and "Contact leggen" in after


def test_of_a_closed_case_no_decision_is_revised(lead: FlaskClient, session: Session) -> None:
    closed = _stored(session, status=S.CLOSED, objection="no_contact")
    reopened = _stored(session, status=S.IN_TRIAGE, objection="no_contact")

    assert "Beslissing herzien" not in lead.get(_at(closed)).text
    assert _post(lead, closed, "objection", decision="go_on", objection_reason="reden").status_code == 422
    assert _post(lead, reopened, "objection", decision="go_on", objection_reason="reden").status_code == 303


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"contacted_on": MONDAY, "next_action": "CAW bellen."}, "de huurder; CAW bellen: uiterlijk"),
        ({"contacted_on": MONDAY}, "de huurder; opvolgen uiterlijk"),
        ({"status": S.WAITING_FOR_REPORTER}, "de huurder; antwoord van de melder uiterlijk"),
    ],
)
def test_whatever_is_due_no_contact_is_said_before_it(
    worker: FlaskClient, session: Session, values: dict[str, object], words: str
) -> None:
    _stored(session, **{"status": S.CONTACTING, "objection": "no_contact", "due_on": date(2026, 11, 30), **values})

    text = pages.read(worker.get("/staff/queue?view=all").text).text

    assert f"Geen contact opnemen met {words} ma 30/11." in text


def test_whoever_has_a_case_hears_at_once_that_a_colleague_made_it_u0(worker: FlaskClient, session: Session) -> None:
    owner = make_account(session, email="an@huis.example", password_hash="-")
    case = make_case(session, status=CaseStatus.IN_TRIAGE, claimed_by_id=owner.id)
    session.commit()

    for level, told in (("1", 0), ("0", 1)):
        assert _post(worker, case, "level", level=level, level_reason="Zij staan op straat.").status_code == 303
        session.rollback()
        mails = session.exec(select(Outbox.to_addr).where(Outbox.notice == "acute")).all()
        assert mails.count("an@huis.example") == told, level


@pytest.mark.parametrize("typed", [{}, {"level": "7", "level_reason": "x"}, {"level": "1"}])
def test_another_level_needs_a_level_and_a_reason(worker: FlaskClient, session: Session, typed: dict[str, str]) -> None:
    case = _stored(session)

    assert _post(worker, case, "level", **typed).status_code == 422
    assert _post(worker, case, "level", level="1", level_reason="dreigt").status_code == 303
    page = _page(worker, case).text
    assert "De regels geven U3. Mieke Claes koos op ma 23/11 een ander niveau: dreigt" in page
    assert "Kiest u weer U3, dan volgt het dossier opnieuw de regels." in page
    assert _post(worker, case, "level", level="3", level_reason="rustig").status_code == 303
    assert "De regels geven" not in _page(worker, case).text


@pytest.mark.parametrize("status", list(CaseStatus))
def test_every_status_has_a_page_for_worker_and_lead(
    worker: FlaskClient, lead: FlaskClient, session: Session, status: CaseStatus
) -> None:
    case = _stored(session, status=status, objection="undecided")

    for client in (worker, lead):
        answer = client.get(_at(case))
        ids = [part.split('"')[0] for part in answer.text.split(' id="')[1:]]
        assert answer.status_code == 200
        assert len(ids) == len(set(ids)), "ids are unique"


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


def _token(client: FlaskClient) -> dict[str, str]:
    return {"csrf_token": people.csrf_of(client.get("/staff/queue").text)}


def _post(client: FlaskClient, case: Case, path: str, **typed: str) -> TestResponse:
    """Send a form of the page that was just opened, unless a ``version`` says that it was an older one."""
    shown = {} if "version" in typed else {"version": dict(_page(client, case).hidden)["version"]}
    return client.post(f"{_at(case)}/{path}", data={**_token(client), **shown, **typed})


def _actions(session: Session, case: Case) -> list[str]:
    session.rollback()
    session.expire_all()
    return list(session.exec(select(Audit.action).where(Audit.case_id == case.id).order_by(Audit.id)))  # type: ignore[arg-type]
