"""The clock's rule table, arm by arm, and the worked examples of the design."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from portal.domain.deadlines.facts import Facts
from portal.domain.deadlines.rules import NOTHING_ELSE, ONE_STEP_UP, RULES, SHOWN
from portal.domain.deadlines.timeline import Dated, Plain
from portal.domain.deadlines.urgency import assess, from_json, to_json
from portal.domain.vocabulary import PaymentPlan, Problem, Stage, Urgency
from tests.domain.households import (
    LEASE_END,
    MONDAY,
    arrears,
    conciliation,
    dec,
    judged,
    make_facts,
    nov,
    petition,
    served,
)

U0, U1, U2, U3, U4 = Urgency

WORKED_EXAMPLES = [
    (make_facts(stage=Stage.EVICTION_PLANNED, eviction_date=nov(30)), U0, nov(23)),
    (petition(hearing_date=nov(25)), U0, nov(23)),
    (petition(hearing_date=nov(27)), U1, nov(24)),
    (petition(filing_date=nov(20)), U1, nov(24)),
    (served(served_date=nov(2)), U1, nov(24)),
    (served(served_date=date(2026, 10, 31)), U0, nov(23)),
    (arrears("2", minors=True), U2, nov(26)),
    (arrears("4"), U2, nov(26)),
    (arrears("1"), U4, dec(7)),
    (conciliation(hearing_date=dec(10), payment_plan=PaymentPlan.BROKEN), U2, nov(26)),
    (make_facts(unusable_home=True), U0, nov(23)),
    (judged(vulnerable=True), U1, nov(24)),
    (petition(received_on=nov(27), hearing_date=nov(30)), U0, nov(27)),
    (petition(received_on=dec(23), hearing_date=dec(28)), U0, dec(23)),
]

ARMS = [
    ("A1", make_facts(homeless_now=True), U0, None),
    ("A1", make_facts(unusable_home=True), U0, None),
    ("A1", make_facts(stage=Stage.EVICTED), U0, None),
    ("A2", make_facts(eviction_date=MONDAY), U0, MONDAY),
    ("A2", make_facts(eviction_date=nov(30)), U0, nov(30)),
    ("A2", make_facts(eviction_date=dec(1)), U1, dec(1)),
    ("A2", make_facts(eviction_date=dec(7)), U1, dec(7)),
    ("A2", make_facts(eviction_date=dec(8)), U2, dec(8)),
    ("A2", make_facts(stage=Stage.EVICTION_PLANNED), U0, None),
    ("A2", make_facts(eviction_date=nov(20)), U0, nov(20)),
    ("A3", served(leave_by=nov(30)), U0, nov(30)),
    ("A3", served(leave_by=dec(7), served_date=nov(2)), U1, dec(7)),
    ("A3", served(leave_by=dec(8)), U2, dec(8)),
    ("A3", served(leave_by=nov(22)), U0, nov(22)),
    ("A3", served(served_date=date(2026, 10, 31)), U0, nov(30)),
    ("A3", served(served_date=nov(2)), U1, dec(2)),
    ("A3", served(served_date=nov(20)), U2, dec(20)),
    ("A3", served(served_date=date(2026, 10, 22)), U0, nov(22)),
    ("A3", served(), U1, None),
    ("A4", petition(hearing_date=MONDAY), U0, MONDAY),
    ("A4", petition(hearing_date=nov(25)), U0, nov(25)),
    ("A4", petition(hearing_date=nov(26)), U1, nov(26)),
    ("A4", petition(hearing_date=nov(29)), U1, nov(29)),
    ("A4", petition(hearing_date=nov(30)), U2, nov(30)),
    ("A4", served(hearing_date=nov(25), served_date=nov(20)), U0, nov(25)),
    ("A4", petition(hearing_date=nov(20)), U1, nov(20)),
    ("A4", make_facts(stage=Stage.SUMMONS, hearing_date=nov(20)), U1, nov(20)),
    ("A4", make_facts(hearing_date=nov(27)), U1, nov(27)),
    ("A5", petition(filing_date=nov(10)), U0, nov(25)),
    ("A5", petition(filing_date=nov(11)), U1, nov(26)),
    ("A5", petition(filing_date=nov(20)), U1, dec(5)),
    ("A5", petition(filing_date=nov(1)), U1, nov(16)),
    ("A5", petition(), U1, None),
    ("A5s", make_facts(stage=Stage.SUMMONS), U1, None),
    ("A6", judged(), U2, None),
    ("A6", judged(leave_by=dec(20)), U2, dec(20)),
    ("A6", judged(leave_by=dec(7)), U1, dec(7)),
    ("A6", judged(leave_by=nov(30)), U0, nov(30)),
    ("A6", judged(leave_by=nov(20)), U0, nov(20)),
    ("A6c", make_facts(stage=Stage.CONDITIONAL, payment_plan=PaymentPlan.BROKEN), U1, None),
    ("A6c", make_facts(stage=Stage.CONDITIONAL, payment_plan=PaymentPlan.RUNNING), U3, None),
    ("A7", conciliation(hearing_date=nov(29)), U2, nov(29)),
    ("A7", conciliation(hearing_date=nov(30)), U3, nov(30)),
    ("A7", conciliation(), U2, None),
    ("A7", conciliation(hearing_date=nov(20)), U2, nov(20)),
    ("A8", arrears("3"), U2, None),
    ("A8", arrears("1", payment_plan=PaymentPlan.BROKEN), U2, None),
    ("A8", make_facts(payment_plan=PaymentPlan.BROKEN), U2, None),
    ("A8", arrears("2"), U3, None),
    ("A8", arrears("2.5"), U3, None),
    ("A8", arrears("1.5"), U4, None),
    ("A8", arrears(), U3, None),
    ("A8", make_facts(arrears_months=Decimal(3)), U2, None),
    ("A9", make_facts(stage=Stage.FORMAL_NOTICE), U3, None),
    ("A10", make_facts(problems=LEASE_END, must_leave_on=dec(7)), U1, dec(7)),
    ("A10", make_facts(problems=LEASE_END, must_leave_on=dec(8)), U2, dec(8)),
    ("A10", make_facts(problems=LEASE_END, must_leave_on=dec(24)), U2, dec(24)),
    ("A10", make_facts(problems=LEASE_END, must_leave_on=dec(25)), U3, dec(25)),
    ("A10", make_facts(problems=LEASE_END), U3, None),
    ("A10", make_facts(problems=LEASE_END, must_leave_on=nov(22)), U1, nov(22)),
    ("A11", make_facts(), U4, None),
    ("A11", make_facts(stage=Stage.NONE, problems=frozenset({Problem.NUISANCE})), U4, None),
]

STEPS = [
    (make_facts(minors=True), U3),
    (make_facts(vulnerable=True), U3),
    (make_facts(utilities_off=True), U3),
    (make_facts(minors=True, vulnerable=True, utilities_off=True), U3),
    (arrears("2", minors=True), U2),
    (arrears("3", minors=True), U1),
    (petition(minors=True), U1),
    (make_facts(homeless_now=True, minors=True), U0),
]


@pytest.mark.parametrize(("facts", "level", "contact_by"), WORKED_EXAMPLES)
def test_urgency_follows_the_worked_examples(facts: Facts, level: Urgency, contact_by: date) -> None:
    assessment = assess(facts, today=facts.received_on)

    assert (assessment.level, assessment.contact_by) == (level, contact_by)


@pytest.mark.parametrize(("rule", "facts", "level", "on"), ARMS)
def test_every_arm_of_every_rule_gives_its_level_and_its_date(
    rule: str, facts: Facts, level: Urgency, on: date | None
) -> None:
    assessment = assess(facts, today=MONDAY)

    found = {(reason.rule, reason.level, reason.on) for reason in assessment.reasons if reason.deciding}
    assert (rule, level, on) in found
    assert assessment.level == level


@pytest.mark.parametrize("row", [*RULES, NOTHING_ELSE], ids=lambda row: f"{row.code} {row.message}")
def test_every_row_of_the_table_is_reached_by_an_arm_above(row: Plain | Dated) -> None:
    messages = {reason.message for _, facts, _, _ in ARMS for reason in assess(facts, MONDAY).reasons}

    assert row.message in messages
    assert not isinstance(row, Dated) or row.past.message in messages


@pytest.mark.parametrize(("facts", "level"), STEPS)
def test_children_vulnerability_or_no_utilities_raise_once_and_never_above_u1(facts: Facts, level: Urgency) -> None:
    assessment = assess(facts, today=MONDAY)

    marks = [reason for reason in assessment.reasons if reason.rule == "M1"]
    assert assessment.level == level
    assert marks
    assert all(mark.deciding == (assessment.level < assessment.base_level) for mark in marks)


@pytest.mark.parametrize(("rule", "facts"), [(rule, facts) for rule, facts, _, _ in ARMS] + [("M1", STEPS[0][0])])
def test_a_reason_survives_json(rule: str, facts: Facts) -> None:
    reasons = assess(facts, MONDAY).reasons

    again = tuple(from_json(json.loads(json.dumps(to_json(reason)))) for reason in reasons)

    assert again == reasons
    assert rule in {reason.rule for reason in again}


@pytest.mark.parametrize("row", [*RULES, NOTHING_ELSE, *ONE_STEP_UP, *SHOWN], ids=lambda row: row.message)
def test_a_message_names_its_date_when_the_rule_has_one(row: Plain | Dated) -> None:
    messages = [row.message, row.past.message] if isinstance(row, Dated) else [row.message]

    assert all(("%(date)s" in message) == isinstance(row, Dated) for message in messages)
    assert all(message % {"date": "25 november"} for message in messages)
