"""The laws of due days and of passing time, as properties of any household over the weeks after receipt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from portal.domain.deadlines.calendar import add_working_days, last_working_day_before
from portal.domain.deadlines.due import TARGETS
from portal.domain.deadlines.facts import Facts
from portal.domain.deadlines.urgency import Assessment, assess
from tests.domain.households import (
    DATES,
    QUESTIONS,
    changed,
    households,
    households_over_time,
    last_learned,
    laws,
    offsets,
)


def said(assessment: Assessment) -> Assessment:
    """Everything that an assessment says of the day itself."""
    return replace(assessment, next_change_on=None)


def days_from(start: date, n: int = 60) -> list[date]:
    return [start + timedelta(i) for i in range(n + 1)]


@laws
@given(households_over_time(), st.integers(0, 60))
def test_due_is_never_before_receipt_nor_after_the_last_working_day_before_the_key_date(
    facts: Facts, waited: int
) -> None:
    today = last_learned(facts) + timedelta(waited)

    assessment = assess(facts, today)

    assert assessment.contact_by >= facts.received_on
    if assessment.key_date is not None:
        assert assessment.contact_by <= max(facts.received_on, last_working_day_before(assessment.key_date))


@laws
@given(households())
def test_on_the_day_of_receipt_due_is_the_target_or_the_day_before_the_key_date(facts: Facts) -> None:
    assessment = assess(facts, facts.received_on)

    target = add_working_days(facts.received_on, TARGETS[assessment.level])
    cap = last_working_day_before(assessment.key_date) if assessment.key_date else target
    assert assessment.contact_by == max(facts.received_on, min(target, cap))


@laws
@given(households_over_time())
def test_the_level_falls_with_time_only_the_day_after_a_hearing_or_its_last_legal_day(facts: Facts) -> None:
    days = days_from(last_learned(facts))

    results = [assess(facts, day) for day in days]

    for yesterday, before, after in zip(days, results, results[1:], strict=False):
        ended = {reason.rule for reason in before.reasons if reason.on == yesterday}
        assert after.level <= before.level or ended & {"A4", "A5"}


@laws
@given(households_over_time())
def test_waiting_never_moves_due_later(facts: Facts) -> None:
    due_days = [assess(facts, day).contact_by for day in days_from(last_learned(facts))]

    assert due_days == sorted(due_days, reverse=True)


@laws
@given(households_over_time(), st.frozensets(st.integers(0, 90), max_size=10))
def test_a_fresh_assessment_equals_what_a_run_every_night_came_to(facts: Facts, closed: frozenset[int]) -> None:
    closing_days = frozenset(facts.received_on + timedelta(n) for n in closed)
    first, *nights = days_from(last_learned(facts))
    held = assess(facts, first, closing_days=closing_days)
    level, due_on = held.level, held.contact_by

    for night in nights:
        fresh = assess(facts, night, closing_days=closing_days)
        if fresh.level < level:
            due_on = min(due_on, add_working_days(night, TARGETS[fresh.level], closing_days))
        if fresh.key_date is not None:
            due_on = min(due_on, last_working_day_before(fresh.key_date))
        level, due_on = fresh.level, max(due_on, facts.received_on)
        assert fresh.contact_by == due_on


@laws
@given(households_over_time())
def test_nothing_changes_before_the_next_change_and_something_does_on_it(facts: Facts) -> None:
    first, *nights = days_from(last_learned(facts))
    held = assess(facts, first)

    for night in nights:
        fresh = assess(facts, night)
        if night == held.next_change_on:
            assert said(fresh) != said(held)
            held = fresh
        assert fresh == held


@laws
@given(households_over_time(), st.sampled_from((*QUESTIONS, *DATES)), st.integers(0, 30), offsets)
def test_a_fact_that_only_adds_a_reason_never_moves_due_later(
    facts: Facts, name: str, waited: int, offset: int
) -> None:
    today = last_learned(facts) + timedelta(waited)
    value = True if name in QUESTIONS else today + timedelta(offset)
    before = assess(changed(facts, **{name: False if name in QUESTIONS else None}), today)
    after = assess(changed(facts, **{name: value}, learned={**facts.learned, name: today}), today)
    kept = {(reason.message, reason.on) for reason in before.reasons}

    assume(kept <= {(reason.message, reason.on) for reason in after.reasons})

    assert after.contact_by <= before.contact_by
