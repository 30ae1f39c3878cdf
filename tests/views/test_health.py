"""What operators' machines are told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from portal import clock, create_app
from portal.domain.vocabulary import Role
from portal.models import MailState, Schedule
from portal.store import messages
from tests.factories import make_account, make_case
from tests.notify.conftest import put_receipt

WORKER = f"{messages.WORKER}:a1"


def beat(session: Session, *, seconds_ago: float = 0, name: str = WORKER) -> None:
    messages.beat(session, name, at=clock.now() - timedelta(seconds=seconds_ago))
    session.commit()


def samples(text: str) -> dict[str, float]:
    """Every line that is a value, by its name and labels."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _space, value in (line.rpartition(" ") for line in lines)}


def test_a_process_that_lives_says_so(client: FlaskClient) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok"})


def test_all_is_well_with_a_worker_and_a_migrated_database(client: FlaskClient, session: Session) -> None:
    beat(session)
    beat(session, seconds_ago=3600, name=f"{messages.WORKER}:killed")

    answer = client.get("/readyz")

    told = answer.get_json()
    ages = told.pop("worker_seen_seconds")
    assert ages == {"a1": pytest.approx(10, abs=10), "killed": pytest.approx(3610, abs=10)}
    assert (answer.status_code, told) == (
        200,
        {
            "status": "ok",
            "database": "ok",
            "migrations": "ok",
            "worker": "ok",
            "schedule": "ok",
            "oldest_pending_seconds": None,
            "mails": dict.fromkeys(["pending", "leased", "sent", "deferred", "dead", "cancelled"], 0),
        },
    )


@pytest.mark.parametrize(("seconds_ago", "code", "state"), [(50, 200, "ok"), (61, 503, "late"), (None, 503, "never")])
def test_a_worker_that_is_not_seen_for_a_minute_is_late(
    client: FlaskClient, session: Session, seconds_ago: float | None, code: int, state: str
) -> None:
    if seconds_ago is not None:
        beat(session, seconds_ago=seconds_ago)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.get_json()["worker"]) == (code, state)


def test_a_job_that_is_overdue_by_a_quarter_of_an_hour_is_late(client: FlaskClient, session: Session) -> None:
    beat(session)
    job = Schedule(name="escalation", next_at=clock.now() - timedelta(minutes=14))
    session.add(job)
    session.commit()
    before = client.get("/readyz")
    job.next_at -= timedelta(minutes=2)
    session.commit()

    after = client.get("/readyz")

    assert (before.status_code, before.get_json()["schedule"]) == (200, "ok")
    assert (after.status_code, after.get_json()["schedule"]) == (503, "late")


def test_the_oldest_waiting_mail_is_told_and_does_not_count(client: FlaskClient, session: Session) -> None:
    beat(session)
    for minutes, state in ((90, MailState.SENT), (60, MailState.DEFERRED), (30, MailState.PENDING)):
        row = put_receipt(session)
        row.created_at, row.state = clock.now() - timedelta(minutes=minutes), state
        session.commit()

    answer = client.get("/readyz")

    told = answer.get_json()
    assert answer.status_code == 200
    assert 3600 <= told["oldest_pending_seconds"] <= 3700
    assert {state: number for state, number in told["mails"].items() if number} == dict.fromkeys(
        ["sent", "deferred", "pending"], 1
    )
    assert "voorbeeld" not in answer.text


def test_an_older_schema_is_not_ready(client: FlaskClient, session: Session) -> None:
    beat(session)
    session.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    session.commit()

    answer = client.get("/readyz")

    assert (answer.status_code, answer.get_json()["migrations"]) == (503, "outdated")


def test_metrics_are_numbers_in_the_format_of_prometheus_and_tell_of_nobody(
    client: FlaskClient, session: Session
) -> None:
    beat(session, seconds_ago=5)
    beat(session, seconds_ago=600, name=f'{messages.WORKER}:od"d')
    now = clock.now()
    session.add(Schedule(name="digest", next_at=now - timedelta(minutes=20)))
    session.add(Schedule(name="overdue", next_at=now + timedelta(minutes=20)))
    make_case(session)
    for days, state in ((0, MailState.SENT), (8, MailState.SENT), (9, MailState.DEAD), (0, MailState.DEFERRED)):
        row = put_receipt(session, to="jan.testers@voorbeeld.example")
        row.created_at, row.state = now - timedelta(days=days, hours=1), state
    session.commit()

    answer = client.get("/metrics")

    told = samples(answer.text)
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.text.endswith("\n")
    expected = {
        "portal_up": 1,
        'portal_outbox{state="sent"}': 1,
        'portal_outbox{state="dead"}': 1,
        'portal_outbox{state="deferred"}': 1,
        'portal_outbox{state="pending"}': 0,
        "portal_workers": 1,
        'portal_acute_receivers{who="duty"}': 1,
        'portal_acute_receivers{who="asked"}': 0,
        'portal_acute_receivers{who="stand_in"}': 0,
        'portal_schedule_late_seconds{job="overdue"}': 0,
        'portal_cases{view="open"}': 1,
        'portal_cases{view="closed"}': 0,
    }
    assert {name: told[name] for name in expected} == expected
    assert told['portal_outbox_oldest_pending_seconds{lane="1"}'] >= 3600
    assert told['portal_schedule_late_seconds{job="digest"}'] >= 1200
    assert told['portal_worker_heartbeat_age_seconds{worker="a1"}'] >= 5
    assert told['portal_worker_heartbeat_age_seconds{worker="od\\"d"}'] >= 600
    assert "testers" not in answer.text
    names = [line.split()[2] for line in answer.text.splitlines() if line.startswith("# TYPE")]
    assert len(names) == len(set(names)) == 8


def test_nobody_who_hears_of_a_u0_is_a_figure(app: Flask, client: FlaskClient, session: Session) -> None:
    put_receipt(session, to=app.extensions["portal.settings"].duty_mailbox).state = MailState.DEAD
    session.commit()
    deaf = samples(client.get("/metrics").text)
    make_account(session, role=Role.TEAM_LEAD, password_hash="x")
    session.commit()

    heard = samples(client.get("/metrics").text)

    kinds = [f'portal_acute_receivers{{who="{who}"}}' for who in ("duty", "asked", "stand_in")]
    assert ([deaf[kind] for kind in kinds], [heard[kind] for kind in kinds]) == ([0, 0, 0], [0, 0, 1])


def test_without_a_database_the_process_lives_and_is_not_ready(tmp_path: Path) -> None:
    app = create_app(
        {"env": "test", "data_dir": tmp_path, "database_url": f"sqlite:///{tmp_path}/no/such/folder/portal.db"}
    )
    client = app.test_client()

    answers = [client.get(path) for path in ("/healthz", "/readyz", "/metrics")]

    assert [answer.status_code for answer in answers] == [200, 503, 200]
    assert answers[1].get_json() == {"status": "unready", "database": "down"}
    assert samples(answers[2].text) == {"portal_up": 0}
    app.extensions["engine"].dispose()
