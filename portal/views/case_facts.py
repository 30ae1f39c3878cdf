"""What is known of a household now, in rows: each fact that stands, and since when it is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from portal.domain.deadlines.facts import Facts
from portal.domain.labels import PROBLEM_LABELS, STAGE_LABELS
from portal.domain.vocabulary import N_, PaymentPlan, Problem, Stage
from portal.forms import display
from portal.views import clock_words


@dataclass(frozen=True, slots=True)
class Fact:
    """A label, what stands, and since which day that is known."""

    label: str
    value: str
    since: str


PLANS = {PaymentPlan.NONE: N_("geen"), PaymentPlan.RUNNING: N_("loopt"), PaymentPlan.BROKEN: N_("niet gevolgd")}
LABELS: Mapping[str, str] = {
    "tenant_moved": N_("Huurder is verhuisd"),
    "step": N_("Procedure"),
    "hearing_date": N_("Zitting"),
    "filing_date": N_("Verzoekschrift neergelegd"),
    "served_date": N_("Vonnis betekend"),
    "leave_by": N_("Uit de woning tegen"),
    "eviction_date": N_("Uithuiszetting"),
    "must_leave_on": N_("Huur eindigt"),
    "problems": N_("Problemen"),
    "months": N_("Huurachterstal"),
    "payment_plan": N_("Afbetalingsplan"),
    "homeless_now": N_("Nu dakloos"),
    "unusable_home": N_("Woning plots onbewoonbaar"),
    "utilities_off": N_("Water, gas of elektriciteit afgesloten"),
    "minors": N_("Minderjarige kinderen"),
    "vulnerable": N_("Kwetsbare bewoner"),
}


def rows(facts: Facts, today: date) -> Iterator[Fact]:
    """The facts that say something, in the order in which they matter."""
    for name, label in LABELS.items():
        words = _words(facts, name, today)
        if words:
            yield Fact(_(label), words, clock_words.day(facts.known_since((name,)), today))


def _words(facts: Facts, name: str, today: date) -> str:
    special = SPECIAL.get(name)
    if special is not None:
        return special(facts)
    value = getattr(facts, name)
    if isinstance(value, date):
        hour = f", {clock_words.hour(facts.hearing_time)}" if name == "hearing_date" and facts.hearing_time else ""
        return clock_words.day(value, today) + hour
    return str(_("Ja")) if value else ""


def _stage(facts: Facts) -> str:
    return "" if facts.step is Stage.UNKNOWN else str(_(STAGE_LABELS[facts.step]))


def _plan(facts: Facts) -> str:
    return str(_(PLANS[facts.payment_plan])) if facts.payment_plan in PLANS else ""


def _arrears(facts: Facts) -> str:
    parts = []
    if facts.arrears_eur is not None:
        parts.append(display.money(str(facts.arrears_eur)))
    if facts.months is not None:
        parts.append(_("%(months)s maanden huur", months=display.months(str(facts.months))))
    return ", ".join(parts)


def _problems(facts: Facts) -> str:
    return ", ".join(_labels(problem for problem in Problem if problem in facts.problems))


def _labels(problems: Iterable[Problem]) -> Iterator[str]:
    return (str(_(PROBLEM_LABELS[problem])) for problem in problems)


SPECIAL: Mapping[str, Callable[[Facts], str]] = {
    "step": _stage,
    "payment_plan": _plan,
    "months": _arrears,
    "problems": _problems,
}
