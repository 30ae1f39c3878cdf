"""``demo seed``: believable cases that the portal itself would accept; the demo alone gets them."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session, col, select

from portal import clock, create_app
from portal.cli.seeding import copies, people
from portal.cli.seeding.stories import STORIES
from portal.cli.seeding.story import Story
from portal.domain.intake import checking
from portal.domain.matching import keys
from portal.domain.vocabulary import CaseStatus, Urgency
from portal.models import Audit, Case, Entry, MailState, Outbox, Referral
from portal.services import nightly
from portal.store import search, tallies
from portal.views import policies

CHANCE = Random(7)  # noqa: S311 - invented people
A_WEEK = [date(2026, 11, 23) + timedelta(days=number) for number in range(7)]


@pytest.fixture
def seeded(app: Flask, session: Session) -> Session:
    result = app.test_cli_runner().invoke(args=["demo", "seed"])
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"{len(STORIES)} cases in ")
    return session


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.kind}-{story.ago}")
def test_every_story_is_a_report_that_the_form_would_take_on_any_day(story: Story) -> None:
    told = {day: story.answers(people.household(CHANCE), people.landlord(CHANCE), day) for day in A_WEEK}

    for today, answers in told.items():
        assert checking.prune(story.kind, answers) == answers
        assert checking.complete(story.kind, answers, today=story.received_on(today)) is None, today


def test_the_queue_looks_like_a_monday_morning(seeded: Session) -> None:
    cases = seeded.exec(select(Case)).all()
    today = clock.today()

    assert {case.level for case in cases if case.is_open} == set(Urgency)
    assert {case.desk for case in cases} == {"todo", "waiting", "guided", "closed"}
    assert {case.status for case in cases} == set(CaseStatus) - {CaseStatus.OUT_OF_AREA}
    assert any(case.due_on < today for case in cases if case.desk == "todo")
    assert any(case.safety_mark for case in cases)
    assert any(case.objection == "undecided" for case in cases)
    assert all(case.queue_on >= today for case in cases if case.desk == "todo")


def test_nothing_is_left_for_the_nightly_run_and_only_todays_mails_leave(seeded: Session, app: Flask) -> None:
    with app.app_context():
        again = nightly.recompute_due(seeded, today=clock.today(), at=clock.now(), policy=policies.policy())
    waiting = seeded.exec(select(Outbox).where(col(Outbox.state) == MailState.PENDING)).all()
    told_at = list(filter(None, seeded.exec(select(Case.escalate_at))))

    assert again == 0
    assert all(moment > clock.now() for moment in told_at)
    assert waiting
    assert {mail.created_at.astimezone(clock.BRUSSELS).date() for mail in waiting} == {clock.today()}


def test_copies_are_whole_and_of_other_households(seeded: Session) -> None:
    before = Counter(seeded.exec(select(Case.status)))

    copies.add(seeded, 300, CHANCE)

    referrals = seeded.exec(select(Referral)).all()
    assert len(referrals) == len(STORIES) + 300
    assert len({referral.reference for referral in referrals}) == len(referrals)
    assert set(seeded.exec(select(Case.reference))) == {referral.reference for referral in referrals}
    assert set(seeded.exec(select(Case.status))) == set(before)
    assert seeded.exec(select(sa.func.count()).select_from(Entry).where(Entry.what == "received")).one() == len(
        referrals
    )
    received = select(sa.func.count()).select_from(Audit).where(Audit.action == "intake.received")
    assert seeded.exec(received).one() == len(referrals)
    assert tallies.wrong(seeded) == {}
    newest = referrals[-1]
    assert newest.case_id in search.hits(seeded, keys.asked(newest.reference))
    assert newest.case_id in search.hits(seeded, keys.asked(newest.tenant_phone or ""))
    flat = next(one for one in reversed(referrals) if one.box)
    assert flat.case_id in search.hits(seeded, keys.asked(f"{flat.street} {flat.house_number}/{flat.box}"))


def test_a_report_after_the_copies_gets_ids_of_its_own(seeded: Session, app: Flask) -> None:
    copies.add(seeded, 20, CHANCE)

    result = app.test_cli_runner().invoke(args=["demo", "seed", "--cases", "2"])

    assert result.exit_code == 0, result.output
    assert seeded.exec(select(sa.func.count()).select_from(Case)).one() == len(STORIES) + 22


def test_production_is_never_seeded(sqlite_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    app = create_app(
        {
            "env": "production",
            "secret_keys": secrets.token_hex(32),
            "database_url": sqlite_url,
            "data_dir": folder,
            "base_url": "https://meldpunt.voorbeeld.be",
            "smtp_host": "127.0.0.1",
            "mail_from": "meldpunt@voorbeeld.be",
            "intake_mailbox": "intake@voorbeeld.be",
        }
    )

    result = app.test_cli_runner().invoke(args=["demo", "seed"])

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: this is production")
    assert len(result.stderr.splitlines()) == 1
    app.extensions["engine"].dispose()
