"""From the outbox to a real mail server: what happened is what is recorded, once, by whoever holds the mail."""

from __future__ import annotations

import dataclasses
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from functools import partial
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlmodel import Session, col, select

from portal import clock, tokens
from portal.domain import mailing
from portal.models import Case, MailState, Outbox, Referral
from portal.notify import delivery, failures, letters, outbox
from portal.notify.delivery import Desk, Result
from portal.notify.failures import Failure
from portal.notify.notices import Notice
from portal.notify.post import Parcel, Postman
from portal.services import accounts, follow_up, resending
from portal.services.assessing import Policy
from portal.store import leases, messages
from tests.factories import make_account, make_referral
from tests.notify import servers
from tests.notify.conftest import MakeDesk, again, put_receipt

MUCH_LATER = timedelta(hours=3)


def never() -> bool:
    return False


def deliver(desk: Desk) -> Result | None:
    return delivery.deliver_next(desk, due_by=clock.now())


def make_due(session: Session, row: Outbox, **values: object) -> None:
    found = session.get_one(Outbox, row.id, populate_existing=True)
    for name, value in ({"due_at": clock.now()} | values).items():
        setattr(found, name, value)
    session.commit()


def test_what_is_due_is_sent_as_it_was_put_aside(session: Session, make_desk: MakeDesk) -> None:
    row = put_receipt(session)

    with servers.obliging() as (port, server), time_machine.travel(clock.now(), tick=False):
        desk = make_desk(port)
        result = deliver(desk)
        letter = letters.render(row, settings=desk.settings, site=desk.sites[row.language])

    mail = message_from_bytes(server.mails[0].original_content or b"", policy=default)
    found = again(session, row)
    assert (result, found.state, found.attempt, found.error) == (Result.SENT, MailState.SENT, 1, None)
    assert (server.mails[0].rcpt_tos, mail["Message-ID"]) == ([row.to_addr], row.message_id)
    assert server.mails[0].mail_from == "huurbegeleiding@portaal.example"
    assert mail.as_bytes().splitlines() == letter.encode().splitlines()


class Stumbling(Postman):
    """Falls over one mail in a way that nobody thought of."""

    over = 0
    closed = False

    def send(self, parcel: Parcel) -> Failure | None:
        if parcel.mail_id == self.over:
            raise AttributeError(f"not for the log: {parcel.to}")
        return super().send(parcel)

    def close(self) -> None:
        self.closed = True
        super().close()


def test_what_nobody_thought_of_defers_one_mail_and_keeps_no_other(
    session: Session, make_desk: MakeDesk, caplog: pytest.LogCaptureFixture
) -> None:
    row, other = put_receipt(session), put_receipt(session)

    with servers.obliging() as (port, server):
        desk = make_desk(port)
        postman = Stumbling(desk.settings)
        postman.over = row.id or 0
        came_to = delivery.drain(dataclasses.replace(desk, postman=postman), due_by=clock.now(), enough=never)
        closed = postman.closed
        postman.close()

    found = again(session, row)
    assert (came_to, len(server.mails)) == ({Result.DEFERRED: 1, Result.SENT: 1}, 1)
    assert (found.state, found.error, closed) == (MailState.DEFERRED, failures.UNFORESEEN, True)
    assert again(session, other).state is MailState.SENT
    assert f"mail {row.id} cannot be sent: AttributeError" in caplog.text
    assert row.to_addr not in caplog.text


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
        make_due(session, row, state=MailState.DEFERRED)
        deliver(make_desk(port))

    first, second = server.mails
    assert first.original_content == second.original_content


@pytest.mark.parametrize(
    ("at_data", "result", "keeps"),
    [("", Result.SENT, False), ("451 later", Result.DEFERRED, True), ("554 no", Result.DEAD, False)],
)
def test_a_letter_is_kept_as_long_as_it_is_to_be_repeated(
    session: Session, make_desk: MakeDesk, at_data: str, result: Result, keeps: bool
) -> None:
    row = put_receipt(session)

    with servers.obliging() as (port, server):
        server.at_data = [at_data] * bool(at_data)
        assert deliver(make_desk(port)) is result
        kept = again(session, row).rendered
        make_due(session, row)
        deliver(make_desk(port, mail_from="Anders <anders@portaal.example>"))

    assert bool(kept) is keeps
    assert again(session, row).rendered is None
    if kept:
        assert (server.mails[0].original_content or b"").splitlines() == kept.encode().splitlines()


