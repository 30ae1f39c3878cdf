"""What looks the same to everybody is rendered once and kept: fields that nobody filled in, the foot of the page."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app, render_template
from flask_babel import get_locale
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
        return self._remembered(field.looks, lambda: self._render(field))

    def fixed(self, template: str) -> Markup:
        """A part of the page that hangs on the language and on nothing else: no form, no address, no person."""
        return self._remembered((template, str(get_locale())), lambda: render_template(template))

    def _remembered(self, key: tuple[object, ...], render: Callable[[], str]) -> Markup:
        found = self.kept.get(key)
        if found is None:
            if len(self.kept) >= self._most:
                self.kept.clear()
            found = self.kept[key] = Markup(render())  # noqa: S704 - a template, which escapes
        return found


def init_app(app: Flask) -> None:
    """Give templates ``drawn(field)`` and ``fixed(template)``."""
    app.extensions["portal.drawer"] = drawer = Drawer(_component)
    app.jinja_env.globals.update(drawn=drawer.field, fixed=drawer.fixed)


def _component(field: Shown) -> str:
    return str(current_app.jinja_env.get_template("components/field.html").module.field(field))  # type: ignore[attr-defined]
