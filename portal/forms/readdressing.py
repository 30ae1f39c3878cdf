"""Where a reporter can be mailed after all."""

from __future__ import annotations

from flask_babel import lazy_gettext

from portal.forms.fields import Hidden, Text
from portal.forms.triage import StaffForm

EMAIL = {"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}


class ReaddressForm(StaffForm):
    referral = Hidden("")
    email = Text(lazy_gettext("E-mailadres van de melder"), needed=True, view="email", attrs=EMAIL, id="reporter-email")
