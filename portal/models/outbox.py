"""Mails to be sent, written in the same transaction as the fact that they tell."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from portal.domain.mailing import MailState
from portal.models.columns import document, words

WAITING = sa.text("state IN ('pending', 'leased', 'deferred')")
"""What the index of the claims holds; a query must spell it alike."""
HAS_MATTER = sa.text("matter IS NOT NULL")


class Outbox(SQLModel, table=True):
    """One mail to one address; Message-ID and Date are fixed here, so that a repeat is recognised as one."""

    __tablename__ = "outbox"
    __table_args__ = (
        sa.Index("ix_outbox_waiting", "lane", "state", "due_at", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        sa.Index("ix_outbox_state", "state", "created_at"),
        sa.Index("ix_outbox_to", "to_addr", "created_at"),
        sa.Index("ix_outbox_matter", "matter", sqlite_where=HAS_MATTER, postgresql_where=HAS_MATTER),
    )

    id: int | None = Field(default=None, primary_key=True)
    notice: str = Field(sa_type=sa.String(40))
    to_addr: str = Field(sa_type=sa.String(254))
    language: str = Field(default="nl", sa_type=sa.String(5))
    referral_id: int | None = Field(default=None, foreign_key="referral.id", index=True)
    case_id: int | None = Field(default=None, foreign_key="cases.id", index=True)
    matter: str | None = Field(default=None, sa_type=sa.String(40))
    """What it is about where that is neither a report nor a case: a draft or a link for staff, by its key."""
    context: dict[str, Any] = Field(default_factory=dict, sa_type=document())
    """What the letter needs and no more: a reference, a level, a day; never a name."""
    message_id: str = Field(sa_type=sa.String(200), unique=True)
    created_at: datetime
    state: MailState = Field(default=MailState.PENDING, sa_type=words(MailState, "state"))
    lane: int = Field(default=1, sa_type=sa.SmallInteger, sa_column_kwargs={"server_default": "1"})
    """0 is what cannot wait, 1 the rest; a worker takes the lowest lane first, and now and then whatever is oldest."""
    attempt: int = 0
    """Grows with every claim and every new start, so that a late worker never matches it (``store.leases``)."""
    lapsed: int = Field(default=0, sa_type=sa.SmallInteger, sa_column_kwargs={"server_default": "0"})
    """How often a worker had it in hand and never said what came of it."""
    due_at: datetime
    """When it may be tried (again); a claim moves it to the end of the lease."""
    resent_at: datetime | None = None
    """When staff gave a dead mail a new start; from then on its hours of trying count anew."""
    rendered: str | None = Field(default=None, sa_type=sa.Text())
    """The letter of one that was tried in vain, for the next attempt; else nothing is kept of what a mail says."""
    error: str | None = Field(default=None, sa_type=sa.String(60))
    """The last failure as a code (``421``, ``timeout``, ``certificate``), never the server's own words."""
    finished_at: datetime | None = None
    cancelled_at: datetime | None = None
    """When its matter was over; one that a worker had in hand then leaves or is cancelled, but is not tried again.

    One that was dead already stays dead, and nobody can resend it.
    """


class Pace(SQLModel, table=True):
    """How far all workers together are ahead of the rate that an operator allows; untouched where there is none."""

    __tablename__ = "pace"

    name: str = Field(primary_key=True, sa_type=sa.String(20))
    free_ms: int = Field(sa_type=sa.BigInteger)
    """From when the next mail would keep to the rate exactly, in milliseconds since 1970."""


class Heartbeat(SQLModel, table=True):
    """When a worker was last alive; each has its own row."""

    __tablename__ = "heartbeat"

    name: str = Field(primary_key=True, sa_type=sa.String(80))
    seen_at: datetime


class Schedule(SQLModel, table=True):
    """When a recurring job is due next; whoever of the workers locks the row does it and moves the time."""

    __tablename__ = "schedule"

    name: str = Field(primary_key=True, sa_type=sa.String(40))
    next_at: datetime
    done_at: datetime | None = None


class Preference(SQLModel, table=True):
    """How somebody wants to be told of a kind of notice, where that is not the usual way."""

    __tablename__ = "preference"

    receiver: str = Field(primary_key=True, sa_type=sa.String(20))
    """``account:7``, or ``team`` for the mailbox of the team."""
    notice: str = Field(primary_key=True, sa_type=sa.String(40))
    how: str = Field(sa_type=sa.String(10))
    """``at_once``, ``digest`` or ``none``."""


class DigestItem(SQLModel, table=True):
    """Something to be told in somebody's next digest, which deletes it."""

    __tablename__ = "digest_item"

    id: int | None = Field(default=None, primary_key=True)
    receiver: str = Field(sa_type=sa.String(20), index=True)
    notice: str = Field(sa_type=sa.String(40))
    case_id: int | None = Field(default=None, foreign_key="cases.id", index=True)
    context: dict[str, Any] = Field(default_factory=dict, sa_type=document())
    at: datetime
