"""The pathways of a case: opened, started, extended and ended; dwellings that are free, and terms that end."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from portal import db
from portal.domain.errors import Refused
from portal.domain.vocabulary import CaseStatus, Outcome, Pathway
from portal.models import Account, Case
from portal.services import contacts, episodes, nightly, triage
from portal.services.assessing import Policy
from portal.store import cases
from portal.store import episodes as stored
from tests.factories import MONDAY, make_account, make_case

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
S = CaseStatus
POLICY = Policy(places={Pathway.CRISIS: ("Een", "Twee"), Pathway.DW: ()})
NOW: dict[str, Any] = {"at": AT, "today": MONDAY, "policy": POLICY}
AGREED = {
    "tenant_agreed_by": "Fatima Testers",
    "tenant_agreed_on": "2026-11-20",
    "tenant_agreed_how": "conversation",
    "landlord_agreed_by": "Jan Verhuurder",
    "landlord_agreed_on": "23/11/2026",
    "landlord_agreed_how": "phone",
}
STAY = {"ends_on": "2027-03-23", "place": "Een"}


@pytest.fixture
def an(session: Session) -> Account:
    return make_account(session, name="An Peeters")


def test_one_pathway_follows_another_and_each_keeps_how_it_began_and_ended(session: Session, an: Account) -> None:
    case = make_case(session, status=S.CONTACTING)
    _move(session, case, an, S.ASSIGNED, pathway="PW", reason="afspraak")
    _move(session, case, an, S.IN_GUIDANCE, **AGREED)
    began = case.term_ends_on
    _move(session, case, an, S.ASSIGNED, pathway="CRISIS", reason="brand", outcome="moved")
    _move(session, case, an, S.IN_GUIDANCE, **STAY)
    stay = (case.pathway_until, case.term_ends_on)
    _move(session, case, an, S.CLOSED, outcome="moved_to_regular_market")

    first, second = stored.of_case(session, case.id or 0)
    assert (first.pathway, first.reason, first.started_on, first.ended_on, first.outcome, first.agreements) == (
        *(Pathway.PW, "afspraak", MONDAY, MONDAY, Outcome.MOVED),
        {**AGREED, "landlord_agreed_on": "2026-11-23"},
    )
    assert (second.pathway, second.place, second.ends_on, second.outcome) == (
        *(Pathway.CRISIS, "Een", date(2027, 3, 23)),
        Outcome.MOVED_TO_REGULAR_MARKET,
    )
    assert (began, stay) == (date(2029, 11, 23), (date(2027, 3, 23), date(2027, 3, 23)))
    assert (case.pathway_until, case.term_ends_on, stored.current(session, case.id or 0)) == (None, None, None)


def test_a_dwelling_is_lived_in_by_one_household_until_it_leaves(session: Session, an: Account) -> None:
    first, second = _sheltered(session, an, "Een"), _assigned(session, an)

    with pytest.raises(Refused) as refusal:
        _move(session, second, an, S.IN_GUIDANCE, **STAY)
    _move(session, first, an, S.CLOSED, outcome="moved")
    _move(session, second, an, S.IN_GUIDANCE, **STAY)

    assert refusal.value.field == "place"
    assert stored.taken(session, ("Een", "Twee")) == {"Een"}


def test_of_five_who_choose_the_same_dwelling_at_once_one_has_it(
    database_url: str, session: Session, an: Account
) -> None:
    waiting = [_assigned(session, an).reference for _ in range(5)]
    session.commit()
    engine = db.connect(database_url)

    def move_in(reference: str) -> str:
        with db.open_session(engine, writes=True) as own:
            case, by = cases.for_update(own, reference, None), own.get_one(Account, an.id)
            try:
                triage.move(own, case, S.IN_GUIDANCE, STAY, by=by, **NOW)
            except Refused as told:
                return str(told.field)
            own.commit()
            return "moved in"

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(move_in, waiting))
    engine.dispose()

    assert sorted(answers) == ["moved in", "place", "place", "place", "place"]


def test_the_database_itself_lets_one_household_in(session: Session, an: Account) -> None:
    case = _sheltered(session, an, "Een")
    other = _assigned(session, an)
    blind = replace(POLICY, places={Pathway.CRISIS: ("Een",)})
    state = triage.state_of(session, other, today=MONDAY, policy=blind)
    assert state.free == ()

    with pytest.raises(Refused, match="niet vrij"):
        episodes.follow(session, _guided(other), {"place": "Een"}, came_from=S.ASSIGNED, today=MONDAY)
    session.rollback()
    assert case is not other


def test_the_shelter_is_extended_once_and_then_no_more(session: Session, an: Account) -> None:
    case = _sheltered(session, an, "Een")

    with pytest.raises(Refused, match="hoogstens"):
        _extend(session, case, an, "2027-07-24")
    with pytest.raises(Refused, match="na de einddatum"):
        _extend(session, case, an, "2027-03-23")
    _extend(session, case, an, "2027-07-23")
    with pytest.raises(Refused, match="niet verlengd"):
        _extend(session, case, an, "2027-07-23")

    assert (case.pathway_until, case.term_ends_on) == (date(2027, 7, 23), date(2027, 7, 23))


def test_a_transition_home_is_extended_as_often_as_it_takes(session: Session, an: Account) -> None:
    case = _assigned(session, an, "DW")
    _move(session, case, an, S.IN_GUIDANCE, ends_on="2027-05-31")

    _extend(session, case, an, "2027-08-31")
    _extend(session, case, an, "2028-08-31")

    assert (case.pathway_until, case.term_ends_on) == (date(2028, 8, 31), None)


def test_a_case_comes_back_before_its_term_ends_once(session: Session, an: Account) -> None:
    case = _sheltered(session, an, "Een")
    triage.set_next(session, case, date(2027, 3, 20), "Uitstroom bespreken", by=an, **NOW)
    planned = (case.due_on, case.next_change_on, case.desk)
    day = date(2027, 3, 9)
    later: dict[str, Any] = {"at": AT + timedelta(days=106), "today": day, "policy": POLICY}
    nightly.recompute_due(session, **later)
    back = case.desk
    triage.set_next(session, case, date(2027, 4, 20), "Sleutels", by=an, **later)

    assert planned == (day, day, "guided")
    assert back == "todo"
    assert (case.due_on, case.desk) == (date(2027, 3, 22), "guided")


def test_a_stay_that_ends_today_is_due_today_and_not_before_the_report_came(session: Session, an: Account) -> None:
    case = _assigned(session, an, "DW")

    _move(session, case, an, S.IN_GUIDANCE, ends_on=MONDAY.isoformat())

    assert (case.received_on, case.due_on, case.desk) == (MONDAY, MONDAY, "todo")


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"reached": "yes"}, "tenant_knew"), ({"text": "93.05.18-223.61"}, "text"), ({"channel": "x"}, "channel")],
)
def test_an_attempt_that_cannot_be_kept_is_refused_at_its_field(
    session: Session, an: Account, typed: dict[str, str], field: str
) -> None:
    case = make_case(session, status=S.CONTACTING)

    with pytest.raises(Refused) as refusal:
        _tried(session, case, an, **typed)

    assert refusal.value.field == field


def test_an_attempt_in_vain_allows_not_reached_and_one_that_succeeds_answers_the_clock(
    session: Session, an: Account
) -> None:
    case = make_case(session, status=S.CONTACTING, referral={"received_on": MONDAY - timedelta(days=3)})
    unreached = _refusal(lambda: _move(session, case, an, S.NOT_REACHED))
    _tried(session, case, an)
    before = case.contacted_on
    _tried(session, case, an, reached="yes", tenant_knew="no", tried_on="2026-11-22", tried_by="Bo Claes")

    assert (unreached, before, case.contacted_on, case.tenant_knew) == ("to", None, date(2026, 11, 22), "no")
    assert triage.state_of(session, case, today=MONDAY, policy=POLICY).attempts == 1
    _move(session, case, an, S.NOT_REACHED)


def test_tenants_who_report_themselves_are_not_asked_whether_they_knew(session: Session, an: Account) -> None:
    case = make_case(session, status=S.CONTACTING, referral={"kind": "tenant", "legal_basis": "self"})

    _tried(session, case, an, reached="yes")

    assert (case.contacted_on, case.tenant_knew) == (MONDAY, None)


def test_nobody_is_tried_about_a_closed_case(session: Session, an: Account) -> None:
    assert _refusal(lambda: _tried(session, make_case(session, status=S.CLOSED), an)) is None


def _move(session: Session, case: Case, by: Account, to: CaseStatus, **given: str) -> None:
    triage.move(session, case, to, given, by=by, **NOW)


def _tried(session: Session, case: Case, by: Account, **typed: str) -> None:
    given = {"channel": "phone", "reached": "no", "tried_on": "23/11/2026", **typed}
    contacts.record(session, case, given, by=by, **NOW)


def _extend(session: Session, case: Case, by: Account, until: str) -> None:
    state = triage.state_of(session, case, today=MONDAY, policy=POLICY)
    episodes.extend(session, case, state, {"ends_on": until, "reason": "Nog geen woning."}, by=by, **NOW)


def _assigned(session: Session, by: Account, pathway: str = "CRISIS") -> Case:
    case = make_case(session, status=S.IN_TRIAGE)
    _move(session, case, by, S.ASSIGNED, pathway=pathway, reason="brand")
    return case


def _sheltered(session: Session, by: Account, place: str) -> Case:
    case = _assigned(session, by)
    _move(session, case, by, S.IN_GUIDANCE, **{**STAY, "place": place})
    return case


def _guided(case: Case) -> Case:
    case.status = S.IN_GUIDANCE
    return case


def _refusal(step: Callable[[], None]) -> str | None:
    with pytest.raises(Refused) as refusal:
        step()
    return refusal.value.field
