"""The schema's history, and the commands that move a database along it (Alembic, run by our own CLI)."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory


class SchemaOutdated(Exception):
    """The database is not at the revision that this code needs."""


def settings(engine: sa.Engine | None = None) -> Config:
    """Alembic's configuration, without an ini file; the engine travels in its attributes."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: sa.Engine, revision: str = "head") -> None:
    """Move the database forward; all in one transaction, so that a failure leaves nothing half done."""
    command.upgrade(settings(engine), revision)


def downgrade(engine: sa.Engine, revision: str) -> None:
    """Move the database back to ``revision`` (``-1``, ``base`` or an identifier)."""
    command.downgrade(settings(engine), revision)


def current(engine: sa.Engine) -> str | None:
    """The revision the database stands at; None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The revision that this code needs."""
    return ScriptDirectory.from_config(settings()).get_current_head()


def require_newest(engine: sa.Engine) -> None:
    """Raise SchemaOutdated in one line when the database stands elsewhere than this code needs."""
    found, needed = current(engine), newest()
    if found != needed:
        raise SchemaOutdated(f"the database is at {found or 'nothing'}, this version needs {needed}: run `db upgrade`")
