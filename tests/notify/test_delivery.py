"""From the outbox to a real mail server: what happened is what is recorded, once, by whoever holds the mail."""

from __future__ import annotations

import dataclasses
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, select

from portal import clock
from portal.models import MailState, Outbox
from portal.notify import delivery, outbox
from portal.notify.delivery import Desk, Result
from portal.notify.notices import Notice
from portal.notify.post import Parcel, Postman
from portal.store import messages
from tests.factories import make_referral
from tests.notify import servers
from tests.notify.conftest import MakeDesk, again, put_receipt

MUCH_LATER = timedelta(hours=3)


def deliver(desk: Desk) -> Result | None:
    return delivery.deliver_next(desk, due_by=clock.now())


def make_due(session: Session, row: Outbox, **values: object) -> None:
    found = session.get_one(Outbox, row.id, populate_existing=True)
    for name, value in ({"due_at": clock.now()} | values).items():
        setattr(found, name, value)
    session.commit()


def test_what_is_due_is_sent_as_it_was_put_aside(session: Session, make_desk: MakeDesk) -> None:
    row = put_receipt(session)

    with servers.obliging() as (port, server):
        result = deliver(make_desk(port))

    mail = message_from_bytes(server.mails[0].original_content or b"", policy=default)
    found = again(session, row)
    assert (result, found.state, found.attempt, found.error) == (Result.SENT, MailState.SENT, 1, None)
    assert (server.mails[0].rcpt_tos, mail["Message-ID"]) == ([row.to_addr], row.message_id)
    assert server.mails[0].mail_from == "huurbegeleiding@portaal.example"
    assert mail.as_bytes().splitlines() == (found.rendered or "").encode().splitlines()


def test_nothing_is_sent_before_it_is_due(session: Session, make_desk: MakeDesk) -> None:
    row = put_receipt(session)
    make_due(session, row, due_at=clock.now() + timedelta(minutes=1))

    with servers.obliging() as (port, server):
        assert deliver(make_desk(port)) is None

    assert server.mails == []


@pytest.mark.parametrize(
    ("at_rcpt", "at_data", "result", "error"),
    [
        ("421 busy", "", Result.DEFERRED, "421"),
        ("450 greylisted", "", Result.DEFERRED, "450"),
        ("451 try later", "", Result.DEFERRED, "451"),
        ("452 full", "", Result.DEFERRED, "452"),
        ("550 no such user", "", Result.DEAD, "550"),
        ("", "451 try later", Result.DEFERRED, "451"),
        ("", "554 no", Result.DEAD, "554"),
    ],
)
def test_what_the_server_answers_decides(
    session: Session, make_desk: MakeDesk, at_rcpt: str, at_data: str, result: Result, error: str
) -> None:
    row = put_receipt(session)

    with servers.obliging() as (port, server):
        server.at_rcpt, server.at_data = [at_rcpt] * bool(at_rcpt), [at_data] * bool(at_data)
        desk = make_desk(port)
        first = deliver(desk)
        found = again(session, row)
        make_due(session, row)
        second = deliver(desk)

    assert (first, found.error, server.mails == []) == (result, error, result is Result.DEAD)
    assert second is (Result.SENT if result is Result.DEFERRED else None)
    assert (found.finished_at is None) == (result is Result.DEFERRED)


def test_a_repeat_is_the_same_mail(session: Session, make_desk: MakeDesk) -> None:
    row = put_receipt(session)

    with servers.obliging() as (port, server):
        deliver(make_desk(port))
        make_due(session, row, state=MailState.PENDING)
        deliver(make_desk(port))

    first, second = server.mails
    assert first.original_content == second.original_content


def test_waiting_times_follow_the_setting_and_the_last_one_repeats() -> None:
    now = clock.now()

    for tries, seconds in ((1, 60), (2, 300), (3, 3600), (4, 3600), (70, 3600)):
        waits = [(delivery.next_attempt(tries, (60, 300, 3600), now=now) - now).total_seconds() for _ in range(50)]
        assert seconds * 0.9 <= min(waits) < max(waits) <= seconds * 1.1


def test_a_mail_is_given_up_after_many_tries(session: Session, make_desk: MakeDesk) -> None:
    row = put_receipt(session)
    make_due(session, row, attempt=delivery.MOST_TRIES - 1)

    result = deliver(make_desk(servers.free_port()))

    found = again(session, row)
    assert (result, found.state, found.error) == (Result.DEAD, MailState.DEAD, "refused")


