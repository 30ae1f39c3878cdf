"""From reports and later facts to what the clock reads, and from the clock to the columns of a case."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from portal.domain.deadlines.urgency import assess
from portal.domain.vocabulary import CaseStatus, PaymentPlan, Problem, Stage, Urgency
from portal.models import Case, Entry, Referral
from portal.services import assessing, chronicle
from tests.factories import MONDAY, referral_values

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_a_report_that_is_not_stored_yet_is_read_as_it_will_be() -> None:
    facts = assessing.facts_of([_report(stage="petition", minors="yes", payment_plan="broken")], [])

    assert (facts.stage, facts.minors, facts.payment_plan) == (Stage.PETITION, True, PaymentPlan.BROKEN)
    assert (facts.problems, facts.received_on, facts.learned) == (frozenset({Problem.RENT_ARREARS}), MONDAY, {})


@pytest.mark.parametrize("said", ["unknown", "unsaid", None])
def test_what_is_not_known_takes_nothing_back(said: str | None) -> None:
    later = _report(received_on=MONDAY + timedelta(days=2), minors=said, vulnerable=said, stage=said and "unknown")

    facts = assessing.facts_of([_report(minors="yes", vulnerable="yes", stage="petition"), later], [])

    assert (facts.minors, facts.vulnerable, facts.stage) == (True, True, Stage.PETITION)


def test_what_was_learned_last_stands_and_keeps_the_day_it_was_learned() -> None:
    postponed = _fact("hearing", 2, date="2026-12-10")

    facts = assessing.facts_of(
        [_report(stage="petition", hearing_date=date(2026, 12, 1), hearing_time=time(9))], [postponed]
    )

    assert (facts.hearing_date, facts.hearing_time) == (date(2026, 12, 10), None)
    assert facts.learned["hearing_date"] == MONDAY + timedelta(days=2)


def test_what_is_said_again_keeps_its_first_day() -> None:
    again = [_fact("hearing", 2, date="2026-12-10"), _fact("hearing", 3, date="2026-12-10")]

    assert assessing.facts_of([_report()], again).learned["hearing_date"] == MONDAY + timedelta(days=2)


def test_a_withdrawn_report_no_longer_counts() -> None:
    withdrawn = _report(received_on=MONDAY, stage="served", withdrawn_at=AT)

    assert assessing.facts_of([withdrawn, _report(stage="none")], []).stage is Stage.NONE


@pytest.mark.parametrize(
    ("before", "fact", "expected"),
    [
        ({"stage": "conciliation", "hearing_date": MONDAY}, {"fact": "petition"}, (Stage.PETITION, None)),
        ({"stage": "petition", "hearing_date": MONDAY}, {"fact": "judgment"}, (Stage.JUDGMENT, None)),
        (
            {"stage": "petition", "hearing_date": date(2027, 1, 5)},
            {"fact": "judgment"},
            (Stage.JUDGMENT, date(2027, 1, 5)),
        ),
        ({"stage": "petition"}, {"fact": "judgment", "result": "conditional"}, (Stage.CONDITIONAL, None)),
        ({"stage": "petition"}, {"fact": "judgment", "result": "rejected"}, (Stage.NONE, None)),
        ({"stage": "judgment"}, {"fact": "served", "date": "2026-11-23"}, (Stage.SERVED, None)),
        ({"stage": "eviction_planned"}, {"fact": "served", "date": "2026-11-23"}, (Stage.EVICTION_PLANNED, None)),
        ({"stage": "petition"}, {"fact": "leave_by", "date": "2026-12-23"}, (Stage.JUDGMENT, None)),
        ({"stage": "served"}, {"fact": "eviction_date", "date": "2026-12-23"}, (Stage.EVICTION_PLANNED, None)),
        ({"stage": "eviction_planned"}, {"fact": "eviction_cancelled"}, (Stage.SERVED, None)),
        ({"stage": "eviction_planned"}, {"fact": "evicted"}, (Stage.EVICTED, None)),
    ],
)
def test_a_fact_moves_the_stage_as_the_procedure_goes(
    before: dict[str, Any], fact: dict[str, Any], expected: tuple[Stage, date | None]
) -> None:
    facts = assessing.facts_of([_report(**before)], [_fact(**fact)])

    assert (facts.stage, facts.hearing_date) == expected


def test_a_rejected_claim_takes_back_what_the_judgment_had_set_going() -> None:
    served = _report(stage="eviction_planned", eviction_date=MONDAY, served_date=date(2026, 10, 20), leave_by=MONDAY)

    rejected = assessing.facts_of([served], [_fact("judgment", result="rejected")])
    dissolved = assessing.facts_of([served], [_fact("judgment", result="dissolved")])

    assert (rejected.eviction_date, rejected.served_date, rejected.leave_by) == (None, None, None)
    assert dissolved.eviction_date == MONDAY


@pytest.mark.parametrize(
    ("said", "moved"),
    [(["moved"], True), (["moved", "still_there"], False), (["moved", "still_there", "moved"], True)],
)
def test_a_tenant_has_moved_or_lives_there_as_was_learned_last(said: list[str], moved: bool) -> None:
    facts = assessing.facts_of([_report()], [_fact(fact, days) for days, fact in enumerate(said)])

    assert facts.tenant_moved is moved


def test_an_amount_alone_lets_the_months_be_worked_out_from_the_rent() -> None:
    report = _report(arrears_months=Decimal(1), rent_month=Decimal(500))

    facts = assessing.facts_of([report], [_fact("arrears", amount="2000.00")])

    assert facts.months == 4


def test_a_case_that_starts_anew_counts_from_that_day() -> None:
    reopened = Entry(
        case_id=1, at=AT, what="move", data={"from": "closed", "to": "in_triage", "on": "2027-02-01", "restarts": True}
    )

    assert assessing.facts_of([_report()], [reopened]).received_on == date(2027, 2, 1)


def test_days_of_waiting_are_counted_from_question_to_answer() -> None:
    history = [
        _move(0, "in_triage", "waiting_for_reporter"),
        Entry(case_id=1, at=AT, what="claim", data={"to": "waiting_for_reporter", "on": "2026-11-25"}),
        _move(4, "waiting_for_reporter", "in_triage"),
        _move(7, "in_triage", "waiting_for_reporter"),
    ]

    assert chronicle.waited(history[:2], MONDAY + timedelta(days=3)) == 3
    assert chronicle.waited(history, MONDAY + timedelta(days=8)) == 5


def test_a_new_case_gets_the_worked_example_s_columns() -> None:
    case = _assessed(stage="petition", hearing_date=date(2026, 11, 27), hearing_time=time(9))

    assert (case.level, case.computed_level, case.contact_by) == (Urgency.U1, Urgency.U1, date(2026, 11, 24))
    assert (case.key_date, case.key_time, case.key_rule) == (date(2026, 11, 27), time(9), "A4")
    assert (case.due_on, case.queue_on, case.desk) == (date(2026, 11, 24), date(2026, 11, 24), "todo")
    assert case.reasons[0]["rule"] == "A4"


def test_a_decided_case_comes_back_after_five_working_days_when_nobody_planned_anything() -> None:
    case = _assessed({"status": CaseStatus.ASSIGNED, "contacted_on": MONDAY})

    assert (case.due_on, case.desk, case.next_change_on) == (date(2026, 11, 30), "guided", date(2026, 11, 30))


def _report(**values: Any) -> Referral:
    return Referral(case_id=0, **referral_values(**values))


def _fact(fact: str, days: int = 0, **data: str) -> Entry:
    on = MONDAY + timedelta(days=days)
    given = {"fact": fact, "on": on.isoformat(), **data}
    return Entry(case_id=1, at=AT + timedelta(days=days, hours=1), what="fact", data=given)


def _move(days: int, origin: str, to: str) -> Entry:
    on = MONDAY + timedelta(days=days)
    return Entry(case_id=1, at=AT, what="move", data={"from": origin, "to": to, "on": on.isoformat()})


def _assessed(case_values: dict[str, Any] | None = None, **values: Any) -> Case:
    report = _report(**values)
    case = Case(
        **{
            "reference": report.reference,
            "kind": report.kind,
            "received_at": report.received_at,
            "received_on": report.received_on,
            "level": Urgency.U4,
            "computed_level": Urgency.U4,
            "contact_by": MONDAY,
            "due_on": MONDAY,
            "queue_on": MONDAY,
            **(case_values or {}),
        }
    )
    assessing.apply(case, assess(assessing.facts_of([report], []), MONDAY), today=MONDAY)
    return case
