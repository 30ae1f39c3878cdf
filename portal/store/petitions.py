"""Petitions of the court registry are looked for and stored by one colleague at a time."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session

LOCK = sa.text("SELECT pg_advisory_xact_lock(:key)")
KEY = 1_344
"""Article 1344 of the Judicial Code, by which a registry reports; no other lock has this number."""


def one_at_a_time(session: Session) -> None:
    """Until this transaction ends nobody else stores a petition; of SQLite's writers there is only one anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(LOCK, {"key": KEY})
