"""What the team does for a household: pathway episodes, what it was told, and what it lets us tell."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from portal.domain import vocabulary as v
from portal.models.columns import document, words


class Episode(SQLModel, table=True):
    """One pathway that a case went: PRE_OGP, then OGP, then DW is normal."""

    __tablename__ = "episode"
    __table_args__ = (
        sa.Index(
            "uq_episode_place_taken",
            "place",
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    pathway: v.Pathway = Field(sa_type=words(v.Pathway, "pathway"))
    reason: str | None = Field(default=None, sa_type=sa.Text())
    """Why it is another one than was advised."""
    assigned_on: date
    started_on: date | None = None
    ends_on: date | None = None
    """The end that was agreed, of a stay."""
    term_ends_on: date | None = None
    """The end of the longest term that the pathway allows."""
    place: str | None = Field(default=None, sa_type=sa.String(60))
    """The dwelling of a stay, by its name in the site file."""
    agreements: dict[str, Any] = Field(default_factory=dict, sa_type=document())
    """Of PW: who agreed for the tenant and for the landlord, when and how."""
    ended_on: date | None = None
    outcome: v.Outcome | None = Field(default=None, sa_type=words(v.Outcome, "outcome"))


class Release(SQLModel, table=True):
    """One sentence that a tenant allows us to tell one reporter (triage.md, "What the reporter sees")."""

    __tablename__ = "release"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    referral_id: int = Field(foreign_key="referral.id", index=True)
    sentence: str = Field(sa_type=sa.String(20))
    """``contact``, ``guidance`` or ``arrangements``: one of three standard sentences."""
    given_on: date
    given_how: str = Field(sa_type=sa.String(20))
    until_on: date
    given_by_id: int = Field(foreign_key="account.id")
    revoked_at: datetime | None = None
    revoked_by_id: int | None = Field(default=None, foreign_key="account.id")


class Informing(SQLModel, table=True):
    """That one adult was told what we keep and why (GDPR art. 14)."""

    __tablename__ = "informing"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    adult: str = Field(sa_type=sa.String(160))
    """A first and a last name, each as long as a report may have them."""
    given_on: date
    given_how: str = Field(sa_type=sa.String(20))
    version: str = Field(sa_type=sa.String(20))
    given_by_id: int = Field(foreign_key="account.id")
