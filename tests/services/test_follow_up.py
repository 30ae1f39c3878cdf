"""What a reporter adds: where it lands, what the clock makes of it, and that nothing of it gets lost or erased."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from portal import db
from portal.domain.errors import Refused
from portal.domain.triage.known import Learned, Result, What
from portal.domain.triage.news import Doubt
from portal.domain.vocabulary import CaseStatus, Channel, Urgency
from portal.models import Audit, Case, Entry, Outbox, Referral
from portal.services import assessing, follow_up, lost_links, nightly, triage
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes
from portal.store import cases
from tests.factories import A_DAY, MONDAY, make_account, make_case, make_referral

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
POLICY = Policy()
S = CaseStatus
NOW: dict[str, Any] = {"at": AT, "today": MONDAY, "policy": POLICY}
HEARING = Learned(What.HEARING, MONDAY, day=date(2026, 11, 25))


def test_a_fact_of_the_reporter_moves_the_clock_as_one_of_the_team_does(session: Session) -> None:
    referral, case = _reported(session, stage="petition", unverified=True)
    assert case.level is Urgency.U1

    follow_up.add_fact(session, referral, HEARING, **NOW)

    entry = _last(session, case)
    assert (case.level, case.key_date, case.due_on) == (Urgency.U0, HEARING.day, MONDAY)
    assert (entry.what, entry.account_id, entry.data["referral"]) == ("fact", None, referral.reference)
    assert (referral.verified_at, case.unverified, case.new_fact) == (AT, False, False)


@pytest.mark.parametrize("status", [S.RECEIVED, S.IN_TRIAGE])
def test_what_a_reporter_tells_to_calm_a_case_down_is_seen_before_anything_is_put_off(
    session: Session, status: S
) -> None:
    referral, case = _reported(session, stage="eviction_planned", eviction_date=date(2026, 11, 30), status=status)
    assert (case.level, case.due_on) == (Urgency.U0, MONDAY)
    withdrawn_claim = Learned(What.JUDGMENT, MONDAY, result=Result.REJECTED)

    follow_up.add_fact(session, referral, withdrawn_claim, **NOW)

    assert (case.level > Urgency.U0, case.due_on, case.queue_on, case.new_fact) == (True, MONDAY, MONDAY, True)
    triage.see(session, case, by=make_account(session), **NOW)
    assert (case.due_on > MONDAY, case.new_fact) == (True, False)


@pytest.mark.parametrize("status", [S.IN_TRIAGE, S.WAITING_FOR_REPORTER, S.IN_GUIDANCE, S.CLOSED])
def test_what_a_reporter_adds_brings_the_case_to_whoever_read_it_before(session: Session, status: S) -> None:
    referral, case = _reported(session, status=status, contacted_on=MONDAY, closed_at=A_DAY)

    follow_up.correct(session, referral, "Het is huisnummer 14.", kept=False, **NOW)

    entry = _last(session, case)
    assert (case.new_fact, case.desk, case.status) == (True, "todo", status)
    assert (entry.what, entry.data["text"], entry.data["referral"]) == (
        "correction",
        "Het is huisnummer 14.",
        referral.reference,
    )


def test_a_correction_moves_no_day(session: Session) -> None:
    referral, case = _reported(session, due_on=MONDAY - timedelta(days=3))

    follow_up.correct(session, referral, "Het is huisnummer 14.", kept=False, **NOW)

    assert case.due_on == MONDAY - timedelta(days=3)


@pytest.mark.parametrize("came_from", [S.IN_TRIAGE, S.CONTACTING, None])
def test_an_answer_leads_the_case_back_to_where_it_was_asked(session: Session, came_from: S | None) -> None:
    referral, case = _reported(session, status=S.WAITING_FOR_REPORTER, came_from=came_from, question="Welk nummer?")
    case.asked_reference = referral.reference

    follow_up.answer(session, referral, "Nummer 14.", kept=False, **NOW)

    answer, move = cases.entries(session, case.id or 0)[-2:]
    assert (case.status, case.question, case.asked_reference) == (came_from or S.IN_TRIAGE, None, None)
    assert (case.new_fact, case.desk, referral.verified_at) == (True, "todo", AT)
    assert (answer.what, answer.data["text"], answer.account_id) == ("answer", "Nummer 14.", None)
    assert (move.what, move.data["to"], move.data["question_end"]) == ("move", case.status, "answered")


def test_an_answer_that_comes_after_the_question_was_closed_is_kept_and_moves_nothing(session: Session) -> None:
    referral, case = _reported(session, status=S.WAITING_FOR_REPORTER, question="?", asked_reference="CCCC-CCCC-C")

    follow_up.answer(session, referral, "Nummer 14.", kept=False, **NOW)

    assert (case.status, case.question) == (S.WAITING_FOR_REPORTER, "?")
    assert _last(session, case).what == "answer"


def test_a_withdrawn_report_no_longer_counts_nor_does_what_its_reporter_added(session: Session) -> None:
    referral, case = _reported(session, stage="eviction_planned", eviction_date=date(2026, 11, 27))
    follow_up.add_fact(session, referral, HEARING, **NOW)
    assert case.level is Urgency.U0

    follow_up.withdraw(session, referral, **NOW)
    follow_up.withdraw(session, referral, **{**NOW, "at": AT + timedelta(hours=1)})

    assert (case.level, case.key_date, case.desk, case.is_open) == (Urgency.U4, None, "todo", True)
    assert (case.new_fact, referral.withdrawn_at, referral.stage) == (True, AT, "eviction_planned")
    assert [entry.what for entry in cases.entries(session, case.id or 0)] == ["received", "fact", "withdrawn"]
    assert assessing.facts_of([referral], cases.entries(session, case.id or 0)).hearing_date is None


def test_a_report_that_is_withdrawn_leaves_the_other_of_the_case_alone(session: Session) -> None:
    referral, case = _reported(session, stage="petition")
    make_referral(session, stage="judgment").case_id = case.id or 0
    session.flush()

    follow_up.withdraw(session, referral, **NOW)

    assert case.level is Urgency.U2


def test_a_question_to_a_reporter_who_withdraws_waits_for_nobody(session: Session) -> None:
    referral, case = _reported(session, status=S.WAITING_FOR_REPORTER, came_from=S.CONTACTING, question="?")
    case.asked_reference = referral.reference

    follow_up.withdraw(session, referral, **NOW)

    assert (case.status, case.question, _last(session, case).data["question_end"]) == (S.CONTACTING, None, "closed")


def test_who_withdraws_while_asked_puts_nothing_off(session: Session) -> None:
    """What the report told of a hearing counts no longer; that nobody need look before it is for the team to say."""
    referral, case = _reported(session, stage="petition", status=S.CONTACTING)
    by = make_account(session)
    follow_up.add_fact(session, referral, HEARING, **NOW)
    triage.ask(session, case, {"question": "Welke zaal?"}, by=by, **NOW)
    due_on = case.due_on

    follow_up.withdraw(session, referral, **NOW)

    assert case.level > Urgency.U0
    assert (case.status, case.due_on, case.new_fact) == (S.CONTACTING, due_on, True)


def test_a_case_without_a_report_goes_through_night_and_desk(session: Session) -> None:
    referral, case = _reported(session, stage="petition", status=S.IN_GUIDANCE, contacted_on=MONDAY)
    by = make_account(session)

    follow_up.withdraw(session, referral, **NOW)
    triage.see(session, case, by=by, **NOW)
    tomorrow = MONDAY + timedelta(days=60)
    nightly.recompute_due(session, today=tomorrow, at=AT, policy=POLICY)

    assert (case.new_fact, case.desk, case.level) == (False, "todo", Urgency.U4)


def test_confirming_twice_is_one_line(session: Session) -> None:
    referral, case = _reported(session, unverified=True)

    follow_up.confirm(session, referral, at=AT)
    follow_up.confirm(session, referral, at=AT + timedelta(hours=1))

    assert (case.unverified, referral.verified_at) == (False, AT)
    assert [entry.what for entry in cases.entries(session, case.id or 0)] == ["received", "confirmed"]


def test_a_case_stays_unconfirmed_while_one_of_its_reporters_is(session: Session) -> None:
    referral, case = _reported(session, unverified=True)
    other = make_referral(session)
    other.case_id = case.id or 0
    session.flush()

    follow_up.confirm(session, referral, at=AT)
    assert case.unverified
    follow_up.confirm(session, other, at=AT)

    assert not case.unverified


def test_what_comes_for_a_joined_case_lands_where_the_team_works(session: Session) -> None:
    target = make_case(session)
    referral, _ = _reported(session, joined_to_id=target.id)

    follow_up.correct(session, referral, "Het is huisnummer 14.", kept=False, **NOW)

    assert _last(session, target).what == "correction"


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("  ", Refused),
        ("x" * 1001, Refused),
        ("Zijn nummer is 85.07.30-033 28", Refused),
        ("Stort op BE68 5390 0754 7034", Doubt),
        ("Hij is depressief", Doubt),
    ],
)
def test_a_text_that_may_not_stay_is_refused_at_its_field(session: Session, typed: str, refusal: type[Refused]) -> None:
    referral, case = _reported(session)

    with pytest.raises(Refused) as told:
        follow_up.correct(session, referral, typed, kept=False, **NOW)

    assert (type(told.value), told.value.field) == (refusal, "words")
    if refusal is Doubt:
        follow_up.correct(session, referral, typed, kept=True, **NOW)
        assert _last(session, case).data["text"] == typed


def test_facts_that_come_at_once_both_land_beside_a_change_of_the_team(database_url: str, session: Session) -> None:
    referral, case = _reported(session, status=S.IN_TRIAGE, stage="petition")
    by = make_account(session)
    session.commit()
    engine = db.connect(database_url)
    learned = [HEARING, Learned(What.PLAN_BROKEN, MONDAY), Learned(What.MOVED, MONDAY)]

    def add(number: int) -> None:
        with db.open_session(engine, writes=True) as own:
            if number % 2:
                triage.note(own, cases.for_update(own, case.reference, None), "Gebeld", by=by, at=AT)
            else:
                follow_up.add_fact(own, own.get_one(Referral, referral.id), learned[number // 2], **NOW)
            own.commit()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(add, range(6)))

    session.rollback()
    told = [entry.data.get("fact", "") for entry in session.exec(select(Entry)) if entry.what in ("fact", "note")]
    engine.dispose()
    assert sorted(told) == ["", "", "", "hearing", "moved", "plan_broken"]
    session.refresh(case)
    assert case.level is Urgency.U0


def test_a_lost_link_goes_to_the_address_itself_and_to_no_other(session: Session) -> None:
    ours = [make_referral(session, reporter_email="Jan@Verhuurder.example", language="fr") for _ in range(2)]
    make_referral(session, reporter_email="jan@verhuurder.example", received_on=MONDAY - timedelta(days=90))
    make_referral(session, reporter_email="piet@verhuurder.example")

    for email in ("jan@VERHUURDER.example", "nobody@verhuurder.example"):
        _ask(session, email)
    _ask(session, "jan@verhuurder.example", ours[0].reference)
    _ask(session, "piet@verhuurder.example", ours[0].reference)

    first, second = session.exec(select(Outbox)).all()
    assert (first.notice, first.to_addr, first.language) == ("links", "Jan@Verhuurder.example", "fr")
    assert sorted(first.context["links"].splitlines()) == sorted(f"{one.reference} {one.follow_key}" for one in ours)
    assert second.context["links"] == f"{ours[0].reference} {ours[0].follow_key}"
    assert [line.action for line in session.exec(select(Audit))] == ["follow.links_asked"] * 4


def test_who_is_asked_to_confirm_is_who_was_mailed_a_link() -> None:
    def asked(**values: Any) -> bool:
        return Referral(**{"reporter_email": "jan@verhuurder.example", "channel": Channel.WEB, **values}).is_unconfirmed

    assert asked()
    assert not asked(reporter_email=None)
    assert not asked(channel=Channel.DESK)
    assert not asked(verified_at=AT)


def _ask(session: Session, email: str, reference: str = "") -> None:
    mailboxes = Mailboxes(intake="intake@huis.example", duty="wacht@huis.example", domain="huis.example")
    lost_links.send_again(session, email, reference, at=AT, today=MONDAY, closing_days=90, mailboxes=mailboxes)


def _reported(session: Session, *, stage: str = "none", eviction_date: date | None = None, **case: Any) -> Any:
    made = make_case(session, referral={"stage": stage, "eviction_date": eviction_date}, **case)
    return cases.referrals_of(session, made.id or 0)[0], made


def _last(session: Session, case: Case) -> Entry:
    return cases.entries(session, case.id or 0)[-1]
