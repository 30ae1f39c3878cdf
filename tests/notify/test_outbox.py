"""Putting a mail aside: what is fixed with it, what is kept of it, and what never gets into it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from portal.models import MailState, Outbox
from portal.notify import outbox
from portal.notify.notices import CONTEXT, LABELS, MATTERS, SUBJECTS, Notice
from tests.notify.conftest import EVENING

TEAM: dict[str, Any] = {"reference": "CDFH-JKMN-P", "level": 1, "due_on": date(2026, 11, 24)}


def test_a_mail_is_put_aside_with_its_message_id_and_its_date(session: Session) -> None:
    outbox.put(session, Notice.ACUTE, to="wacht@voorbeeld.example", at=EVENING, domain="portaal.example", **TEAM)
    session.commit()

    row = session.exec(select(Outbox)).one()
    assert re.fullmatch(r"<[0-9a-f]{32}@portaal\.example>", row.message_id)
    assert (row.created_at, row.due_at, row.state, row.attempt) == (EVENING, EVENING, MailState.PENDING, 0)
    assert row.context == {"reference": "CDFH-JKMN-P", "level": 1, "due_on": "2026-11-24"}


def test_a_mail_without_its_transaction_is_no_mail(session: Session) -> None:
    outbox.put(session, Notice.ACUTE, to="wacht@voorbeeld.example", at=EVENING, domain="portaal.example", **TEAM)
    session.flush()
    session.rollback()

    assert session.exec(select(Outbox)).all() == []


def test_a_letter_keeps_only_what_it_needs(session: Session) -> None:
    known: dict[str, Any] = TEAM | {"received_at": EVENING, "follow": "5f" * 16}

    row = outbox.put(session, Notice.RECEIPT, to="a@b.example", at=EVENING, domain="portaal.example", **known)

    assert row.context.keys() == {"reference", "received_at", "follow"}


def test_a_mail_about_a_draft_or_a_link_for_staff_says_about_which_and_no_other_does(session: Session) -> None:
    known: dict[str, Any] = {"to": "a@b.example", "at": EVENING, "domain": "b.example", "resume": "5f" * 16}
    words: dict[str, Any] = {"account": "7.1", "follow": "6e" * 16, "received_at": EVENING, "links": "-", **TEAM}

    mails = {notice: outbox.put(session, notice, **known, **words) for notice in (*MATTERS, Notice.RECEIPT)}

    matters = {notice: mail.matter for notice, mail in mails.items()}
    assert matters == {
        **dict.fromkeys((Notice.RESUME, Notice.REMINDER), "5f" * 16),
        **dict.fromkeys((Notice.INVITATION, Notice.RESET), "7.1"),
        Notice.RECEIPT: None,
    }
    assert all(word in CONTEXT[notice] for notice, word in MATTERS.items())


@pytest.mark.parametrize("words", [TEAM | {"tenant_last": "Peeters"}, {"reference": "CDFH-JKMN-P"}])
def test_a_word_that_no_letter_knows_or_that_is_missing_is_an_error(session: Session, words: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="new_referral: not for a mail"):
        outbox.put(session, Notice.NEW_REFERRAL, to="a@b.example", at=EVENING, domain="b.example", **words)


def test_every_notice_has_its_subject_its_label_and_its_words() -> None:
    assert set(Notice) == set(SUBJECTS) == set(LABELS) == set(CONTEXT)
