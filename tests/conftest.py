"""What tests share: a migrated database of their own on each engine, an application on it, a client, a session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from portal import create_app, db
from tests import databases, haste, routes

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(autouse=True, scope="session")
def _no_settings_from_outside() -> None:
    """Settings of whoever runs the tests do not reach them."""
    for name in [name for name in os.environ if name.startswith("PORTAL_") or name == "FLASK_DEBUG"]:
        del os.environ[name]


@pytest.fixture(autouse=True, scope="session")
def _routes_compiled_once() -> None:
    """An application costs a third of what it would cost otherwise, and a test run makes two thousand."""
    Flask.url_rule_class = routes.Remembered


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all processes of this run see."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def run_pid(worker_id: str) -> int:
    """The process whose end is the end of the run."""
    return os.getpid() if worker_id == "master" else os.getppid()


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database; the test runs once on each engine, and its id says on which."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def sqlite_url(shared_folder: Path, tmp_path: Path) -> Iterator[str]:
    """A fresh, migrated SQLite file."""
    with databases.sqlite(shared_folder, tmp_path) as url:
        yield url


@pytest.fixture
def postgresql_url(shared_folder: Path, run_pid: int) -> Iterator[str]:
    """A fresh, migrated PostgreSQL database."""
    with databases.postgresql(shared_folder, run_pid) as url:
        yield url


@pytest.fixture
def app(database_url: str, tmp_path: Path, shared_folder: Path) -> Iterator[Flask]:
    """The application on that database, with its data in a temporary folder; limits are off."""
    made = create_app({"env": "test", "database_url": database_url, "data_dir": tmp_path, "rate_limits": "off"})
    made.jinja_env.bytecode_cache = haste.Templates(str(shared_folder))
    haste.hasten(made.extensions["engine"])
    yield made
    made.extensions["engine"].dispose()


@pytest.fixture
def monday() -> Iterator[None]:
    """The day of the design's worked examples, in the morning; the clock goes on from there."""
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript."""
    return app.test_client()


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """A session of the test's own on that database; commit before somebody else is to see or to write."""
    engine = db.connect(database_url)
    haste.hasten(engine)
    with db.open_session(engine, writes=False) as opened:
        yield opened
    engine.dispose()
