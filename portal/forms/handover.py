"""To whom a case goes, and why it is taken from somebody who is here."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext

from portal.forms.fields import Choice, Choices, LongText, RuledForm, number
from portal.forms.triage import StaffForm

Colleagues = Choices
"""The ids of the accounts that may have cases, with what to call them."""


class ColleagueForm(StaffForm):
    """One colleague, who is given this case."""

    colleague = Choice(lazy_gettext("Aan wie?"), needed=True, view="select", id="owner-colleague")

    def __init__(self, colleagues: Colleagues = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.colleague.choices = list(colleagues)

    @property
    def account_id(self) -> int | None:
        """The account that was chosen; None for what is no choice at all."""
        return number(self.colleague.data)


class TakeOverForm(StaffForm):
    take_over_reason = LongText(lazy_gettext("Waarom neemt u dit over?"), needed=True, id="owner-reason")


class HandoverForm(RuledForm):
    """Every open case of one person, for another."""

    giver = Choice(lazy_gettext("Van wie?"), needed=True, view="select")
    colleague = Choice(lazy_gettext("Aan wie?"), needed=True, view="select")

    def __init__(self, givers: Colleagues, colleagues: Colleagues, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.giver.choices, self.colleague.choices = list(givers), list(colleagues)

    @property
    def giver_id(self) -> int | None:
        return number(self.giver.data)

    @property
    def account_id(self) -> int | None:
        return number(self.colleague.data)
