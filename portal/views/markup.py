"""Fields as markup: what nobody filled in looks the same to everybody, so it is rendered once and kept."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app
from markupsafe import Markup

from portal.forms.fields import Shown
from portal.forms.intake import AnswerField

MOST_KEPT = 4096
"""All questions of all kinds in three languages are about 1,500; a cache that is full starts anew."""


class Drawer:
    """Renders fields by their component; ``kept`` never holds what somebody typed."""

    def __init__(self, render: Callable[[Shown], str], *, most: int = MOST_KEPT) -> None:
        self._render, self._most = render, most
        self.kept: dict[tuple[object, ...], Markup] = {}

    def field(self, field: Shown) -> Markup:
        """The markup of a field, from memory when it is one of the questions and untouched."""
        if not isinstance(field, AnswerField) or not field.untouched:
            return Markup(self._render(field))  # noqa: S704 - a component, which escapes
        found = self.kept.get(field.looks)
        return found if found is not None else self._keep(field)

    def _keep(self, field: AnswerField) -> Markup:
        if len(self.kept) >= self._most:
            self.kept.clear()
        found = self.kept[field.looks] = Markup(self._render(field))  # noqa: S704 - a component, which escapes
        return found


def init_app(app: Flask) -> None:
    """Give templates ``drawn(field)``."""
    app.extensions["portal.drawer"] = drawer = Drawer(_component)
    app.jinja_env.globals["drawn"] = drawer.field


def _component(field: Shown) -> str:
    return str(current_app.jinja_env.get_template("components/field.html").module.field(field))  # type: ignore[attr-defined]
