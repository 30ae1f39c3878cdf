"""A reporter whom no mail reached: seen on the case, put right by whoever works with it, and mailed again."""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, select

from portal import clock, config, db
from portal.domain.vocabulary import Role
from portal.models import Audit, Case, MailState, Outbox, Referral
from portal.notify import delivery, outbox
from portal.notify.notices import Notice
from portal.notify.post import Postman
from portal.store.messages import Line
from portal.views import case_timeline
from tests import pages, people
from tests.factories import A_DAY, make_case
from tests.notify import servers

MARK = "Melder niet bereikt"
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
    assert "Dit adres bestaat niet of neemt onze mail niet aan. (fout: 550)" in page.text

    wrong = people.send(worker, address, address, **{**_hidden(page), "email": "jän@voorbeeld.example"})
    assert wrong.status_code == 422
    assert pages.read(wrong.text).errors == {
        "reporter-email": "Fout: Vóór de @ mag geen letter met een accent staan. Geef een ander e-mailadres."
    }
    assert pages.read(wrong.text).value("email") == "jän@voorbeeld.example"
    old_form = worker.post(address, data={**_hidden(page), "csrf_token": "oud", "email": NEW})
    assert (old_form.status_code, NEW in old_form.text) == (400, True)
    assert "Uw tekst" in old_form.text
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


def test_a_mark_stays_on_the_case_until_the_same_mail_arrives_at_the_address_put_right(
    app: Flask, session: Session
) -> None:
    case, referral = _reported(session)
    mail = _mail(session, case, referral, state=MailState.PENDING)
    session.commit()
    shown, address = f"/staff/cases/{case.reference}", f"/staff/cases/{case.reference}/unreached"
    worker = people.signed_in(app, Role.INTAKE_WORKER)
    with servers.obliging() as (port, handler):
        before = [MARK in worker.get(at).text for at in (shown, "/staff/queue")]
        handler.at_rcpt = ["550 nobody here"]
        _drain(app, port)
        session.rollback()
        dead = [MARK in worker.get(at).text for at in (shown, "/staff/queue")]
        timeline = worker.get(shown).text
        people.send(worker, address, address, **{**_hidden(pages.read(worker.get(address).text)), "email": NEW})
        under_way = MARK in worker.get("/staff/queue").text
        _drain(app, port)
    session.rollback()
    session.expire_all()

    assert (before, dead, under_way) == ([False, False], [True, True], True)
    assert f'href="{address}"' in timeline
    assert "Dit adres bestaat niet of neemt onze mail niet aan. (fout: 550)" in timeline
    assert [envelope.rcpt_tos for envelope in handler.mails] == [[NEW]]
    letter = handler.mails[0].content or b""
    assert isinstance(letter, bytes)
    assert f"Message-ID: {mail.message_id}".encode() in letter
    assert f"To: {NEW}".encode() in letter
    assert (mail.state, case.unreached) == (MailState.SENT, False)
    assert MARK not in worker.get("/staff/queue").text
    assert "Verstuurd op" in worker.get(shown).text


def test_of_what_is_over_nothing_starts_again_at_the_address_put_right(app: Flask, session: Session) -> None:
    case, referral = _reported(session)
    over, missed = (_mail(session, case, referral, state=MailState.DEAD) for _ in range(2))
    over.cancelled_at = clock.now()
    session.commit()
    address = f"/staff/cases/{case.reference}/unreached"
    worker = people.signed_in(app, Role.INTAKE_WORKER)

    done = people.send(worker, address, address, **{**_hidden(pages.read(worker.get(address).text)), "email": NEW})

    session.rollback()
    session.expire_all()
    assert done.status_code == 303
    assert [(row.state, row.to_addr) for row in (over, missed)] == [(MailState.DEAD, OLD), (MailState.PENDING, NEW)]


@pytest.mark.parametrize("state", list(MailState))
def test_the_case_says_of_each_mail_how_it_fared(app: Flask, session: Session, state: MailState) -> None:
    with app.test_request_context():
        line = Line("k", Notice.NEW_REFERRAL, None, state, 2, "421", A_DAY, A_DAY, A_DAY)
        told = case_timeline.of((), [line], {}, A_DAY.date())[0]

    details = dict(told.details)
    assert details["Toestand"] == case_timeline.STATES[state]
    assert ("Reden" in details) is (state in {MailState.DEAD, MailState.DEFERRED})
    assert ("Volgende poging" in details) is (state is MailState.DEFERRED)
    assert not told.mend


def test_only_who_works_with_cases_corrects_and_only_where_a_mail_is_dead(app: Flask, session: Session) -> None:
    case, referral = _reported(session)
    _mail(session, case, referral, state=MailState.PENDING)
    session.commit()
    address = f"/staff/cases/{case.reference}/unreached"
    worker = people.signed_in(app, Role.INTAKE_WORKER)
    given = {"version": str(case.version), "referral": referral.reference, "email": NEW}

    assert people.send(worker, address, address, **given).status_code == 404
    assert people.signed_in(app, Role.ADMIN).get(address).status_code == 403
    assert worker.get("/staff/cases/CDFH-JKMN-X/unreached").status_code == 404


def _drain(app: Flask, port: int) -> None:
    """What the worker does in a round, with its mail server on this port."""
    with app.app_context():
        own = dataclasses.replace(config.settings(), smtp_port=port, smtp_host=servers.HOST)
        opener, postman = partial(db.open_session, db.engine()), Postman(own)
        desk = delivery.Desk(open_session=opener, settings=own, sites=config.sites(), postman=postman)
        delivery.drain(desk, due_by=clock.now(), enough=lambda: False)
        postman.close()


def _reported(session: Session) -> tuple[Case, Referral]:
    case = make_case(session, referral={"reporter_email": OLD})
    return case, session.exec(select(Referral).where(Referral.case_id == case.id)).one()


def _mail(session: Session, case: Case, referral: Referral, *, state: MailState) -> Outbox:
    ids: dict[str, Any] = {"referral_id": referral.id, "case_id": case.id}
    context: dict[str, Any] = {
        "reference": referral.reference,
        "follow": referral.follow_key,
        "received_at": referral.received_at,
    }
    row = outbox.put(session, Notice.RECEIPT, to=OLD, at=clock.now(), domain="portaal.example", **ids, **context)
    row.state, row.rendered = state, "To: jan"
    row.error, row.finished_at = ("550", clock.now()) if state is MailState.DEAD else (None, None)
    return row


def _hidden(page: pages.Page) -> dict[str, str]:
    return {name: value for name, value in page.hidden if name in {"version", "referral"}}
