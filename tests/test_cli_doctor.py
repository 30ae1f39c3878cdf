"""``doctor`` shows the site file as it was read, and says in a line each whether what the portal needs is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask
from sqlmodel import Session

from portal import create_app, migrations
from portal.domain.vocabulary import Role
from portal.models import MailState, Preference
from portal.notify import outbox
from portal.notify.notices import Notice
from tests.factories import A_DAY, make_account


def test_doctor_prints_the_site_and_finds_nothing_wrong(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["doctor"])

    assert result.exit_code == 0
    assert "site  town = Mechelen" in result.output
    assert "site  postcodes = 2800, 2801, 2811, 2812" in result.output
    assert f"ok    schema: {migrations.newest()}" in result.output
    assert "ok    who hears of a U0: the mailbox on duty, and 0 colleagues who asked for it" in result.output


def test_doctor_says_in_one_line_that_the_schema_is_old(app: Flask) -> None:
    migrations.downgrade(app.extensions["engine"], "0003")

    result = app.test_cli_runner().invoke(args=["doctor"])

    assert result.exit_code == 1
    assert [line for line in result.output.splitlines() if line.startswith("wrong")] == [
        f"wrong {what}: the database is at 0003, this version needs {migrations.newest()}: run `db upgrade`"
        for what in ("schema", "who hears of a U0")
    ]


def test_doctor_says_when_nobody_hears_of_a_u0(app: Flask, session: Session) -> None:
    duty = app.extensions["portal.settings"].duty_mailbox
    context: dict[str, Any] = {"reference": "CDFH-JKMN-P", "level": 0, "due_on": A_DAY}
    mail = outbox.put(session, Notice.ACUTE, to=duty, at=A_DAY, domain="portaal.example", **context)
    mail.state = MailState.DEAD
    session.commit()
    deaf = app.test_cli_runner().invoke(args=["doctor"])
    make_account(session, role=Role.TEAM_LEAD, password_hash="x")
    session.commit()
    stood_in = app.test_cli_runner().invoke(args=["doctor"])
    asked = make_account(session, name="Karim Testers", password_hash="x")
    session.add(Preference(receiver=f"account:{asked.id}", notice=Notice.ACUTE, how="at_once"))
    session.commit()
    heard = app.test_cli_runner().invoke(args=["doctor"])

    did_not = "ok    who hears of a U0: the last mail to the mailbox on duty did not arrive"
    nobody = "nobody: the last mail to the mailbox on duty did not arrive, and no colleague asked for it"
    assert f"wrong who hears of a U0: {nobody}" in deaf.output
    assert f"{did_not}; 1 colleagues stand in for it" in stood_in.output
    assert f"{did_not}, and 1 colleagues who asked for it" in heard.output
    assert (deaf.exit_code, stood_in.exit_code, heard.exit_code) == (1, 0, 0)


def test_doctor_says_in_one_line_each_what_a_database_that_is_gone_leaves_unknown(tmp_path: Path) -> None:
    nowhere = f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}"
    app = create_app({"env": "test", "database_url": nowhere, "data_dir": tmp_path})

    result = app.test_cli_runner().invoke(args=["doctor"])

    assert result.exit_code == 1
    assert [line for line in result.output.splitlines() if not line.startswith(("site", "ok"))] == [
        f"wrong {what}: the database at {nowhere} does not answer"
        for what in ("database", "schema", "who hears of a U0")
    ]
