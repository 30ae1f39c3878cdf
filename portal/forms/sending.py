"""What stands at the button that sends: whether to remember the sender here, and a field that people never see."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext

from portal.forms.fields import Form, Text, Tick


def trapped(typed: Mapping[str, str]) -> bool:
    """Somebody filled in what people do not see."""
    return bool(typed.get("website", "").strip())


class Trap(Form):
    """Nothing here is refused: filled in, it is a sign for staff, and no more."""

    website = Text(lazy_gettext("Laat dit veld leeg"))


class SendForm(Trap):
    """The last form of a report."""

    remember = Tick(
        lazy_gettext("Onthoud mijn gegevens op dit toestel"),
        hint=lazy_gettext(
            "Alleen uw eigen gegevens, een jaar lang. Nooit iets over wie u aanmeldt. "
            "Doe dit niet op een toestel dat u met anderen deelt."
        ),
    )
