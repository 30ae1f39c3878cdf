"""What the team types about attempts to reach a tenant and about a stay that goes on, made from the rules' fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.domain.triage import contact
from portal.domain.triage.given import Given
from portal.domain.triage.state import CaseState
from portal.forms.fields import day
from portal.forms.triage import StaffForm, control


class GivenForm(StaffForm):
    """Knows which fields it was made from."""

    gives: ClassVar[tuple[Given, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for given in self.gives:
            if given.choices:
                self._fields[given.name].choices = [(value, _(words)) for value, words in given.choices.items()]

    def shown(self, state: CaseState) -> list[Any]:
        """The controls that are asked of this case."""
        return [self._fields[given.name] for given in self.gives if given.asked(state)]


def _made(name: str, gives: tuple[Given, ...], prefix: str) -> type[GivenForm]:
    fields = {given.name: control(given, lazy_gettext(given.label), (), _place(given, prefix)) for given in gives}
    return type(name, (GivenForm,), {**fields, "gives": gives})


def _place(given: Given, prefix: str) -> Mapping[str, Any]:
    return {"id": f"{prefix}-{given.name}", "needed": bool(given.missing), "when": given.when}


AttemptForm = _made("AttemptForm", contact.ATTEMPT, "attempt")
ExtensionForm = _made("ExtensionForm", contact.EXTENSION, "extension")


def attempt(today: date) -> GivenForm:
    """An empty one; mostly it is told on the day itself."""
    return AttemptForm(formdata=None, data={"tried_on": day(today)})
