"""A reporter whom no mail reached: the case says so from the moment the mail is dead until one arrives after all."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from portal.domain.mailing import MailState, Step
from portal.models import Case, Entry, Outbox
from portal.notify.notices import TO_REPORTER
from portal.store import audit, leases
from portal.store import unreached as store


def lock(session: Session, mail: Outbox, step: Step) -> int | None:
    """The case that has to know, locked before the mail itself is; None when there is none, or nothing to know."""
    tells = step is Step.BURY or (step is Step.DELIVER and mail.resent_at is not None)
    if not tells or mail.case_id is None or mail.notice not in TO_REPORTER:
        return None
    return leases.lock_case(session, mail.case_id)


def note(session: Session, mail: Outbox, state: MailState, *, case_id: int, at: datetime) -> None:
    """Mark the case, or take the mark away; its version stays, so that what a colleague is typing stays valid."""
    if state is MailState.DEAD:
        _mark(session, case_id, unreached=True)
        session.add(Entry(case_id=case_id, at=at, what="mail_dead", data={"notice": mail.notice}))
        audit.record(
            session, at=at, action="mail.dead", case_id=case_id, referral_id=mail.referral_id, notice=mail.notice
        )
    elif state is MailState.SENT and not store.any_dead(session, {case_id, mail.case_id or 0}, TO_REPORTER):
        _mark(session, case_id, unreached=False)


def _mark(session: Session, case_id: int, *, unreached: bool) -> None:
    cases: sa.Table = Case.__table__  # type: ignore[attr-defined]
    session.execute(sa.update(cases).where(cases.c.id == case_id).values(unreached=unreached))
