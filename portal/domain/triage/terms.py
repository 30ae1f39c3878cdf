"""How long a pathway may last (mission.md, "The five pathways"), and when a case comes back before that ends."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from portal.domain.deadlines.calendar import add_working_days, days_after, last_working_day_before
from portal.domain.vocabulary import Pathway

MONTHS: Mapping[Pathway, int] = MappingProxyType({Pathway.PW: 36, Pathway.CRISIS: 4})
"""The longest term, in months; the other pathways last as long as was agreed."""

MONTHS_EXTENDED: Mapping[Pathway, int] = MappingProxyType({Pathway.CRISIS: 8})
"""The same after the one extension that there is."""

STAYS = frozenset({Pathway.DW, Pathway.CRISIS})
"""Pathways in which people live in a dwelling of the service until a day that was agreed."""

DAYS_BEFORE = 30
DAYS_BEFORE_CRISIS = 14


def longest(pathway: Pathway, started_on: date) -> date | None:
    """The day on which the longest term is over; None where there is none."""
    return _months_after(started_on, MONTHS[pathway]) if pathway in MONTHS else None


def extended(pathway: Pathway, started_on: date) -> date | None:
    """The day beyond which no extension reaches; None where it may always go on."""
    return _months_after(started_on, MONTHS_EXTENDED[pathway]) if pathway in MONTHS_EXTENDED else None


def may_extend(pathway: Pathway, *, started_on: date, term_ends_on: date | None) -> bool:
    """A stay can be made longer; one in the crisis shelter only once."""
    return pathway in STAYS and (pathway not in MONTHS_EXTENDED or term_ends_on != extended(pathway, started_on))


def first(*ends: date | None) -> date | None:
    """Of the end of a stay and that of the longest term, the one that comes first."""
    return min((day for day in ends if day is not None), default=None)


def reminder(pathway: Pathway | None, ends_on: date) -> date:
    """The working day on which the case comes back because its term will soon be over."""
    days = DAYS_BEFORE_CRISIS if pathway is Pathway.CRISIS else DAYS_BEFORE
    return last_working_day_before(days_after(ends_on, 1 - days))


def last_reminded(day: date, *, crisis: bool) -> date:
    """The last end of a term whose reminder has come on that day."""
    days = DAYS_BEFORE_CRISIS if crisis else DAYS_BEFORE
    return days_after(add_working_days(day, 1), days - 1)


def due_by(pathway: Pathway | None, ends_on: date, *, planned_on: date | None) -> date:
    """By when somebody looks at the end of a term: the reminder, or the last day once it was planned after that."""
    reminded_on = reminder(pathway, ends_on)
    noticed = planned_on is not None and planned_on >= reminded_on
    return last_working_day_before(ends_on) if noticed else reminded_on


def _months_after(day: date, months: int) -> date:
    """From date to date, else the last day of the month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
