"""The pages of the intake, made from the questions: one form for each kind and page, made once and kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from portal.domain.intake import checking, free_text, typing
from portal.domain.intake.layout import in_page_order
from portal.domain.intake.questions import (
    Answer,
    Answers,
    Need,
    Question,
    Section,
    Value,
    When,
    asked_in,
    is_shown,
)
from portal.domain.vocabulary import Kind
from portal.forms.fields import Choices, Form, Option, Shown, options, said, with_pictures

VIEWS = {
    Value.TICK: "tick",
    Value.CHOICE: "radios",
    Value.CHOICES: "ticks",
    Value.DATE: "date",
    Value.TIME: "time",
    Value.MONTHS: "months",
    Value.MONEY: "money",
    Value.LONG_TEXT: "textarea",
    Value.EMAIL: "email",
    Value.PHONE: "tel",
}
KEYBOARDS = {
    Value.MONEY: "decimal",
    Value.MONTHS: "decimal",
    Value.POSTCODE: "numeric",
    Value.POLICE_ZONE: "numeric",
}
SELECT_FROM = 12
"""A longer list than this is picked from a select, not from rows."""


@dataclass(frozen=True, eq=False)
class Asked:
    """A question as one kind reads it on its page, in one language: the same for everybody."""

    question: Question
    kind: Kind
    label: str
    hint: str
    view: str
    attrs: Mapping[str, str]
    when: str
    required: bool
    choices: Choices


class AnswerField(Shown):
    """One question on a page: keeps every value that was sent, as typed."""

    def __init__(self, asked: Asked, **kwargs: Any) -> None:
        self.asked = asked
        self.question = asked.question
        self.kind = asked.kind
        super().__init__(asked.label, view=asked.view, hint=asked.hint, attrs=asked.attrs, when=asked.when, **kwargs)

    @property
    def required(self) -> bool:
        return self.asked.required

    @property
    def untouched(self) -> bool:
        """Nobody filled it in or was refused it: it looks the same to everybody."""
        return self.data is None and not self.raw_data and not self.errors

    @property
    def looks(self) -> tuple[object, ...]:
        """What its looks hang on while it is untouched."""
        return (self.asked, self.label.text, self.hint, self.when, self.attrs.get("autocomplete"))

    @property
    def raw(self) -> list[str]:
        return [str(value) for value in self.raw_data or []]

    @property
    def typed(self) -> Any:
        several = self.question.value is Value.CHOICES
        if self.raw_data is not None and self.raw_data != []:
            return self.raw if several else self.raw[0]
        if self.data is None:
            return [] if several else self.question.default
        return typing.as_typed(self.question, self.data)

    @property
    def options(self) -> list[Option]:
        typed, drawn = self.typed, self.question.pictures.get(self.kind, frozenset())
        found = options(self.id, self.asked.choices, typed if isinstance(typed, list) else [typed])
        return with_pictures(found, drawn)

    def process_formdata(self, valuelist: list[Any]) -> None:  # noqa: ARG002 - what was typed stands in raw_data
        self.data = None


class PageForm(Form):
    """A page of one kind: fill it with what is known, read it with the rules of the questions."""

    kind: Kind
    sections: tuple[Section, ...]
    warned: tuple[str, ...] = ()
    """Fields whose text was warned about: sent once more as it is, it may stay."""

    def read(self, *, known: Answers, today: date, kept: Collection[str] = ()) -> checking.Checked:
        """Check what was typed; every refusal is put on its field, in the reader's language.

        ``kept`` are the fields whose text was warned about before, and that the reporter keeps; a text that is
        already known was warned about when it came.
        """
        raw = {field.question.name: field.raw for field in self.answers()}
        checked = checking.check(self.kind, raw, sections=self.sections, known=known, today=today)
        read = {name for name, answer in checked.answers.items() if known.get(name) == answer} | set(kept)
        findings = [found for found in free_text.scan(self.kind, checked.answers) if _stops(found, read)]
        for name in {found.field for found in findings}:
            self.refuse({name: " ".join(said(one.message, one.params) for one in findings if one.field == name)})
        self.refuse({name: _told(fault) for name, fault in checked.errors.items()})
        self.warned = tuple(sorted({found.field for found in findings if not found.blocks} | set(kept)))
        return checked

    def answers(self) -> list[AnswerField]:
        return [field for field in self if isinstance(field, AnswerField)]

    def refuse(self, messages: Mapping[str, str]) -> None:
        """Put refusals of other rules on their fields; one without a field on this page stands over the form."""
        for name, message in messages.items():
            if name in self._fields:
                self._fields[name].errors = [message]
            else:
                self.form_errors.append(message)

    def drop_branches_not_taken(self, known: Answers) -> None:
        """Leave out what the answers on other pages make needless, and show for good what they make needed."""
        here = {field.question.name for field in self.answers()}
        for field in self.answers():
            led = {branch.field for branch in field.question.branches(self.kind)}
            if not led <= here and is_shown(field.question, self.kind, known):
                field.when = ""
            elif led and led.isdisjoint(here):
                del self[field.name]
                here.remove(field.question.name)  # What hangs on it alone goes with it.


def page_form(kind: Kind, sections: tuple[Section, ...], known: Mapping[str, Answer]) -> PageForm:
    """The form of one page with what is known filled in, ready to be shown or read."""
    form = _form_class(kind, sections, str(get_locale()))(data=dict(known))
    form.drop_branches_not_taken(known)
    return form


@cache
def _form_class(kind: Kind, sections: tuple[Section, ...], language: str) -> type[PageForm]:  # noqa: ARG001 - the key
    """Made in the language of the request, and kept for the next one in that language."""
    questions = in_page_order(kind, sections)
    fields = {question.name: AnswerField(_asked(question, kind, sections)) for question in questions}
    return type("IntakePage", (PageForm,), {"kind": kind, "sections": sections, **fields})


def _asked(question: Question, kind: Kind, sections: tuple[Section, ...]) -> Asked:
    hint = question.hint_for(kind)
    return Asked(
        question=question,
        kind=kind,
        label=_(question.label_for(kind)),
        hint=_(hint) if hint else "",
        view=_view(question, kind),
        attrs=_attributes(question, kind),
        when=_condition(question, kind, sections),
        required=_must_answer(question, kind),
        choices=[(value, _(label)) for value, label in question.choices_for(kind)],
    )


def _must_answer(question: Question, kind: Kind) -> bool:
    """What is conditional is not called optional: its branch, or another field, may need it."""
    return question.need(kind) in (Need.R, Need.C) and not question.blank_means


def _view(question: Question, kind: Kind) -> str:
    choices = question.choices_for(kind)
    if question.value is Value.CHOICE and len(choices) == 1:
        return "tick"
    if question.value is Value.CHOICE and len(choices) > SELECT_FROM:
        return "select"
    return VIEWS.get(question.value, "text")


def _attributes(question: Question, kind: Kind) -> dict[str, str]:
    found = {"autocomplete": question.autocomplete_for(kind)}
    if question.value in KEYBOARDS:
        found["inputmode"] = KEYBOARDS[question.value]
    return found


def _condition(question: Question, kind: Kind, sections: tuple[Section, ...]) -> str:
    """The branches on this page as the browser reads them: ``stage:petition,summons|problems:lease_end``."""
    here = {other.name for section in sections for other in asked_in(kind, section)}
    return "|".join(_written(branch) for branch in question.branches(kind) if branch.field in here)


def _written(branch: When) -> str:
    return f"{branch.field}:{','.join(sorted(branch.any_of))}"


def _stops(found: free_text.Finding, kept: Collection[str]) -> bool:
    return found.blocks or found.field not in kept


def _told(fault: checking.Fault) -> str:
    """What is wrong, with the field's own name before it where the rule does not say which one it is about."""
    error, label = said(fault.message, fault.params), _(fault.label) if fault.label else ""
    if not label:
        return error
    return f"{label} {error}" if label.endswith("?") else str(_("%(label)s: %(error)s", label=label, error=error))
