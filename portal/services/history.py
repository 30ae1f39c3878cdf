"""One line of history and one of the trail for whatever happens to a case, with its clock computed anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from portal.domain.errors import Refused
from portal.domain.intake import text
from portal.domain.intake.free_text import has_identity_number
from portal.domain.triage import contact, informing, questions
from portal.domain.vocabulary import N_, CaseStatus, Urgency
from portal.models import Account, Case, Entry
from portal.services import advising, assessing, chronicle, watching
from portal.services.assessing import Policy
from portal.store import audit, cases

CODES = (
    *("from", "to", "fact", "sentence", "decision", "level_from", "level_to", "pathway", "outcome", "says"),
    *("giver", "receiver", "channel", "reached", "objects", "revises", "safety"),
)
"""What the trail may hold of a line: words of our own lists and who it is about, never what somebody typed."""


@contextmanager
def line(
    session: Session, case: Case, what: str, data: Mapping[str, object], *, by: Account | None, at: datetime
) -> Iterator[None]:
    """Keep what happened; the block may compute the clock, which reads this line.

    Whatever tells of contact with the tenant makes it due on that day to tell them what we keep (GDPR art. 14).

    In the end the line names the version that it made, so that a page which shows an older one can say what changed.
    """
    entry = Entry(case_id=case.id or 0, at=at, account_id=by.id if by else None, what=what, data=dict(data))
    session.add(entry)
    case.art14_due_on = informing.pulled(case.art14_due_on, contact.met_on(what, data))
    codes: dict[str, Any] = {name: data[name] for name in CODES if name in data}
    audit.record(session, at=at, action=f"case.{what}", account_id=entry.account_id, case_id=case.id, **codes)
    session.flush()
    yield
    session.flush()
    entry.data = {**entry.data, "version": case.version}
    session.flush()


def record(
    session: Session, case: Case, what: str, data: Mapping[str, object], *, by: Account | None, at: datetime
) -> None:
    """Keep what happened, where the clock has nothing to say."""
    with line(session, case, what, data, by=by, at=at):
        pass


def reassess(
    session: Session,
    case: Case,
    *,
    today: date,
    policy: Policy,
    not_after: date | None = None,
    at: datetime | None = None,
) -> None:
    """Compute the clock from all that is stored; ``not_after``: it is due on that day at the latest.

    ``at``: the present moment, where it is not that of a line which was just written.
    """
    lines = cases.entries(session, case.id or 0)
    if not_after is None and case.new_fact and case.is_open:
        not_after = case.due_on  # Until somebody has looked at the news nothing puts it off.
    lay_at = _lay_at(case, lines[-1] if at is None else None)
    assessment = advising.assessed(session, case, lines, today=today, policy=policy)
    assessing.apply(
        case,
        assessment,
        today=today,
        not_after=not_after,
        objected_on=chronicle.objected_on(lines),
        planned_on=chronicle.planned_on(lines),
        answer_by=questions.closes_on(case.asked_on, policy.closing_days) if case.asked_on else None,
    )
    watching.watch(case, lay_at, at=at or lines[-1].at, policy=policy)


def begins_anew(session: Session, case: Case) -> bool:
    """Whether what happens now takes up a closed case that nothing has taken up yet."""
    return case.status is CaseStatus.CLOSED and not chronicle.is_taken_up(cases.entries(session, case.id or 0))


def _lay_at(case: Case, written: Entry | None) -> Urgency | None:
    """The level with which it lay there for everybody until now; one that staff chose stands in the case already."""
    level = watching.lies_at(case)
    chose = level is not None and written is not None and written.what == "level"
    return Urgency(written.data["level_from"]) if chose and written else level


def require_open(case: Case) -> None:
    """Refused for a case that is closed."""
    if not case.is_open:
        raise Refused(N_("Dit dossier is afgesloten."))


def words(typed: str, field: str, *, at_most: int, missing: str) -> str:
    """Text that may be kept: readable, not too long, without a national number; Refused names the field."""
    try:
        found = text.paragraphs(typed, max_length=at_most)
    except text.BadValue as bad:
        raise Refused(bad.message, field=field, **bad.params) from None
    if not found:
        raise Refused(missing, field=field)
    refuse_identity_number(found, field)
    return found


def refuse_identity_number(typed: str, field: str) -> None:
    """The national number may not be processed, so it is never kept (intake.md)."""
    if has_identity_number(typed):
        raise Refused(N_("Hier staat een rijksregisternummer. Dat mogen wij niet bewaren. Haal het weg."), field=field)
