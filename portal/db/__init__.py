"""One engine per application, one session per request, one visible commit.

On a POST the session's first statement is BEGIN IMMEDIATE on SQLite, so that what a view reads is what it writes
against (architecture.md, "One visible commit"). ``transaction()`` is that session: returning commits, raising rolls
back. Nothing below the views commits.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from portal import config
from portal.db.turns import Turns

SQLITE_BUSY_SECONDS = 10
POSTGRES_OPTIONS = "-c statement_timeout=15s -c lock_timeout=8s -c timezone=UTC"
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class DatabaseUnavailable(Exception):
    """The database does not answer; the message names no password."""


def init_app(app: Flask) -> None:
    """Give the application its engine; connections are opened when first needed."""
    with app.app_context():
        app.extensions["engine"] = connect(config.settings().database_url)
    app.teardown_appcontext(_close)


def connect(url: str) -> sa.Engine:
    """An engine for ``url`` that behaves alike on both databases; errors never print values."""
    if url.startswith("sqlite"):
        engine = sa.create_engine(url, hide_parameters=True, connect_args={"timeout": SQLITE_BUSY_SECONDS})
        event.listen(engine, "do_connect", _create_closed)
        event.listen(engine, "connect", _set_up_sqlite)
        _take_turns(engine)
        return engine
    return sa.create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=20,
        connect_args={"options": POSTGRES_OPTIONS, "connect_timeout": 5},
    )


def _create_closed(_dialect: object, _record: object, arguments: Sequence[str], _named: object) -> None:
    """A new database is a file that nobody else on this machine can read; what SQLite puts beside it takes after it.

    One that is there is never opened here: to close it again would give up the locks of every connection that this
    process has to it, and the next process that ended would delete the journal under them, commits and all.
    """
    with suppress(OSError):  # It is there, or SQLite says itself what is wrong.
        os.close(os.open(arguments[0], os.O_CREAT | os.O_EXCL, 0o600))


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _take_turns(engine: sa.Engine) -> None:
    """Write BEGIN ourselves, IMMEDIATE and in turn for writers; the turn ends when the connection comes back."""
    turns = Turns(engine.url.database) if engine.url.database else None

    def begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        if writes and turns:
            turns.take(connection.info)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    def over(_connection: object, record: ConnectionPoolEntry, _error: BaseException | None = None) -> None:
        if turns:
            turns.give_back(record.info)

    event.listen(engine, "begin", begin)
    event.listen(engine, "checkin", over)
    event.listen(engine, "invalidate", over)


def engine() -> sa.Engine:
    """The current application's engine."""
    found: sa.Engine = current_app.extensions["engine"]
    return found


def session() -> Session:
    """The one session of this request, or of this application context (a command, the worker)."""
    if "session" not in g:
        g.session = open_session(engine(), writes=not _only_reads())
    found: Session = g.session
    return found


def open_session(bind: sa.Engine, *, writes: bool) -> Session:
    """A session of its own; with ``writes`` its first statement takes SQLite's write lock."""
    return Session(bind.execution_options(writes=writes), expire_on_commit=False)


def _only_reads() -> bool:
    return has_request_context() and request.method in READING


@contextmanager
def transaction() -> Iterator[Session]:
    """The session of this request; returning from the block commits, raising rolls back."""
    current = session()
    try:
        yield current
    except BaseException:
        current.rollback()
        raise
    current.commit()


def _close(_error: BaseException | None) -> None:
    current: Session | None = g.pop("session", None)
    if current is not None:
        current.close()


def require_answer(bind: sa.Engine) -> None:
    """Raise DatabaseUnavailable in one line when the database does not answer."""
    try:
        with bind.connect() as connection:
            connection.execute(sa.text("SELECT 1"))
    except (OperationalError, sa.exc.DBAPIError) as error:
        address = bind.url.set(query={}).render_as_string(hide_password=True)  # A query may hold a password too.
        raise DatabaseUnavailable(f"the database at {address} does not answer") from error
