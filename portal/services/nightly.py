"""What the night changes in the queue: levels that rise by themselves, cases that come back, days that are over."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from sqlalchemy.exc import InterfaceError, OperationalError, PendingRollbackError
from sqlmodel import Session

from portal.models import Case
from portal.services import escalating, history
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes
from portal.store import cases, tallies

log = logging.getLogger(__name__)


def recompute_due(
    session: Session, *, today: date, at: datetime, policy: Policy, mailboxes: Mailboxes | None = None
) -> int:
    """Recompute the cases that come out differently today, and place them in the queue; how many were recomputed.

    What is overdue is lifted to today; what a clock that was ahead placed too late comes back.

    It takes batches and may be asked again at any time: what was done is not found a second time. With ``mailboxes``
    whoever is on duty is told at once of what became acute by itself, and does not wait for the morning's lists.
    """
    changed, failed = 0, set[int]()
    step = partial(_grow_older, session, today=today, at=at, policy=policy, mailboxes=mailboxes)
    while batch := cases.changing(session, today, skip=failed):
        for case in batch:
            case_id = case.id or 0
            if apart(session, case_id, partial(step, case)):
                changed += 1
            else:
                failed.add(case_id)
        session.flush()
    for put_right in (cases.lift, cases.lower):
        while put_right(session, today):
            pass
    log.info("cases computed anew: %d, left out: %d", changed, len(failed))
    return changed


def check_tallies(session: Session) -> None:
    """Count the queue's views anew when a counter is not exact, and log which: a fault of ours."""
    if wrong := tallies.wrong(session):
        log.error("counters of the queue were wrong and are counted anew: %s", wrong)
        tallies.recount(session)


def apart(session: Session, case_id: int, step: Callable[[], None]) -> bool:
    """Whether the step was done; a case that cannot be computed is left as it was and keeps the night from no other.

    A database that does not answer, or lets nobody write, is no fault of the case: the job fails and is tried again.
    """
    try:
        with session.begin_nested():
            step()
    except (OperationalError, InterfaceError, PendingRollbackError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one case is not wrong with all
        log.error("the night left out case %s: %s", case_id, type(error).__name__)  # noqa: TRY400 - no values
        return False
    return True


def _grow_older(
    session: Session, case: Case, *, today: date, at: datetime, policy: Policy, mailboxes: Mailboxes | None
) -> None:
    """What passing time alone changes: a level may rise, a resting case may come back, nothing is due later."""
    before = case.level
    history.reassess(session, case, today=today, policy=policy, not_after=case.due_on, at=at)
    if case.level is not before:
        data = {"level_from": int(before), "level_to": int(case.level)}
        history.record(session, case, "clock", data, by=None, at=at)
    if case.level < before and mailboxes is not None:
        escalating.acute(session, case, at=at, today=today, mailboxes=mailboxes)
