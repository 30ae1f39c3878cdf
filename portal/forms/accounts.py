"""What staff type to sign in and to choose a password; who they are is not for a form to know."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms.validators import ValidationError

from portal.forms.fields import AtMost, Filled, Form, Hidden, Secret, Text

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
