"""Cases that nobody has: when the team leads hear of one. Called wherever its level, its desk or its owner changes."""

from __future__ import annotations

from datetime import date, datetime

from portal.domain.deadlines import hours
from portal.domain.triage.state import Desk
from portal.domain.vocabulary import Urgency
from portal.models import Case
from portal.services.assessing import Policy
from portal.store import schedule


def lies_at(case: Case) -> Urgency | None:
    """The level with which a case lies there for everybody; None when it does not."""
    return case.level if case.claimed_by_id is None and case.desk == Desk.TODO else None


def watch(case: Case, before: Urgency | None, *, at: datetime, policy: Policy) -> None:
    """Set when the team leads hear that nobody took it; ``before`` is ``lies_at`` before what just happened.

    A case of which they heard is told of again only when it rises to U0 or U1, or after somebody had it. What makes
    a case more urgent never puts the moment off.
    """
    level, pending = lies_at(case), case.escalate_at
    if level is None:
        case.escalate_at = None
    elif before is None or (pending is not None and level > before):
        case.escalate_at = told_at(level, case.due_on, at=at, policy=policy)
    elif pending is not None:
        case.escalate_at = min(pending, told_at(level, case.due_on, at=at, policy=policy))
    elif level < before and level <= Urgency.U1:
        case.escalate_at = told_at(level, case.due_on, at=at, policy=policy)


def give_back(case: Case) -> None:
    """Somebody had it: from now on it lies there anew, and the next minute says until when."""
    case.escalate_at = None if lies_at(case) is None else schedule.UNRECKONED


def told_at(level: Urgency, due_on: date, *, at: datetime, policy: Policy) -> datetime:
    """When the team leads hear of a case that lies there since ``at``."""
    return hours.escalate_at(level, at=at, due_on=due_on, hours=policy.hours, closing_days=policy.closing_days)
