"""What the fields are called in which people type, by name: for a page that shows what was typed without its form."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import isclass
from itertools import chain
from types import ModuleType
from typing import Any

from flask_babel import gettext as _
from wtforms.fields.core import UnboundField

from portal.domain.triage import lifecycle
from portal.domain.triage.given import Value
from portal.domain.vocabulary import N_
from portal.forms import accounts, care, entering, handover, questions, queue, readdressing, releases, search, triage
from portal.forms.fields import Form, LongText, Secret, Text

OF_STAFF: tuple[ModuleType, ...] = (
    *(accounts, care, entering, handover, questions, queue, readdressing, releases, search, triage),
)
TYPED = frozenset({Value.TEXT, Value.DATE, Value.HOUR})
SEVERAL = N_("Uw tekst")
"""Of a name that means one thing on this form and another on that."""


def of_staff() -> dict[str, str]:
    """The label of every field of staff in which words, a date or an hour are typed."""
    found: dict[str, set[str]] = {}
    for name, label in chain(chain.from_iterable(map(_of_forms, OF_STAFF)), _of_moves()):
        found.setdefault(name, set()).add(label)
    return {name: next(iter(labels)) if len(labels) == 1 else _(SEVERAL) for name, labels in found.items()}


def secrets(module: ModuleType) -> frozenset[str]:
    """The fields of its forms that are never shown again."""
    return frozenset(name for name, field in _fields(module) if issubclass(field.field_class, Secret))


def _of_forms(module: ModuleType) -> Iterator[tuple[str, str]]:
    for name, field in _fields(module):
        if issubclass(field.field_class, (Text, LongText)):
            yield name, str(field.args[0])


def _of_moves() -> Iterator[tuple[str, str]]:
    for move in lifecycle.MOVES:
        yield from ((given.name, _(given.label)) for given in move.gives if given.kind in TYPED)


def _fields(module: ModuleType) -> Iterator[tuple[str, UnboundField[Any]]]:
    forms = [form for form in vars(module).values() if isclass(form) and issubclass(form, Form)]
    for name, field in chain.from_iterable(vars(form).items() for form in forms):
        if isinstance(field, UnboundField):
            yield name, field
