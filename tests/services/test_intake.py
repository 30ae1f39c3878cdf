"""The one way in: what is stored of every kind, what the gate refuses and names, and a report that is sent twice."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session, select

from portal import db
from portal.domain.errors import Refused
from portal.domain.intake import checking
from portal.domain.intake.questions import BY_NAME, Answers, Need
from portal.domain.vocabulary import Channel, Kind, LegalBasis, Urgency
from portal.models import Audit, Case, Entry, Outbox, Preference, Referral
from portal.services import intake
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes, Sent
from tests.answers import WALKS, walk
from tests.factories import A_DAY, MONDAY, make_account

MAILBOXES = Mailboxes(intake="intake@huis.example", duty="wacht@huis.example", domain="huis.example")


def sent(kind: Kind, answers: Answers, **values: Any) -> Sent:
    given = {"submission_key": "a" * 32, "language": "nl", **values}
    return Sent(kind=kind, answers=answers, **given)


def receive(session: Session, report: Sent) -> Referral:
    return intake.receive(session, report, at=A_DAY, today=MONDAY, policy=Policy(), mailboxes=MAILBOXES)


@pytest.fixture
def answers(app: Flask) -> dict[str, Any]:
    """A landlord's whole report."""
    return dict(walk(app, Kind.LANDLORD, {})[0])


def test_what_every_kind_sends_is_stored_exactly_and_nothing_of_another_kind(app: Flask, session: Session) -> None:
    staff = make_account(session)
    for number, (name, (kind, changes)) in enumerate(WALKS.items()):
        known, errors = walk(app, kind, changes)
        assert errors == {}, name
        by = staff.id if kind is Kind.COURT_REGISTRY else None

        referral = receive(session, sent(kind, known, submission_key=f"{number:032}", entered_by_id=by))
        session.commit()
        session.expire_all()

        stored = intake.answers_of(session.get_one(Referral, referral.id))
        ready = {one: _plain(answer) for one, answer in checking.ready(kind, known).items()}
        assert {one: _plain(answer) for one, answer in stored.items()} == ready, name
        assert {one for one in stored if BY_NAME[one].needs[kind] is Need.NEVER and one != "informed_how"} == set(), (
            name
        )


def _plain(answer: Any) -> Any:
    """Amounts come back without the zeros behind the point."""
    amount = isinstance(answer, str) and re.fullmatch("[0-9]+[.][0-9]+", answer)
    return f"{Decimal(answer).normalize():f}" if amount else answer


def test_columns_have_their_types_and_every_other_answer_stands_in_the_document(
    app: Flask, session: Session, answers: dict[str, Any]
) -> None:
    referral = receive(session, sent(Kind.LANDLORD, answers))

    columns = {column.name for column in sa.inspect(Referral).columns}
    assert columns.isdisjoint(referral.answers)
    assert referral.answers.keys() <= answers.keys()
    assert referral.legal_basis is LegalBasis.VOLUNTARY
    assert (referral.informed_on, referral.received_on) == (MONDAY - timedelta(days=3), MONDAY)
    assert referral.tenure == "private"
    assert (referral.statement_version, referral.statement_language) == ("2026-11", "nl")


