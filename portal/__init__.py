"""The portal: a report of a tenant who may lose the home, from the reporter to the team that can help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined

from portal import cli, config, db, errors, extensions, views


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Build one configured application; every part attaches itself. ``overrides`` win over the environment."""
    app = Flask(__name__, instance_relative_config=True)
    app.jinja_env.undefined = StrictUndefined
    config.load(app, overrides)
    for part in (db, extensions, errors, views, cli):
        part.init_app(app)
    return app
