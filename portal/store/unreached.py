"""Mails to reporters that did not arrive, with the reports that they are about."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col

from portal.models import Outbox, Referral
from portal.store.messages import MISSED


def dead(session: Session, case_id: int, notices: Collection[str]) -> Sequence[tuple[Outbox, Referral]]:
    """The dead mails of these kinds about a case, the oldest first, each with its report, locked.

    One whose matter is over is not among them, nor does it count: nobody misses it.
    """
    found = (
        sa.select(Outbox, Referral)
        .join(Referral, col(Referral.id) == col(Outbox.referral_id))
        .where(col(Outbox.case_id) == case_id, *MISSED)
        .where(col(Outbox.notice).in_(list(notices)))
        .order_by(col(Outbox.id))
    )
    return [(mail, referral) for mail, referral in session.execute(found.with_for_update(of=Outbox))]


def any_dead(session: Session, case_ids: Collection[int], notices: Collection[str]) -> bool:
    """Whether a mail of these kinds about one of these cases is dead."""
    about = col(Outbox.case_id).in_(list(case_ids)), col(Outbox.notice).in_(list(notices))
    found = sa.select(col(Outbox.id)).where(*about, *MISSED)
    return session.execute(found.limit(1)).first() is not None
