"""What staff type to sign in and to choose a password; who they are is not for a form to know."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms.validators import ValidationError

from portal.domain.errors import Refused
from portal.domain.labels import ROLE_LABELS
from portal.domain.vocabulary import N_, Role
from portal.forms.fields import AtMost, Choice, Filled, Form, Hidden, RuledForm, Secret, Text

LONGEST_EMAIL = 254
LONGEST_PASSWORD = 200
NEW = {"autocomplete": "new-password", "autocapitalize": "none", "spellcheck": "false"}
CURRENT = {"autocomplete": "current-password", "autocapitalize": "none", "spellcheck": "false"}
NAME = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}


class LoginForm(Form):
    """Name and password; a refusal says the same whatever was wrong."""

    email = Text(
        lazy_gettext("E-mailadres"), [Filled(lazy_gettext("Vul uw e-mailadres in."))], view="email", attrs=NAME
    )
    password = Secret(lazy_gettext("Wachtwoord"), [Filled(lazy_gettext("Vul uw wachtwoord in."))], attrs=CURRENT)
    next = Hidden("")

    def refuse(self) -> None:
        """Say that it did not work, unless a field already says why."""
        if not self.errors:
            self.form_errors = [gettext("Dit e-mailadres en dit wachtwoord horen niet samen. Kijk ze allebei na.")]


class ForgottenForm(Form):
    """The address to mail a link to; whether it is known is not said."""

    email = Text(
        lazy_gettext("E-mailadres"),
        [Filled(lazy_gettext("Vul uw e-mailadres in.")), AtMost(LONGEST_EMAIL)],
        view="email",
        attrs=NAME,
    )


class AccountForm(RuledForm):
    """Carries the version of the account that the page showed; alone it is a single button."""

    version = Hidden("")


class AbsenceForm(AccountForm):
    away_until = Text(
        lazy_gettext("Afwezig tot en met"),
        view="date",
        hint=lazy_gettext("Dag/maand/jaar. Laat leeg wie er is."),
        id="away-until",
    )


class OwnAbsenceForm(AccountForm):
    away_until = Text(
        lazy_gettext("Ik ben afwezig tot en met"),
        view="date",
        hint=lazy_gettext("Dag/maand/jaar. Laat leeg als u er bent."),
        id="away-until",
    )


class ColleagueForm(AccountForm):
    """A role and a team; ``roles`` are those that this person may give."""

    role = Choice(lazy_gettext("Rol"), needed=True)
    team = Text(lazy_gettext("Team"), hint=lazy_gettext("Een woord waarmee u de werklijst indeelt. Mag leeg blijven."))

    def __init__(self, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.role.choices = [(role.value, gettext(ROLE_LABELS[role])) for role in roles]

    @property
    def chosen(self) -> Role:
        """The role that was chosen; Refused when none was."""
        if self.role.data not in set(Role):
            raise Refused(N_("Kies een rol."), field="role")
        return Role(self.role.data)


class InviteForm(ColleagueForm):
    missing = MappingProxyType({"name": N_("Vul een naam in."), "email": N_("Vul een e-mailadres in.")})
    name = Text(lazy_gettext("Naam"), needed=True, attrs={"autocomplete": "off"})
    email = Text(lazy_gettext("E-mailadres"), needed=True, view="email", attrs={"autocomplete": "off"})

    def __init__(self, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(roles, **kwargs)
        # As they stand on the page, so that errors are told in this order.
        form: Any = self
        form._fields = {name: form[name] for name in ("version", "name", "email", "role", "team")}


class PasswordForm(Form):
    """A new password, twice."""

    password = Secret(
        lazy_gettext("Nieuw wachtwoord"),
        [Filled(lazy_gettext("Kies een wachtwoord.")), AtMost(LONGEST_PASSWORD)],
        hint=lazy_gettext("Minstens 12 tekens. Bijvoorbeeld vier woorden die niets met elkaar te maken hebben."),
        attrs=NEW,
    )
    repeated = Secret(
        lazy_gettext("Hetzelfde wachtwoord nog eens"), [Filled(lazy_gettext("Typ het wachtwoord nog eens."))], attrs=NEW
    )

    def validate_repeated(self, field: Any) -> None:
        if field.data != self.password.data:
            raise ValidationError(gettext("Dit is niet hetzelfde wachtwoord."))

    def refuse(self, message: str) -> None:
        """Put what a rule says about the password on its field."""
        self.password.errors = [*self.password.errors, message]
