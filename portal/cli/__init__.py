"""The commands of ``flask --app wsgi``: a module per group, named here one by one."""

from __future__ import annotations

from flask import Flask

from portal.cli import database, demo, doctor, export, user, worker

GROUPS = (database.db, demo.demo, doctor.doctor, export.export, user.user, worker.worker)


def init_app(app: Flask) -> None:
    """Attach every group of commands."""
    for group in GROUPS:
        app.cli.add_command(group)
