"""What the outbox tells of an address: how much was put aside for it, and whether somebody reads it."""

from __future__ import annotations

from datetime import datetime
from typing import cast

import sqlalchemy as sa
from sqlmodel import Session, col

from portal.models import Outbox, Referral

_TO_ADDRESS = sa.select(sa.func.count()).select_from(
    sa.select(col(Outbox.id))
    .where(col(Outbox.to_addr) == sa.bindparam("address"), col(Outbox.created_at) > sa.bindparam("since"))
    .limit(sa.bindparam("most"))
    .subquery()
)
"""Made once: every final submit asks it."""


def to_address(session: Session, address: str, *, since: datetime, most: int) -> int:
    """How many mails were put aside for one address, counted up to ``most``."""
    found = session.execute(_TO_ADDRESS, {"address": address, "since": since, "most": most})
    return cast("int", found.scalar_one())


def confirmed(session: Session, address: str) -> bool:
    """Whether somebody who reads this mailbox said "this is my report" behind a link that was mailed to it."""
    said = (
        sa.select(sa.literal(1))
        .select_from(Outbox)
        .join(Referral, col(Referral.id) == col(Outbox.referral_id))
        .where(col(Outbox.to_addr) == address, col(Referral.verified_at).is_not(None))
    )
    return session.execute(said.limit(1)).first() is not None