GATE: dict[str, tuple[Kind, dict[str, Any], str]] = {
    "landlord: informed not said": (Kind.LANDLORD, {"informed": ""}, "informed"),
    "landlord: not yet": (Kind.LANDLORD, {"informed": "not_yet"}, "informed"),
    "landlord: not safe": (Kind.LANDLORD, {"informed": "not_safe"}, "informed"),
    "landlord: unknown": (Kind.LANDLORD, {"informed": "unknown"}, "informed"),
    "landlord: another word": (Kind.LANDLORD, {"informed": "true"}, "informed"),
    "landlord: no day": (Kind.LANDLORD, {"informed_on": ""}, "informed_on"),
    "landlord: no such day": (Kind.LANDLORD, {"informed_on": "2026-02-30"}, "informed_on"),
    "landlord: 61 days ago": (Kind.LANDLORD, {"informed_on": "2026-09-23"}, "informed_on"),
    "landlord: tomorrow": (Kind.LANDLORD, {"informed_on": "2026-11-24"}, "informed_on"),
    "landlord: no way": (Kind.LANDLORD, {"informed_how": ""}, "informed_how"),
    "landlord: served": (Kind.LANDLORD, {"informed_how": "service"}, "informed_how"),
    "landlord: nobody": (Kind.LANDLORD, {"informed_by": "", "reporter_name": ""}, "informed_by"),
    "landlord: no reaction": (Kind.LANDLORD, {"tenant_reaction": ""}, "tenant_reaction"),
    "landlord: another reaction": (Kind.LANDLORD, {"tenant_reaction": "shrugs"}, "tenant_reaction"),
    "landlord: one's own phone": (Kind.LANDLORD, {"reporter_phone": "+32470987654"}, "tenant_phone"),
    "landlord: one's own mail": (Kind.LANDLORD, {"reporter_email": "Wendelien@huurder.example"}, "tenant_email"),
    "social landlord: not yet": (Kind.SOCIAL_LANDLORD, {"informed": "not_yet"}, "informed"),
    "police: no reaction": (Kind.NEIGHBOURHOOD_POLICE, {"tenant_reaction": ""}, "tenant_reaction"),
    "agency: no day": (Kind.ESTATE_AGENCY, {"informed_on": ""}, "informed_on"),
    "bailiff: no kind of notice": (Kind.BAILIFF, {"notice_kind": ""}, "notice_kind"),
    "bailiff: voluntary, not informed": (Kind.BAILIFF, {"informed": "unknown"}, "informed"),
    "bailiff: claim, not served": (Kind.BAILIFF, {"notice_kind": "claim", "informed_on": ""}, "informed_on"),
    "bailiff: claim, tomorrow": (Kind.BAILIFF, {"notice_kind": "claim", "informed_on": "2026-11-24"}, "informed_on"),
    "bailiff: claim, opposed": (Kind.BAILIFF, {"notice_kind": "claim", "tenant_opposed": "yes"}, "tenant_opposed"),
    "bailiff: order, opposed or not": (
        Kind.BAILIFF,
        {"notice_kind": "eviction_order", "tenant_opposed": ""},
        "tenant_opposed",
    ),
    "registry: opposed": (Kind.COURT_REGISTRY, {"tenant_opposed": "yes"}, "tenant_opposed"),
    "registry: typed in by nobody": (Kind.COURT_REGISTRY, {"entered_by": "1"}, "entered_by"),
    "doctor: no consent": (Kind.DOCTOR, {"patient_consent": ""}, "patient_consent"),
    "doctor: a letter": (Kind.DOCTOR, {"informed_how": "letter"}, "informed_how"),
    "service: of no kind": (Kind.SERVICE_PROVIDER, {"org_kind": ""}, "org_kind"),
    "service: not weighed": (Kind.SERVICE_PROVIDER, {"client_weighed": ""}, "client_weighed"),
    "service: client objects": (Kind.SERVICE_PROVIDER, {"tenant_reaction": "objects"}, "tenant_reaction"),
}
"""What is changed in a report that is taken as it is (the walks above), and the field that is named."""


def refusals(app: Flask, session: Session) -> Iterator[tuple[str, str | None]]:
    whole = {kind: walk(app, kind, {})[0] for kind in Kind}
    claim = walk(app, Kind.BAILIFF, {"notice_kind": "claim"})[0]
    for name, (kind, change, _) in GATE.items():
        start = claim if change.get("notice_kind") in ("claim", "eviction_order") else whole[kind]
        given = None if kind is not Kind.COURT_REGISTRY or "entered_by" in change else 1
        try:
            receive(session, sent(kind, {**start, **change}, entered_by_id=given))
        except Refused as refused:
            yield name, refused.field
        else:
            yield name, None


def test_the_gate_names_the_field_that_it_refuses_and_nothing_is_stored(app: Flask, session: Session) -> None:
    named = dict(refusals(app, session))

    assert named == {name: field for name, (_, _, field) in GATE.items()}
    assert [len(session.exec(select(table)).all()) for table in (Referral, Case, Entry, Outbox, Audit)] == [0] * 5


@pytest.mark.parametrize("field", ["description", "informed_by", "reporter_name"])
def test_an_identity_number_is_refused_by_every_channel(session: Session, answers: dict[str, Any], field: str) -> None:
    report = sent(Kind.LANDLORD, {**answers, field: "85.07.30-033.28"}, channel=Channel.PHONE)

    with pytest.raises(Refused) as refused:
        receive(session, report)

    assert refused.value.field == field


