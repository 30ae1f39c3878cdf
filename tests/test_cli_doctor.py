"""``doctor`` shows the site file as it was read, and says in a line each whether what the portal needs is there."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from portal import create_app, migrations


def test_doctor_prints_the_site_and_finds_nothing_wrong(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["doctor"])

    assert result.exit_code == 0
    assert "site  town = Mechelen" in result.output
    assert "site  postcodes = 2800, 2801, 2811, 2812" in result.output
    assert "ok    schema: 0007" in result.output


def test_doctor_says_in_one_line_that_the_schema_is_old(app: Flask) -> None:
    migrations.downgrade(app.extensions["engine"], "0003")

    result = app.test_cli_runner().invoke(args=["doctor"])

    assert result.exit_code == 1
    assert [line for line in result.output.splitlines() if line.startswith("wrong")] == [
        "wrong schema: the database is at 0003, this version needs 0007: run `db upgrade`"
    ]


def test_doctor_says_in_one_line_each_what_a_database_that_is_gone_leaves_unknown(tmp_path: Path) -> None:
    nowhere = f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}"
    app = create_app({"env": "test", "database_url": nowhere, "data_dir": tmp_path})

    result = app.test_cli_runner().invoke(args=["doctor"])

    assert result.exit_code == 1
    assert [line for line in result.output.splitlines() if not line.startswith(("site", "ok"))] == [
        f"wrong {what}: the database at {nowhere} does not answer" for what in ("database", "schema")
    ]
