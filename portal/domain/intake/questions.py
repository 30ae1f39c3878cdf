"""The question matrix as one list, and what follows from it: what a kind is asked, where, and in which branch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from portal.domain.intake.matrix import dwelling, gate, problem, procedure, reporter, tenant
from portal.domain.intake.question import COLUMNS, Ago, Choices, Need, Question, Section, Value, When
from portal.domain.vocabulary import N_, InformedHow, Kind, NoticeKind

__all__ = [
    "BY_NAME",
    "COLUMNS",
    "QUESTIONS",
    "Ago",
    "Answer",
    "Answers",
    "Choices",
    "Need",
    "Page",
    "Question",
    "Section",
    "Value",
    "When",
    "asked",
    "asked_in",
    "given",
    "is_required",
    "is_shown",
    "pages",
    "step_by_step",
    "title",
]

Answer = str | list[str]
Answers = Mapping[str, Answer]
"""Canonical answers by field name; a blank answer has no key."""

QUESTIONS: tuple[Question, ...] = (
    *gate.QUESTIONS,
    *dwelling.QUESTIONS,
    *tenant.QUESTIONS,
    *problem.QUESTIONS,
    *procedure.QUESTIONS,
    *reporter.QUESTIONS,
)
BY_NAME: Mapping[str, Question] = {question.name: question for question in QUESTIONS}

UNASKED = frozenset({Need.NEVER, Need.FIXED})


@dataclass(frozen=True)
class Page:
    """One page of the form: the end of its path, the sections it holds, and its title."""

    slug: str
    sections: tuple[Section, ...]
    title: str


TITLES = {
    Section.GATE: N_("Weet de huurder het?"),
    Section.DWELLING: N_("De woning"),
    Section.TENANT: N_("De huurder"),
    Section.PROBLEM: N_("Het probleem"),
    Section.PROCEDURE: N_("De procedure"),
    Section.REPORTER: N_("Uw gegevens"),
}
TITLES_BY_KIND: Mapping[Kind, Mapping[Section, str]] = {
    Kind.BAILIFF: {Section.GATE: N_("Wat meldt u, en weet de huurder het?")},
    Kind.NEIGHBOURHOOD_POLICE: {Section.GATE: N_("Weet de bewoner het?"), Section.TENANT: N_("De bewoner")},
    Kind.DOCTOR: {Section.GATE: N_("Weet de patiënt het?"), Section.TENANT: N_("De patiënt")},
    Kind.COURT_REGISTRY: {Section.REPORTER: N_("De griffie")},
    Kind.TENANT: {
        Section.DWELLING: N_("Uw woning"),
        Section.TENANT: N_("Uw gegevens"),
        Section.PROBLEM: N_("Uw probleem"),
        Section.PROCEDURE: N_("Brieven en data"),
        Section.REPORTER: N_("Uw verhuurder en wie u helpt"),
    },
}


@cache
def asked(kind: Kind) -> tuple[Question, ...]:
    """The questions that this kind can be asked, in order; fixed and never-asked ones are left out."""
    return tuple(question for question in QUESTIONS if question.need(kind) not in UNASKED)


@cache
def asked_in(kind: Kind, section: Section) -> tuple[Question, ...]:
    return tuple(question for question in asked(kind) if question.section is section)


def is_shown(question: Question, kind: Kind, answers: Answers) -> bool:
    """Whether this kind is asked it, and its branch is taken by these answers."""
    return question.need(kind) not in UNASKED and _on_branch(question, kind, answers)


def is_required(question: Question, kind: Kind, answers: Answers) -> bool:
    """Whether a blank answer is refused; rules over several fields stand in `checking`."""
    if question.blank_means or not is_shown(question, kind, answers):
        return False
    if question.unless and answers.get(question.unless) == "yes":
        return False
    need = question.need(kind)
    return need is Need.R or (need is Need.C and bool(question.branches(kind)))


def given(kind: Kind, answers: Answers) -> dict[str, str]:
    """The answers that nobody is asked: fixed for the kind, or by a legal notice that was served."""
    fixed = {question.name: str(question.fixed[kind]) for question in QUESTIONS if kind in question.fixed}
    if {**answers, **fixed}.get("notice_kind") in (NoticeKind.CLAIM, NoticeKind.EVICTION_ORDER):
        fixed["informed_how"] = str(InformedHow.SERVICE)
    return fixed


def title(kind: Kind, section: Section) -> str:
    """The name of a section in the words of this kind."""
    return TITLES_BY_KIND.get(kind, {}).get(section, TITLES[section])


def step_by_step(kind: Kind) -> bool:
    """People who do this once in a lifetime get one thing at a time; professionals get one page."""
    return kind in (Kind.LANDLORD, Kind.TENANT)


@cache
def pages(kind: Kind) -> tuple[Page, ...]:
    """The pages of a kind in order; the check of the answers comes after them."""
    sections = tuple(section for section in Section if asked_in(kind, section))
    if step_by_step(kind):
        return tuple(Page(section.value, (section,), title(kind, section)) for section in sections)
    return (
        Page("gate", (Section.GATE,), title(kind, Section.GATE)),
        Page("details", tuple(s for s in sections if s is not Section.GATE), N_("De aanmelding")),
    )


def _on_branch(question: Question, kind: Kind, answers: Answers) -> bool:
    branches = question.branches(kind)
    return not branches or any(_holds(branch, kind, answers) for branch in branches)


def _holds(branch: When, kind: Kind, answers: Answers) -> bool:
    answer = answers.get(branch.field, BY_NAME[branch.field].fixed.get(kind, ""))
    return not branch.any_of.isdisjoint(answer if isinstance(answer, list) else [answer])
