"""Reminders over a month: on the third and the tenth day, once each, whatever nights were missed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from portal.clock import BRUSSELS
from portal.domain.vocabulary import Kind
from portal.models import Draft, MailState, Outbox
from portal.services import resume
from portal.services.intake import Mailboxes
from tests.factories import A_DAY

ASKED = date(2026, 11, 23)
MONTH = range(1, 31)
MAILBOXES = Mailboxes(intake="intake@portaal.example", duty="wacht@portaal.example", domain="portaal.example")
ADDRESS = "odilon@verhuurder.example"


def make_draft(session: Session, number: int = 1, **values: Any) -> Draft:
    given = {"kind": Kind.LANDLORD, "own": {}, "created_at": A_DAY, "active_at": A_DAY, **values}
    draft = Draft(token_hash=f"{number:064}", submission_key=f"{number:032}", **given)
    session.add(draft)
    session.flush()
    return draft


def ask(session: Session, draft: Draft, on: date = ASKED) -> None:
    at = morning(on)
    resume.ask(session, draft, address=ADDRESS, language="fr", at=at, today=on, mailboxes=MAILBOXES)


def morning(day: date) -> datetime:
    return datetime.combine(day, time(1), tzinfo=BRUSSELS)


def night(session: Session, day: date) -> int:
    since = morning(day) - timedelta(days=30)
    return resume.remind(session, today=day, at=morning(day), alive_since=since, mailboxes=MAILBOXES)


def nights(session: Session, days: Iterable[int]) -> list[int]:
    """The days after the asking on which a mail was put aside, each night done twice."""
    found = []
    for days_after in days:
        day = ASKED + timedelta(days=days_after)
        found += [days_after] * (night(session, day) + night(session, day))
    return found


def mails(session: Session) -> list[tuple[str, str, str]]:
    return [(row.notice, row.to_addr, row.language) for row in session.exec(select(Outbox).order_by(col(Outbox.id)))]


@pytest.mark.parametrize(
    ("nights_done", "reminded_on"),
    [
        (MONTH, [3, 10]),
        ([day for day in MONTH if not 3 <= day <= 5], [6, 10]),
        ([day for day in MONTH if not 10 <= day <= 12], [3, 13]),
        ([day for day in MONTH if not 3 <= day <= 12], [13]),
        ([1, 2], []),
    ],
    ids=["every night", "the third missed", "the tenth missed", "both missed", "too early"],
)
def test_a_month_of_nights_reminds_once_for_each_day(
    session: Session, nights_done: Iterable[int], reminded_on: list[int]
) -> None:
    draft = make_draft(session)
    ask(session, draft)

    found = nights(session, nights_done)

    assert found == reminded_on
    assert mails(session) == [("resume", ADDRESS, "fr")] + [("reminder", ADDRESS, "fr")] * len(reminded_on)
    assert {str(row.context) for row in session.exec(select(Outbox))} == {f"{{'resume': '{draft.resume_key}'}}"}


def test_only_drafts_whose_reporter_asked_are_reminded(session: Session) -> None:
    make_draft(session, 1, own={"reporter_email": "niemand@vroeg.example"})
    asked = make_draft(session, 2)
    ask(session, asked)

    assert nights(session, MONTH) == [3, 10]
    assert {address for _notice, address, _language in mails(session)} == {ADDRESS}


def test_nobody_is_reminded_of_a_draft_that_was_sent_or_died(session: Session) -> None:
    sent, dead, alive = (make_draft(session, number) for number in range(3))
    for draft in (sent, dead, alive):
        ask(session, draft)
    session.delete(sent)
    dead.active_at = morning(ASKED) - timedelta(days=29)

    assert nights(session, MONTH) == [3, 10]


def test_whoever_stopped_the_reminders_gets_none_until_asking_again(session: Session) -> None:
    draft = make_draft(session)
    ask(session, draft)
    key = draft.resume_key

    resume.stop_reminding(session, draft, at=A_DAY)
    assert nights(session, range(1, 8)) == []
    ask(session, draft, on=ASKED + timedelta(days=7))

    assert nights(session, range(8, 25)) == [10, 17]
    assert draft.resume_key == key


def test_a_reminder_that_is_about_to_leave_stays_here_when_its_reader_stops_them(session: Session) -> None:
    draft, other = (make_draft(session, number) for number in range(2))
    for one in (draft, other):
        ask(session, one)
    assert nights(session, [3]) == [3, 3]

    resume.stop_reminding(session, draft, at=A_DAY)

    states = {(row.matter, row.notice): row.state for row in session.exec(select(Outbox))}
    assert states == {
        (draft.resume_key, "resume"): MailState.PENDING,
        (draft.resume_key, "reminder"): MailState.CANCELLED,
        (other.resume_key, "resume"): MailState.PENDING,
        (other.resume_key, "reminder"): MailState.PENDING,
    }


def test_a_reminder_goes_to_the_address_that_stands_in_the_draft_and_to_none_when_it_is_gone(session: Session) -> None:
    draft, gone, bad = (make_draft(session, number) for number in range(3))
    for one in (draft, gone, bad):
        ask(session, one)
    draft.own = {"reporter_email": "nieuw@verhuurder.example"}
    gone.own = {"reporter_name": "Odilon"}
    bad.own = {"reporter_email": "dit is@geen adres"}

    nights(session, MONTH)

    reminded = [address for notice, address, _language in mails(session) if notice == "reminder"]
    assert reminded == ["nieuw@verhuurder.example"] * 2


def test_a_tenants_address_stands_with_the_tenants_answers(session: Session) -> None:
    draft = make_draft(session, kind=Kind.TENANT, answers={"postcode": "2800"})

    ask(session, draft)

    assert (draft.own, draft.answers) == ({}, {"postcode": "2800", "tenant_email": ADDRESS})
    assert resume.address_of(draft) == ADDRESS
