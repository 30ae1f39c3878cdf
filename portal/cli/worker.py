"""``worker``: the process that sends what is put aside and does what the night asks."""

from __future__ import annotations

import signal
from datetime import date, timedelta
from functools import partial

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from portal import clock, config, db, migrations
from portal.cli.groups import FORESEEN
from portal.notify.delivery import Desk, Result
from portal.notify.post import Postman
from portal.notify.worker import Nightly, Worker
from portal.services import nightly, questions, resume, throttling
from portal.store import drafts
from portal.views import policies


def recompute(session: Session, today: date) -> None:
    """What the new day changes about the cases: levels that rise, and what is overdue now."""
    nightly.recompute_due(session, today=today, at=clock.now(), policy=policies.policy())


def forget_drafts(session: Session, _today: date) -> None:
    """Reports that were begun and left alone for the days that the site file gives them."""
    drafts.delete_older(session, clock.now() - timedelta(days=config.site().retention.draft_days))


def remind(session: Session, today: date) -> None:
    """Reports that were begun, for whoever asked for a link back."""
    alive_since = clock.now() - timedelta(days=config.site().retention.draft_days)
    resume.remind(session, today=today, at=clock.now(), alive_since=alive_since, mailboxes=policies.mailboxes())


def check_tallies(session: Session, _today: date) -> None:
    """The counters of the queue's views, against an exact count."""
    nightly.check_tallies(session)


def close_questions(session: Session, today: date) -> None:
    """Questions to a reporter that nobody answered: their cases come back to the team."""
    questions.close_unanswered(session, at=clock.now(), today=today, policy=policies.policy())


def remind_of_questions(session: Session, today: date) -> None:
    """Questions to a reporter that have been open for some days."""
    questions.remind(
        session,
        at=clock.now(),
        today=today,
        policy=policies.policy(),
        mailboxes=policies.mailboxes(),
        closing_days=config.site().closing_day,
    )


def forget_counters(session: Session, _today: date) -> None:
    """Counters of failed sign-ins whose window is over."""
    throttling.forget(session, clock.now())


NIGHTLY = (
    Nightly("questions", close_questions),
    Nightly("question_reminders", remind_of_questions),
    Nightly("recompute", recompute),
    Nightly("drafts", forget_drafts),
    Nightly("reminders", remind),
    Nightly("counters", forget_counters),
    Nightly("tallies", check_tallies),
)


class Stop:
    """Set by SIGTERM and Ctrl-C; asked between two mails."""

    asked = False

    def __call__(self) -> bool:
        return self.asked

    def ask(self, *_signal: object) -> None:
        self.asked = True


@click.command("worker")
@click.option("--once", is_flag=True, help="Send what is due now, then end.")
@with_appcontext
def worker(once: bool) -> None:
    """Send mail that is due, do the nightly jobs, and show a heartbeat, until stopped."""
    _refuse_a_wrong_database()
    stop = Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop.ask)
    found = Worker(_desk(), NIGHTLY, stopping=stop)
    if once:
        _run_once(found)
    else:
        found.run()


def _refuse_a_wrong_database() -> None:
    try:
        db.require_answer(db.engine())
        migrations.require_newest(db.engine())
    except FORESEEN as error:
        raise click.ClickException(str(error)) from None


def _run_once(found: Worker) -> None:
    try:
        came_to = found.round()
    except SQLAlchemyError as error:
        raise click.ClickException(f"The database does not answer ({type(error).__name__}).") from None
    click.echo(", ".join(f"{result} {came_to[result]}" for result in (Result.SENT, Result.DEFERRED, Result.DEAD)))


def _desk() -> Desk:
    settings = config.settings()
    return Desk(
        open_session=partial(db.open_session, db.engine()),
        settings=settings,
        sites=config.sites(),
        postman=Postman(settings),
    )
