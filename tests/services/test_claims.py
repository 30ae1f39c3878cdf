"""Who has a case: assigning, handing over and taking over, what each leaves behind, and what none of them touches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from portal.domain.errors import Refused
from portal.domain.vocabulary import CaseStatus, Role
from portal.models import Account, Audit, Case
from portal.services import claims
from portal.store import cases, owners, referrals
from tests.factories import MONDAY, make_account, make_case

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
NOW: dict[str, Any] = {"at": AT, "today": MONDAY}
S = CaseStatus


@pytest.fixture
def an(session: Session) -> Account:
    return make_account(session, name="An Peeters", team="Noord")


@pytest.fixture
def bo(session: Session) -> Account:
    return make_account(session, name="Bo Maes", team="Zuid")


@pytest.fixture
def lead(session: Session) -> Account:
    return make_account(session, name="Lea Lens", role=Role.TEAM_LEAD)


def test_a_case_carries_the_team_of_whoever_has_it(session: Session, an: Account, bo: Account) -> None:
    case = make_case(session)

    claims.claim(session, case, by=an, **NOW)
    claimed = case.team
    claims.hand_over(session, case, bo, by=an, **NOW)
    handed_over = case.team
    claims.release(session, case, by=bo, at=AT)

    assert (claimed, handed_over, case.team, case.claimed_at) == ("Noord", "Zuid", None, None)


def test_assigning_takes_a_received_case_into_triage_and_leaves_the_clock(
    session: Session, an: Account, bo: Account
) -> None:
    case = make_case(session)
    before = _clock(case)

    claims.assign(session, case, bo, by=an, **NOW)
    claims.assign(session, case, bo, by=an, **NOW)

    lines = cases.entries(session, case.id or 0)
    assert (case.status, case.claimed_by_id, _clock(case)) == (S.IN_TRIAGE, bo.id, before)
    assert [(line.what, line.account_id) for line in lines[1:]] == [("assign", an.id)]
    assert lines[-1].data["receiver"] == bo.id
    assert _codes(session, case) == {"from": "received", "to": "in_triage", "receiver": bo.id}
    assert S.IN_TRIAGE in referrals.course(session, case.id or 0).statuses


def test_what_somebody_has_is_assigned_to_another_by_a_team_lead_alone(
    session: Session, an: Account, bo: Account, lead: Account
) -> None:
    case = make_case(session, status=S.CONTACTING, claimed_by_id=bo.id)

    with pytest.raises(Refused):
        claims.assign(session, case, an, by=an, **NOW)
    claims.assign(session, case, an, by=lead, **NOW)

    assert (case.claimed_by_id, case.status) == (an.id, S.CONTACTING)
    assert _codes(session, case)["giver"] == bo.id


def test_all_of_ones_cases_go_to_a_colleague_and_closed_ones_stay(
    session: Session, an: Account, bo: Account, lead: Account
) -> None:
    mine = [make_case(session, status=S.IN_TRIAGE, claimed_by_id=an.id) for _ in range(5)]
    closed = make_case(session, status=S.CLOSED, claimed_by_id=an.id, is_open=False)

    with pytest.raises(Refused):
        claims.hand_over_all(session, an, bo, by=make_account(session), **NOW)
    first = claims.hand_over_all(session, an, bo, by=an, **NOW, batch=2)
    again = claims.hand_over_all(session, an, bo, by=an, **NOW)
    back = claims.hand_over_all(session, bo, an, by=lead, **NOW)

    assert (first, again, back) == (5, 0, 5)
    assert {case.claimed_by_id for case in [*mine, closed]} == {an.id}
    assert owners.count_open(session, an.id or 0) == 5
    assert [line.what for line in cases.entries(session, mine[0].id or 0)][1:] == ["hand_over", "hand_over"]


def test_the_case_of_whoever_is_away_is_taken_over_without_a_reason(session: Session, an: Account) -> None:
    away = make_account(session, name="Bo Maes", away_until=MONDAY)
    case = make_case(session, status=S.CONTACTING, claimed_by_id=away.id)

    claims.take_over(session, case, "", by=an, **NOW)
    claims.take_over(session, case, "", by=an, **NOW)

    lines = cases.entries(session, case.id or 0)
    assert (case.claimed_by_id, [line.what for line in lines[1:]]) == (an.id, ["take_over"])


@pytest.mark.parametrize("until", [None, MONDAY - timedelta(days=1)])
def test_who_is_here_keeps_the_case_unless_a_team_lead_says_why(
    session: Session, an: Account, lead: Account, until: Any
) -> None:
    bo = make_account(session, name="Bo Maes", away_until=until)
    case = make_case(session, status=S.CONTACTING, claimed_by_id=bo.id)

    for by, reason in ((an, "dringend"), (lead, " ")):
        with pytest.raises(Refused):
            claims.take_over(session, case, reason, by=by, **NOW)
    claims.take_over(session, case, "Zitting morgen.", by=lead, **NOW)

    assert case.claimed_by_id == lead.id
    assert cases.entries(session, case.id or 0)[-1].data["text"] == "Zitting morgen."
    assert "Zitting" not in str(_codes(session, case))


WRONG: dict[str, Callable[[Session, Account], object]] = {
    "to somebody who left": lambda s, an: claims.assign(s, make_case(s), _gone(s), by=an, **NOW),
    "to an admin": lambda s, an: claims.assign(s, make_case(s), make_account(s, role=Role.ADMIN), by=an, **NOW),
    "a closed case": lambda s, an: claims.assign(s, make_case(s, status=S.CLOSED, is_open=False), an, by=an, **NOW),
    "over what one has not": lambda s, an: claims.hand_over(s, make_case(s), make_account(s), by=an, **NOW),
    "over to oneself": lambda s, an: claims.hand_over(s, make_case(s, **_of(an)), an, by=an, **NOW),
    "all to oneself": lambda s, an: claims.hand_over_all(s, an, an, by=an, **NOW),
    "all to somebody who left": lambda s, an: claims.hand_over_all(s, an, _gone(s), by=an, **NOW),
    "over what nobody has": lambda s, an: claims.take_over(s, make_case(s), "", by=an, **NOW),
}


@pytest.mark.parametrize("step", WRONG.values(), ids=WRONG)
def test_a_case_is_not_given(session: Session, an: Account, step: Callable[[Session, Account], object]) -> None:
    with pytest.raises(Refused):
        step(session, an)


def _gone(session: Session) -> Account:
    return make_account(session, disabled_at=AT)


def _of(account: Account) -> dict[str, Any]:
    return {"status": S.IN_TRIAGE, "claimed_by_id": account.id}


def _clock(case: Case) -> tuple[object, ...]:
    return (case.level, case.contact_by, case.due_on, case.queue_on, case.desk, case.next_change_on)


def _codes(session: Session, case: Case) -> dict[str, Any]:
    session.flush()
    return session.exec(select(Audit).where(Audit.case_id == case.id).order_by(Audit.id.desc())).first().details  # type: ignore[union-attr]
