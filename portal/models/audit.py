"""The trail: who did what to which case, in codes, without any content of a case."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from portal.models.columns import document


class Audit(SQLModel, table=True):
    """One line of the trail; ``details`` holds codes and numbers only, never a name or a text that somebody typed."""

    __tablename__ = "audit"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    action: str = Field(sa_type=sa.String(40))
    account_id: int | None = Field(default=None, foreign_key="account.id")
    case_id: int | None = Field(default=None, foreign_key="cases.id", index=True)
    referral_id: int | None = Field(default=None, foreign_key="referral.id")
    details: dict[str, Any] = Field(default_factory=dict, sa_type=document())
