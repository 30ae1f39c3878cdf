"""What the team does with a case: every step, its line of history and of the trail, and what the clock makes of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from portal import db
from portal.domain.errors import Conflict, DomainError, Refused
from portal.domain.triage.known import Learned, What
from portal.domain.triage.state import Objection
from portal.domain.vocabulary import CaseStatus, Pathway, Role, Urgency
from portal.models import Account, Audit, Case, Entry
from portal.services import claims, history, nightly, triage
from portal.services.assessing import Policy
from portal.store import cases
from tests.factories import MONDAY, make_account, make_case

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
POLICY = Policy()
S = CaseStatus
NOW: dict[str, Any] = {"at": AT, "today": MONDAY, "policy": POLICY}


@pytest.fixture
def an(session: Session) -> Account:
    return make_account(session, name="An Peeters")


@pytest.fixture
def lead(session: Session) -> Account:
    return make_account(session, name="Lea Lens", role=Role.TEAM_LEAD)


def test_claiming_takes_a_received_case_into_triage(session: Session, an: Account) -> None:
    case = make_case(session)

    claims.claim(session, case, by=an, at=AT, today=MONDAY)

    assert (case.status, case.claimed_by_id, case.claimed_at) == (S.IN_TRIAGE, an.id, AT)
    assert _last(session, case).data == {"from": "received", "to": "in_triage", "on": "2026-11-23", "version": 2}


def test_claiming_again_changes_nothing(session: Session, an: Account) -> None:
    case = make_case(session)
    claims.claim(session, case, by=an, at=AT, today=MONDAY)

    claims.claim(session, case, by=an, at=AT, today=MONDAY)

    assert [entry.what for entry in cases.entries(session, case.id or 0)] == ["received", "claim"]


def test_a_case_that_somebody_has_says_who(session: Session, an: Account, lead: Account) -> None:
    case = make_case(session)
    claims.claim(session, case, by=an, at=AT, today=MONDAY)

    with pytest.raises(Conflict) as told:
        claims.claim(session, case, by=lead, at=AT, today=MONDAY)

    assert told.value.params == {"name": "An Peeters"}
    assert case.claimed_by_id == an.id


def test_of_twenty_who_claim_at_once_one_has_it_and_nineteen_are_told_who(database_url: str, session: Session) -> None:
    case = make_case(session)
    people = [make_account(session, name=f"Collega {number}") for number in range(20)]
    session.commit()
    engine = db.connect(database_url)

    def claim(account_id: int) -> str:
        with db.open_session(engine, writes=True) as own:
            by = own.get_one(Account, account_id)
            try:
                claims.claim(own, cases.for_update(own, case.reference, None), by=by, at=AT, today=MONDAY)
            except Conflict as told:
                return str(told.params["name"])
            own.commit()
            return "claimed"

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(claim, [person.id or 0 for person in people]))
    engine.dispose()

    session.expire_all()
    owner = session.get_one(Account, session.get_one(Case, case.id).claimed_by_id)
    assert sorted(answers) == sorted(["claimed", *[owner.name] * 19])


def test_who_has_a_case_can_release_it(session: Session, an: Account) -> None:
    case = make_case(session)
    claims.claim(session, case, by=an, at=AT, today=MONDAY)

    claims.release(session, case, by=an, at=AT)

    assert (case.status, case.claimed_by_id) == (S.IN_TRIAGE, None)


def test_somebody_elses_case_is_released_by_a_team_lead_alone(session: Session, an: Account, lead: Account) -> None:
    case = make_case(session)
    claims.claim(session, case, by=an, at=AT, today=MONDAY)

    with pytest.raises(Refused):
        claims.release(session, case, by=make_account(session), at=AT)
    claims.release(session, case, by=lead, at=AT)

    assert case.claimed_by_id is None


def test_a_move_is_kept_with_what_was_given_and_ends_the_wait_for_contact(session: Session, an: Account) -> None:
    case = make_case(session, status=S.CONTACTING)

    triage.move(session, case, S.ASSIGNED, {"pathway": "PW", "reason": "afspraak"}, by=an, **NOW)

    assert (case.status, case.pathway, case.contacted_on) == (S.ASSIGNED, Pathway.PW, MONDAY)
    assert (case.due_on, case.desk) == (date(2026, 11, 30), "guided")
    assert _last(session, case).data["pathway"] == "PW"
    assert _trail(session, case)[-1].details == {"from": "contacting", "to": "assigned", "pathway": "PW"}


@pytest.mark.parametrize(
    ("status", "to", "given", "field"),
    [
        (S.RECEIVED, S.IN_TRIAGE, {}, "to"),
        (S.RECEIVED, S.CLOSED, {"outcome": "mistake"}, "to"),
        (S.CONTACTING, S.ASSIGNED, {}, "pathway"),
        (S.CONTACTING, S.ASSIGNED, {"pathway": "DW"}, "reason"),
        (S.CONTACTING, S.NOT_REACHED, {}, "to"),
        (S.CONTACTING, S.REFERRED_ON, {"referred_to": "gebeld naar 93.05.18-223.61"}, "referred_to"),
        (S.IN_TRIAGE, S.WAITING_FOR_REPORTER, {"question": "Welke datum?"}, "to"),
        (S.ASSIGNED, S.CLOSED, {"outcome": "niets"}, "outcome"),
    ],
)
def test_a_move_that_is_not_in_the_table_or_lacks_something_is_refused(
    session: Session, an: Account, status: CaseStatus, to: CaseStatus, given: dict[str, str], field: str
) -> None:
    case = make_case(session, status=status)

    with pytest.raises(Refused) as told:
        triage.move(session, case, to, given, by=an, **NOW)

    assert told.value.field == field
    assert case.status is status


def test_a_case_is_reopened_by_a_team_lead_alone_and_starts_anew(session: Session, an: Account, lead: Account) -> None:
    case = make_case(session, status=S.CLOSED, contacted_on=MONDAY, closed_at=AT, desk="closed")
    later = {**NOW, "today": MONDAY + timedelta(days=30)}

    with pytest.raises(Refused):
        triage.move(session, case, S.IN_TRIAGE, {"reason": "nieuwe brief"}, by=an, **later)
    triage.move(session, case, S.IN_TRIAGE, {"reason": "nieuwe brief"}, by=lead, **later)

    assert (case.is_open, case.desk, case.contacted_on) == (True, "todo", None)
    assert case.contact_by > later["today"]


def test_closing_keeps_the_outcome_and_clears_the_desk(session: Session, an: Account) -> None:
    case = make_case(session, status=S.REFERRED_ON, contacted_on=MONDAY)

    triage.move(session, case, S.CLOSED, {"outcome": "referred_to_help"}, by=an, **NOW)

    assert (case.is_open, case.desk, case.outcome, case.closed_at) == (False, "closed", "referred_to_help", AT)


def test_waiting_for_the_reporter_stops_our_own_clock_only(session: Session, an: Account) -> None:
    arrears = make_case(session, status=S.IN_TRIAGE)
    hearing = make_case(session, status=S.IN_TRIAGE, referral={"stage": "petition", "hearing_date": date(2026, 12, 3)})

    for case in (arrears, hearing):
        triage.ask(session, case, {"question": "Welke datum?"}, by=an, **NOW)

    assert (arrears.due_on, arrears.desk) == (date(2026, 12, 7), "waiting")
    assert (hearing.due_on, hearing.desk) == (date(2026, 12, 2), "waiting")
    assert arrears.asked_reference == arrears.reference


def test_the_days_of_waiting_are_added_to_our_target(session: Session, an: Account) -> None:
    case = make_case(session, status=S.IN_TRIAGE)
    target = case.contact_by
    triage.ask(session, case, {"question": "Welke datum?"}, by=an, **NOW)

    friday = {**NOW, "today": date(2026, 11, 27)}
    triage.move(session, case, S.IN_TRIAGE, {"question_end": "closed"}, by=an, **friday)

    assert (target, case.contact_by) == (date(2026, 11, 30), date(2026, 12, 4))
    assert (case.question, case.asked_reference, case.status) == (None, None, S.IN_TRIAGE)


def test_a_fact_recomputes_and_wakes_a_case_that_rested(session: Session, an: Account) -> None:
    case = make_case(session, status=S.IN_GUIDANCE, contacted_on=MONDAY, next_action_on=date(2026, 12, 20))
    fact = Learned(What.HEARING, MONDAY, day=date(2026, 11, 27))

    triage.add_fact(session, case, fact, by=an, **NOW)

    assert (case.level, case.key_date, case.new_fact, case.desk) == (Urgency.U1, date(2026, 11, 27), True, "todo")
    assert case.due_on == MONDAY


def test_a_new_fact_on_a_closed_case_brings_it_back_without_opening_it(session: Session, an: Account) -> None:
    case = make_case(session, status=S.CLOSED, contacted_on=MONDAY, closed_at=AT, desk="closed")
    later = {**NOW, "today": date(2027, 2, 1)}

    triage.add_fact(session, case, Learned(What.SERVED, date(2027, 2, 1), day=date(2027, 2, 1)), by=an, **later)

    assert (case.status, case.new_fact, case.desk) == (S.CLOSED, True, "todo")
    assert case.due_on >= date(2027, 2, 1)

    triage.see(session, case, by=an, **later)
    assert (case.new_fact, case.desk) == (False, "closed")


def test_the_next_action_is_due_but_never_after_the_last_working_day_before_the_hearing(
    session: Session, an: Account
) -> None:
    case = make_case(session, status=S.CONTACTING, referral={"stage": "petition", "hearing_date": date(2026, 12, 7)})
    triage.reach(session, case, by=an, **NOW)

    triage.set_next(session, case, date(2026, 12, 1), "Bellen", by=an, **NOW)
    near = case.due_on
    triage.set_next(session, case, date(2026, 12, 24), "Bellen", by=an, **NOW)

    assert (near, case.due_on) == (date(2026, 12, 1), date(2026, 12, 4))


def test_an_objection_is_decided_by_a_team_lead(session: Session, an: Account, lead: Account) -> None:
    case = make_case(session, status=S.IN_TRIAGE, objection="undecided")

    with pytest.raises(Refused):
        triage.decide_objection(session, case, Objection.GO_ON, "reden", by=an, **NOW)
    with pytest.raises(Refused):
        triage.move(session, case, S.CONTACTING, {}, by=an, **NOW)
    triage.decide_objection(session, case, Objection.GO_ON, "reden", by=lead, **NOW)
    triage.move(session, case, S.CONTACTING, {}, by=an, **NOW)

    assert (case.objection, case.status) == ("go_on", S.CONTACTING)


def test_a_decision_is_revised_when_the_tenant_changes_their_mind_and_both_are_kept(
    session: Session, an: Account, lead: Account
) -> None:
    case = make_case(session, status=S.IN_TRIAGE, objection="undecided")
    triage.decide_objection(session, case, Objection.NO_CONTACT, "Wil rust.", by=lead, **NOW)

    with pytest.raises(Refused):
        triage.move(session, case, S.CONTACTING, {}, by=lead, **NOW)
    with pytest.raises(Refused):
        triage.decide_objection(session, case, Objection.GO_ON, " ", by=lead, **NOW)
    triage.decide_objection(session, case, Objection.GO_ON, "Belde zelf.", by=lead, **NOW)
    triage.move(session, case, S.CONTACTING, {}, by=an, **NOW)

    kept = [entry.data for entry in cases.entries(session, case.id or 0) if entry.what == "objection"]
    assert (case.objection, case.status) == ("go_on", S.CONTACTING)
    assert [(data["decision"], data.get("revises"), data["text"]) for data in kept] == [
        ("no_contact", None, "Wil rust."),
        ("go_on", "no_contact", "Belde zelf."),
    ]
    assert [line.details for line in _trail(session, case) if line.action == "case.objection"] == [
        {"decision": "no_contact"},
        {"decision": "go_on", "revises": "no_contact"},
    ]


def test_an_objection_is_due_within_one_working_day_until_it_is_decided(session: Session, lead: Account) -> None:
    case = make_case(session, referral={"tenant_reaction": "objects", "arrears_months": 1}, status=S.IN_TRIAGE)
    case.objection = "undecided"
    history.reassess(session, case, today=NOW["today"], policy=NOW["policy"])
    undecided = case.due_on

    triage.decide_objection(session, case, Objection.GO_ON, "reden", by=lead, **NOW)

    assert (undecided, case.due_on) == (date(2026, 11, 24), date(2026, 12, 7))


def test_nothing_more_is_decided_about_a_closed_case(session: Session, lead: Account) -> None:
    case = make_case(session, status=S.IN_TRIAGE, objection="undecided")
    case.status, case.is_open, case.closed_at = S.CLOSED, False, AT
    session.flush()

    with pytest.raises(Refused, match="afgesloten"):
        triage.override(session, case, Urgency.U0, "dreigende taal", by=lead, **NOW)
    with pytest.raises(Refused, match="afgesloten"):
        triage.decide_objection(session, case, Objection.GO_ON, "reden", by=lead, **NOW)

    case.status, case.is_open, case.closed_at = S.IN_TRIAGE, True, None
    triage.override(session, case, Urgency.U0, "dreigende taal", by=lead, **NOW)
    triage.decide_objection(session, case, Objection.GO_ON, "reden", by=lead, **NOW)


def test_an_override_stands_until_the_clock_passes_it(session: Session, an: Account) -> None:
    case = make_case(session, status=S.IN_TRIAGE)
    triage.override(session, case, Urgency.U1, "dreigende taal", by=an, **NOW)
    chosen = (case.level, case.computed_level, case.due_on)

    triage.add_fact(session, case, Learned(What.HEARING, MONDAY, day=date(2026, 11, 24)), by=an, **NOW)

    assert chosen == (Urgency.U1, Urgency.U3, date(2026, 11, 24))
    assert (case.level, case.override_reason) == (Urgency.U0, None)


@pytest.mark.parametrize(
    "step",
    [
        lambda s, c, by: triage.note(s, c, " ", by=by, at=AT),
        lambda s, c, by: triage.note(s, c, "nummer 93.05.18-223.61", by=by, at=AT),
        lambda s, c, by: triage.note(s, c, "x" * 4001, by=by, at=AT),
        lambda s, c, by: triage.set_next(s, c, date(2026, 11, 22), "Bellen", by=by, **NOW),
        lambda s, c, by: triage.set_next(s, c, MONDAY, "", by=by, **NOW),
        lambda s, c, by: claims.release(s, c, by=by, at=AT),
        lambda s, c, by: triage.see(s, c, by=by, **NOW),
        lambda s, c, by: triage.override(s, c, Urgency.U0, "", by=by, **NOW),
    ],
)
def test_what_makes_no_sense_is_refused(
    session: Session, an: Account, step: Callable[[Session, Case, Account], None]
) -> None:
    with pytest.raises(DomainError):
        step(session, make_case(session), an)


def test_every_step_is_in_the_trail_without_what_was_typed(session: Session, an: Account) -> None:
    case = make_case(session)
    triage.read(session, case, by=an, at=AT)
    claims.claim(session, case, by=an, at=AT, today=MONDAY)
    triage.note(session, case, "Mevrouw belde", by=an, at=AT)
    triage.set_next(session, case, MONDAY, "Terugbellen", by=an, **NOW)

    session.flush()
    assert [line.action for line in _trail(session, case)] == ["case.read", "case.claim", "case.note", "case.next"]
    assert not any(word in str(line.details) for line in _trail(session, case) for word in ("Mevrouw", "Terug"))


def test_a_resting_case_comes_back_in_the_night_of_its_next_action(session: Session, an: Account) -> None:
    case = make_case(session, status=S.CONTACTING)
    triage.move(session, case, S.REFERRED_ON, {"referred_to": "CAW"}, by=an, **NOW)
    day = case.due_on

    nightly.recompute_due(session, today=day - timedelta(days=1), at=AT, policy=POLICY)
    before = case.desk
    nightly.recompute_due(session, today=day, at=AT, policy=POLICY)

    assert (before, case.desk, case.queue_on) == ("guided", "todo", day)


STORIES: list[dict[str, Any]] = [
    {"stage": "petition", "hearing_date": date(2026, 12, 4)},
    {"stage": "petition", "filing_date": date(2026, 11, 20)},
    {"stage": "served", "served_date": date(2026, 11, 2)},
    {"stage": "eviction_planned", "eviction_date": date(2026, 12, 9)},
    {"problems": ["lease_end"], "must_leave_on": date(2026, 12, 20)},
    {"arrears_months": 2, "minors": "yes"},
]


@pytest.mark.parametrize("story", STORIES)
def test_running_every_night_comes_to_the_same_as_computing_afresh(session: Session, story: dict[str, Any]) -> None:
    case = make_case(session, referral=story)

    for night in range(1, 45):
        today = MONDAY + timedelta(days=night)
        nightly.recompute_due(session, today=today, at=AT, policy=POLICY)
        session.expire_all()
        fresh = make_case(session, referral=story, today=today)
        assert _clock(case) == _clock(fresh), today


def _clock(case: Case) -> tuple[object, ...]:
    return (case.level, case.key_date, case.contact_by, case.due_on, case.queue_on, case.next_change_on, case.reasons)


def _last(session: Session, case: Case) -> Entry:
    return cases.entries(session, case.id or 0)[-1]


def _trail(session: Session, case: Case) -> list[Audit]:
    return list(session.exec(select(Audit).where(Audit.case_id == case.id).order_by(Audit.id)).all())  # type: ignore[arg-type]
