"""The application for any WSGI server: ``app`` and ``application``; says in one line why it cannot start."""

from __future__ import annotations

import sys

import click
from flask import Flask
from flask.cli import ScriptInfo

from portal import config, create_app, db, migrations


def start() -> Flask:
    """The application, checked: a server needs a database that answers and is up to date; commands look themselves."""
    found = create_app()
    with found.app_context():
        if not _runs_a_command():
            db.require_answer(db.engine())
            migrations.require_newest(db.engine())
    return found


def _runs_a_command() -> bool:
    context = click.get_current_context(silent=True)
    return context is not None and context.find_object(ScriptInfo) is not None


try:
    app = application = start()
except (config.ConfigError, db.DatabaseUnavailable, migrations.SchemaOutdated) as error:
    print(f"The portal does not start: {error}", file=sys.stderr)
    raise SystemExit(1) from None
