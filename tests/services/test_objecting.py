"""An objection that the team heard itself: before a team lead at once, and due from the day on which it was made."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from portal.domain.triage.spoken import Says, Spoken
from portal.domain.triage.state import Objection
from portal.domain.vocabulary import CaseStatus, Role
from portal.models import Account, Audit, Case
from portal.services import contacts, tenant, triage
from portal.services.assessing import Policy
from portal.store import cases, duties, tallies
from tests.factories import MONDAY, make_account, make_case

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
NOW: dict[str, Any] = {"at": AT, "today": MONDAY, "policy": Policy()}
OBJECTS = {"channel": "phone", "reached": "yes", "tenant_knew": "no", "tried_on": "23/11/2026", "objects": "yes"}
RESTS: dict[str, Any] = {"contacted_on": MONDAY, "next_action_on": date(2027, 2, 1), "due_on": date(2027, 2, 1)}


@pytest.fixture
def an(session: Session) -> Account:
    return make_account(session, name="An Peeters")


@pytest.fixture
def lead(session: Session) -> Account:
    return make_account(session, name="Lea Lens", role=Role.TEAM_LEAD)


@pytest.mark.parametrize("status", [CaseStatus.CONTACTING, CaseStatus.IN_GUIDANCE, CaseStatus.RECEIVED])
def test_an_objection_heard_on_the_telephone_is_decided_by_the_next_working_day(
    session: Session, an: Account, status: CaseStatus
) -> None:
    case = make_case(session, status=status, **RESTS)

    contacts.record(session, case, OBJECTS, by=an, **NOW)

    session.commit()
    line = cases.entries(session, case.id or 0)[1]
    assert (case.objection, case.due_on) == ("undecided", TUESDAY)
    assert (line.what, line.data["objects"], line.data["on"]) == ("attempt", "yes", "2026-11-23")
    assert (tallies.of_everybody(session)["objection"], tallies.wrong(session)) == (1, {})
    assert [found[0] for found in duties.of_everybody(session, duties.undecided(TUESDAY), limit=9)[0]] == [
        case.reference
    ]
    assert _trail(session, case) == {"channel": "phone", "reached": "yes", "objects": "yes"}


def test_the_first_contact_at_which_the_tenant_objects_is_one_all_the_same(session: Session, an: Account) -> None:
    case = make_case(session, status=CaseStatus.CONTACTING)

    contacts.record(session, case, OBJECTS, by=an, **NOW)

    assert (case.contacted_on, case.tenant_knew, case.due_on) == (MONDAY, "no", TUESDAY)


@pytest.mark.parametrize(
    ("received_on", "due_on"), [(date(2026, 11, 2), date(2026, 11, 20)), (date(2026, 11, 20), date(2026, 11, 23))]
)
def test_the_day_that_counts_is_the_one_on_which_the_tenant_said_it_and_never_before_the_report(
    session: Session, an: Account, received_on: date, due_on: date
) -> None:
    report = {"received_on": received_on, "informed_on": received_on}
    case = make_case(session, status=CaseStatus.CONTACTING, referral=report)

    contacts.record(session, case, {**OBJECTS, "tried_on": "19/11/2026"}, by=an, **NOW)

    assert case.due_on == due_on


def test_who_objects_again_after_a_decision_is_decided_on_anew_from_that_day(
    session: Session, an: Account, lead: Account
) -> None:
    case = make_case(session, status=CaseStatus.CONTACTING, **RESTS)
    says = Spoken(case.reference, Says.NO_CONTACT)
    tenant.speak(session, says, key="1", **NOW)
    triage.decide_objection(session, case, Objection.GO_ON, "Er zijn kinderen.", by=lead, **NOW)
    triage.see(session, case, by=an, **NOW)

    later: dict[str, Any] = {"at": AT + timedelta(days=7), "today": MONDAY + timedelta(days=7), "policy": Policy()}
    contacts.record(session, case, {**OBJECTS, "tried_on": "30/11/2026"}, by=an, **later)

    assert (case.objection, case.due_on) == ("undecided", date(2026, 12, 1))


def _trail(session: Session, case: Case) -> dict[str, Any]:
    lines = session.exec(select(Audit).where(Audit.case_id == case.id, Audit.action == "case.attempt")).all()
    return dict(lines[-1].details)
