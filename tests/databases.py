"""Migrated databases for tests: made once a run, then copied for each test."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import SQLModel

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
    """The address of a migrated, empty database on the run's PostgreSQL server.

    Making one costs ten times what emptying one does, so that a test leaves its own, emptied, to the next test of the
    same process; one whose schema was changed is dropped.
    """
    server = sa.make_url(postgres.url(shared, lasts_as_long_as))
    if server.drivername == "postgresql":
        server = server.set(drivername="postgresql+psycopg")
    found = _IDLE.pop() if _IDLE else _make(shared, server)
    try:
        yield found.url.render_as_string(hide_password=False)
    finally:
        if _emptied(found):
            _IDLE.append(found)
        else:
            found.dispose()
            _execute(_maintenance(server), f"DROP DATABASE {found.url.database} WITH (FORCE)")


_IDLE: list[sa.Engine] = []
"""Databases of this process that the next test may have, each with the connection that empties it."""

EMPTY = """
DO $$ DECLARE one record; name text; BEGIN
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend';
  PERFORM set_config('session_replication_role', 'replica', true);
  FOR one IN SELECT oid, relname, reltuples FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
  LOOP
    IF one.reltuples > 0 OR pg_relation_size(one.oid) > 65536 THEN
      EXECUTE format('TRUNCATE %I CASCADE', one.relname);
      DELETE FROM pg_statistic WHERE starelid = one.oid;
    ELSE
      EXECUTE format('DELETE FROM %I', one.relname);
    END IF;
  END LOOP;
  FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
    PERFORM setval(format('%I', name), 1, false);
  END LOOP;
END $$
"""
"""Whoever is still connected is sent away first; foreign keys do not matter to who deletes everything.

A table that grew, or whose rows were counted, is made anew: else the next test would get other plans of its queries.
"""


def _make(shared: Path, server: sa.URL) -> sa.Engine:
    maintenance = _maintenance(server)
    template, name = _template(shared, maintenance, server), f"t{uuid.uuid4().hex}"
    _execute(maintenance, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return _maintenance(server.set(database=name))


@cache
def _maintenance(url: sa.URL) -> sa.Engine:
    return sa.create_engine(url, isolation_level="AUTOCOMMIT", pool_size=1)


def _emptied(database: sa.Engine) -> bool:
    """Whether it is as good as new; not when a test left another schema behind."""
    with database.connect() as connection:
        tables = set(
            connection.execute(sa.text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars()
        )
        if not tables >= {"alembic_version", *SQLModel.metadata.tables}:
            return False
        if connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() != migrations.newest():
            return False
        connection.execute(sa.text(EMPTY))
    return True


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
