"""Staff accounts, a row per sign-in, and the counters that slow down guessing."""

from datetime import date, datetime

import flask_login
import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from portal.domain.vocabulary import Role
from portal.models.columns import words


class Account(SQLModel, flask_login.UserMixin, table=True):  # type: ignore[misc]
    """A member of staff; without a password until the invitation was used."""

    __tablename__ = "account"

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(max_length=254, sa_type=sa.String(254), unique=True)
    name: str = Field(sa_type=sa.String(100))
    role: Role = Field(sa_type=words(Role, "role"))
    password_hash: str | None = Field(default=None, sa_type=sa.String(200))
    epoch: int = Field(default=0)
    """Raised when the password changes, which ends every link and sign-in made before."""
    language: str = Field(default="nl", sa_type=sa.String(5), sa_column_kwargs={"server_default": "nl"})
    """Of the mails that this person gets."""
    created_at: datetime
    disabled_at: datetime | None = None
    team: str | None = Field(default=None, sa_type=sa.String(60))
    """A label that the team leads give; no wall."""
    away_until: date | None = None
    """The last day of an absence: until then a colleague may take over."""


class SignIn(SQLModel, table=True):
    """One signed-in browser; ending the row signs that browser out."""

    __tablename__ = "sign_in"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    token_hash: str = Field(sa_type=sa.String(64), unique=True)
    epoch: int
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None


class Throttle(SQLModel, table=True):
    """Failures counted per keyed hash of an account, a network or the whole; nothing readable is kept."""

    __tablename__ = "throttle"

    key: str = Field(primary_key=True, sa_type=sa.String(80))
    failures: int = 0
    window_ends_at: datetime
