"""The table of the worker's jobs: some days of it on a real portal, each notice once, at its hour, to its receivers."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlmodel import Session, select

from portal import db
from portal.cli.jobs import JOBS
from portal.clock import BRUSSELS
from portal.domain.vocabulary import CaseStatus, Kind, Role
from portal.models import Draft, Entry, MailState, Outbox, Schedule
from portal.notify.schedule import Scheduler
from tests.factories import MONDAY, make_account, make_case

DAY = timedelta(1)
AN, LEAD, REPORTER = "an@huis.example", "lead@huis.example", "melder@huis.example"
CLOCKS = [time(0), time(8), time(8, 5), time(9), time(14)]


def at(day: int, clock: time) -> datetime:
    return datetime.combine(MONDAY + day * DAY, clock, tzinfo=BRUSSELS).astimezone(UTC)


def test_a_job_has_a_name_of_its_own_that_fits() -> None:
    names = [job.name for job in JOBS]

    assert len(set(names)) == len(names)
    assert max(len(name) for name in names) <= Schedule.__table__.c.name.type.length  # type: ignore[attr-defined]


def test_each_notice_leaves_once_at_its_hour_to_its_receivers(
    app: Flask, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    made = _cases(session)
    team, duty = app.extensions["portal.settings"].intake_mailbox, app.extensions["portal.settings"].duty_mailbox
    with app.app_context(), time_machine.travel(at(0, time(19)), tick=False) as travel:
        opener = partial(db.open_session, db.engine())
        workers = [Scheduler(opener, JOBS) for _ in range(2)]
        for moment in [at(0, time(19)), *(at(day, clock) for day in range(1, 8) for clock in CLOCKS)]:
            travel.move_to(moment)
            for worker in workers:
                worker.run_due(stopping=lambda: False)

    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
    session.expire_all()
    assert _mails(session) == {
        ("tue 08:00", "due_today", AN): {made["due"]},
        ("tue 08:05", "unclaimed", LEAD): {made["untaken"]},
        ("tue 08:05", "unclaimed", duty): {made["untaken"]},
        ("tue 08:00", "dead_letters", LEAD): set(),
        ("wed 09:00", "reminder", REPORTER): set(),
        ("wed 14:00", "overdue", AN): {made["due"]},
        ("wed 14:00", "overdue", LEAD): {made["due"]},
        ("thu 09:00", "question_reminder", REPORTER): {made["asked"]},
        ("thu 14:00", "overdue", AN): {made["due"]},
        ("thu 14:00", "overdue", LEAD): {made["due"]},
        ("fri 08:05", "digest", AN): {made["untold"]},
        ("fri 14:00", "overdue", AN): {made["due"]},
        ("fri 14:00", "overdue", LEAD): {made["due"]},
        ("mon 08:00", "due_today", team): {made["untaken"]},
        ("mon 08:05", "digest", AN): {made["asked"]},
        ("mon 14:00", "overdue", AN): {made["due"]},
        ("mon 14:00", "overdue", LEAD): {made["due"]},
    }
    assert session.exec(select(Entry.what).where(Entry.what == "escalated")).all() == ["escalated"]


def _cases(session: Session) -> dict[str, str]:
    """A case for each job; their references by what they are for."""
    an = make_account(session, email=AN, password_hash="-")
    make_account(session, email=LEAD, password_hash="-", role=Role.TEAM_LEAD)
    mine: dict[str, Any] = {"claimed_by_id": an.id, "status": CaseStatus.IN_TRIAGE, "contacted_on": MONDAY}
    later: dict[str, Any] = {"next_action_on": MONDAY + 30 * DAY, "next_action": "Bellen."}
    waits: dict[str, Any] = {
        **mine,
        "status": CaseStatus.WAITING_FOR_REPORTER,
        "came_from": CaseStatus.IN_TRIAGE,
        "desk": "waiting",
    }
    asked = make_case(
        session, **waits, asked_on=MONDAY, due_on=MONDAY + 14 * DAY, referral={"reporter_email": REPORTER}
    )
    asked.asked_reference = asked.reference
    made = {
        "due": make_case(session, **mine, next_action_on=MONDAY + DAY, next_action="Bellen."),
        "untold": make_case(session, **mine, **later, art14_due_on=MONDAY + 4 * DAY),
        "untaken": make_case(session, escalate_at=at(1, time(8, 3))),
        "asked": asked,
    }
    draft: dict[str, Any] = {
        "own": {"reporter_email": REPORTER},
        "remind_on": MONDAY + 2 * DAY,
        "active_at": at(0, time(9)),
    }
    keys: dict[str, Any] = {"token_hash": "a" * 64, "submission_key": "b" * 32, "resume_key": "c" * 32}
    session.add(Draft(kind=Kind.LANDLORD, language="nl", created_at=at(0, time(9)), **draft, **keys))
    died = at(0, time(10))
    mail: dict[str, Any] = {"message_id": "<1@huis.example>", "created_at": died, "due_at": died, "finished_at": died}
    session.add(Outbox(notice="receipt", to_addr=REPORTER, state=MailState.DEAD, context={}, **mail))
    session.commit()
    return {name: case.reference for name, case in made.items()}


def _mails(session: Session) -> dict[tuple[str, str, str], set[str]]:
    """The references that each mail of the worker names, by when and to whom it was put aside."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for row in session.exec(select(Outbox).where(Outbox.state == MailState.PENDING)):
        when = f"{row.created_at.astimezone(BRUSSELS):%a %H:%M}".lower()
        lines = row.context.get("cases") or row.context.get("items") or row.context.get("reference", "")
        assert (when, row.notice, row.to_addr) not in found
        found[when, row.notice, row.to_addr] = {word for word in lines.split() if len(word) == 11 and "-" in word[:5]}
    return found
