"""One page of answers checked: parsed, branches followed, what is required required; nothing else is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from portal.domain.intake import addresses, gate
from portal.domain.intake.amounts import months_of
from portal.domain.intake.cross_rules import CROSS_RULES
from portal.domain.intake.questions import (
    BY_NAME,
    QUESTIONS,
    Answer,
    Answers,
    Question,
    Section,
    asked_in,
    given,
    is_required,
    is_shown,
    pages,
)
from portal.domain.intake.typing import BadValue, parse
from portal.domain.vocabulary import N_, Kind, LegalBasis

Raw = Mapping[str, Sequence[str]]
"""What was typed: every value sent under a name."""
FIRST_AT_THE_GATE = ("notice_kind", "informed", "tenant_opposed")
"""While one of these is blank, what hangs on it is not asked yet, and so not missed either."""


class Fault(NamedTuple):
    """Why a field is refused: a message id and its parameters."""

    message: str
    params: dict[str, object]
    label: str = ""
    """The name of the field, where the message does not say it: of many dates on a page, which one?"""


@dataclass(frozen=True)
class Checked:
    """A page that was read."""

    answers: dict[str, Answer]
    """The answers of this page's own sections."""
    whole: dict[str, Answer]
    """The answers of earlier pages with these over them, and without the branches that are no longer taken."""
    errors: dict[str, Fault]
    """By field, in the order of the page."""


def check(kind: Kind, raw: Raw, *, sections: Sequence[Section], known: Answers, today: date) -> Checked:
    """Read what was typed on the page of these sections; `known` are the answers of the other pages."""
    questions = [question for section in sections for question in asked_in(kind, section)]
    names = {question.name for question in questions}
    whole: dict[str, Answer] = {name: answer for name, answer in known.items() if name not in names}
    errors = _read(questions, kind, raw, whole, today)
    _apply_shortcut(whole, errors, today)
    if Section.DWELLING in sections:
        _split_house_number(whole, errors)
    _collect(errors, _required(questions, kind, whole))
    _collect(errors, _cross_faults(kind, whole, names))
    if errors.keys().isdisjoint(FIRST_AT_THE_GATE):
        _collect(errors, _gate_faults(kind, whole, names, today))
    kept = prune(kind, whole)
    in_order = {question.name: errors[question.name] for question in questions if question.name in errors}
    return Checked({name: answer for name, answer in kept.items() if name in names}, kept, in_order)


def prune(kind: Kind, answers: Answers) -> dict[str, Answer]:
    """Only the answers to questions that these answers lead to; another kind's or branch's are dropped."""
    kept: dict[str, Answer] = {}
    for question in QUESTIONS:
        answer = answers.get(question.name)
        if answer and question.kept and is_shown(question, kind, kept):
            kept[question.name] = answer
    return kept


def ready(kind: Kind, answers: Answers) -> dict[str, Answer]:
    """The answers as they are sent: pruned, with what is fixed, who informed, and the months worked out."""
    sent = {**prune(kind, answers), **given(kind, answers)}
    if gate.legal_basis(kind, sent) is LegalBasis.VOLUNTARY and sent.get("reporter_name"):
        sent.setdefault("informed_by", sent["reporter_name"])
    months = months_of(str(sent.get("arrears_eur", "")), str(sent.get("rent_month", "")))
    if months and "arrears_months_unknown" not in sent:
        sent.setdefault("arrears_months", months)
    return sent


def complete(kind: Kind, answers: Answers, *, today: date) -> str | None:
    """The first page that still has to be answered or put right, or None when all can be sent.

    All pages are read as one: the order of the matrix is the order of the pages.
    """
    everything = tuple(section for page in pages(kind) for section in page.sections)
    checked = check(kind, as_raw(answers), sections=everything, known={}, today=today)
    open_sections = {BY_NAME[name].section for name in checked.errors}
    if gate.exit_of(checked.whole):
        open_sections.add(Section.GATE)
    return next((page.slug for page in pages(kind) if not open_sections.isdisjoint(page.sections)), None)


