"""Mails whose matter is over: which of them stay here, which leave all the same, and that none is tried again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import Session, col, select

from portal.domain.vocabulary import CaseStatus
from portal.models import Account, Case, Draft, MailState, Outbox, Referral
from portal.notify import outbox
from portal.notify.notices import Notice
from portal.services import accounts, colleagues, follow_up, questions, triage
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes
from portal.store import messages
from tests.factories import A_DAY, MONDAY, make_account, make_case, make_referral

N, S = Notice, MailState
LATER = A_DAY + timedelta(hours=1)
NOW: dict[str, Any] = {"at": LATER, "today": MONDAY, "policy": Policy()}
BOXES = Mailboxes(intake="team@portaal.example", duty="wacht@portaal.example", domain="portaal.example")


def test_what_is_about_a_withdrawn_report_stays_here_and_what_is_about_its_case_leaves(session: Session) -> None:
    referral, case = _reported(session)
    other = make_referral(session)
    other.case_id = case.id or 0
    gone = [_put(session, notice, case, referral) for notice in (N.RECEIPT, N.NEW_REFERRAL, N.ACUTE)]
    gone.append(_put(session, N.QUESTION, case, referral, state=S.DEFERRED))
    kept = [
        _put(session, N.RECEIPT, case, referral, state=S.SENT),
        _put(session, N.RECEIPT, case, other),
        _put(session, N.UNCLAIMED, case),
        _put(session, N.ACUTE, case),
    ]

    follow_up.withdraw(session, referral, **NOW)

    assert {(row.state, row.cancelled_at, row.finished_at) for row in gone} == {(S.CANCELLED, LATER, LATER)}
    assert [row.state for row in kept] == [S.SENT, S.PENDING, S.PENDING, S.PENDING]
    assert {row.cancelled_at for row in kept} == {None}


def test_a_withdrawn_case_that_nobody_has_is_still_told_of(session: Session) -> None:
    referral, case = _reported(session, stage="eviction_planned", eviction_date=date(2026, 11, 30))
    case.escalate_at = LATER

    follow_up.withdraw(session, referral, **NOW)

    assert (case.new_fact, case.desk, case.claimed_by_id) == (True, "todo", None)
    assert case.escalate_at is not None


BY_STAFF = (CaseStatus.CONTACTING, {"question_end": "closed"})
ENDS: dict[str, Callable[[Session, Case, Referral], object]] = {
    "answered": lambda s, _case, referral: follow_up.answer(s, referral, "Nummer 14.", kept=False, **NOW),
    "withdrawn": lambda s, _case, referral: follow_up.withdraw(s, referral, **NOW),
    "unanswered": lambda s, _case, _referral: questions.close_unanswered(s, **(NOW | {"today": date(2026, 12, 8)})),
    "by staff": lambda s, case, _referral: triage.move(s, case, *BY_STAFF, by=make_account(s), **NOW),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())
def test_a_question_that_ended_is_neither_put_nor_repeated(
    session: Session, end: Callable[[Session, Case, Referral], object]
) -> None:
    referral, case = _asked(session)
    mails = [_put(session, notice, case, referral) for notice in (N.QUESTION, N.QUESTION_REMINDER)]
    another, elsewhere = _asked(session)
    elsewhere.asked_on = date(2026, 12, 7)
    untouched = _put(session, N.QUESTION, elsewhere, another)

    end(session, case, referral)

    assert case.question is None
    assert [row.state for row in mails] == [S.CANCELLED, S.CANCELLED]
    assert untouched.state is S.PENDING


def test_an_answer_leaves_the_receipt_alone_and_one_after_the_end_every_mail(session: Session) -> None:
    referral, case = _asked(session)
    receipt = _put(session, N.RECEIPT, case, referral)

    follow_up.answer(session, referral, "Nummer 14.", kept=False, **NOW)
    reminder = _put(session, N.QUESTION_REMINDER, case, referral)
    follow_up.answer(session, referral, "Of nummer 15.", kept=False, **NOW)

    assert [receipt.state, reminder.state] == [S.PENDING, S.PENDING]


def test_a_dead_mail_stays_dead_and_its_reporter_is_missed_only_for_what_is_not_over(session: Session) -> None:
    (asked, case), (withdrawn, other) = _asked(session), _reported(session)
    receipt = _put(session, N.RECEIPT, case, asked, state=S.DEAD)
    question = _put(session, N.QUESTION, case, asked, state=S.DEAD)
    lost = _put(session, N.RECEIPT, other, withdrawn, state=S.DEAD)
    case.unreached = other.unreached = True

    follow_up.answer(session, asked, "Nummer 14.", kept=False, **NOW)
    follow_up.withdraw(session, withdrawn, **NOW)

    assert [row.state for row in (receipt, question, lost)] == [S.DEAD, S.DEAD, S.DEAD]
    assert [row.cancelled_at for row in (receipt, question, lost)] == [None, LATER, LATER]
    assert (case.unreached, other.unreached) == (True, False)
    messages.revive(receipt, at=LATER)
    assert receipt.state is S.PENDING
    for row in (question, lost):
        with pytest.raises(ValueError, match="over"):
            messages.revive(row, at=LATER)


def test_links_for_staff_that_do_not_work_any_more_are_not_mailed(session: Session) -> None:
    admin = make_account(session, role="admin", password_hash="-")
    invited, closed = (make_account(session, password_hash=None) for _ in range(2))
    forgetful = make_account(session, password_hash="-")
    first, dead = (_link(session, N.INVITATION, one) for one in (invited, closed))
    resets = [_link(session, N.RESET, forgetful) for _ in range(2)]

    who: dict[str, Any] = {"by": admin, "at": LATER}
    colleagues.invite_again(session, invited, today=MONDAY, domain="portaal.example", language="nl", **who)
    colleagues.disable(session, closed, **who)
    accounts.reset_password(session, forgetful, "another", LATER)

    assert [row.state for row in (first, dead, *resets)] == [S.CANCELLED] * 4
    waiting = session.exec(select(Outbox).where(Outbox.state == S.PENDING)).all()
    assert [row.matter for row in waiting] == [accounts.link_secret(invited)]


def test_what_is_over_is_found_by_an_index(session: Session) -> None:
    seen: list[tuple[str, Any]] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: seen.append((given[2], given[3])))
    keys = sa.select(col(Draft.resume_key)).where(col(Draft.active_at) < A_DAY)
    abouts: list[dict[str, Any]] = [{"referral_id": 7}, {"case_id": 7}, {"matters": ["k"]}, {"matters": keys}]
    for about in abouts:
        messages.cancel(session, at=LATER, **about)

    plans = [_plan(session, *given) for given in seen if given[0].startswith("UPDATE outbox")]
    expected = ("ix_outbox_referral_id", "ix_outbox_case_id", "ix_outbox_matter", "ix_outbox_")
    assert [name in plan for name, plan in zip(expected, plans, strict=True)] == [True] * 4, plans


def test_what_is_over_must_be_named(session: Session) -> None:
    with pytest.raises(ValueError, match="named"):
        messages.cancel(session, notices=["receipt"], at=LATER)


def _reported(session: Session, **values: Any) -> tuple[Referral, Case]:
    referral = make_referral(session, **values)
    return referral, session.get_one(Case, referral.case_id)


def _asked(session: Session) -> tuple[Referral, Case]:
    case = make_case(session, status=CaseStatus.CONTACTING)
    triage.ask(session, case, {"question": "Welke datum?"}, by=make_account(session), **(NOW | {"at": A_DAY}))
    return session.exec(select(Referral).where(Referral.case_id == case.id)).one(), case


WORDS: dict[str, Any] = {"level": 0, "due_on": MONDAY, "received_at": A_DAY, "follow": "5f" * 16}


def _put(
    session: Session, notice: Notice, case: Case, referral: Referral | None = None, *, state: MailState = S.PENDING
) -> Outbox:
    """A mail about the report, or about the case alone."""
    ids: dict[str, Any] = {"referral_id": referral.id if referral else None, "case_id": case.id}
    known: dict[str, Any] = {"at": A_DAY, "domain": "portaal.example", "reference": case.reference}
    row = outbox.put(session, notice, to="a@b.example", **ids, **known, **WORDS)
    row.state, row.finished_at = state, A_DAY if state in {S.SENT, S.DEAD} else None
    session.flush()
    return row


def _link(session: Session, notice: Notice, account: Account) -> Outbox:
    known: dict[str, Any] = {"at": A_DAY, "domain": "portaal.example", "account": accounts.link_secret(account)}
    return outbox.put(session, notice, to=account.email, **known)


def _plan(session: Session, statement: str, values: Any) -> str:
    """How the database finds the rows; PostgreSQL is kept from reading a table that is nearly empty as a whole."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        session.execute(sa.text("SET LOCAL enable_seqscan = off"))
    explain = f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{statement}"
    return "\n".join(str(row[-1]) for row in session.connection().exec_driver_sql(explain, values))
