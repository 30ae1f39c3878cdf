"""The pathways that a case goes, one after the other: each is opened, started, extended and ended by what staff do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from portal.domain.errors import Refused
from portal.domain.triage import contact, terms
from portal.domain.triage.given import TAKEN, Cleaned, read_all
from portal.domain.triage.state import CaseState
from portal.domain.vocabulary import N_, CaseStatus, Outcome, Pathway
from portal.models import Account, Case, Episode
from portal.services import history
from portal.services.assessing import Policy
from portal.store import episodes

AGREEMENT = ("agreed_by", "agreed_on", "agreed_how")
SIDES = ("tenant", "landlord")


def follow(session: Session, case: Case, given: Cleaned, *, came_from: CaseStatus, today: date) -> None:
    """What a move means for the pathway: a new one, its start, or its end."""
    if case.status is CaseStatus.ASSIGNED:
        _end(session, case, given, today=today)
        _open(session, case, given, today=today)
    elif case.status is CaseStatus.IN_GUIDANCE:
        _start(session, case, given, today=today)
    elif case.status is CaseStatus.CLOSED or came_from is CaseStatus.CLOSED:
        _end(session, case, given, today=today)


def extends_to(session: Session, case: Case) -> date | None:
    """The last day to which a stay can be made longer; None without a limit, or without a stay."""
    going_on = episodes.current(session, case.id or 0)
    if going_on is None or going_on.started_on is None:
        return None
    return terms.extended(going_on.pathway, going_on.started_on)


def may_extend(episode: Episode | None) -> bool:
    """Whether a stay goes on that can be made longer."""
    if episode is None or episode.started_on is None:
        return False
    return terms.may_extend(episode.pathway, started_on=episode.started_on, term_ends_on=episode.term_ends_on)


def extend(
    session: Session,
    case: Case,
    state: CaseState,
    typed: Mapping[str, str],
    *,
    by: Account,
    at: datetime,
    today: date,
    policy: Policy,
) -> None:
    """Make a stay longer, with a reason; in the crisis shelter once, by as much as there is."""
    episode = episodes.current(session, case.id or 0)
    if episode is None or episode.started_on is None or not may_extend(episode):
        raise Refused(N_("Dit verblijf kan niet verlengd worden."), field="ends_on")
    given = read_all(contact.EXTENSION, typed, state, today=today)
    history.refuse_identity_number(str(given["reason"]), "reason")
    ends_on = _later(given, episode)
    episode.ends_on = case.pathway_until = ends_on
    episode.term_ends_on = case.term_ends_on = terms.extended(episode.pathway, episode.started_on)
    data = {"ends_on": ends_on.isoformat(), "text": str(given["reason"]), "on": today.isoformat()}
    with history.line(session, case, "extension", data, by=by, at=at):
        history.reassess(session, case, today=today, policy=policy)


def _later(given: Cleaned, episode: Episode) -> date:
    ends_on = given["ends_on"]
    if not isinstance(ends_on, date) or (episode.ends_on is not None and ends_on <= episode.ends_on):
        raise Refused(N_("Kies een dag na de einddatum van nu."), field="ends_on")
    return ends_on


def _open(session: Session, case: Case, given: Cleaned, *, today: date) -> Episode:
    reason = given.get("reason")
    made = Episode(
        case_id=case.id or 0,
        pathway=Pathway(str(given.get("pathway", case.pathway))),
        reason=str(reason) if reason else None,
        assigned_on=today,
    )
    session.add(made)
    session.flush()
    return made


def _start(session: Session, case: Case, given: Cleaned, *, today: date) -> None:
    """A case that was assigned before episodes were kept gets one now."""
    episode = episodes.current(session, case.id or 0) or _open(session, case, given, today=today)
    ends_on = given.get("ends_on")
    episode.started_on = today
    episode.agreements = _agreements(given)
    episode.ends_on = case.pathway_until = ends_on if isinstance(ends_on, date) else None
    episode.term_ends_on = case.term_ends_on = terms.longest(episode.pathway, today)
    session.flush()
    if "place" in given:
        _move_in(session, episode, str(given["place"]))


def _move_in(session: Session, episode: Episode, place: str) -> None:
    """Of two who choose the same dwelling at once the database lets one in."""
    try:
        with session.begin_nested():
            episode.place = place
            session.flush()
    except IntegrityError:
        raise Refused(TAKEN, field="place") from None


def _agreements(given: Cleaned) -> dict[str, str]:
    names = (f"{side}_{part}" for side in SIDES for part in AGREEMENT)
    return {name: str(given[name]) for name in names if name in given}


def _end(session: Session, case: Case, given: Cleaned, *, today: date) -> None:
    """Whatever goes on ends; the dwelling is free again."""
    case.pathway_until = case.term_ends_on = None
    episode = episodes.current(session, case.id or 0)
    if episode is not None:
        outcome = given.get("outcome")
        episode.ended_on = today
        episode.outcome = Outcome(str(outcome)) if outcome else None
        session.flush()
