"""``user``: make and close staff accounts."""

from __future__ import annotations

import click

from portal import clock, db, migrations
from portal.cli.groups import Group, ready_engine
from portal.domain.vocabulary import Role
from portal.services import accounts
from portal.views.accounts import invitation_link

user = Group("user", help="Make and close staff accounts.")


@user.command()
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", required=True, help="One of: " + ", ".join(Role))
def create(email: str, name: str, role: str) -> None:
    """Make an account and print its one-time invitation link."""
    if role not in set(Role):
        raise click.ClickException(f"--role must be one of: {', '.join(Role)}")
    migrations.require_newest(ready_engine())
    with db.transaction() as session:
        account = accounts.create(session, email=email, name=name, role=Role(role), at=clock.now())
    click.echo(invitation_link(account))


@user.command()
@click.argument("email")
def disable(email: str) -> None:
    """Close the account of EMAIL and end its sessions."""
    migrations.require_newest(ready_engine())
    with db.transaction() as session:
        account = accounts.disable(session, email, clock.now())
    click.echo(f"disabled: {account.email}")
