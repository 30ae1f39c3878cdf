"""How somebody wants to be told of each kind of notice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.forms.fields import Choice, Filled, Form

WAY = "way_"
"""Before the name of a notice, in the names of the fields."""


def preferences_form(
    rows: Iterable[tuple[str, str, Iterable[tuple[str, str]]]], languages: Iterable[tuple[str, str]], **given: Any
) -> Form:
    """A group for each (notice, label, ways), and the language of the mails when there is more than one to choose."""
    needed = [Filled(_("Kies een van de mogelijkheden."))]
    fields: dict[str, Any] = {
        f"{WAY}{notice}": Choice(label, needed, choices=list(ways), needed=True) for notice, label, ways in rows
    }
    choices = list(languages)
    if choices:
        fields["language"] = Choice(lazy_gettext("Taal van mijn e-mails"), needed, choices=choices, needed=True)
    form: Form = type("PreferencesForm", (Form,), fields)(**given)
    return form