def gate_passed(kind: Kind, answers: Answers, *, today: date) -> bool:
    """Whether anything about a tenant may be kept; tenants themselves have no gate."""
    if kind is Kind.TENANT:
        return True
    checked = check(kind, as_raw(answers), sections=(Section.GATE,), known=answers, today=today)
    return not checked.errors and gate.exit_of(checked.answers) is None


def own(answers: Answers) -> dict[str, Answer]:
    """The reporter's own data: all that may be kept before the gate, and what a next report begins with."""
    return {name: answer for name, answer in answers.items() if name in BY_NAME and BY_NAME[name].own}


def as_raw(answers: Answers) -> dict[str, list[str]]:
    """Canonical answers as if they were typed again: every parser reads its own notation back."""
    return {name: [answer] if isinstance(answer, str) else list(answer) for name, answer in answers.items()}


def _read(
    questions: Sequence[Question], kind: Kind, raw: Raw, whole: dict[str, Answer], today: date
) -> dict[str, Fault]:
    """Parse in the order of the matrix, so that a branch is decided before what hangs on it."""
    errors: dict[str, Fault] = {}
    for question in questions:
        if not is_shown(question, kind, whole):
            continue
        try:
            answer = parse(question, list(raw.get(question.name, ())), kind=kind, today=today)
        except BadValue as bad:
            errors[question.name] = Fault(bad.message, bad.params, question.label_for(kind))
        else:
            if answer is not None:
                whole[question.name] = answer
    return errors


def _collect(errors: dict[str, Fault], faults: Mapping[str, Fault]) -> None:
    """The first fault of a field stands."""
    for name, fault in faults.items():
        errors.setdefault(name, fault)


def _required(questions: Sequence[Question], kind: Kind, whole: Answers) -> dict[str, Fault]:
    return {
        question.name: Fault(question.missing_for(kind), {})
        for question in questions
        if question.name not in whole and is_required(question, kind, whole)
    }


def _apply_shortcut(whole: dict[str, Answer], errors: dict[str, Fault], today: date) -> None:
    """Today and yesterday fill in the date; another date beside them is a contradiction."""
    days_ago = {"today": 0, "yesterday": 1}.get(str(whole.get("informed_on_shortcut", "")))
    if days_ago is None or "informed_on" in errors:
        return
    day = (today - timedelta(days=days_ago)).isoformat()
    if whole.setdefault("informed_on", day) != day:
        errors["informed_on"] = Fault(N_("U koos een dag en vulde een andere datum in. Kies één van beide."), {})


def _split_house_number(whole: dict[str, Answer], errors: dict[str, Fault]) -> None:
    """A box typed behind the house number goes where it belongs."""
    number, inside = addresses.split(str(whole.get("house_number", "")))
    beside = addresses.box(str(whole.get("box", "")))
    if number:
        whole["house_number"] = number
    if inside and beside and addresses.comparable(inside) != addresses.comparable(beside):
        errors["box"] = Fault(N_("Bij het huisnummer staat een ander busnummer. Vul het busnummer één keer in."), {})
    if beside or inside:
        whole["box"] = beside or inside


def _cross_faults(kind: Kind, whole: Answers, names: set[str]) -> dict[str, Fault]:
    return {
        rule.field: Fault(rule.message, {})
        for rule in CROSS_RULES
        if rule.field in names and (not rule.kinds or kind in rule.kinds) and rule.broken(whole)
    }


def _gate_faults(kind: Kind, whole: Answers, names: set[str], today: date) -> dict[str, Fault]:
    """The gate's own rules on the fields that this page shows; who informed is filled in at sending."""
    if gate.exit_of(whole):
        return {}
    shown = {name for name in names if name != "informed_by" and is_shown(BY_NAME[name], kind, whole)}
    faults: dict[str, Fault] = {}
    if shown.isdisjoint(gate.FIELDS):
        return faults
    for breach in gate.verdict(kind, ready(kind, whole), received_on=today):
        for field in [name for name in breach.fields if name in shown][:1]:
            faults.setdefault(field, Fault(breach.message, {}))
    return faults
