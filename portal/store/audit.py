"""The trail: one row for every move, note, read, sign-in and refusal, in the same transaction as what it tells."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from portal.models import Audit


def record(
    session: Session,
    *,
    at: datetime,
    action: str,
    account_id: int | None = None,
    case_id: int | None = None,
    referral_id: int | None = None,
    **details: object,
) -> None:
    """Add one line; ``details`` are codes and numbers, never what somebody typed."""
    session.add(
        Audit(
            at=at,
            action=action,
            account_id=account_id,
            case_id=case_id,
            referral_id=referral_id,
            details=details,
        )
    )
