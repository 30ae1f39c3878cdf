"""The clock in words: what it is about, how much is left of it, and what is due by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Protocol

from portal.domain.deadlines.calendar import working_days
from portal.domain.labels import PROBLEM_LABELS
from portal.domain.triage import terms
from portal.domain.triage.state import Objection
from portal.domain.vocabulary import N_, CaseStatus, Pathway, Problem
from portal.views.said import counted as ngettext
from portal.views.said import dated
from portal.views.said import said as _

SHORT, LONG = "EEE d/M", "EEEE d/M"
THIS_YEAR, OTHER_YEAR = "", "/yyyy"

ABOUT = {
    "A2": N_("Uithuiszetting"),
    "A3": N_("Uit de woning tegen"),
    "A4": N_("Zitting"),
    "A5": N_("Zitting wettelijk uiterlijk"),
    "A6": N_("Uit de woning tegen"),
    "A7": N_("Verzoening"),
    "A10": N_("Huur eindigt"),
}
ENDS_SOMEHOW = frozenset({"A2", "A4", "A5", "A7"})
"""A day of these that is over has an outcome to ask after."""
NOTHING_URGENT = "A11"
"""Many cases have no other reason: then their problems tell them apart."""
EVICTION_COMPUTED = N_("Uithuiszetting vermoedelijk vanaf")

ENDS = {
    (True, False): N_("Maximumtermijn loopt af op %(day)s."),
    (True, True): N_("Maximumtermijn liep af op %(day)s."),
    (False, False): N_("Het verblijf loopt af op %(day)s."),
    (False, True): N_("Het verblijf liep af op %(day)s."),
}
"""By whether it is the longest term of the pathway, and whether it is over."""

Reasons = Sequence[Mapping[str, Any]]


class Timed(Protocol):
    """What of a case tells what its clock is about."""

    @property
    def key_rule(self) -> str | None: ...
    @property
    def key_date(self) -> date | None: ...
    @property
    def key_time(self) -> time | None: ...
    @property
    def reasons(self) -> list[dict[str, Any]]: ...
    @property
    def problems(self) -> str: ...


class Waiting(Protocol):
    """What of a case tells what is due: a row of the queue and the case itself both do."""

    @property
    def status(self) -> CaseStatus: ...
    @property
    def contacted_on(self) -> date | None: ...
    @property
    def next_action(self) -> str | None: ...
    @property
    def objection(self) -> str | None: ...


class Guided(Protocol):
    """What of a case tells when its pathway ends."""

    @property
    def pathway(self) -> Pathway | None: ...
    @property
    def pathway_until(self) -> date | None: ...
    @property
    def term_ends_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Clock:
    """What the clock is about, its day and hour, and what is left of it; the last two are empty without a date.

    Nothing is left of it either once a case is closed.
    """

    what: str
    when: str
    left: str


@dataclass(frozen=True, slots=True)
class Due:
    """How late it is ("" when it is not), and what is due by when."""

    late: str
    what: str


def clock(case: Timed, today: date) -> Clock:
    """The first line of a case; without a date ahead, the first reason, or what it is about when nothing is urgent."""
    rule, on, at = case.key_rule, case.key_date, case.key_time
    if on is None or rule is None:
        return Clock(_without_date(case, today), "", "")
    what = EVICTION_COMPUTED if rule == "A3" and _is_computed(case.reasons, on) else ABOUT.get(rule, "")
    return Clock(_(what) if what else "", day(on, today) + (f", {hour(at)}" if at else ""), left(on, today))


def hour(at: time) -> str:
    """9:30, as clocks and letters of the court have it."""
    return f"{at.hour}:{at:%M}"


def left(on: date, today: date) -> str:
    """What is left until a day, in working days; of a day that is over, that it is."""
    if on < today:
        return str(_("voorbij"))
    if (on - today).days <= 1:
        return str(_("vandaag") if on == today else _("morgen"))
    days = working_days(today, on)
    return ngettext("over %(num)s werkdag", "over %(num)s werkdagen", days)


def due(due_on: date, today: date, case: Waiting) -> Due:
    """What somebody has to do by when, overdue in words."""
    what = _subject(case)
    days = (today - due_on).days
    if days == 0:
        return Due("", _("%(what)s vandaag.", what=what))
    late = ngettext("%(num)s dag te laat.", "%(num)s dagen te laat.", days) if days > 0 else ""
    return Due(late, _("%(what)s uiterlijk %(day)s.", what=what, day=day(due_on, today)))


def asks_outcome(case: Timed, today: date) -> bool:
    """Whether its clock waits for somebody to find out how a day in the past ended."""
    ended = [one for one in case.reasons if one["rule"] in ENDS_SOMEHOW and one["on"] and one["deciding"]]
    return case.key_date is None and any(date.fromisoformat(one["on"]) < today for one in ended)


def why(key_rule: str | None, key_date: date | None, reasons: Reasons, today: date) -> str:
    """The reasons that the first line does not tell already, as one sentence."""
    rest = [one for one in reasons if not _is_told(one, key_rule, key_date)] if key_date else reasons[1:]
    return capital(", ".join(reason(one, today) for one in rest)) + "." if rest else ""


def reason(one: Mapping[str, Any], today: date) -> str:
    """One reason in words; an M1 and an A8 have no date, which does no harm."""
    on = date.fromisoformat(one["on"]) if one["on"] else None
    return str(_(one["message"], date=day(on, today) if on else ""))


def term(case: Guided, today: date) -> str:
    """That the longest term of its pathway, or its stay, ends soon or is over; "" until it is time to think of it."""
    ends_on = terms.first(case.pathway_until, case.term_ends_on)
    if ends_on is None or terms.reminder(case.pathway, ends_on) > today:
        return ""
    return _(ENDS[ends_on == case.term_ends_on, ends_on < today], day=day(ends_on, today))


def planned(case: Waiting) -> str:
    """What staff wrote, where that is what is due; "" otherwise."""
    waits = case.status is CaseStatus.WAITING_FOR_REPORTER or case.contacted_on is None
    return "" if waits or not case.next_action else f"{case.next_action.rstrip(' .:;')}:"


def away(until: date | None, today: date, *, gone: bool) -> str:
    """That a colleague cannot see to a case today, and until when; "" for who is there."""
    if gone:
        return str(_("niet meer in dienst"))
    return _("afwezig tot en met %(day)s", day=day(until, today)) if until and until >= today else ""


def day(on: date, today: date, form: str = SHORT) -> str:
    """wo 25/11, or with its year when that is not this year."""
    return dated(on, form + (THIS_YEAR if on.year == today.year else OTHER_YEAR))


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _without_date(case: Timed, today: date) -> str:
    if not case.reasons:
        return ""
    told = [Problem(word) for word in case.problems.split()]
    problems = ", ".join(_(PROBLEM_LABELS[one]) for one in told if one is not Problem.OTHER)
    is_urgent = case.reasons[0]["rule"] != NOTHING_URGENT
    return capital(reason(case.reasons[0], today) if is_urgent or not problems else problems)


def _subject(case: Waiting) -> str:
    if case.objection == Objection.UNDECIDED:
        return str(_("Beslissing over het verzet"))
    if case.objection == Objection.NO_CONTACT:
        what = planned(case) or small(_(_awaited(case)))
        return str(_("Geen contact opnemen met de huurder; %(what)s", what=what))
    return planned(case) or str(_(_awaited(case)))


def _awaited(case: Waiting) -> str:
    """Whoever must not contact the tenant is not told that a first contact is due."""
    if case.status is CaseStatus.WAITING_FOR_REPORTER:
        return N_("Antwoord van de melder")
    if case.contacted_on is None and case.objection != Objection.NO_CONTACT:
        return N_("Eerste contact")
    return N_("Opvolgen")


def _is_computed(reasons: Reasons, key_date: date) -> bool:
    return any(one["rule"] == "A3" and one["computed"] and one["on"] == key_date.isoformat() for one in reasons)


def _is_told(one: Mapping[str, Any], key_rule: str | None, key_date: date) -> bool:
    return bool(one["rule"] == key_rule and one["on"] == key_date.isoformat())
