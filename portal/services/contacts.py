"""Attempts to reach the tenant, each a line of the history; one that succeeds answers the first contact's clock.

And it may be the moment at which the tenant objects.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session

from portal.domain.triage import contact
from portal.models import Account, Case
from portal.services import history, objecting, triage
from portal.services.assessing import Policy


def record(
    session: Session, case: Case, typed: Mapping[str, str], *, by: Account, at: datetime, today: date, policy: Policy
) -> None:
    """Keep one attempt; Refused names the field that is missing or cannot be read."""
    history.require_open(case)
    state = triage.state_of(session, case, today=today, policy=policy)
    given = contact.check(typed, state, today=today)
    objecting.require(session, case, given)
    for name in ("tried_by", "text"):
        history.refuse_identity_number(str(given.get(name, "")), name)
    if "tenant_knew" in given:
        case.tenant_knew = str(given["tenant_knew"])
    data = {**{name: str(value) for name, value in given.items()}, **objecting.heard(case, given)}
    with history.line(session, case, "attempt", data, by=by, at=at):
        if "objects" in given:
            was_due = case.due_on if case.due_on >= today else None  # What was overdue gives way to the decision.
            history.reassess(session, case, today=today, policy=policy, not_after=was_due)
    if given["reached"] == contact.YES:
        on = given["tried_on"]
        reached_on = on if isinstance(on, date) else today
        triage.reach(session, case, by=by, at=at, today=today, policy=policy, on=reached_on)
