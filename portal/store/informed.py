"""Who of a household was told what we keep of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from portal.models import Informing


def of_case(session: Session, case_id: int) -> Sequence[Informing]:
    return session.exec(select(Informing).where(Informing.case_id == case_id).order_by(col(Informing.id))).all()