def test_a_link_that_works_once_is_signed_anew_for_each_attempt_and_kept_nowhere(
    session: Session, make_desk: MakeDesk
) -> None:
    row, asked_at = put_reset(session), clock.now()

    with servers.obliging() as (port, server):
        desk = make_desk(port)
        server.at_data = ["451 later"] * 2
        for minutes, result in ((0, Result.DEFERRED), (2, Result.DEFERRED), (12, Result.SENT)):
            with time_machine.travel(asked_at + timedelta(minutes=minutes), tick=False):
                assert deliver(desk) is result
            assert again(session, row).rendered is None

    mail = message_from_bytes(server.mails[0].original_content or b"", policy=default)
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    token = text.partition("/staff/reset/")[2].split()[0]
    lives = partial(tokens.read, desk.settings.secret_keys, letters.RESET, token, max_age_days=accounts.RESET_DAYS)
    found = again(session, row)
    assert (mail["Message-ID"], found.attempt, found.state) == (row.message_id, 3, MailState.SENT)
    assert lives(now=asked_at + timedelta(minutes=12 + 59)) == row.context["account"]
    assert lives(now=asked_at + timedelta(minutes=12 + 61)) is None


def test_a_letter_for_another_password_is_tried_for_its_hour_and_never_after_it(
    session: Session, make_desk: MakeDesk
) -> None:
    row, usual = put_reset(session), put_receipt(session)
    desk = make_desk(servers.free_port(), outbox_backoff=(60, 300, 900, 3600))
    asked_at, tried = clock.now(), list[float]()

    with time_machine.travel(asked_at, tick=False) as traveller:
        while (found := again(session, row)).state in mailing.WAITING:
            traveller.move_to(max(found.due_at, clock.now()))
            tried.append((clock.now() - asked_at) / timedelta(minutes=1))
            drain(desk)

    assert len(tried) == 5
    assert tried == pytest.approx([0, 1, 6, 21, 59], rel=0.11, abs=0.1)
    assert (found.state, found.error, found.rendered) == (MailState.CANCELLED, "refused", None)
    assert again(session, usual).state is MailState.DEFERRED


@pytest.mark.parametrize(("minutes", "result"), [(59, Result.SENT), (60, Result.CANCELLED)])
def test_a_worker_that_comes_too_late_for_a_link_does_not_mail_it(
    session: Session, make_desk: MakeDesk, minutes: int, result: Result
) -> None:
    asked_at, row = clock.now(), put_reset(session)

    with servers.obliging() as (port, server), time_machine.travel(asked_at, tick=False) as traveller:
        make_due(session, row, created_at=asked_at)
        traveller.shift(timedelta(minutes=minutes))
        came_to = deliver(make_desk(port))

    assert (came_to, len(server.mails)) == (result, int(result is Result.SENT))


def test_an_invitation_that_died_is_resent_with_a_link_that_works_or_not_at_all(
    session: Session, make_desk: MakeDesk
) -> None:
    an, now = make_account(session), clock.now()
    rows = [put_reset(session, Notice.INVITATION) for _ in range(2)]
    for row, days in zip(rows, (6.9, 7.1), strict=True):
        make_due(session, row, state=MailState.DEAD, error="refused", created_at=now - timedelta(days=days))

    with servers.obliging() as (port, server):
        found = session.exec(select(Outbox).order_by(col(Outbox.id))).all()
        assert resending.resend(session, found, by=an, at=clock.now()) == 1
        session.commit()
        drain(make_desk(port))

    text = message_from_bytes(server.mails[0].original_content or b"", policy=default).get_body(("plain",))
    token = text.get_content().partition("/staff/invite/")[2].split()[0]  # type: ignore[union-attr]
    keys, later = make_desk(port).settings.secret_keys, now + timedelta(days=6.9)
    assert tokens.read(keys, letters.INVITATION, token, max_age_days=accounts.INVITATION_DAYS, now=later) == "7.1"
    assert [again(session, row).state for row in rows] == [MailState.SENT, MailState.DEAD]
    assert again(session, rows[1]).cancelled_at is not None


def put_reset(session: Session, notice: Notice = Notice.RESET) -> Outbox:
    """A letter with a link that works once, committed and due."""
    row = outbox.put(session, notice, to="an@huis.example", at=clock.now(), domain="huis.example", account="7.1")
    session.commit()
    return row


