"""What tenants say about a report that somebody made about them: it lands on the case, and nobody learns of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from portal.domain.errors import NotFound
from portal.domain.triage.spoken import Says, Spoken
from portal.domain.triage.state import Objection
from portal.domain.vocabulary import CaseStatus
from portal.models import Case
from portal.services import assessing, escalating, history, triage
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes
from portal.store import audit, cases


def speak(
    session: Session,
    spoken: Spoken,
    *,
    key: str,
    at: datetime,
    today: date,
    policy: Policy,
    mailboxes: Mailboxes | None = None,
) -> None:
    """Keep what was said with the case of this reference; without such a case only that somebody tried.

    Returns nothing, so that whoever asks cannot tell the two apart. ``key`` is the page's: sent twice is said once.
    With ``mailboxes``: who is on duty and who has the case hear at once of what it makes U0.
    """
    try:
        case = cases.for_update(session, spoken.reference, None)
    except NotFound:
        audit.record(session, at=at, action="tenant.unmatched", says=spoken.says)
        return
    if case.joined_to_id is not None:
        case = cases.locked(session, case.joined_to_id)
    if not _said_before(session, case, key):
        with escalating.rise(session, case, at=at, today=today, mailboxes=mailboxes):
            _keep(session, case, spoken, key, at=at, today=today, policy=policy)


def _said_before(session: Session, case: Case, key: str) -> bool:
    return any(entry.data.get("key") == key for entry in cases.entries(session, case.id or 0))


def _keep(session: Session, case: Case, spoken: Spoken, key: str, *, at: datetime, today: date, policy: Policy) -> None:
    """One line of history that puts the case before the team; a closed one begins anew.

    What a team lead decided about an objection stands; that the tenant says it again is something new.
    """
    look_by = assessing.look_by(case, today)
    restarts = history.begins_anew(session, case)
    if restarts:
        triage.start_anew(case)
    objects = spoken.says is Says.NO_CONTACT and case.objection is None
    if objects:
        case.objection = Objection.UNDECIDED.value
    case.new_fact = case.new_fact or case.status is not CaseStatus.RECEIVED
    said = {"name": spoken.name, "phone": spoken.phone, "text": spoken.text, "objects": objects, "restarts": restarts}
    known: dict[str, object] = {"says": spoken.says.value, "referral": spoken.reference, "on": today.isoformat()}
    data = {**known, "key": key, **{name: value for name, value in said.items() if value}}
    with history.line(session, case, "tenant", data, by=None, at=at):
        history.reassess(session, case, today=today, policy=policy, not_after=None if restarts else look_by)
