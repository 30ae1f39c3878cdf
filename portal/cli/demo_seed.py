"""``demo seed``: invented cases, so that the queue looks like a Monday morning; never in production."""

from __future__ import annotations

import time
from dataclasses import replace
from random import Random

import click
from flask.cli import with_appcontext
from sqlmodel import Session, select

from portal import clock, config, db, migrations
from portal.cli.groups import ready_engine
from portal.cli.seeding import copies, telling
from portal.cli.seeding.stories import STORIES
from portal.cli.staff import ensure_staff
from portal.domain.vocabulary import Role
from portal.models import Account, Case
from portal.store import accounts
from portal.views import policies

TOLD_AT_MOST = 2000
ORIGINALS = 400
"""When more are wanted than can be told one by one, so many are told, and copied to other households."""
WHO = {"worker": Role.INTAKE_WORKER, "lead": Role.TEAM_LEAD}


@click.command("seed")
@click.option("--cases", "wanted", type=click.IntRange(1, 2_000_000), default=len(STORIES), show_default=True)
@with_appcontext
def seed(wanted: int) -> None:
    """Add invented cases of all levels, as they stand this morning."""
    if config.settings().env == "production":
        raise click.ClickException("this is production: invented cases belong in the demo alone (PORTAL_ENV=demo).")
    migrations.require_newest(ready_engine())
    staff = {role: email for role, email, _ in ensure_staff(config.settings().data_dir)}
    began = time.monotonic()
    add(wanted, staff)
    click.echo(f"{wanted} cases in {time.monotonic() - began:.1f} s")


def add_when_empty(staff: dict[str, str]) -> None:
    """A Monday morning's cases, where there are none yet; ``staff`` are addresses by role."""
    with db.transaction() as session:
        empty = session.exec(select(Case.id).limit(1)).first() is None
    if empty:
        add(len(STORIES), staff)


def add(wanted: int, staff: dict[str, str]) -> None:
    """So many cases, told one by one as far as that is bearable, then copied with other names."""
    chance = Random()  # noqa: S311 - invented people
    told = wanted if wanted <= TOLD_AT_MOST else ORIGINALS
    with db.transaction() as session:
        office = telling.Office(
            session=session,
            staff={name: _account(session, staff[role]) for name, role in WHO.items()},
            policy=policies.policy(),
            mailboxes=replace(policies.mailboxes(), factor=0),  # A year of reports in a minute is no flood.
            now=clock.now(),
            zone=clock.BRUSSELS,
        )
        telling.tell(office, [STORIES[number % len(STORIES)] for number in range(told)], chance)
    copies.add(db.session(), wanted - told, chance)


def _account(session: Session, email: str) -> Account:
    found = accounts.by_email(session, email)
    if found is None:
        raise click.ClickException(f"the demo's account {email} is missing.")
    return found
