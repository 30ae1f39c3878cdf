"""What somebody types to keep a list of the queue."""

from __future__ import annotations

from flask_babel import lazy_gettext

from portal.forms.fields import Hidden, RuledForm, Text, Tick


class KeepForm(RuledForm):
    """The name of a list; ``query`` is the list itself as it stands in the address."""

    query = Hidden("", id="list-query")
    name = Text(lazy_gettext("Naam van de lijst"), needed=True, attrs={"maxlength": "60"}, id="list-name")
    start = Tick(lazy_gettext("Hiermee begint mijn werklijst"), id="list-start")
