"""``worker``: the process that sends what is put aside and does what recurs."""

from __future__ import annotations

import itertools
import secrets
import signal
from functools import partial

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from portal import config, db, migrations
from portal.cli.groups import FORESEEN
from portal.cli.jobs import JOBS
from portal.domain import mailing
from portal.notify.delivery import Desk, Result
from portal.notify.post import Postman
from portal.notify.worker import Worker
from portal.store import messages


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
    """Send mail that is due, do what recurs, and show a heartbeat, until stopped."""
    _refuse_a_wrong_database()
    stop = Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop.ask)
    found = Worker(_desk(), JOBS, stopping=stop, name="once" if once else None)
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
        _forget(found)
    except SQLAlchemyError as error:
        raise click.ClickException(f"The database does not answer ({type(error).__name__}).") from None
    click.echo(", ".join(f"{result} {came_to[result]}" for result in (Result.SENT, Result.DEFERRED, Result.DEAD)))


def _forget(found: Worker) -> None:
    """Nobody misses one that was to work once."""
    with db.open_session(db.engine(), writes=True) as session:
        messages.stop_beating(session, found.name)
        session.commit()


def _desk() -> Desk:
    settings = config.settings()
    return Desk(
        open_session=partial(db.open_session, db.engine()),
        settings=settings,
        sites=config.sites(),
        postman=Postman(settings),
        # One that is killed soon would else never come to what others left unfinished: that has its turn late.
        claims=itertools.count(secrets.randbelow(mailing.TURNS)),
    )
