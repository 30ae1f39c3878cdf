"""What operators' machines are told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session

from portal import clock, create_app
from portal.models import MailState
from portal.store import messages
from tests.notify.conftest import put_receipt


def beat(session: Session, *, seconds_ago: float = 0) -> None:
    messages.beat(session, messages.WORKER, at=clock.now() - timedelta(seconds=seconds_ago))
    session.commit()


def test_a_process_that_lives_says_so(client: FlaskClient) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok"})


def test_all_is_well_with_a_worker_and_a_migrated_database(client: FlaskClient, session: Session) -> None:
    beat(session)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.get_json()) == (
        200,
        {"status": "ok", "database": "ok", "migrations": "ok", "worker": "ok", "oldest_pending_seconds": None},
    )


@pytest.mark.parametrize(("seconds_ago", "code", "state"), [(50, 200, "ok"), (61, 503, "late"), (None, 503, "never")])
def test_a_worker_that_is_not_seen_for_a_minute_is_late(
    client: FlaskClient, session: Session, seconds_ago: float | None, code: int, state: str
) -> None:
    if seconds_ago is not None:
        beat(session, seconds_ago=seconds_ago)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.get_json()["worker"]) == (code, state)


def test_the_oldest_waiting_mail_is_told_and_does_not_count(client: FlaskClient, session: Session) -> None:
    beat(session)
    for minutes, state in ((90, MailState.SENT), (60, MailState.PENDING), (30, MailState.PENDING)):
        row = put_receipt(session)
        row.created_at, row.state = clock.now() - timedelta(minutes=minutes), state
        session.commit()

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert 3600 <= answer.get_json()["oldest_pending_seconds"] <= 3610


def test_an_older_schema_is_not_ready(client: FlaskClient, session: Session) -> None:
    beat(session)
    session.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    session.commit()

    answer = client.get("/readyz")

    assert (answer.status_code, answer.get_json()["migrations"]) == (503, "outdated")


def test_without_a_database_the_process_lives_and_is_not_ready(tmp_path: Path) -> None:
    app = create_app(
        {"env": "test", "data_dir": tmp_path, "database_url": f"sqlite:///{tmp_path}/no/such/folder/portal.db"}
    )
    client = app.test_client()

    answers = [client.get(path) for path in ("/healthz", "/readyz")]

    assert [answer.status_code for answer in answers] == [200, 503]
    assert answers[1].get_json() == {"status": "unready", "database": "down"}
    app.extensions["engine"].dispose()
