"""A report that is being filled in; until the gate is passed it holds nothing about a tenant."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from portal.domain.vocabulary import Kind
from portal.models.columns import document, words


class Draft(SQLModel, table=True):
    """The browser holds only a random token, of which this row keeps the hash."""

    __tablename__ = "draft"
    __table_args__ = (
        sa.CheckConstraint("kind = 'tenant' OR passed_gate OR answers IS NULL", name="nothing_before_the_gate"),
    )

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(sa_type=sa.String(64), unique=True)
    submission_key: str = Field(sa_type=sa.String(32), unique=True)
    kind: Kind = Field(sa_type=words(Kind, "kind"))
    language: str = Field(default="nl", sa_type=sa.String(5))
    passed_gate: bool = False
    own: dict[str, Any] = Field(default_factory=dict, sa_type=document())
    """The reporter's own data, which may be kept before the gate."""
    answers: dict[str, Any] | None = Field(default=None, sa_type=document())
    resume_key: str | None = Field(default=None, sa_type=sa.String(32), index=True, unique=True)
    """The random part of the mailed link to come back; none when nobody asked for one."""
    remind_on: date | None = Field(default=None, index=True)
    """The day of the next reminder; none when there is none to come."""
    reminders: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    created_at: datetime
    active_at: datetime = Field(index=True)
