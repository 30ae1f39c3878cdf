"""What staff choose themselves when they type in a report for somebody."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.domain.intake import choices
from portal.domain.intake.questions import BY_NAME, Answer, Section, pages
from portal.domain.vocabulary import Kind
from portal.forms.fields import Choice, Form, RuledForm, Text, Tick
from portal.forms.intake import PageForm, page_form

NOT_ONE_S_OWN = {"autocomplete": "off"}
"""The browser knows the colleague at the desk, never the one who reports."""


def sections(kind: Kind) -> tuple[Section, ...]:
    """All parts of the form of this kind: staff get them on one page."""
    return tuple(section for page in pages(kind) for section in page.sections)


def report_form(kind: Kind, known: dict[str, Answer]) -> PageForm:
    """Every question of this kind, in which no browser fills in the one who types."""
    form = page_form(kind, sections(kind), known)
    for field in form.answers():
        field.attrs.update(NOT_ONE_S_OWN)
    return form


def typed(sent: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """What was typed as the next page carries it, name by name."""
    return [(name, value) for name, values in sent.items() if name in BY_NAME for value in values]


class SendForm(Form):
    """The last page."""

    claim = Tick(
        lazy_gettext("Meteen in behandeling nemen"),
        hint=lazy_gettext("Dan staat het dossier op uw naam."),
    )


class CallerForm(RuledForm):
    """A tenant on the phone: a name and a number to call back."""

    tenant_last = Text(lazy_gettext("Naam van de huurder"), needed=True, attrs=NOT_ONE_S_OWN)
    tenant_phone = Text(
        lazy_gettext("Telefoonnummer van de huurder"),
        needed=True,
        view="tel",
        hint=lazy_gettext("Bijvoorbeeld 0470 12 34 56."),
        attrs=NOT_ONE_S_OWN,
    )
    tenant_lang = Choice(lazy_gettext("Welke taal spreekt de huurder het best?"), view="select", attrs=NOT_ONE_S_OWN)
    stage = Choice(lazy_gettext("Stand van de procedure"), view="select", attrs=NOT_ONE_S_OWN)
    claim = Tick(
        lazy_gettext("Meteen in behandeling nemen"),
        hint=lazy_gettext("Dan staat het dossier op uw naam."),
    )

    def translate(self) -> CallerForm:
        """The lists in the language of this request."""
        self.tenant_lang.choices = [(value, _(label)) for value, label in choices.LANGUAGES]
        self.stage.choices = [(value, _(label)) for value, label in choices.STAGES]
        return self
