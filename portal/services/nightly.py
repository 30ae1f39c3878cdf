"""What the night changes in the queue: levels that rise by themselves, cases that come back, days that are over."""

from __future__ import annotations

import logging
from datetime import date, datetime

from sqlmodel import Session

from portal.models import Case
from portal.services import history
from portal.services.assessing import Policy
from portal.store import cases, tallies

log = logging.getLogger(__name__)


def recompute_due(session: Session, *, today: date, at: datetime, policy: Policy) -> int:
    """Recompute the cases that come out differently today, and lift what is overdue; how many were recomputed.

    It takes batches and may be asked again at any time: what was done is not found a second time.
    """
    changed = 0
    while batch := cases.changing(session, today):
        for case in batch:
            _grow_older(session, case, today=today, at=at, policy=policy)
        session.flush()
        changed += len(batch)
    while cases.lift(session, today):
        pass
    return changed


def check_tallies(session: Session) -> None:
    """Count the queue's views anew when a counter is not exact, and log which: a fault of ours."""
    if wrong := tallies.wrong(session):
        log.error("counters of the queue were wrong and are counted anew: %s", wrong)
        tallies.recount(session)


def _grow_older(session: Session, case: Case, *, today: date, at: datetime, policy: Policy) -> None:
    """What passing time alone changes: a level may rise, a resting case may come back, nothing is due later."""
    before = case.level
    history.reassess(session, case, today=today, policy=policy, not_after=case.due_on)
    if case.level is not before:
        data = {"level_from": int(before), "level_to": int(case.level)}
        history.record(session, case, "clock", data, by=None, at=at)
