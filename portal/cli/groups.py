"""Groups of commands whose foreseen failures are one clear line on stderr and status 1, never a traceback."""

from __future__ import annotations

from typing import Any

import click
from alembic.util import CommandError
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from portal import db
from portal.config import ConfigError
from portal.domain.errors import DomainError
from portal.migrations import SchemaOutdated

FORESEEN = (ConfigError, db.DatabaseUnavailable, SchemaOutdated, CommandError)


class Group(AppGroup):
    """Commands that run in an application context and fail in one line."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DomainError as error:
            raise click.ClickException(error.message % error.params) from None
        except OperationalError as error:
            raise click.ClickException(f"the database refused: {error.orig}") from None
        except FORESEEN as error:
            raise click.ClickException(str(error)) from None


def ready_engine() -> Any:
    """Raise in one line unless the database answers; the current application's engine."""
    db.require_answer(db.engine())
    return db.engine()