def test_a_mail_dies_when_its_hours_are_over_and_starts_anew_when_it_is_resent(
    session: Session, make_desk: MakeDesk
) -> None:
    long_ago = clock.now() - timedelta(hours=73)
    old, late, young = (put_receipt(session) for _ in range(3))
    make_due(session, old, created_at=long_ago, attempt=4, state=MailState.DEFERRED)
    make_due(session, late, created_at=long_ago)
    make_due(session, young, attempt=4, state=MailState.DEFERRED)
    desk = make_desk(servers.free_port(), outbox_backoff=(60, 300, 900, 3600))

    came_to = delivery.drain(desk, due_by=clock.now(), enough=never)
    after = [again(session, row) for row in (old, late, young)]
    messages.revive(session.get_one(Outbox, old.id, populate_existing=True), at=clock.now())
    session.commit()
    deliver(desk)

    found = again(session, old)
    assert came_to == {Result.DEAD: 1, Result.DEFERRED: 2}
    assert [row.state for row in after] == [MailState.DEAD, MailState.DEFERRED, MailState.DEFERRED]
    assert (after[0].error, after[0].finished_at is not None) == ("refused", True)
    assert (found.state, messages.tries(found.attempt), found.finished_at) == (MailState.DEFERRED, 1, None)


def test_a_mail_that_ends_every_worker_that_claims_it_dies_too(session: Session, make_desk: MakeDesk) -> None:
    deadly, other = put_receipt(session), put_receipt(session)
    for row, lapsed in ((deadly, mailing.MOST_LAPSES), (other, mailing.MOST_LAPSES - 1)):
        make_due(session, row, attempt=lapsed + 1, lapsed=lapsed, state=MailState.LEASED)

    with servers.obliging() as (port, server):
        desk = make_desk(port)
        results = [deliver(desk), deliver(desk)]

    found = again(session, deadly)
    assert results == [Result.DEAD, Result.SENT]
    assert (found.state, found.error, len(server.mails)) == (MailState.DEAD, "given_up", 1)
    assert again(session, other).state is MailState.SENT


def test_a_letter_that_cannot_be_written_does_not_block_the_others(session: Session, make_desk: MakeDesk) -> None:
    broken, fine = put_receipt(session), put_receipt(session)
    make_due(session, broken, context={"reference": "CDFH-JKMN-P"}, due_at=clock.now() - MUCH_LATER)

    with servers.obliging() as (port, server):
        desk = make_desk(port, outbox_backoff=(3600,))
        results = [deliver(desk), deliver(desk), deliver(desk)]

    assert results == [Result.DEFERRED, Result.SENT, None]
    assert (again(session, broken).error, again(session, fine).state) == ("letter", MailState.SENT)
    assert len(server.mails) == 1


def test_a_notice_of_a_newer_version_waits_for_it_keeps_no_other_and_is_given_up_in_the_end(
    session: Session, make_desk: MakeDesk
) -> None:
    newer, deadly, fine = (put_receipt(session) for _ in range(3))
    make_due(session, newer, notice="of_tomorrow", due_at=clock.now() - MUCH_LATER)
    lapsed = {"lapsed": mailing.MOST_LAPSES, "attempt": mailing.MOST_LAPSES + 1, "state": MailState.LEASED}
    make_due(session, deadly, notice="of_tomorrow", **lapsed)

    with servers.obliging() as (port, server):
        desk = make_desk(port, outbox_backoff=(3600,))
        came_to = delivery.drain(desk, due_by=clock.now(), enough=never)
        waits = again(session, newer)
        make_due(session, newer, notice="receipt")
        with_the_new_version = deliver(desk)

    assert came_to == {Result.DEFERRED: 1, Result.DEAD: 1, Result.SENT: 1}
    assert (waits.state, waits.error) == (MailState.DEFERRED, failures.LETTER)
    assert (again(session, deadly).error, again(session, fine).state) == ("given_up", MailState.SENT)
    assert (with_the_new_version, len(server.mails)) == (Result.SENT, 2)


def test_a_claim_holds_the_mail_until_the_lease_ends(session: Session, make_desk: MakeDesk) -> None:
    put_receipt(session)
    now = clock.now()

    with make_desk(servers.free_port()).open_session(writes=True) as own:
        claimed = leases.claim(own, due_by=now, leased_until=now + timedelta(seconds=60))
        meanwhile = leases.claim(own, due_by=now + timedelta(seconds=59), leased_until=now + MUCH_LATER)
        afterwards = leases.claim(own, due_by=now + timedelta(seconds=61), leased_until=now + MUCH_LATER)
        own.commit()

    assert claimed is not None
    assert afterwards is not None
    assert (meanwhile, claimed.attempt, afterwards.attempt) == (None, 1, 2)
    assert (claimed.lapsed, afterwards.lapsed) == (0, 1)


