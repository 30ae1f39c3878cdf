"""From what was typed to the answer that is kept, and back to what stands in the field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from portal.domain.intake import amounts, contacts, moments, text
from portal.domain.intake.question import Question, Value
from portal.domain.intake.text import BadValue
from portal.domain.vocabulary import N_, Kind

__all__ = ["BadValue", "as_typed", "parse"]

YES = "yes"
POSTCODE = re.compile(r"(?:B ?-? ?)?([1-9][0-9]{3})", re.IGNORECASE)
FOUR_DIGITS = re.compile(r"[0-9]{4}")
LONGEST_CHOICE = 60


def parse(question: Question, raw: list[str], *, kind: Kind, today: date) -> str | list[str] | None:
    """The canonical answer, None for blank; raises BadValue that names the field."""
    typed = [one for one in raw if not text.is_blank(one) or not _is_choice(question)]
    try:
        if question.value is Value.CHOICES:
            return _several(question, typed, kind) or None
        return _single(question, typed, kind, today) or None
    except BadValue as bad:
        bad.field = question.name
        raise


def as_typed(question: Question, answer: str | list[str] | None) -> str | list[str]:
    """The answer as the reader writes it, to fill in the field again; parsing it gives the answer back."""
    if not answer or isinstance(answer, list):
        return answer or ""
    return AS_TYPED.get(question.value, str)(answer)


def _several(question: Question, typed: list[str], kind: Kind) -> list[str]:
    """In the order of the list, each once."""
    known = [value for value, _ in question.choices_for(kind)]
    chosen = {one if len(one) > LONGEST_CHOICE else one.strip() for one in typed}
    if not chosen.issubset(known):
        raise BadValue(N_("Kies alleen uit de antwoorden in de lijst."))
    if len(chosen) > 1 and not chosen.isdisjoint(question.alone):
        raise BadValue(N_("U koos ook “niets van dit alles”. Kies dat, of kies andere antwoorden."))
    return [str(value) for value in known if value in chosen]


def _single(question: Question, typed: list[str], kind: Kind, today: date) -> str:
    if len(set(typed)) > 1:
        raise BadValue(N_("Geef hier maar één antwoord."))
    one = typed[0] if typed else ""
    if question.value is Value.CHOICE:
        return _choice(one, [value for value, _ in question.choices_for(kind)])
    if question.value is Value.DATE:
        return moments.day(one, question, today=today)
    return PARSERS[question.value](one, question)


def _choice(typed: str, known: list[str]) -> str:
    if typed and typed not in known:
        raise BadValue(N_("Kies een van de antwoorden in de lijst."))
    return typed


def _tick(typed: str, _: Question) -> str:
    """A yes is one documented value, never "anything that is not empty"."""
    if typed and typed != YES:
        raise BadValue(N_("Vink dit aan, of laat het leeg."))
    return typed


def _postcode(typed: str, _: Question) -> str:
    return _digits(typed, POSTCODE, N_("Een postcode heeft vier cijfers, bijvoorbeeld 2800."))


def _police_zone(typed: str, _: Question) -> str:
    return _digits(typed, FOUR_DIGITS, N_("Het nummer van een politiezone heeft vier cijfers."))


def _digits(typed: str, pattern: re.Pattern[str], message: str) -> str:
    bare = text.bare(typed, max_length=40)
    found = pattern.fullmatch(bare)
    if bare and not found:
        raise BadValue(message)
    return found[found.lastindex or 0] if found else ""


def _is_choice(question: Question) -> bool:
    return question.value in (Value.TICK, Value.CHOICE, Value.CHOICES)


PARSERS: Mapping[Value, Callable[[str, Question], str]] = {
    Value.TICK: _tick,
    Value.TIME: lambda typed, _: moments.hour(typed),
    Value.MONEY: amounts.money,
    Value.MONTHS: amounts.months,
    Value.TEXT: lambda typed, question: text.line(typed, max_length=question.max_length),
    Value.LONG_TEXT: lambda typed, question: text.paragraphs(typed, max_length=question.max_length),
    Value.PHONE: lambda typed, _: contacts.phone(typed),
    Value.EMAIL: lambda typed, question: contacts.email(typed, max_length=question.max_length),
    Value.POSTCODE: _postcode,
    Value.ENTERPRISE_NUMBER: lambda typed, _: contacts.enterprise_number(typed),
    Value.POLICE_ZONE: _police_zone,
}
AS_TYPED: Mapping[Value, Callable[[str], str]] = {
    Value.DATE: moments.day_as_typed,
    Value.MONEY: amounts.money_as_typed,
    Value.MONTHS: amounts.months_as_typed,
    Value.PHONE: contacts.phone_as_typed,
    Value.ENTERPRISE_NUMBER: contacts.enterprise_number_as_typed,
}
