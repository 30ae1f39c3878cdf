"""What stands at the button that sends: whether to remember the sender here, and a field that people never see."""

from __future__ import annotations

from flask_babel import lazy_gettext

from portal.forms.fields import Form, Text, Tick


class SendForm(Form):
    """Nothing here is refused: ``website`` filled in is a sign for staff, and no more."""

    remember = Tick(
        lazy_gettext("Onthoud mijn gegevens op dit toestel"),
        hint=lazy_gettext(
            "Alleen uw eigen gegevens, een jaar lang. Nooit iets over de huurder. "
            "Doe dit niet op een toestel dat u met anderen deelt."
        ),
    )
    website = Text(lazy_gettext("Laat dit veld leeg"))