def test_an_address_that_no_mail_server_takes_is_refused_at_its_field(
    session: Session, answers: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refused:
        receive(session, sent(Kind.LANDLORD, {**answers, "reporter_email": "Odilon, odilon@melder.example"}))

    session.commit()
    assert refused.value.field == "reporter_email"
    assert session.exec(select(Referral)).all() == []


def test_a_report_brings_its_case_its_history_its_trail_and_its_mails(
    session: Session, answers: dict[str, Any]
) -> None:
    referral = receive(session, sent(Kind.LANDLORD, answers))
    session.commit()

    case = session.get_one(Case, referral.case_id)
    assert (case.reference, case.level) == (referral.reference, Urgency.U0)
    assert (case.channel, case.short, case.problems) == (Channel.WEB, False, f" {' '.join(answers['problems'])} ")
    assert [entry.what for entry in session.exec(select(Entry))] == ["received"]
    assert [(line.action, line.referral_id) for line in session.exec(select(Audit))] == [
        ("intake.received", referral.id)
    ]
    mails = {(mail.notice, mail.to_addr) for mail in session.exec(select(Outbox))}
    assert mails == {
        ("receipt", "odilon@melder.example"),
        ("new_referral", MAILBOXES.intake),
        ("acute", MAILBOXES.duty),
    }


def test_a_colleague_who_asked_for_it_hears_of_each_new_report(session: Session, answers: dict[str, Any]) -> None:
    asked, silent = (make_account(session, password_hash="x", language="fr") for _ in range(2))
    session.add(Preference(receiver=f"account:{asked.id}", notice="new_referral", how="at_once"))

    receive(session, sent(Kind.LANDLORD, answers))

    told = session.exec(select(Outbox.to_addr, Outbox.language).where(Outbox.notice == "new_referral")).all()
    assert set(told) == {("intake@huis.example", "nl"), (asked.email, "fr")}
    assert silent.email not in dict(told)


def test_without_an_address_the_reporter_gets_no_mail(session: Session, answers: dict[str, Any]) -> None:
    answers.pop("reporter_email")

    receive(session, sent(Kind.LANDLORD, answers))

    assert {mail.notice for mail in session.exec(select(Outbox))} == {"new_referral", "acute"}


@pytest.mark.parametrize(
    ("change", "marked", "objection"),
    [
        ({}, False, None),
        ({"relation": "yes"}, True, None),
        ({"contact_pref": ["no_letters_to_address"]}, True, None),
        ({"contact_pref": ["call", "not_through_partner_or_housemate"]}, True, None),
        ({"tenant_reaction": "objects"}, False, "undecided"),
    ],
)
def test_safety_and_objection_are_marked_on_the_case(
    session: Session, answers: dict[str, Any], change: dict[str, Any], marked: bool, objection: str | None
) -> None:
    referral = receive(session, sent(Kind.LANDLORD, {**answers, **change}))

    case = session.get_one(Case, referral.case_id)
    assert (case.safety_mark, case.objection) == (marked, objection)


def test_the_same_key_gives_the_same_referral_and_writes_nothing(session: Session, answers: dict[str, Any]) -> None:
    first = receive(session, sent(Kind.LANDLORD, answers))
    session.commit()

    second = receive(session, sent(Kind.LANDLORD, {**answers, "tenant_last": "Iemand Anders"}))
    session.commit()

    assert second.reference == first.reference
    counted = [len(session.exec(select(table)).all()) for table in (Referral, Case, Entry, Outbox, Audit)]
    assert counted == [1, 1, 1, 3, 1]


def test_five_who_send_the_same_report_at_once_make_one(app: Flask, database_url: str, answers: dict[str, Any]) -> None:
    engine, start, references = db.connect(database_url), threading.Barrier(5), []

    def send() -> None:
        with db.open_session(engine, writes=True) as session:
            start.wait()
            references.append(receive(session, sent(Kind.LANDLORD, answers)).reference)
            session.commit()

    threads = [threading.Thread(target=send) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with db.open_session(engine, writes=False) as session:
        counted = [len(session.exec(select(table)).all()) for table in (Referral, Case, Entry, Outbox, Audit)]
    engine.dispose()

    assert len(references) == 5 and len(set(references)) == 1
    assert counted == [1, 1, 1, 3, 1]
