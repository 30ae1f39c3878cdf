"""What somebody looks for in the queue."""

from __future__ import annotations

from flask_babel import lazy_gettext

from portal.forms.fields import AtMost, Hidden, RuledForm, Text, number

LONGEST = 100
LONGEST_PAGE = 4


class SearchForm(RuledForm):
    words = Text(
        lazy_gettext("Zoek een dossier"),
        [AtMost(LONGEST)],
        needed=True,
        hint=lazy_gettext("Een naam, adres, telefoonnummer, organisatie of referentie. Het begin is genoeg."),
        attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    page = Hidden("")

    @property
    def asked_page(self) -> int:
        """The page that was asked for; the first one when it is no number."""
        asked = number(self.page.data, digits=LONGEST_PAGE)
        return 1 if asked is None else asked
