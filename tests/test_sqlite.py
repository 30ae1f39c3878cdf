"""SQLite's file: closed to others, and safe from other processes that come and go."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa

from portal import db

COUNT = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM kept').fetchone()[0])"
"""Another process, which ends as the last one that has the file open as far as it knows."""


def test_what_is_committed_is_seen_by_every_process_that_comes_and_goes(tmp_path: Path) -> None:
    file = tmp_path / "portal.db"
    engine = db.connect(f"sqlite:///{file}")
    seen = []

    with engine.connect() as first:
        first.execute(sa.text("CREATE TABLE kept (number INTEGER)"))
        first.commit()
        with engine.connect() as second:
            for connection in (first, second, first):
                seen.append(count(file))
                connection.execute(sa.text("INSERT INTO kept VALUES (1)"))
                connection.commit()
            seen.append(count(file))
    engine.dispose()

    assert seen == [0, 1, 2, 3]
    assert count(file) == 3


def test_a_new_file_is_closed_to_others_and_one_that_is_there_stays_as_it_was(tmp_path: Path) -> None:
    new, known = tmp_path / "new.db", tmp_path / "known.db"
    known.touch(mode=0o640)

    for file in (new, known):
        engine = db.connect(f"sqlite:///{file}")
        db.require_answer(engine)
        engine.dispose()

    assert [file.stat().st_mode & 0o777 for file in (new, known)] == [0o600, 0o640]


def count(file: Path) -> int:
    done = subprocess.run([sys.executable, "-c", COUNT, str(file)], capture_output=True, text=True, check=True)
    return int(done.stdout)
