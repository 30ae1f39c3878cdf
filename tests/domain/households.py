"""Households that the clock is asked about: made by hand for examples, and any at all for its laws."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from portal.domain.deadlines.facts import Facts
from portal.domain.vocabulary import PaymentPlan, Problem, Stage

MONDAY = date(2026, 11, 23)
ARREARS = frozenset({Problem.RENT_ARREARS})
LEASE_END = frozenset({Problem.LEASE_END})

laws = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)

QUESTIONS = ("homeless_now", "unusable_home", "minors", "vulnerable", "utilities_off")
DATES = ("filing_date", "hearing_date", "served_date", "leave_by", "eviction_date", "must_leave_on")

received = st.dates(date(2026, 1, 1), date(2027, 12, 31))
offsets = st.one_of(st.integers(-20, 25), st.integers(-90, 200))
months = st.integers(0, 80).map(lambda tenths: Decimal(tenths) / 10)
later = st.dictionaries(
    st.sampled_from([field.name for field in fields(Facts) if field.name not in {"received_on", "learned"}]),
    st.integers(0, 20),
)


def make_facts(**values: Any) -> Facts:
    return Facts(**{"received_on": MONDAY, **values})


def nov(day: int) -> date:
    return date(2026, 11, day)


def dec(day: int) -> date:
    return date(2026, 12, day)


def petition(**values: Any) -> Facts:
    return make_facts(stage=Stage.PETITION, **values)


def served(**values: Any) -> Facts:
    return make_facts(stage=Stage.SERVED, **values)


def judged(**values: Any) -> Facts:
    return make_facts(stage=Stage.JUDGMENT, **values)


def conciliation(**values: Any) -> Facts:
    return make_facts(stage=Stage.CONCILIATION, **values)


def arrears(months: str | None = None, **values: Any) -> Facts:
    return make_facts(problems=ARREARS, arrears_months=Decimal(months) if months else None, **values)


@st.composite
def households(draw: st.DrawFn, /, **fixed: Any) -> Facts:
    """All that is known of one household, known at receipt."""
    received_on = draw(received)
    near = st.none() | st.none() | offsets.map(lambda n: received_on + timedelta(n))
    values: dict[str, Any] = {
        "received_on": received_on,
        **{name: draw(st.sampled_from([False, False, False, True])) for name in QUESTIONS},
        **{name: draw(near) for name in DATES},
        "stage": draw(st.sampled_from(Stage)),
        "problems": draw(st.frozensets(st.sampled_from([Problem.RENT_ARREARS, Problem.LEASE_END, Problem.OTHER]))),
        "arrears_months": draw(st.none() | months),
        "arrears_eur": draw(st.none() | st.integers(0, 5000).map(Decimal)),
        "rent_month": draw(st.none() | st.integers(0, 1500).map(Decimal)),
        "payment_plan": draw(st.none() | st.sampled_from(PaymentPlan)),
    }
    return Facts(**values | fixed)


@st.composite
def households_over_time(draw: st.DrawFn, /) -> Facts:
    """The same, with facts that were learned in the weeks after receipt."""
    facts = draw(households())
    learned = {name: facts.received_on + timedelta(n) for name, n in draw(later).items()}
    return replace(facts, learned=learned)


def changed(facts: Facts, **values: Any) -> Facts:
    return replace(facts, **values)


def last_learned(facts: Facts) -> date:
    return max((facts.received_on, *facts.learned.values()))
