"""How the team looks at the queue: the counters of its fixed views, and the views that people keep for themselves."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class Tally(SQLModel, table=True):
    """How many cases a fixed view holds; ``key`` is its name, for a person or a team with ``:`` and whose it is."""

    __tablename__ = "tally"

    key: str = Field(primary_key=True, sa_type=sa.String(80))
    cases: int = 0


class SavedView(SQLModel, table=True):
    """Filters under a name of somebody's own; at most one is where that person's queue begins."""

    __tablename__ = "saved_view"
    __table_args__ = (sa.UniqueConstraint("account_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    name: str = Field(sa_type=sa.String(60))
    query: str = Field(sa_type=sa.String(500))
    """The view and its filters as they stand in the URL, in one fixed order; they name nobody."""
    is_start: bool = False
    created_at: datetime
