"""What a case's history leaves open of trying a tenant who objects, and an objection that we heard ourselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session

from portal.domain.deadlines.calendar import add_working_days
from portal.domain.errors import Refused
from portal.domain.triage import contact, objections
from portal.domain.triage.given import Cleaned
from portal.domain.triage.state import Objection
from portal.models import Case
from portal.services.assessing import FOLLOW_UP_DAYS
from portal.store import cases


def require(session: Session, case: Case, given: Cleaned) -> None:
    """Refused when what the team lead decided, or has to, forbids this attempt."""
    objection = Objection(case.objection) if case.objection else None
    past = [(entry.what, entry.data) for entry in cases.entries(session, case.id or 0)]
    reached = given["reached"] == contact.YES
    if bar := objections.bars(objection, str(given["channel"]), past, reached=reached):
        raise Refused(bar, field="channel")


def heard(case: Case, given: Cleaned) -> Mapping[str, str]:
    """Put before a team lead that the tenant objected when we spoke; with the day on which that was, for the history.

    Whatever was decided about an earlier objection, this one is decided anew; what was to be done by that day waits.
    """
    on = given["tried_on"]
    if "objects" not in given or not isinstance(on, date):
        return {}
    case.objection = Objection.UNDECIDED.value
    if case.next_action_on is not None and case.next_action_on <= on:
        case.next_action_on, case.next_action = add_working_days(on, FOLLOW_UP_DAYS), None
    return {"on": max(on, case.received_on).isoformat()}