def test_a_mail_that_ends_every_worker_that_claims_it_dies_too(session: Session, make_desk: MakeDesk) -> None:
    row = put_receipt(session)
    make_due(session, row, attempt=delivery.MOST_TRIES)

    with servers.obliging() as (port, server):
        result = deliver(make_desk(port))

    found = again(session, row)
    assert (result, found.state, found.error, server.mails) == (Result.DEAD, MailState.DEAD, "given_up", [])


def test_a_letter_that_cannot_be_written_does_not_block_the_others(session: Session, make_desk: MakeDesk) -> None:
    broken, fine = put_receipt(session), put_receipt(session)
    make_due(session, broken, context={"reference": "CDFH-JKMN-P"}, due_at=clock.now() - MUCH_LATER)

    with servers.obliging() as (port, server):
        desk = make_desk(port, outbox_backoff=(3600,))
        results = [deliver(desk), deliver(desk), deliver(desk)]

    assert results == [Result.DEFERRED, Result.SENT, None]
    assert (again(session, broken).error, again(session, fine).state) == ("letter", MailState.SENT)
    assert len(server.mails) == 1


def test_a_claim_holds_the_mail_until_the_lease_ends(session: Session, make_desk: MakeDesk) -> None:
    put_receipt(session)
    desk = make_desk(servers.free_port())
    now = clock.now()

    with desk.open_session(writes=True) as first:
        claimed = messages.claim(first, due_by=now, leased_until=now + timedelta(seconds=60))
        first.commit()
    with desk.open_session(writes=True) as second:
        meanwhile = messages.claim(second, due_by=now + timedelta(seconds=59), leased_until=now + MUCH_LATER)
        afterwards = messages.claim(second, due_by=now + timedelta(seconds=61), leased_until=now + MUCH_LATER)
        second.commit()

    assert claimed is not None
    assert afterwards is not None
    assert (meanwhile, claimed.attempt, afterwards.attempt) == (None, 1, 2)


@pytest.mark.parametrize("overtaken", ["by another worker", "by a resend"])
def test_a_worker_that_comes_too_late_overwrites_nothing(session: Session, make_desk: MakeDesk, overtaken: str) -> None:
    row = put_receipt(session)
    desk = make_desk(servers.free_port())
    claimed = delivery._claim(desk, clock.now())
    assert isinstance(claimed, Parcel)
    if overtaken == "by another worker":
        make_due(session, row, attempt=2, state=MailState.SENT)
    else:
        make_due(session, row, state=MailState.DEAD)
        messages.revive(session.get_one(Outbox, row.id), at=clock.now())
        session.commit()
    before = again(session, row).model_dump()

    result = delivery._record(desk, claimed, delivery.GIVEN_UP)

    assert (result, again(session, row).model_dump()) == (Result.LATE, before)


def test_two_workers_send_each_mail_once(app: Flask, session: Session, make_desk: MakeDesk) -> None:
    for _ in range(20):
        put_receipt(session)

    with servers.obliging() as (port, server):
        desk = make_desk(port)
        with ThreadPoolExecutor(2) as workers:
            for done in [workers.submit(drain_alone, app, desk) for _ in range(2)]:
                done.result()

    sent = Counter(message_from_bytes(mail.original_content or b"")["Message-ID"] for mail in server.mails)
    session.rollback()
    rows = session.exec(select(Outbox)).all()
    assert sent == {row.message_id: 1 for row in rows}
    assert {(row.state, row.attempt) for row in rows} == {(MailState.SENT, 1)}


def test_a_letter_to_the_team_says_who_else_was_mailed(session: Session, make_desk: MakeDesk) -> None:
    referral = make_referral(session)
    team: dict[str, Any] = {"reference": "CDFH-JKMN-P", "level": 0, "due_on": "2026-11-23"}
    for notice in (Notice.ACUTE, Notice.NEW_REFERRAL):
        at = clock.now()
        outbox.put(session, notice, to="a@b.example", at=at, domain="b.example", referral_id=referral.id, **team)
    session.commit()

    with servers.obliging() as (port, server):
        drain(make_desk(port))

    acute = next(mail for mail in server.mails if b"vraagt vandaag contact" in (mail.original_content or b""))
    text = message_from_bytes(acute.original_content or b"", policy=default).get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "De melder kreeg geen mail." in text
    assert "Het intaketeam: er is een nieuwe aanmelding." in text


def drain(desk: Desk) -> None:
    """Send all that is due."""
    while deliver(desk):
        pass


def drain_alone(app: Flask, desk: Desk) -> None:
    """The same as a worker of its own: another connection, another context."""
    own = dataclasses.replace(desk, postman=Postman(desk.settings))
    with app.app_context():
        drain(own)
    own.postman.close()
