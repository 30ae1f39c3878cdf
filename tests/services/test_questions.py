"""An open question: one reminder after three working days, closed after ten, and nothing is done twice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from portal.domain.errors import Refused
from portal.domain.triage import questions as rules
from portal.domain.vocabulary import CaseStatus
from portal.models import Case, Entry, Outbox
from portal.services import nightly, questions, triage
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes
from tests.factories import A_DAY, MONDAY, make_account, make_case, make_referral

S = CaseStatus
CLOSED_FRIDAY = Policy(closing_days=frozenset({date(2026, 11, 27)}))
BOXES = Mailboxes(intake="team@portaal.example", duty="wacht@portaal.example", domain="portaal.example")


@pytest.mark.parametrize(("days", "on"), [(3, date(2026, 11, 26)), (5, date(2026, 12, 1)), (10, date(2026, 12, 8))])
def test_working_days_are_counted_without_our_closing_days(days: int, on: date) -> None:
    closing = CLOSED_FRIDAY.closing_days

    assert rules.asked_by(on, days, closing) == MONDAY
    assert rules.asked_by(on - timedelta(days=1), days, closing) < MONDAY


def test_a_question_is_repeated_once_and_closed_on_its_day(session: Session) -> None:
    case, called, urgent = _asked(session), _asked(session, reporter_email=None), _asked(session, **HEARING)
    closes_on = date(2026, 12, 8)
    assert (case.due_on, case.desk, urgent.due_on) == (closes_on, "waiting", date(2026, 11, 30))

    assert _remind(session, date(2026, 11, 25)) == 0
    assert _remind(session, date(2026, 11, 26)) == 2
    assert _remind(session, date(2026, 11, 26)) == _remind(session, date(2026, 11, 27)) == 0
    assert (case.reminded_on, called.reminded_on) == (date(2026, 11, 26), None)
    assert _mails(session) == ["question_reminder"] * 2

    assert _close(session, closes_on - timedelta(days=1)) == 0
    assert _close(session, closes_on) == 3
    assert _close(session, closes_on) == 0
    for one in (case, called, urgent):
        assert (one.status, one.is_open, one.desk) == (S.CONTACTING, True, "todo")
        assert one.due_on <= closes_on and one.queue_on == closes_on
        assert (one.question, one.asked_reference, one.asked_on, one.reminded_on) == (None,) * 4
    last = session.exec(select(Entry).where(Entry.case_id == case.id).order_by("id")).all()[-1]
    assert (last.what, last.data["question_end"], last.account_id) == ("move", "closed", None)
    assert _mails(session) == ["question_reminder"] * 2


def test_a_case_that_cannot_be_computed_keeps_the_night_from_no_other(
    session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    hearing = {"stage": "petition", "hearing_date": date(2026, 12, 7)}
    broken, asked = _asked(session), _asked(session)
    wrong, right = make_case(session, referral=hearing), make_case(session, referral=hearing)
    for case in (broken, wrong):
        session.add(Entry(case_id=case.id or 0, at=A_DAY, what="fact", data={"fact": "nothing of ours"}))
    session.flush()
    levels = wrong.level, right.level

    assert _close(session, date(2026, 12, 8)) == 1
    assert nightly.recompute_due(session, today=date(2026, 12, 4), at=A_DAY, policy=Policy()) == 1

    assert (broken.status, asked.status) == (S.WAITING_FOR_REPORTER, S.CONTACTING)
    assert wrong.level is levels[0] and right.level < levels[1]
    assert [f"case {case.id}: ValueError" in caplog.text for case in (broken, wrong, asked, right)] == [
        *(True, True, False, False)
    ]


def test_a_reminder_that_fails_keeps_the_others_and_the_job_says_how_many_mails_it_put(
    session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    broken, unmailed, *others = (
        _asked(session),
        _asked(session, reporter_email="jan"),
        *map(_asked, [session] * 2),
    )
    broken_id, today = broken.id or 0, date(2026, 11, 26)

    def fail(_session: Session, _context: object, _instances: object) -> None:
        if any(isinstance(row, Outbox) and row.case_id == broken_id for row in session.new):
            raise ValueError("Fatima Testers")

    sa.event.listen(session, "before_flush", fail)
    first = _remind(session, today)
    sa.event.remove(session, "before_flush", fail)
    second = _remind(session, today)

    assert (first, second, _mails(session)) == (2, 1, ["question_reminder"] * 3)
    assert f"the night left out case {broken_id}: ValueError" in caplog.text
    assert "reminders of a question put aside: 2" in caplog.text
    assert "Fatima" not in caplog.text
    reminded = {entry.case_id for entry in session.exec(select(Entry).where(Entry.what == "reminded"))}
    assert reminded == {broken_id, *(case.id for case in others)}
    assert {case.reminded_on for case in (broken, unmailed, *others)} == {today}


def test_what_came_in_meanwhile_is_still_new_when_nobody_answered(session: Session) -> None:
    told, quiet = _asked(session), _asked(session)
    told.new_fact = True

    assert _close(session, date(2026, 12, 8)) == 2

    assert [(case.status, case.new_fact) for case in (told, quiet)] == [(S.CONTACTING, True), (S.CONTACTING, False)]


def test_whoever_is_chosen_is_asked_and_only_a_reporter_of_this_case(session: Session) -> None:
    an, case = make_account(session), make_case(session, status=S.IN_TRIAGE)
    last, withdrawn = make_referral(session), make_referral(session, withdrawn_at=A_DAY)
    last.case_id = withdrawn.case_id = case.id or 0
    given = {"question": "Welke datum?"}
    now: dict[str, Any] = {"by": an, "at": A_DAY, "today": MONDAY, "policy": Policy()}

    for wrong in (withdrawn.reference, make_case(session).reference, "x"):
        with pytest.raises(Refused) as refused:
            triage.ask(session, case, {**given, "asked_reference": wrong}, **now)
        assert refused.value.field == "asked_reference"
    triage.ask(session, case, given, **now)

    assert case.asked_reference == last.reference
    entry = session.exec(select(Entry).where(Entry.what == "move")).one()
    assert entry.data["asked_reference"] == last.reference


HEARING = {"stage": "petition", "hearing_date": date(2026, 12, 1)}


def _asked(session: Session, **values: object) -> Case:
    case, an = make_case(session, status=S.CONTACTING, referral=values), make_account(session)
    given = {"question": "Welke datum?"}
    triage.ask(session, case, given, by=an, at=A_DAY, today=MONDAY, policy=CLOSED_FRIDAY)
    return case


def _remind(session: Session, today: date) -> int:
    return questions.remind(session, at=A_DAY, today=today, policy=CLOSED_FRIDAY, mailboxes=BOXES, closing_days=90)


def _close(session: Session, today: date) -> int:
    return questions.close_unanswered(session, at=A_DAY, today=today, policy=CLOSED_FRIDAY)


def _mails(session: Session) -> list[str]:
    return list(session.exec(select(Outbox.notice)).all())
