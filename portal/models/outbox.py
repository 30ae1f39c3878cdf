"""Mails to be sent, written in the same transaction as the fact that they tell."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from portal.models.columns import document, words


class MailState(StrEnum):
    """Pending until sent; dead when staff have to look at it."""

    PENDING = "pending"
    SENT = "sent"
    DEAD = "dead"


class Outbox(SQLModel, table=True):
    """One mail to one address; Message-ID and Date are fixed here, so that a repeat is recognised as one."""

    __tablename__ = "outbox"
    __table_args__ = (
        sa.Index("ix_outbox_waiting", "state", "due_at"),
        sa.Index("ix_outbox_to", "to_addr", "created_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    notice: str = Field(sa_type=sa.String(40))
    to_addr: str = Field(sa_type=sa.String(254))
    language: str = Field(default="nl", sa_type=sa.String(5))
    referral_id: int | None = Field(default=None, foreign_key="referral.id", index=True)
    case_id: int | None = Field(default=None, foreign_key="cases.id", index=True)
    context: dict[str, Any] = Field(default_factory=dict, sa_type=document())
    """What the letter needs and no more: a reference, a level, a day; never a name."""
    message_id: str = Field(sa_type=sa.String(200), unique=True)
    created_at: datetime
    state: MailState = Field(default=MailState.PENDING, sa_type=words(MailState, "state"))
    attempt: int = 0
    due_at: datetime
    """When it may be tried (again); a claim moves it to the end of the lease."""
    rendered: str | None = Field(default=None, sa_type=sa.Text())
    error: str | None = Field(default=None, sa_type=sa.String(60))
    """The last failure as a code (``421``, ``timeout``, ``certificate``), never the server's own words."""
    finished_at: datetime | None = None


class Heartbeat(SQLModel, table=True):
    """When a worker was last alive, and on which day a nightly job last ran."""

    __tablename__ = "heartbeat"

    name: str = Field(primary_key=True, sa_type=sa.String(80))
    seen_at: datetime
