"""What the team is told of a case on its own: that nobody took it in time, and that it became acute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from portal.domain.triage.state import Desk
from portal.domain.vocabulary import Role, Urgency
from portal.models import Account, Case, Entry
from portal.notify import telling
from portal.notify.acute import who_hears
from portal.notify.notices import Notice
from portal.notify.telling import Receiver
from portal.services import watching
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes
from portal.store import audit, preferences, schedule
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


@contextmanager
def rise(
    session: Session,
    case: Case,
    *,
    at: datetime,
    today: date,
    mailboxes: Mailboxes | None = None,
    by: Account | None = None,
) -> Iterator[None]:
    """Tell of the case at once when this block makes it U0: whoever is on duty, and whoever has it.

    Not ``by``, who did it; when the case is theirs, nobody need hear of it. The case is locked already.
    """
    before = case.level if case.desk != Desk.CLOSED else None
    yield
    if mailboxes is None or not _rose(case, before) or (by is not None and by.id == case.claimed_by_id):
        return
    hearing = [*who_hears(session, mailboxes.duty, today), *_owner(session, case, today)]
    others = [one for one in hearing if by is None or one.key != telling.colleague(by).key]
    telling.tell(session, Notice.ACUTE, receivers=others, at=at, domain=mailboxes.domain, **_context(case))


def _rose(case: Case, before: Urgency | None) -> bool:
    """A closed case, where nothing stood ``before``, is acute when it begins anew: nobody has been in contact."""
    if case.level is not Urgency.U0 or case.desk == Desk.CLOSED:
        return False
    return case.contacted_on is None if before is None else before is not Urgency.U0


def _owner(session: Session, case: Case, today: date) -> list[Receiver]:
    """Whoever has the case, whatever they chose to hear of others'; the team leads when that one is not there."""
    if case.claimed_by_id is None:
        return []
    here = preferences.present(session, today, roles=telling.WORKERS)
    owner = [one for one in here if one.id == case.claimed_by_id]
    return [telling.standing_in(one) for one in owner or here if owner or one.role is Role.TEAM_LEAD]


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
