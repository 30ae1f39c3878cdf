"""What is worked out anew for every application, and comes out the same: kept for as long as the test process lives."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import sqlalchemy as sa
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import event

_CODE: dict[tuple[str, str], Any] = {}
_STATEMENTS: dict[str, tuple[sa.Dialect, MutableMapping[Any, Any] | None]] = {}


class Templates(FileSystemBytecodeCache):
    """Each template is compiled once a run, and read once a process."""

    def load_bytecode(self, bucket: Bucket) -> None:
        known = (bucket.key, bucket.checksum)
        if known not in _CODE:
            super().load_bytecode(bucket)
        else:
            bucket.code = _CODE[known]
        if bucket.code is not None:
            _CODE[known] = bucket.code


def hasten(engine: sa.Engine) -> None:
    """Statements are put into words once a process for each kind of database, and SQLite waits for no disk.

    What a power cut leaves, the drill asks and no test; the test server of PostgreSQL waits for no disk either.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _wait_for_no_disk)
    if known := _STATEMENTS.get(engine.dialect.name):
        engine.dialect, engine._compiled_cache = known
    else:
        event.listen(engine, "engine_connect", _remember)


def _wait_for_no_disk(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def _remember(connection: sa.Connection) -> None:
    """Once it is connected: only then does a dialect know its server."""
    engine = connection.engine
    _STATEMENTS.setdefault(engine.dialect.name, (engine.dialect, engine._compiled_cache))
