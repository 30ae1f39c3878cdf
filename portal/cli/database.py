"""``db``: move the schema, and say where it stands."""

from __future__ import annotations

import click

from portal import migrations
from portal.cli.groups import Group, ready_engine

db = Group("db", help="Move the database's schema, and say where it stands.")


@db.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the schema to REVISION (the newest)."""
    migrations.upgrade(ready_engine(), revision)
    click.echo(migrations.current(ready_engine()) or "base")


@db.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the schema back to REVISION (an identifier, -1, or base)."""
    migrations.downgrade(ready_engine(), revision)
    click.echo(migrations.current(ready_engine()) or "base")


@db.command()
def current() -> None:
    """Print the revision of the schema."""
    click.echo(migrations.current(ready_engine()) or "base")


@db.command()
def check() -> None:
    """Fail unless the schema is the one this version needs."""
    migrations.require_newest(ready_engine())
    click.echo("ok")
