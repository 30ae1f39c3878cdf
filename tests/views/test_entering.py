"""Reports typed in by staff: every kind by its channels, the same gate, a petition, and nothing lost or doubled."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask
from sqlmodel import Session, select

from portal import db
from portal.domain.intake.layout import in_page_order
from portal.domain.intake.questions import BY_NAME
from portal.domain.vocabulary import CaseStatus, Channel, InformedHow, Kind, LegalBasis, NoticeKind, Role, Urgency
from portal.forms.entering import sections
from portal.models import Audit, Case, Draft, Entry, Outbox, Referral
from portal.services import intake
from tests import people
from tests.reporters import Reporter, counts, rows
from tests.reports import REPORTS, Typed
from tests.wrong_answers import WRONG

pytestmark = pytest.mark.usefixtures("monday")
PETITION: Typed = {**REPORTS[Kind.COURT_REGISTRY], "filing_date": "20/11/2026", "own_ref": "26A815"}
SEND = {"step": "send"}


def colleague(app: Flask, role: Role = Role.INTAKE_WORKER) -> Reporter:
    """Somebody of the team in a browser."""
    someone = Reporter(app)
    someone.client = people.signed_in(app, role)
    return someone


def by_staff(kind: Kind) -> list[Channel]:
    return [Channel.COURT] if kind is Kind.COURT_REGISTRY else [Channel.PHONE, Channel.DESK, Channel.POST]


@pytest.mark.parametrize("kind", Kind)
def test_a_report_of_every_kind_is_typed_in_by_each_of_its_channels(app: Flask, kind: Kind) -> None:
    worker = colleague(app)
    worker.open(f"/staff/new/{kind.slug}/{by_staff(kind)[-1]}")
    assert worker.press(REPORTS[kind]).status_code == 200, worker.page.errors
    assert counts(app, Referral, Case, Outbox) == [0, 0, 0]
    answer = worker.send(SEND)

    (referral,) = rows(app, Referral)
    (case,) = rows(app, Case)
    assert (answer.status_code, answer.location) == (303, f"/staff/cases/{case.reference}")
    assert (referral.kind, referral.channel, referral.language) == (kind, by_staff(kind)[-1], "nl")
    assert referral.entered_by_id is not None
    assert not case.unverified
    assert case.claimed_by_id is None
    assert [line.account_id for line in rows(app, Entry) if line.what == "received"] == [referral.entered_by_id]
    trail = [
        (line.account_id, line.details["channel"]) for line in rows(app, Audit) if line.action == "intake.received"
    ]
    assert trail == [(referral.entered_by_id, referral.channel)]
    assert len({mail.notice for mail in rows(app, Outbox)}) >= (1 if kind is Kind.TENANT else 2)


def test_a_petition_of_the_registry_end_to_end(app: Flask, session: Session) -> None:
    worker = colleague(app)
    worker.open("/staff/new/court-registry/court")
    assert worker.page.value("stage") == "petition"
    assert worker.page.value("court")
    assert {"informed_how", "informed_by", "tenant_reaction"}.isdisjoint(worker.page.names)
    worker.press(PETITION)
    worker.press({**SEND, "claim": "yes"})

    referral = session.exec(select(Referral)).one()
    case = session.exec(select(Case)).one()
    kept = intake.answers_of(referral)
    assert (referral.legal_basis, referral.notice_kind) == (LegalBasis.LEGAL_NOTICE, NoticeKind.CLAIM)
    assert (referral.informed_how, referral.informed_on) == (InformedHow.SERVICE, date(2026, 11, 16))
    assert (referral.hearing_date, referral.filing_date, referral.own_ref) == (
        date(2026, 11, 27),
        date(2026, 11, 20),
        "26A815",
    )
    assert kept["roll_number"] == "26A815"
    assert (case.level, case.key_rule, case.status) == (Urgency.U1, "A4", CaseStatus.IN_TRIAGE)
    assert case.claimed_by_id == referral.entered_by_id
    assert "Ingevoerd door Mieke Claes (griffie)" in worker.page.text
    assert "Aanmelding ingevoerd (griffie)" in worker.page.text
    assert "Ondersteuning tijdens de gerechtsprocedure (OGP)" in worker.page.text

    worker.open("/staff/new/court-registry/court")
    assert worker.page.value("reporter_email") == "griffie@vredegerecht.example"
    assert worker.page.value("tenant_last") == ""


def test_a_petition_with_a_number_that_came_before_is_shown_and_can_be_kept(app: Flask) -> None:
    worker = colleague(app)
    for number, warned in (("26A815", False), ("26 a 815", True), ("26A816", False)):
        typed = {**PETITION, "own_ref": number, "roll_number": ""}
        worker.open("/staff/new/court-registry/court")
        worker.press(typed)
        assert ("Er is al een verzoekschrift met dit nummer" in worker.page.text) == warned
        worker.press(SEND)
        assert worker.at.startswith("/staff/cases/")
    assert counts(app, Referral) == [3]

    worker.open("/staff/new/court-registry/court")
    worker.press({**PETITION, "own_ref": "26A817", "roll_number": ""})
    other = colleague(app, Role.TEAM_LEAD)
    other.open("/staff/new/court-registry/court")
    other.press({**PETITION, "own_ref": "26A817", "roll_number": ""})
    other.press(SEND)
    worker.press(SEND)
    assert "Er is al een verzoekschrift met dit nummer" in worker.page.text
    assert counts(app, Referral) == [4]
    worker.press(SEND)
    assert counts(app, Referral) == [5]


def test_of_colleagues_who_send_one_petition_at_once_one_stores_it_and_the_others_are_shown_it(app: Flask) -> None:
    def typed(number: int) -> Reporter:
        with app.app_context(), db.open_session(db.engine(), writes=True) as session:
            account = people.make_account(session, email=f"c{number}@portaal.example", password_hash=None)
        worker = Reporter(app)
        worker.client = people.browser_of(app, account)
        worker.open("/staff/new/court-registry/court")
        worker.press(PETITION)
        return worker

    workers = [typed(number) for number in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda worker: worker.press(SEND), workers))

    shown = ["Er is al een verzoekschrift met dit nummer" in worker.page.text for worker in workers]
    assert (sorted(shown), counts(app, Referral)) == ([False, True, True], [1])


def test_sent_twice_it_is_one_report_and_the_second_click_leads_to_its_case(app: Flask) -> None:
    worker = colleague(app)
    worker.open("/staff/new/court-registry/court")
    worker.press(PETITION)
    last = worker.page
    answers = [worker.send({**SEND, "claim": "yes"}, page=last) for _ in range(2)]

    (case,) = rows(app, Case)
    assert [answer.headers["Location"] for answer in answers] == [f"/staff/cases/{case.reference}"] * 2
    assert counts(app, Referral) == [1]
    assert [line.what for line in rows(app, Entry)] == ["received", "claim"]


@pytest.mark.parametrize("kind", [Kind.SERVICE_PROVIDER, Kind.COURT_REGISTRY])
def test_the_gate_refuses_a_colleague_what_it_refuses_a_reporter_and_loses_nothing_typed(
    app: Flask, kind: Kind
) -> None:
    lead = colleague(app, Role.TEAM_LEAD)
    lead.open(f"/staff/new/{kind.slug}/{by_staff(kind)[0]}")
    order = [question.name for question in in_page_order(kind, sections(kind))]
    tries = ({**WRONG[Kind.BAILIFF][1], **OF_A_REGISTRY},) if kind is Kind.COURT_REGISTRY else WRONG[kind]

    for one in tries:
        said = {name: words for name, (_, words) in one.items() if words}
        wrong = {name: value for name, (value, _) in one.items()}
        assert lead.press({**REPORTS[kind], **wrong, **SEND}).status_code == 422
        assert lead.page.summary == sorted(said, key=order.index)
        assert {name for name, words in said.items() if words not in lead.page.errors[name]} == set()
        typed = {**REPORTS[kind], **wrong}
        assert {
            n: v for n, v in typed.items() if isinstance(v, str) and v and _is_text(n) and lead.page.value(n) != v
        } == {}

    for name, way_out in (("informed", "not_yet"), ("informed", "not_safe"), ("informed", "unknown"), OPPOSED):
        if name in REPORTS[kind]:
            assert lead.press({**REPORTS[kind], name: way_out, "street": "", **SEND}).status_code == 422
            assert lead.page.summary == [name]
            assert lead.page.value("tenant_last") == "Quackelbeen"
    assert counts(app, Referral, Case, Outbox) == [0, 0, 0]
    assert "Quackelbeen" not in repr([line.model_dump() for line in rows(app, Audit)])


OF_A_REGISTRY = {
    "reporter_name": ("", "Vul de naam in."),
    "reporter_org": ("", "Vul de naam van de griffie in."),
    "reporter_email": ("", "Vul het e-mailadres van de griffie in."),
    "own_ref": ("x" * 31, "Nummer bij de griffie: "),
}
OPPOSED = ("tenant_opposed", "yes")


def test_not_yet_says_what_to_tell_the_reporter_and_where_the_ready_text_is(app: Flask) -> None:
    worker = colleague(app)
    worker.open("/staff/new/landlord/phone")
    worker.press({"informed": "not_yet"})

    assert "Ik maak mij zorgen dat u uw woning kunt verliezen." in worker.page.text
    assert "/refer/landlord/exit/not-yet" in worker.page.links.values()
    assert worker.page.summary == ["informed"]


def test_what_was_typed_survives_a_doubt_a_last_look_and_a_change(app: Flask) -> None:
    worker = colleague(app)
    worker.open("/staff/new/landlord/desk")
    typed = {**REPORTS[Kind.LANDLORD], "description": "Hij is depressief", "postcode": "9000"}
    assert worker.press(typed).status_code == 422
    assert set(worker.page.summary) == {"postcode", "description"}
    assert "buiten ons werkingsgebied" in worker.page.errors["postcode"]

    assert worker.press({**worker.page.values, "postcode": "2800"}).status_code == 200
    assert worker.page.title.startswith("Kijk na")
    worker.press({"step": "change"})
    shown = {name: worker.page.values.get(name) for name in ("tenant_last", "contact_pref", "description", "street")}
    assert shown == {
        "tenant_last": ["Quackelbeen"],
        "contact_pref": ["call", "mornings"],
        "description": ["Hij is depressief"],
        "street": ["Zwaluwenhof"],
    }
    worker.press({**worker.page.values, "street": "Merelhof"})
    worker.press(SEND)
    (referral,) = rows(app, Referral)
    assert (referral.street, referral.channel) == ("Merelhof", Channel.DESK)


def test_whoever_was_signed_out_sends_it_again_after_signing_in(app: Flask) -> None:
    worker = colleague(app)
    worker.open("/staff/new/landlord/phone")
    with worker.client.session_transaction() as cookie:
        cookie.pop("sign_in")
    assert worker.press(REPORTS[Kind.LANDLORD]).status_code == 401
    assert ("tenant_last", "Quackelbeen") in worker.page.hidden
    assert counts(app, Referral, Draft) == [0, 0]

    beside = colleague(app, Role.TEAM_LEAD)
    for name in ("session", app.config["SESSION_COOKIE_NAME"]):
        if (held := beside.client.get_cookie(name)) is not None:
            worker.client.set_cookie(name, held.value)
    assert worker.press({}).status_code == 400, "the token of the session before"
    assert ("tenant_last", "Quackelbeen") in worker.page.hidden
    assert worker.press({}).status_code == 200
    worker.press(SEND)
    assert [one.tenant_last for one in rows(app, Referral)] == ["Quackelbeen"]


def test_a_tenant_on_the_phone_leaves_a_name_and_a_number(app: Flask) -> None:
    worker = colleague(app)
    worker.open("/staff/new/tenant/phone")
    worker.open("/staff/new/tenant/phone/short")
    assert worker.press({"tenant_last": "Quackelbeen", "tenant_phone": "12"}).status_code == 422
    assert worker.page.summary == ["tenant_phone"]
    assert worker.page.value("tenant_last") == "Quackelbeen"
    worker.press({"tenant_last": "Quackelbeen", "tenant_phone": "0470 98 76 54", "claim": "yes"})

    (referral,), (case,) = rows(app, Referral), rows(app, Case)
    assert worker.at == f"/staff/cases/{case.reference}"
    assert (referral.short, referral.channel, referral.legal_basis) == (True, Channel.PHONE, LegalBasis.SELF)
    assert case.claimed_by_id == referral.entered_by_id
    assert f"Bewaard. Lees deze referentie voor: {referral.reference}" in worker.page.text


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR])
def test_who_has_no_cases_types_nothing_in(app: Flask, role: Role) -> None:
    other = colleague(app, role)

    assert other.open("/staff/new").status_code == 403
    assert other.open("/staff/new/landlord/phone").status_code == 403
    assert "/staff/new" not in other.page.links.values()


def test_only_the_ways_that_there_are(app: Flask) -> None:
    worker = colleague(app)
    found = re.findall(r'href="/staff/new/([^"]+)"', worker.open("/staff/new").text)
    assert found == [f"{kind.slug}/{channel}" for kind in Kind for channel in by_staff(kind)]

    for path in ("landlord/court", "court-registry/phone", "landlord/web", "landlord/list", "niemand/phone"):
        assert worker.open(f"/staff/new/{path}").status_code == 404, path
    assert worker.open("/staff/new/landlord/post").status_code == 200


def _is_text(name: str) -> bool:
    return BY_NAME[name].value not in ("choice", "choices", "tick")