OVERTAKEN: dict[str, dict[str, Any]] = {
    "by nobody": {},
    "by another worker that sent it": {"attempt": 2, "state": MailState.SENT},
    "by another worker that has it in hand": {"attempt": 2},
    "by a resend": {"attempt": messages.ROUND, "state": MailState.PENDING},
}


@pytest.mark.parametrize("overtaken", OVERTAKEN.values(), ids=OVERTAKEN.keys())
def test_a_worker_that_comes_too_late_overwrites_nothing(
    session: Session, make_desk: MakeDesk, overtaken: dict[str, Any]
) -> None:
    row = put_receipt(session)

    with servers.obliging() as (port, server):
        desk = make_desk(port)
        stopped = delivery._first(desk, clock.now())
        assert stopped is not None
        tried = delivery._try(desk, stopped)
        make_due(session, row, **overtaken)
        before = again(session, row).model_dump()
        result, _following = delivery._hand_in(desk, tried, lambda: None)

    after = again(session, row)
    assert len(server.mails) == 1
    if overtaken:
        assert (result, after.model_dump()) == (Result.LATE, before)
    else:
        assert (result, after.state, after.attempt) == (Result.SENT, MailState.SENT, 1)


def test_a_worker_that_wakes_up_after_its_lease_sends_nothing(session: Session, make_desk: MakeDesk) -> None:
    row = put_receipt(session)

    with servers.obliging() as (port, server):
        desk, other = make_desk(port), make_desk(port)
        stopped = delivery._first(desk, clock.now())
        assert stopped is not None
        with time_machine.travel(clock.now() + timedelta(seconds=desk.settings.outbox_lease + 1)):
            taken_over = deliver(other)
            tried = delivery._try(desk, stopped)
            result, _following = delivery._hand_in(desk, tried, lambda: None)

    assert (taken_over, result, again(session, row).state) == (Result.SENT, Result.LATE, MailState.SENT)
    assert (again(session, row).attempt, len(server.mails)) == (2, 1)


@pytest.mark.parametrize(
    ("at_data", "result", "arrived"),
    [
        ("", Result.SENT, 1),
        ("451 try later", Result.CANCELLED, 0),
        ("554 no", Result.CANCELLED, 0),
    ],
)
def test_a_mail_in_hand_at_the_moment_of_the_withdrawal_leaves_or_is_cancelled(
    session: Session, make_desk: MakeDesk, at_data: str, result: Result, arrived: int
) -> None:
    referral, row = put_about_a_report(session)

    with servers.obliging() as (port, server):
        server.at_data = [at_data] * bool(at_data)
        desk = make_desk(port, outbox_backoff=(0,))
        held = delivery._first(desk, clock.now())
        assert held is not None
        withdraw(session, referral)
        marked = again(session, row)
        came_to, _following = delivery._hand_in(desk, delivery._try(desk, held), lambda: None)
        drain(desk)

    found = again(session, row)
    assert (marked.state, marked.cancelled_at is not None) == (MailState.LEASED, True)
    assert (came_to, found.state, found.attempt, len(server.mails)) == (result, MailState(result), 1, arrived)
    assert not session.get_one(Case, referral.case_id).unreached


def test_a_mail_in_the_hand_of_a_killed_worker_at_the_withdrawal_is_not_sent_by_the_next(
    session: Session, make_desk: MakeDesk
) -> None:
    referral, row = put_about_a_report(session)

    with servers.obliging() as (port, server):
        desk = make_desk(port)
        assert delivery._first(desk, clock.now()) is not None
        withdraw(session, referral)
        with time_machine.travel(clock.now() + timedelta(seconds=desk.settings.outbox_lease + 1)):
            came_to = [deliver(desk), deliver(desk)]

    assert came_to == [Result.CANCELLED, None]
    assert (again(session, row).state, server.mails) == (MailState.CANCELLED, [])


def put_about_a_report(session: Session) -> tuple[Referral, Outbox]:
    """A report, and its receipt that is due."""
    referral = make_referral(session)
    row = put_receipt(session)
    row.referral_id, row.case_id = referral.id, referral.case_id
    session.commit()
    return referral, row


def withdraw(session: Session, referral: Referral) -> None:
    follow_up.withdraw(session, referral, at=clock.now(), today=clock.today(), policy=Policy())
    session.commit()


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
