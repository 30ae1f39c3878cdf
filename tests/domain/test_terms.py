"""How long a pathway may last, and on which day the case comes back before that."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.deadlines.calendar import is_working_day
from portal.domain.triage import terms
from portal.domain.vocabulary import Pathway

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("pathway", "started_on", "ends_on"),
    [
        (Pathway.PW, MONDAY, date(2029, 11, 23)),
        (Pathway.PW, date(2028, 2, 29), date(2031, 2, 28)),
        (Pathway.CRISIS, MONDAY, date(2027, 3, 23)),
        (Pathway.CRISIS, date(2026, 10, 31), date(2027, 2, 28)),
        (Pathway.CRISIS, date(2026, 8, 31), date(2026, 12, 31)),
        (Pathway.DW, MONDAY, None),
        (Pathway.OGP, MONDAY, None),
        (Pathway.PRE_OGP, MONDAY, None),
    ],
)
def test_the_longest_term(pathway: Pathway, started_on: date, ends_on: date | None) -> None:
    assert terms.longest(pathway, started_on) == ends_on


def test_the_shelter_is_extended_once_to_twice_four_months() -> None:
    first, second = date(2027, 3, 23), date(2027, 7, 23)

    assert terms.extended(Pathway.CRISIS, MONDAY) == second
    assert terms.may_extend(Pathway.CRISIS, started_on=MONDAY, term_ends_on=first)
    assert not terms.may_extend(Pathway.CRISIS, started_on=MONDAY, term_ends_on=second)


@pytest.mark.parametrize(("pathway", "may"), [(Pathway.DW, True), (Pathway.PW, False), (Pathway.OGP, False)])
def test_only_stays_are_extended(pathway: Pathway, may: bool) -> None:
    assert terms.may_extend(pathway, started_on=MONDAY, term_ends_on=None) is may


@pytest.mark.parametrize(
    ("pathway", "planned_on", "due_by"),
    [
        (Pathway.CRISIS, None, date(2027, 3, 9)),
        (Pathway.CRISIS, date(2027, 3, 8), date(2027, 3, 9)),
        (Pathway.CRISIS, date(2027, 3, 9), date(2027, 3, 22)),
        (Pathway.DW, None, date(2027, 2, 19)),
    ],
)
def test_the_reminder_holds_until_it_was_noticed(pathway: Pathway, planned_on: date | None, due_by: date) -> None:
    assert terms.due_by(pathway, date(2027, 3, 23), planned_on=planned_on) == due_by


@given(st.dates(date(2026, 1, 1), date(2040, 1, 1)), st.sampled_from(Pathway), st.none() | st.dates())
def test_it_comes_back_on_a_working_day_before_the_end(
    ends_on: date, pathway: Pathway, planned_on: date | None
) -> None:
    found = terms.due_by(pathway, ends_on, planned_on=planned_on)

    assert found < ends_on
    assert is_working_day(found)


@pytest.mark.parametrize("pathway", [Pathway.DW, Pathway.CRISIS])
def test_on_each_day_the_reminders_have_come_of_all_terms_up_to_one_end(pathway: Pathway) -> None:
    days = [date(2026, 12, 1) + timedelta(number) for number in range(120)]

    for day in days[:70]:
        last = terms.last_reminded(day, crisis=pathway is Pathway.CRISIS)
        assert [end for end in days if terms.reminder(pathway, end) <= day] == [end for end in days if end <= last]
