"""``worker``: the process that sends what is put aside and does what the night asks."""

from __future__ import annotations

import signal
from functools import partial

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from portal import config, db
from portal.notify.delivery import Desk, Result
from portal.notify.post import Postman
from portal.notify.worker import Nightly, Worker

NIGHTLY: tuple[Nightly, ...] = ()


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
    stop = Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop.ask)
    found = Worker(_desk(), NIGHTLY, stopping=stop)
    if once:
        _run_once(found)
    else:
        found.run()


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
        site=config.site(),
        postman=Postman(settings),
    )
