"""What is done with the cases that were ticked in the queue: the pairs, the verb, and what it needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext

from portal.domain import reference
from portal.forms.fields import Choice, Choices, RuledForm, number


class AssignForm(RuledForm):
    """To one colleague, all of them."""

    colleague = Choice(lazy_gettext("Aan wie?"), needed=True, view="select")

    def __init__(self, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.colleague.choices = list(colleagues)

    @property
    def account_id(self) -> int | None:
        return number(self.colleague.data)


class StepForm(RuledForm):
    """One move for all of them; closing asks for the outcome."""

    to = Choice(lazy_gettext("Welke stap?"), needed=True)
    outcome = Choice(lazy_gettext("Resultaat"), needed=True, view="select", when="to:closed")

    def __init__(self, moves: Choices, outcomes: Choices, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.to.choices, self.outcome.choices = list(moves), list(outcomes)


def pairs(written: Iterable[str]) -> dict[str, int] | None:
    """The version that was shown of each case, by its reference; None when one of them cannot be read."""
    read = [_pair(one) for one in written]
    found = dict(pair for pair in read if pair is not None)
    return found if all(read) else None


def _pair(written: str) -> tuple[str, int] | None:
    name, _dot, version = written.rpartition(".")
    known, shown = reference.parse(name), number(version)
    return (known, shown) if known and shown is not None else None
