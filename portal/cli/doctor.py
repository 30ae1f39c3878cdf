"""``doctor``: what an operator wants to see after a change: the site file as read, and whether everything stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import click
from flask.cli import with_appcontext

from portal import clock, config, db, migrations
from portal.cli.groups import FORESEEN, ready_engine
from portal.notify import acute


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Print the site file as it was read, and check the database, its schema and the terms; status 1 when wrong."""
    for name, value in _lines("", config.site()):
        click.echo(f"site  {name} = {value}")
    faults = [_report(name, check) for name, check in CHECKS]
    if any(faults):
        raise click.exceptions.Exit(1)


def _lines(prefix: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every value of the site file under its dotted name."""
    if is_dataclass(value):
        for one in fields(value):
            yield from _lines(f"{prefix}.{one.name}".lstrip("."), getattr(value, one.name))
    elif isinstance(value, tuple) and value and is_dataclass(value[0]):
        for number, one in enumerate(value, start=1):
            yield from _lines(f"{prefix}.{number}", one)
    else:
        yield prefix, ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _report(name: str, check: Callable[[], str]) -> bool:
    """Print one line; whether something is wrong."""
    try:
        click.echo(f"ok    {name}: {check()}")
    except FORESEEN as error:
        click.echo(f"wrong {name}: {error}")
        return True
    return False


def _database() -> str:
    return str(ready_engine().dialect.name)


def _schema() -> str:
    migrations.require_newest(ready_engine())
    return str(migrations.newest())


def _terms() -> str:
    return "confirmed" if config.site().retention.confirmed else "not yet confirmed by the town"


def _today() -> str:
    return clock.today().isoformat()


def _acute() -> str:
    """Of a U0 somebody must hear at once."""
    migrations.require_newest(ready_engine())
    with db.open_session(db.engine(), writes=False) as session:
        heard = acute.hearing(session, config.settings().duty_mailbox, clock.today())
    duty = "the last mail to the mailbox on duty did not arrive" if heard.failing else "the mailbox on duty"
    if not heard.by_somebody:
        raise config.ConfigError(f"nobody: {duty}, and no colleague asked for it")
    if heard.stand_ins:
        return f"{duty}; {len(heard.stand_ins)} colleagues stand in for it"
    return f"{duty}, and {len(heard.names)} colleagues who asked for it"


CHECKS = (
    ("database", _database),
    ("schema", _schema),
    ("who hears of a U0", _acute),
    ("retention terms", _terms),
    ("today", _today),
)
