"""The least that a submit could be: a bare Flask app whose one view does one durable INSERT; the floor beneath ours."""

from __future__ import annotations

import os
import sqlite3
import threading
from typing import Any

import psycopg
import sqlalchemy as sa
from flask import Flask, redirect, request
from werkzeug.wrappers import Response

URL = sa.make_url(os.environ.get("FLOOR_DATABASE_URL", "sqlite:///:memory:"))
TABLE = "CREATE TABLE IF NOT EXISTS floor (submission_key TEXT)"
BUSY_SECONDS = 10
app = Flask(__name__)
mine = threading.local()


@app.get("/healthz")
def healthz() -> str:
    """As little as can be answered."""
    return "ok"


@app.post("/submit")
def submit() -> Response:
    """Read the form, insert one row for good, lead on."""
    key = request.form["submission_key"]
    if URL.drivername == "sqlite":
        _insert_into_sqlite(key)
    else:
        _insert_into_postgresql(key)
    return redirect("/done", code=303)


def create_table() -> None:
    """The table that the submits go into."""
    if URL.drivername == "sqlite":
        _sqlite().execute(TABLE)
    else:
        _postgresql().execute(TABLE)


def _insert_into_sqlite(key: str) -> None:
    connection = _sqlite()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO floor VALUES (?)", (key,))
    connection.execute("COMMIT")


def _insert_into_postgresql(key: str) -> None:
    _postgresql().execute("INSERT INTO floor VALUES (%s)", (key,))


def _sqlite() -> sqlite3.Connection:
    """This thread's connection, as durable as the portal's."""
    if not hasattr(mine, "connection"):
        connection = sqlite3.connect(URL.database or "", isolation_level=None, timeout=BUSY_SECONDS)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        mine.connection = connection
    found: sqlite3.Connection = mine.connection
    return found


def _postgresql() -> psycopg.Connection[Any]:
    """This thread's connection; every statement is a transaction of its own."""
    if not hasattr(mine, "connection"):
        address = URL.set(drivername="postgresql").render_as_string(hide_password=False)
        mine.connection = psycopg.connect(address, autocommit=True)
    found: psycopg.Connection[Any] = mine.connection
    return found


if "FLOOR_DATABASE_URL" in os.environ:
    create_table()
