"""The Flask extensions, made once and attached to every application."""

from __future__ import annotations

from flask import Flask
from flask_babel import Babel
from flask_login import LoginManager
from flask_wtf import CSRFProtect

babel = Babel()
csrf = CSRFProtect()
login = LoginManager()


def init_app(app: Flask) -> None:
    """Attach all of them; Dutch is the source language, so it needs no catalogue."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "nl")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Europe/Brussels")
    babel.init_app(app)
    csrf.init_app(app)
    login.init_app(app, add_context_processor=False)  # It would ask the database on public and error pages.
