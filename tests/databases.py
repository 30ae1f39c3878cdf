"""Migrated databases for tests: made once a run, then copied for each test."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from portal import db, migrations
from tests import postgres


@contextmanager
def sqlite(shared: Path, folder: Path) -> Iterator[str]:
    """The address of a fresh copy, in ``folder``, of the migrated file that all test processes share."""
    template = shared / "template.db"
    with postgres.one_at_a_time(shared / "sqlite.lock"):
        if not template.exists():
            migrate(f"sqlite:///{shared / 'unfinished.db'}")
            (shared / "unfinished.db").rename(template)
    copy = folder / "portal.db"
    shutil.copyfile(template, copy)
    yield f"sqlite:///{copy}"


@contextmanager
def postgresql(shared: Path, lasts_as_long_as: int) -> Iterator[str]:
    """The address of a fresh copy of the migrated database on the run's PostgreSQL server."""
    server = sa.make_url(postgres.url(shared, lasts_as_long_as))
    if server.drivername == "postgresql":
        server = server.set(drivername="postgresql+psycopg")
    maintenance = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    template, name = _template(shared, maintenance, server), f"t{uuid.uuid4().hex}"
    _execute(maintenance, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        _execute(maintenance, f"DROP DATABASE {name} WITH (FORCE)")
        maintenance.dispose()


def migrate(url: str) -> None:
    """Bring the database at ``url`` to the newest schema, and leave no connection behind."""
    engine = db.connect(url)
    try:
        migrations.upgrade(engine)
    finally:
        engine.dispose()


def _template(shared: Path, maintenance: sa.Engine, server: sa.URL) -> str:
    note = shared / "postgres.template"
    with postgres.one_at_a_time(shared / "template.lock"):
        if not note.exists():
            name = f"template_{os.getpid()}_{uuid.uuid4().hex[:8]}"
            _execute(maintenance, f"CREATE DATABASE {name}")
            migrate(server.set(database=name).render_as_string(hide_password=False))
            note.write_text(name, encoding="utf-8")
    return note.read_text(encoding="utf-8")


def _execute(maintenance: sa.Engine, statement: str) -> None:
    with maintenance.connect() as connection:
        connection.execute(sa.text(statement))
