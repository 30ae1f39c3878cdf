"""Every step that a mail took, written down by the database itself, and what no step may be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from portal.domain.mailing import MOVES, MailState, Step
from portal.models import Outbox

OUTBOX: sa.Table = Outbox.__table__  # type: ignore[attr-defined]
STEPS = sa.Table(
    "drill_step",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("mail", sa.Integer, nullable=False),
    sa.Column("origin", sa.String(40), nullable=False),
    sa.Column("to_state", sa.String(40), nullable=False),
    sa.Column("before", sa.Integer, nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("was_due_at", OUTBOX.c.due_at.type, nullable=False),
    sa.Column("due_at", OUTBOX.c.due_at.type, nullable=False),
)
INSERT = """
INSERT INTO drill_step (mail, origin, to_state, before, attempt, was_due_at, due_at)
VALUES (OLD.id, OLD.state, NEW.state, OLD.attempt, NEW.attempt, OLD.due_at, NEW.due_at);
"""
TRIGGERS = {
    "sqlite": (f"CREATE TRIGGER drill_step AFTER UPDATE OF state, attempt ON outbox BEGIN {INSERT} END",),
    "postgresql": (
        f"CREATE FUNCTION drill_step() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {INSERT} RETURN NULL; END $$",
        "CREATE TRIGGER drill_step AFTER UPDATE OF state, attempt ON outbox FOR EACH ROW EXECUTE FUNCTION drill_step()",
    ),
}
ALLOWED = frozenset((origin, to) for origins, to in MOVES.values() for origin in origins)
CLAIMED = MOVES[Step.CLAIM][1]


class Taken(NamedTuple):
    """One step."""

    mail: int
    origin: str
    to: str
    before: int
    attempt: int
    was_due_at: datetime
    due_at: datetime


def watch(bind: sa.Engine) -> None:
    """From now on nothing happens to a mail unseen."""
    STEPS.metadata.create_all(bind)
    with bind.begin() as connection:
        for statement in TRIGGERS[bind.dialect.name]:
            connection.exec_driver_sql(statement)


def steps(session: Session) -> Iterator[Taken]:
    """In the order in which they were committed, as far as one mail is concerned."""
    return (Taken(*row[1:]) for row in session.execute(sa.select(STEPS).order_by(STEPS.c.id)))


def astray(session: Session) -> Iterator[str]:
    """Steps that the table of moves does not have, and chains that do not hold together."""
    at: dict[int, tuple[Any, int]] = {}
    for step in steps(session):
        if (step.origin, step.to) not in ALLOWED:
            yield f"mail {step.mail} went from {step.origin} to {step.to}"
        if at.get(step.mail, (MailState.PENDING, 0)) != (step.origin, step.before):
            yield f"mail {step.mail} was {step.origin} at attempt {step.before} all of a sudden"
        at[step.mail] = step.to, step.attempt


def stolen(session: Session, *, lease: timedelta) -> Iterator[str]:
    """What was taken out of a worker's hand before its lease ran out, or written by one that had lost it."""
    for step in steps(session):
        if step.to == CLAIMED:
            if step.attempt != step.before + 1 or step.due_at - lease < step.was_due_at:
                yield f"mail {step.mail} was taken too early at attempt {step.attempt}"
        elif step.attempt != step.before:
            yield f"mail {step.mail} was ended at attempt {step.before} by another"
