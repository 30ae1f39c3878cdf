"""What an assessment says: its reasons, its key date, and by when to make contact."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from portal.domain.deadlines import due
from portal.domain.deadlines.rules import SHOWN
from portal.domain.deadlines.urgency import assess
from portal.domain.vocabulary import Stage, Urgency
from tests.domain.households import (
    ARREARS,
    LEASE_END,
    MONDAY,
    arrears,
    conciliation,
    dec,
    make_facts,
    nov,
    petition,
    served,
)

U0, U1, U2, U3, U4 = Urgency


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ({"arrears_eur": Decimal(1500), "rent_month": Decimal(500)}, U2),
        ({"arrears_eur": Decimal("1499.99"), "rent_month": Decimal(500)}, U3),
        ({"arrears_eur": Decimal(1500), "rent_month": Decimal(0)}, U3),
        ({"arrears_eur": Decimal(1500)}, U3),
        ({"arrears_eur": Decimal(1500), "rent_month": Decimal(500), "arrears_months": Decimal(1)}, U4),
    ],
)
def test_months_are_those_given_else_the_amount_over_the_rent(values: dict[str, Decimal], level: Urgency) -> None:
    assert assess(make_facts(problems=ARREARS, **values), MONDAY).level == level


def test_every_rule_that_fired_is_kept_the_most_urgent_first() -> None:
    facts = petition(
        hearing_date=nov(27),
        problems=ARREARS | LEASE_END,
        arrears_months=Decimal(1),
        must_leave_on=dec(31),
        minors=True,
    )

    reasons = assess(facts, MONDAY).reasons

    assert [(reason.rule, reason.level, reason.deciding) for reason in reasons] == [
        ("A4", U1, True),
        ("A10", U3, False),
        ("A8", U4, False),
        ("M1", None, False),
    ]


def test_the_key_date_is_the_earliest_not_yet_past() -> None:
    facts = served(served_date=nov(2), hearing_date=nov(30), hearing_time=time(9, 30), must_leave_on=nov(20))

    assessment = assess(facts, MONDAY)

    assert (assessment.key_date, assessment.key_rule, assessment.key_computed) == (nov(30), "A4", False)
    assert assessment.key_time == time(9, 30)


def test_a_computed_key_date_says_so_and_has_no_hour() -> None:
    assessment = assess(petition(filing_date=nov(20), hearing_time=time(9, 30)), MONDAY)

    assert (assessment.key_date, assessment.key_rule, assessment.key_computed) == (dec(5), "A5", True)
    assert assessment.key_time is None


def test_a_conciliation_hearing_has_its_hour_too() -> None:
    assert assess(conciliation(hearing_date=dec(10), hearing_time=time(14)), MONDAY).key_time == time(14)


def test_today_counts_as_not_yet_past() -> None:
    facts = petition(hearing_date=MONDAY)

    assert assess(facts, MONDAY).key_date == MONDAY
    assert assess(facts, nov(24)).key_date is None


def test_a_hearing_after_service_falls_silent_once_it_is_over() -> None:
    facts = served(served_date=nov(20), hearing_date=nov(25))

    rules = [reason.rule for reason in assess(facts, nov(26)).reasons]

    assert rules == ["A3"]


def test_the_day_of_service_is_enough_to_be_served() -> None:
    facts = petition(hearing_date=nov(3), served_date=nov(20))

    assert [reason.rule for reason in assess(facts, MONDAY).reasons] == ["A3"]


def test_no_procedure_is_believed_whatever_was_served_before() -> None:
    facts = make_facts(stage=Stage.NONE, served_date=nov(2))

    assert [reason.rule for reason in assess(facts, MONDAY).reasons] == ["A11"]


def test_a_conditional_judgment_stays_conditional_when_it_is_served() -> None:
    facts = make_facts(stage=Stage.CONDITIONAL, served_date=nov(2))

    assert [reason.rule for reason in assess(facts, MONDAY).reasons] == ["A6c"]


def test_a_tenant_who_moved_is_shown_and_changes_no_level() -> None:
    facts = petition(hearing_date=nov(25), tenant_moved=True)

    assessment = assess(facts, MONDAY)

    assert assessment.level == U0
    assert [(reason.rule, reason.message) for reason in assessment.reasons if reason.level is None] == [
        ("moved", SHOWN[0].message)
    ]


def test_due_counts_from_the_day_on_which_the_deciding_fact_was_learned() -> None:
    facts = arrears("1", hearing_date=dec(18), learned={"hearing_date": nov(26)})

    assessment = assess(facts, nov(26))

    assert (assessment.level, assessment.contact_by) == (U2, dec(1))


def test_a_postponed_hearing_moves_due_later() -> None:
    before = assess(petition(hearing_date=nov(27)), nov(25))

    after = assess(petition(hearing_date=dec(18), learned={"hearing_date": nov(25)}), nov(25))

    assert (before.contact_by, after.contact_by) == (nov(24), nov(30))


def test_more_bad_news_never_makes_an_overdue_case_less_overdue() -> None:
    facts = arrears("4", minors=True, learned={"minors": dec(4)})

    assert assess(facts, dec(3)).contact_by <= nov(26)
    assert assess(facts, dec(4)).contact_by == nov(26)


def test_time_that_raises_the_level_brings_due_forward() -> None:
    facts = served(served_date=nov(9), received_on=nov(24))

    first, second = assess(facts, nov(24)), assess(facts, nov(25))

    assert (first.level, first.contact_by, first.next_change_on) == (U2, nov(27), nov(25))
    assert (second.level, second.contact_by) == (U1, nov(26))


def test_time_that_raises_an_overdue_case_leaves_it_overdue() -> None:
    facts = make_facts(problems=LEASE_END, must_leave_on=date(2027, 3, 31))

    later = assess(facts, date(2027, 3, 20))

    assert (later.level, later.contact_by) == (U1, nov(30))


def test_closing_days_shift_the_target_and_no_term() -> None:
    closed = frozenset({nov(24), nov(25)})

    normal = assess(petition(hearing_date=nov(27)), MONDAY, closing_days=closed)
    held = assess(petition(hearing_date=nov(26)), MONDAY, closing_days=closed)

    assert (normal.level, normal.contact_by) == (U1, nov(26))
    assert (held.level, held.contact_by) == (U1, nov(25))


def test_targets_come_from_the_site() -> None:
    targets = {**due.TARGETS, U4: 2}

    assert assess(make_facts(), MONDAY, targets=targets).contact_by == nov(25)


def test_a_case_that_starts_anew_is_not_overdue_for_what_went_before() -> None:
    old = arrears("4", received_on=date(2026, 3, 2), learned={"arrears_months": date(2026, 3, 2)})
    anew = arrears("4", received_on=MONDAY, learned={"arrears_months": date(2026, 3, 2)})

    assert assess(old, MONDAY).contact_by == date(2026, 3, 5)
    assert assess(anew, MONDAY).contact_by == nov(26)


def test_a_clock_that_runs_behind_loses_no_fact() -> None:
    facts = petition(hearing_date=nov(25), learned={"hearing_date": MONDAY})

    assert assess(facts, nov(22)) == assess(facts, MONDAY)


@pytest.mark.parametrize(
    ("day", "key_date", "expected"),
    [
        (dec(10), None, dec(10)),
        (dec(1), dec(10), dec(1)),
        (dec(10), dec(10), dec(9)),
        (dec(20), dec(14), dec(11)),
        (nov(30), nov(24), MONDAY),
        (nov(30), MONDAY, MONDAY),
    ],
)
def test_a_next_action_is_held_back_by_the_key_date(day: date, key_date: date | None, expected: date) -> None:
    assert due.cap_due(day, key_date=key_date, received_on=MONDAY) == expected


@pytest.mark.parametrize(("due_on", "expected"), [(nov(20), MONDAY), (MONDAY, MONDAY), (nov(24), nov(24))])
def test_what_is_overdue_queues_with_today(due_on: date, expected: date) -> None:
    assert due.queue_on(due_on, MONDAY) == expected
