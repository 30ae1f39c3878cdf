"""The commands of accounts and schema: results alone on stdout, failures in one line with status 1."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from portal import clock, create_app, migrations
from portal.models import Account
from tests import people

CREATE = ("user", "create", "--email", people.ADDRESS, "--name", "Mieke Claes", "--role")


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


def failed_in_one_line(result: Result) -> bool:
    lines = result.stderr.strip().splitlines()
    return result.exit_code == 1 and not result.stdout and len(lines) == 1 and "Traceback" not in result.stderr


def test_creating_prints_one_link_that_works_once(app: Flask, client: FlaskClient, session: Session) -> None:
    result = run(app, *CREATE, "team_lead")

    address = result.stdout.strip()
    assert (result.exit_code, result.stdout) == (0, f"{address}\n")
    assert address.startswith("http://localhost/staff/invite/")
    path, new = urlsplit(address).path, {"password": people.PASSWORD, "repeated": people.PASSWORD}
    assert people.send(client, path, **new).status_code == 303
    assert client.get(path).status_code == 410
    assert session.exec(select(Account)).one().role.value == "team_lead"


@pytest.mark.parametrize(
    "words",
    [
        ("user", "create", "--email", "MIEKE.claes@portaal.example", "--name", "M", "--role", "admin"),
        ("user", "create", "--email", "a@b.be", "--name", "M", "--role", "boss"),
        ("user", "create", "--email", "geen adres", "--name", "M", "--role", "admin"),
        ("user", "create", "--email", "a@b.be", "--name", "", "--role", "admin"),
        ("user", "disable", "niemand@portaal.example"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_1(app: Flask, session: Session, words: tuple[str, ...]) -> None:
    people.make_account(session)

    assert failed_in_one_line(run(app, *words))
    assert len(session.exec(select(Account)).all()) == 1


def test_disabling_ends_the_sessions(app: Flask, session: Session) -> None:
    client = people.browser_of(app, people.make_account(session))

    result = run(app, "user", "disable", people.ADDRESS)

    assert (result.exit_code, result.stdout) == (0, f"disabled: {people.ADDRESS}\n")
    assert client.get("/staff/").status_code == 303


def test_the_schema_moves_and_says_where_it_stands(app: Flask) -> None:
    newest = f"{migrations.newest()}\n"

    assert (run(app, "db", "current").stdout, run(app, "db", "check").stdout) == (newest, "ok\n")
    assert run(app, "db", "downgrade", "base").stdout == "base\n"
    assert failed_in_one_line(run(app, "db", "check"))
    assert failed_in_one_line(run(app, *CREATE, "admin"))
    assert run(app, "db", "upgrade").stdout == newest
    assert run(app, *CREATE, "admin").exit_code == 0


@pytest.mark.parametrize("words", [("db", "current"), ("db", "upgrade"), ("db", "check"), (*CREATE, "admin")])
def test_a_database_that_does_not_answer_is_one_line_without_its_password(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    url = "postgresql+psycopg://portal:geheim@127.0.0.1:1/portal"
    app = create_app({"env": "test", "database_url": url, "data_dir": tmp_path})

    result = run(app, *words)

    assert failed_in_one_line(result)
    assert "geheim" not in result.output


def test_a_link_is_made_from_the_settings(sqlite_url: str, tmp_path: Path) -> None:
    given = {"env": "test", "database_url": sqlite_url, "data_dir": tmp_path, "base_url": "https://portaal.example"}

    result = run(create_app(given), *CREATE, "admin")

    assert result.stdout.startswith("https://portaal.example/staff/invite/")
    assert people.ADDRESS not in result.stdout
    assert clock.now().year >= 2026
