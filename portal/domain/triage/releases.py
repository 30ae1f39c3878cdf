"""What a tenant lets us tell one reporter: which sentence, since when, and until when at the latest (triage.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from portal.domain.deadlines.calendar import days_after
from portal.domain.errors import DomainError, Refused
from portal.domain.triage import contact, known, told_how
from portal.domain.triage.disclosure import SENTENCE_LABELS, Sentence
from portal.domain.triage.objections import Line
from portal.domain.vocabulary import N_

ABOUT_TELLING = frozenset({"released", "release_refused"})
"""Lines of the history that say what the tenant lets us tell; they tell of contact, and prove none."""
EVERYBODY = "everybody"
"""All reporters of a case; no reference is written so."""
USUAL_DAYS = 90
LONGEST_DAYS = 365


@dataclass(frozen=True, slots=True)
class Course:
    """What of a case a sentence can tell: its history, and whether guidance began and terms were agreed on."""

    lines: tuple[Line, ...] = ()
    guided: bool = False
    agreed: bool = False


def _was_met(course: Course) -> bool:
    """As somebody wrote it down; that the tenant was asked what we may tell is not enough."""
    return any(contact.met_on(what, data) for what, data in course.lines if what not in ABOUT_TELLING)


def _has_arrangements(course: Course) -> bool:
    plan = any(what == "fact" and data["fact"] == known.What.PLAN_AGREED for what, data in course.lines)
    return course.agreed or plan


TRUE_WHEN: Mapping[Sentence, tuple[Callable[[Course], bool], str]] = {
    Sentence.CONTACT: (_was_met, N_("Dit klopt nog niet. Noteer eerst het contact met de huurder.")),
    Sentence.GUIDANCE: (lambda course: course.guided, N_("Dit klopt nog niet. De begeleiding is nog niet gestart.")),
    Sentence.ARRANGEMENTS: (_has_arrangements, N_("Dit klopt nog niet. Noteer eerst de afspraken in het dossier.")),
}
"""What must be so before a sentence is told, and what to say when it is not."""


def true_ones(course: Course) -> tuple[Sentence, ...]:
    """The sentences that can be released now."""
    return tuple(sentence for sentence, (holds, _refusal) in TRUE_WHEN.items() if holds(course))


def require_true(sentence: Sentence, course: Course) -> None:
    holds, refusal = TRUE_WHEN[sentence]
    if not holds(course):
        raise Refused(refusal, field="sentence")


@dataclass(frozen=True, slots=True)
class Permission:
    """What the tenant said, to whose ``reference`` it applies, and up to and including which day."""

    reference: str
    sentence: Sentence
    given_on: date
    given_how: str
    until: date


@dataclass(frozen=True, slots=True)
class Refusal:
    """The tenant was asked, and lets us tell nothing to whose ``reference`` it is about, or to ``EVERYBODY``."""

    reference: str
    asked_on: date
    asked_how: str


def usual_end(today: date) -> date:
    return days_after(today, USUAL_DAYS)


def read(typed: Mapping[str, str], *, received_on: date, today: date) -> Permission:
    """What was typed; the first thing that is missing or wrong is Refused at its field."""
    return Permission(**told_how.read_all(_reads(typed, received_on, today)))


def faults(typed: Mapping[str, str], *, received_on: date, today: date) -> tuple[DomainError, ...]:
    """All that is missing or wrong."""
    return told_how.faults(_reads(typed, received_on, today))


def _reads(typed: Mapping[str, str], received_on: date, today: date) -> told_how.Reads:
    given = {name: typed.get(f"release_{name}", "") for name in ("to", "on", "how", "until")}
    no_day, no_way = N_("Vul in wanneer de huurder dit toeliet."), N_("Kies hoe de huurder dit toeliet.")
    no_sentence, sentence = N_("Kies welke zin de melder mag lezen."), typed.get("sentence", "")
    return {
        "reference": lambda: _reporter(given["to"], "release_to"),
        "sentence": lambda: told_how.one_of(sentence, SENTENCE_LABELS, "sentence", missing=no_sentence),
        "given_on": lambda: told_how.day(given["on"], "release_on", missing=no_day, since=received_on, today=today),
        "given_how": lambda: told_how.way(given["how"], "release_how", missing=no_way),
        "until": lambda: _until(given["until"], today),
    }


def read_refusal(typed: Mapping[str, str], *, received_on: date, today: date) -> Refusal:
    """The same for a tenant who said no."""
    asked_on, no_day = typed.get("refused_on", ""), N_("Vul in wanneer u dit vroeg.")
    return Refusal(
        reference=_reporter(typed.get("refused_to", ""), "refused_to"),
        asked_on=told_how.day(asked_on, "refused_on", missing=no_day, since=received_on, today=today),
        asked_how=told_how.way(typed.get("refused_how", ""), "refused_how", missing=N_("Kies hoe u dit vroeg.")),
    )


def _reporter(typed: str, field: str) -> str:
    if not typed.strip():
        raise Refused(N_("Kies aan welke melder."), field=field)
    return typed.strip()


def _until(typed: str, today: date) -> date:
    field = "release_until"
    found = known.day(typed, field, missing=N_("Vul in tot wanneer de melder dit mag lezen."), today=today)
    if found < today:
        raise Refused(N_("Deze datum is al voorbij."), field=field)
    if found > days_after(today, LONGEST_DAYS):
        raise Refused(N_("Dit is te lang: hoogstens een jaar. Daarna vraagt u het opnieuw."), field=field)
    return found
