"""Fields as the components show them: a view, a hint, attributes, options, and what was typed.

A field keeps what was typed as it was typed; reading it is the business of a rule, so that a refusal loses nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import InputRequired, StopValidation, ValidationError

from portal.domain.errors import DomainError, Refused
from portal.domain.intake import text

Choices = Sequence[tuple[str, str]]


class Form(FlaskForm):  # type: ignore[misc]
    """Without a token field of its own: every POST of the portal is checked before any view runs."""

    class Meta:
        csrf = False

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:  # noqa: ARG002 - the signature of WTForms
            """The text of a posted form: no file in the place of a text, and no JSON."""
            if formdata is None or hasattr(formdata, "getlist"):
                return formdata
            return request.form if request.method == "POST" else None


class RuledForm(Form):
    """A form whose rules stand in the domain: what they refuse is put on its fields."""

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, by the name of the field."""
        return {field.name: field.data or "" for field in self if field.view != "hidden"}

    missing: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """What to say of a field that was left blank where the rules stop at an earlier one."""

    def all_faults(self, fault: DomainError) -> tuple[DomainError, ...]:
        """What a rule refused at a field, and every other field that cannot stay blank."""
        if fault.field not in self._fields:
            return (fault,)
        blank = (name for name in self.missing if text.is_blank(self._fields[name].data or ""))
        return (fault, *(Refused(self.missing[name], field=name) for name in blank if name != fault.field))

    def refuse(self, faults: Iterable[DomainError]) -> None:
        """Say each at its field, or over the form when it is about none."""
        for fault in faults:
            words = said(fault.message, fault.params)
            field = self._fields.get(fault.field or "")
            if field is not None and field.view != "hidden":
                field.errors = [*field.errors, words]
            else:
                self.form_errors.append(words)


@dataclass(frozen=True)
class Option:
    """One row of a group of choices."""

    id: str
    value: str
    label: str
    hint: str
    checked: bool
    picture: str = ""
    """The name of a drawing of a letter, one of ``static/letters/letters.svg``."""


class Shown(Field):
    """One control; ``data`` is what was typed, stripped of the space around it."""

    view = "text"

    def __init__(
        self,
        label: str,
        validators: Sequence[Any] = (),
        *,
        view: str | None = None,
        hint: str = "",
        attrs: Mapping[str, str] | None = None,
        when: str = "",
        needed: bool = False,
        **kwargs: Any,
    ) -> None:
        """``needed``: a rule asks for it, though no validator of the form does; it is not called optional."""
        super().__init__(label, list(validators), **kwargs)
        self.needed = needed
        self.view = view or self.view
        self.hint = hint
        self.attrs = dict(attrs or {})
        self.when = when

    @property
    def required(self) -> bool:
        return self.needed or bool(getattr(self.flags, "required", False))

    @property
    def typed(self) -> str:
        """What stands in the control: as typed, or the value it was made with."""
        if self.raw_data:
            return str(self.raw_data[0])
        return self.as_typed(self.data)

    def as_typed(self, value: Any) -> str:
        return "" if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = str(valuelist[0]).strip() if valuelist else ""


class Text(Shown):
    """One line."""


class LongText(Shown):
    """Several lines."""

    view = "textarea"


class Hidden(Shown):
    """What the page carries for itself, such as the version that it shows."""

    view = "hidden"


class Secret(Shown):
    """A password: never stripped, never shown again."""

    view = "password"

    @property
    def typed(self) -> str:
        return ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = str(valuelist[0]) if valuelist else ""


class Tick(Shown):
    """A statement; yes is the one documented value and nothing else is."""

    view = "tick"

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist[0] if valuelist == ["yes"] else ""


class Choice(Shown):
    """One of a few; ``data`` is one of the documented values or empty."""

    view = "radios"

    def __init__(self, label: str, validators: Sequence[Any] = (), *, choices: Choices = (), **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.choices = list(choices)

    @property
    def options(self) -> list[Option]:
        return list(options(self.id, self.choices, {self.typed}))

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - the signature of WTForms
        if self.data and self.data not in {value for value, _label in self.choices}:
            raise StopValidation(_("Kies een van de mogelijkheden."))


def options(field_id: str, choices: Choices, chosen: Iterable[str]) -> Iterable[Option]:
    """The rows of a group: each with an id of its own, checked when it was chosen."""
    picked = set(chosen)
    for number, (value, label) in enumerate(choices):
        yield Option(id=f"{field_id}-{number}", value=value, label=label, hint="", checked=value in picked)


def with_pictures(rows: Iterable[Option], drawn: Collection[str]) -> list[Option]:
    """The rows, with the drawing of a letter beside each value that has one."""
    return [replace(row, picture=row.value) if row.value in drawn else row for row in rows]


def said(message: str, params: Mapping[str, object]) -> str:
    """A rule's message in the reader's language; a parameter ``label`` is a message of its own."""
    return str(_(message, **{name: _(str(value)) if name == "label" else value for name, value in params.items()}))


class Filled(InputRequired):
    """Something was typed; ``message`` says what is missing."""

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ARG002 - the signature of WTForms
        if not (field.data or "").strip():
            field.errors = []
            raise StopValidation(str(self.message))


class AtMost:
    """No longer than ``limit`` characters."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ARG002 - the signature of WTForms
        if len(field.data or "") > self.limit:
            raise ValidationError(_("Dit is te lang: hoogstens %(limit)s tekens.", limit=self.limit))


LONGEST_NUMBER = 9
"""Digits; no column holds a longer one."""


def number(typed: str | None, *, digits: int = LONGEST_NUMBER) -> int | None:
    """A whole number as a page of ours writes it; None for anything else."""
    written = typed or ""
    return int(written) if written.isascii() and written.isdigit() and len(written) <= digits else None


def day(value: date | None) -> str:
    """A day as people here write it: 27/11/2026."""
    return "" if value is None else value.strftime("%d/%m/%Y")
