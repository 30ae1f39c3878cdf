"""Answers as people read them: labels for words, days and amounts as written here."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import format_decimal
from flask_babel import gettext as _

from portal.domain.intake import typing
from portal.domain.intake.questions import (
    Answer,
    Answers,
    Question,
    Section,
    Value,
    asked_in,
    is_shown,
)
from portal.domain.vocabulary import Kind

Row = tuple[str, str | list[str], str]
"""Label, what was answered (empty: nothing), field name."""


def rows(kind: Kind, section: Section, answers: Answers) -> list[Row]:
    """One row for each question of a section that is asked on the branch taken."""
    return [
        (_(question.label_for(kind)), shown(question, kind, answers.get(question.name)), question.name)
        for question in asked_in(kind, section)
        if is_shown(question, kind, answers) and not question.beside
    ]


def shown(question: Question, kind: Kind, answer: Answer | None) -> str | list[str]:
    """The answer in the reader's words; blank is told as what blank means for this question."""
    if answer is None or answer == []:
        return str(_(question.blank_means)) if question.blank_means else ""
    if question.value is Value.TICK:
        return str(_("Ja"))
    labels = {value: _capital(_(label)) for value, label in question.choices_for(kind)}
    if isinstance(answer, list):
        return [labels.get(value, value) for value in answer]
    if question.value in AMOUNTS:
        return AMOUNTS[question.value](answer)
    typed = typing.as_typed(question, answer)
    return labels.get(answer, typed if isinstance(typed, str) else " ".join(typed))


def money(canonical: str) -> str:
    """An amount with its cents, as the reader's language writes it."""
    return str(_("%(amount)s euro", amount=format_decimal(Decimal(canonical), "#,##0.00")))


def months(canonical: str) -> str:
    """A number of months, halves and all."""
    return str(format_decimal(Decimal(canonical), "0.##"))


AMOUNTS = {Value.MONEY: money, Value.MONTHS: months}


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]
