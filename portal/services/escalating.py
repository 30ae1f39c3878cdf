"""What the team is told of a case on its own: that nobody took it in time, and that the night made it acute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from portal.domain.vocabulary import Role, Urgency
from portal.models import Case, Entry
from portal.notify import telling
from portal.notify.acute import who_hears
from portal.notify.notices import Notice
from portal.notify.telling import Receiver
from portal.services import watching
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes
from portal.store import audit, schedule
from portal.store.schedule import Lying

MOST_RECKONED = 1000
"""So many cases in one go; the others a minute later."""


def reckon(session: Session, *, at: datetime, policy: Policy) -> int:
    """Say until when the cases lie there that were given back, or are older than telling itself; how many."""
    found = schedule.unreckoned(session, limit=MOST_RECKONED)
    schedule.set_escalation(session, {case.id: _told_at(case, at=at, policy=policy) for case in found})
    return len(found)


def untaken(session: Session, *, at: datetime, today: date, mailboxes: Mailboxes) -> int:
    """Tell the team leads and whoever is on duty of each case that nobody took in time, once; how many."""
    found = schedule.untaken(session, at)
    leads = telling.colleagues(session, today, Role.TEAM_LEAD) if found else []
    lying = [case for case in found if case.lies]
    for case in lying:
        _tell(session, case, [*leads, telling.duty(mailboxes.duty)], at=at, domain=mailboxes.domain)
    schedule.set_escalation(session, dict.fromkeys([case.id for case in found]))
    return len(lying)


def acute(session: Session, case: Case, *, at: datetime, today: date, mailboxes: Mailboxes) -> None:
    """Tell whoever is on duty of a case that time itself made U0, or due the same day, as of a new one."""
    if case.level is Urgency.U0 or case.due_on <= today:
        hearing = who_hears(session, mailboxes.duty, today)
        telling.tell(session, Notice.ACUTE, receivers=hearing, at=at, domain=mailboxes.domain, **_context(case))


def _told_at(case: Lying, *, at: datetime, policy: Policy) -> datetime | None:
    return watching.told_at(case.level, case.due_on, at=at, policy=policy) if case.lies else None


def _tell(session: Session, case: Lying, receivers: Sequence[Receiver], *, at: datetime, domain: str) -> None:
    """The line of history changes no version: a page that shows the case stays valid."""
    session.add(Entry(case_id=case.id, at=at, what="escalated", data={"level": int(case.level)}))
    audit.record(session, at=at, action="case.escalated", case_id=case.id, level=int(case.level))
    telling.tell(session, Notice.UNCLAIMED, receivers=receivers, at=at, domain=domain, **_context(case))


def _context(case: Case | Lying) -> dict[str, Any]:
    """What a letter may know of it, and of which case it tells."""
    return {"case_id": case.id, "reference": case.reference, "level": int(case.level), "due_on": case.due_on}
