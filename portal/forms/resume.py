"""The one thing asked of whoever wants to come back later: where to mail the link."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms.validators import ValidationError

from portal.domain import mail_addresses
from portal.domain.errors import DomainError
from portal.domain.intake import contacts
from portal.forms.fields import Filled, Form, Text

LONGEST = 254


class LinkForm(Form):
    """The reporter's own address; ``address`` is it as it is kept."""

    reporter_email = Text(
        lazy_gettext("Uw e-mailadres"),
        [Filled(lazy_gettext("Vul uw e-mailadres in."))],
        view="email",
        hint=lazy_gettext("Alleen voor deze link en hoogstens twee herinneringen."),
        attrs={"autocomplete": "email"},
    )
    address = ""

    def validate_reporter_email(self, field: Any) -> None:
        try:
            self.address = mail_addresses.bare(contacts.email(field.data, max_length=LONGEST))
        except DomainError as refused:
            raise ValidationError(gettext(refused.message, **refused.params)) from None
