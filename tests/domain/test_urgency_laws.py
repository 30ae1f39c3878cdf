"""The laws of the level, as properties of any household on any day."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.domain.deadlines.calendar import month_later
from portal.domain.deadlines.facts import Facts
from portal.domain.deadlines.urgency import assess
from portal.domain.vocabulary import PaymentPlan, Problem, Stage, Urgency
from tests.domain.households import (
    DATES,
    QUESTIONS,
    changed,
    households,
    households_over_time,
    last_learned,
    laws,
    months,
)

RECEIVED = date(2026, 11, 23)
ASKED = [
    (Stage.PETITION, "filing_date"),
    (Stage.PETITION, "hearing_date"),
    (Stage.SUMMONS, "hearing_date"),
    (Stage.CONCILIATION, "hearing_date"),
    (Stage.JUDGMENT, "leave_by"),
    (Stage.CONDITIONAL, "leave_by"),
    (Stage.SERVED, "leave_by"),
    (Stage.SERVED, "served_date"),
    (Stage.EVICTION_PLANNED, "eviction_date"),
    (Stage.UNKNOWN, "must_leave_on"),
]
"""The dates that the form asks in each branch (intake.md); the lease's end is asked whatever the stage."""


def brings(name: str, day: date) -> date:
    """The date that a rule counts to, from the date that was given."""
    return {"filing_date": day + timedelta(15), "served_date": month_later(day)}.get(name, day)


@laws
@given(households(), st.sampled_from(DATES), st.integers(-30, 60), st.integers(0, 60), st.integers(0, 40))
def test_an_earlier_date_not_yet_past_never_lowers_the_level(
    facts: Facts, name: str, offset: int, later: int, waited: int
) -> None:
    today = facts.received_on + timedelta(waited)
    early = today + timedelta(offset)
    assume(brings(name, early) >= today)

    sooner = assess(changed(facts, **{name: early}), today)

    assert sooner.level <= assess(changed(facts, **{name: early + timedelta(later)}), today).level


@laws
@given(households(), st.sampled_from(QUESTIONS), st.integers(0, 40))
def test_a_yes_never_lowers_the_level(facts: Facts, question: str, waited: int) -> None:
    today = facts.received_on + timedelta(waited)

    yes, no = (assess(changed(facts, **{question: answer}), today) for answer in (True, False))

    assert yes.level <= no.level


@laws
@given(households(), months, months)
def test_more_months_never_lower_the_level(facts: Facts, one: Decimal, other: Decimal) -> None:
    fewer, more = (assess(replace(facts, arrears_months=n), facts.received_on) for n in sorted((one, other)))

    assert more.level <= fewer.level


@laws
@given(households(arrears_months=None, rent_month=Decimal(700)), months, months)
def test_a_higher_amount_never_lowers_the_level(facts: Facts, one: Decimal, other: Decimal) -> None:
    fewer, more = (assess(replace(facts, arrears_eur=700 * n), facts.received_on) for n in sorted((one, other)))

    assert more.level <= fewer.level


@laws
@given(households(), st.none() | st.sampled_from(PaymentPlan), st.integers(0, 40))
def test_a_broken_plan_never_lowers_the_level(facts: Facts, plan: PaymentPlan | None, waited: int) -> None:
    today = facts.received_on + timedelta(waited)

    broken, other = (assess(replace(facts, payment_plan=p), today) for p in (PaymentPlan.BROKEN, plan))

    assert broken.level <= other.level


@pytest.mark.parametrize(("stage", "name"), ASKED)
@laws
@given(data=st.data())
def test_an_unanswered_date_gives_at_least_the_level_of_the_calmest_answer(
    stage: Stage, name: str, data: st.DataObject
) -> None:
    fixed = {"problems": frozenset({Problem.LEASE_END})} if name == "must_leave_on" else {"stage": stage}
    facts = data.draw(households(**fixed))
    answers = [facts.received_on + timedelta(n) for n in (-40, -1, 0, 3, 6, 10, 40, 400)]

    unanswered = assess(changed(facts, **{name: None}), facts.received_on)

    calmest = max(assess(changed(facts, **{name: answer}), facts.received_on).level for answer in answers)
    assert unanswered.level <= calmest


@laws
@given(households_over_time(), st.integers(0, 60))
def test_the_level_is_that_of_the_most_urgent_reason_less_one_step(facts: Facts, waited: int) -> None:
    assessment = assess(facts, last_learned(facts) + timedelta(waited))

    levels = [reason.level for reason in assessment.reasons if reason.level is not None]
    stepped = min(levels) >= Urgency.U2 and any(reason.rule == "M1" for reason in assessment.reasons)
    assert assessment.base_level == min(levels)
    assert assessment.level == min(levels) - stepped
    assert any(reason.deciding for reason in assessment.reasons)


@laws
@given(households(), st.integers(0, 60))
def test_the_key_date_is_the_earliest_of_the_reasons_that_is_not_past(facts: Facts, waited: int) -> None:
    today = facts.received_on + timedelta(waited)

    assessment = assess(facts, today)

    ahead = [reason.on for reason in assessment.reasons if reason.on is not None and reason.on >= today]
    assert assessment.key_date == min(ahead, default=None)


@laws
@given(st.sampled_from(Stage), st.sampled_from(DATES), st.dates())
def test_no_mistyped_year_breaks_the_clock(stage: Stage, name: str, day: date) -> None:
    facts = changed(Facts(received_on=RECEIVED, stage=stage), **{name: day})

    assessment = assess(facts, RECEIVED)

    assert assessment.contact_by >= RECEIVED


def test_origin_language_and_kind_of_reporter_cannot_weigh() -> None:
    read = {field.name for field in dataclasses.fields(Facts)}

    assert read == {
        "received_on", "learned", "stage", "problems", "arrears_eur", "rent_month", "arrears_months", "payment_plan",
        "hearing_time", "tenant_moved", *QUESTIONS, *DATES,
    }  # fmt: skip
