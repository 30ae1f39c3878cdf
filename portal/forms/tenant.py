"""What tenants type without a form of many pages: to be called, and to answer a report about them."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.domain.intake import choices, choices_of_tenant
from portal.domain.triage.spoken import CHOICES
from portal.forms.fields import Choice, LongText, Option, RuledForm, Text, with_pictures

EXAMPLE = lazy_gettext("Bijvoorbeeld 0470 12 34 56.")


class Letters(Choice):
    """Which letter, each with its drawing."""

    @property
    def options(self) -> list[Option]:
        return with_pictures(super().options, choices_of_tenant.LETTERS)


class CallForm(RuledForm):
    """ "Bel mij"."""

    tenant_last = Text(lazy_gettext("Uw naam"), needed=True, attrs={"autocomplete": "name"})
    tenant_phone = Text(
        lazy_gettext("Uw telefoonnummer"), needed=True, view="tel", hint=EXAMPLE, attrs={"autocomplete": "tel"}
    )
    tenant_lang = Choice(lazy_gettext("Welke taal spreekt u het best?"), view="select", attrs={"autocomplete": "off"})
    stage = Letters(
        lazy_gettext("Welke brief kreeg u?"),
        hint=lazy_gettext("Kies de laatste brief die u kreeg. Weet u het niet? Dat is niet erg."),
    )

    def translate(self) -> CallForm:
        """The lists in the language of this request."""
        self.tenant_lang.choices = [(value, _(label)) for value, label in choices.LANGUAGES]
        self.stage.choices = [(value, _(label)) for value, label in choices_of_tenant.STAGES]
        return self


class ReportedForm(RuledForm):
    """ "Iemand heeft mij aangemeld"."""

    reference = Text(
        lazy_gettext("De referentie van de aanmelding"),
        needed=True,
        hint=lazy_gettext("Dat zijn 9 letters en cijfers, zoals CDFH-JKMN-P. Ze staan op de brief die u kreeg."),
        attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    says = Choice(lazy_gettext("Wat wilt u ons zeggen?"), needed=True)
    name = Text(lazy_gettext("Uw naam"), attrs={"autocomplete": "name"})
    phone = Text(
        lazy_gettext("Uw telefoonnummer"),
        view="tel",
        hint=lazy_gettext("Alleen als wij u mogen bellen."),
        attrs={"autocomplete": "tel"},
    )
    text = LongText(
        lazy_gettext("Wilt u nog iets vertellen?"),
        hint=lazy_gettext("U mag in uw eigen taal schrijven. Schrijf geen rijksregisternummer."),
    )

    def translate(self) -> ReportedForm:
        self.says.choices = [(value, _(label)) for value, label in CHOICES]
        return self
