"""A reporter whom no mail reached: seen on the case, put right by whoever works with it, and mailed again."""

from __future__ import annotations

from flask import Flask
from sqlmodel import Session, select

from portal import clock
from portal.domain.vocabulary import Role
from portal.models import Audit, Case, MailState, Outbox, Referral
from portal.notify import outbox
from portal.notify.notices import Notice
from tests import pages, people
from tests.factories import make_case

OLD, NEW = "jan@voorbeedl.example", "jan@voorbeeld.example"


def test_the_address_is_put_right_and_every_mail_to_it_starts_again(app: Flask, session: Session) -> None:
    case, referral = _reported(session)
    mails = [_mail(session, case, referral, state=MailState.DEAD) for _ in range(2)]
    sent = _mail(session, case, referral, state=MailState.SENT)
    session.commit()
    address = f"/staff/cases/{case.reference}/unreached"
    worker = people.signed_in(app, Role.INTAKE_WORKER)
    page = pages.read(worker.get(address).text)
    assert page.value("email") == OLD
    assert "fout: 550" in page.text

    wrong = people.send(worker, address, address, **{**_hidden(page), "email": "jän@voorbeeld.example"})
    assert wrong.status_code == 422
    assert pages.read(wrong.text).errors == {
        "reporter-email": "Fout: Vóór de @ mag geen letter met een accent staan. Geef een ander e-mailadres."
    }
    assert pages.read(wrong.text).value("email") == "jän@voorbeeld.example"
    stale = people.send(worker, address, address, **{**_hidden(page), "version": "0", "email": NEW})
    assert stale.status_code == 409
    assert NEW in stale.text
    done = people.send(worker, address, address, **{**_hidden(page), "email": f" {NEW} "})

    session.rollback()
    session.expire_all()
    assert (done.status_code, done.location) == (303, f"/staff/cases/{case.reference}")
    assert {(row.to_addr, row.state, row.rendered) for row in mails} == {(NEW, MailState.PENDING, None)}
    assert (sent.to_addr, sent.state) == (OLD, MailState.SENT)
    assert (referral.reporter_email, referral.own_email) == (OLD, NEW)
    assert "case.readdressed" in session.exec(select(Audit.action)).all()
    assert "Adres van de melder verbeterd" in worker.get(f"/staff/cases/{case.reference}").text
    assert "Alle mails aan de melder zijn aangekomen" in worker.get(address).text


def test_only_who_works_with_cases_corrects_and_only_where_a_mail_is_dead(app: Flask, session: Session) -> None:
    case, referral = _reported(session)
    _mail(session, case, referral, state=MailState.PENDING)
    session.commit()
    address = f"/staff/cases/{case.reference}/unreached"
    worker = people.signed_in(app, Role.INTAKE_WORKER)
    given = {"version": str(case.version), "referral": referral.reference, "email": NEW}

    assert people.send(worker, address, address, **given).status_code == 404
    assert people.signed_in(app, Role.ADMIN).get(address).status_code == 403
    assert worker.get(f"/staff/cases/{referral.reference[:-1]}X/unreached").status_code == 404


def _reported(session: Session) -> tuple[Case, Referral]:
    case = make_case(session, referral={"reporter_email": OLD})
    return case, session.exec(select(Referral).where(Referral.case_id == case.id)).one()


def _mail(session: Session, case: Case, referral: Referral, *, state: MailState) -> Outbox:
    ids = {"referral_id": referral.id, "case_id": case.id}
    context = {"reference": referral.reference, "follow": referral.follow_key, "received_at": referral.received_at}
    row = outbox.put(session, Notice.RECEIPT, to=OLD, at=clock.now(), domain="portaal.example", **ids, **context)
    row.state, row.rendered = state, "To: jan"
    row.error, row.finished_at = ("550", clock.now()) if state is MailState.DEAD else (None, None)
    return row


def _hidden(page: pages.Page) -> dict[str, str]:
    return {name: value for name, value in page.hidden if name in {"version", "referral"}}
