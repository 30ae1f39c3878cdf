"""What the team does with a case; each step leaves a line of history and one of the trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session

from portal.domain import access
from portal.domain.access import Action
from portal.domain.deadlines.calendar import add_working_days
from portal.domain.errors import Forbidden, Refused
from portal.domain.triage import known, lifecycle
from portal.domain.triage.given import Cleaned
from portal.domain.triage.known import Learned
from portal.domain.triage.state import RESTS_ON, CaseState, Desk, Objection
from portal.domain.vocabulary import N_, CaseStatus, LegalBasis, Outcome, Urgency
from portal.models import Account, Case, Referral
from portal.services import advising, asking, assessing, chronicle, episodes, history, recalling, watching
from portal.services.assessing import FOLLOW_UP_DAYS, Policy
from portal.store import audit, cases
from portal.store import episodes as care

LONGEST_NOTE = 4000
LONGEST_PLAN = 200

ANSWERS_THE_CLOCK = frozenset(
    {
        CaseStatus.ASSIGNED,
        CaseStatus.REFERRED_ON,
        CaseStatus.TENANT_DECLINED,
        CaseStatus.NOT_REACHED,
        CaseStatus.OUT_OF_AREA,
    }
)
"""Reaching one of these ends the wait for a first contact."""


def read(session: Session, case: Case, *, by: Account, at: datetime) -> None:
    """Leave a line in the trail that somebody read the case."""
    audit.record(session, at=at, action="case.read", account_id=by.id, case_id=case.id)


def move(
    session: Session,
    case: Case,
    to: CaseStatus,
    given: Mapping[str, str],
    *,
    by: Account,
    at: datetime,
    today: date,
    policy: Policy,
) -> None:
    """Make one move of the table; Refused, naming the field, when it may not be made or something is missing."""
    state = state_of(session, case, today=today, policy=policy)
    row = lifecycle.find_by_form(state, to, by.role)
    cleaned = lifecycle.check(row, given, state, today=today)
    after = lifecycle.moved(row, cleaned, state)
    _make(session, case, after, cleaned, by=by, at=at, today=today, policy=policy)


def ask(
    session: Session, case: Case, given: Mapping[str, str], *, by: Account, at: datetime, today: date, policy: Policy
) -> None:
    """Put a question to a reporter, from the page on which it was looked over; Refused as a move is."""
    state = state_of(session, case, today=today, policy=policy)
    row = lifecycle.find(state, CaseStatus.WAITING_FOR_REPORTER, by.role)
    cleaned = lifecycle.check(row, given, state, today=today) | asking.addressee(session, case, given)
    after = lifecycle.moved(row, cleaned, state)
    _make(session, case, after, cleaned, by=by, at=at, today=today, policy=policy)


def note(session: Session, case: Case, typed: str, *, by: Account, at: datetime) -> None:
    """Keep a text beside the case. It changes nothing else, so it never comes too late."""
    words = history.words(typed, "note", at_most=LONGEST_NOTE, missing=N_("Schrijf uw notitie."))
    history.record(session, case, "note", {"text": words}, by=by, at=at)


def add_fact(
    session: Session,
    case: Case,
    fact: Learned,
    *,
    by: Account | None,
    at: datetime,
    today: date,
    policy: Policy,
    referral: str = "",
) -> None:
    """Keep what was learned (told by whose ``referral``) and recompute; what a reporter tells puts nothing off."""
    rested, told = RESTS_ON[case.status] in {Desk.GUIDED, Desk.CLOSED}, by is None
    not_after = assessing.look_by(case, today) if told or rested else None
    restarts = history.begins_anew(session, case)
    if restarts:
        start_anew(case)
    case.new_fact = case.new_fact or rested or (told and case.status is not CaseStatus.RECEIVED)
    marks = {"referral": referral, "restarts": restarts}
    data = {**known.to_json(fact), **{name: mark for name, mark in marks.items() if mark}}
    level = case.level
    with history.line(session, case, "fact", data, by=by, at=at):
        history.reassess(session, case, today=today, policy=policy, not_after=None if restarts else not_after)
        case.new_fact = case.new_fact or (told and case.level > level)  # Nobody has weighed what calms it down.


def see(session: Session, case: Case, *, by: Account, at: datetime, today: date, policy: Policy) -> None:
    """A new fact was looked at and asks for nothing: the case goes back to where it rested."""
    if not case.new_fact:
        raise Refused(N_("Er is geen nieuw feit."))
    case.new_fact = False
    with history.line(session, case, "seen", {"on": today.isoformat()}, by=by, at=at):
        history.reassess(session, case, today=today, policy=policy)


def set_next(
    session: Session, case: Case, on: date, typed: str, *, by: Account, at: datetime, today: date, policy: Policy
) -> None:
    """Plan what happens next; it is due on that day, or earlier when the key date comes first."""
    history.require_open(case)
    if on < today:
        raise Refused(N_("De dag van de volgende stap is al voorbij."), field="next_action_on")
    words = history.words(typed, "next_action", at_most=LONGEST_PLAN, missing=N_("Schrijf wat er dan gebeurt."))
    case.next_action_on, case.next_action, case.new_fact = on, words, False
    data = {"next_on": on.isoformat(), "text": words, "on": today.isoformat()}
    with history.line(session, case, "next", data, by=by, at=at):
        history.reassess(session, case, today=today, policy=policy)


def reach(
    session: Session, case: Case, *, by: Account, at: datetime, today: date, policy: Policy, on: date | None = None
) -> None:
    """The first contact was made, today or ``on`` an earlier day: from now on the next action is what is due."""
    if case.contacted_on is not None:
        return
    case.contacted_on = max(on or today, case.received_on)
    with history.line(session, case, "contact", {"on": case.contacted_on.isoformat()}, by=by, at=at):
        history.reassess(session, case, today=today, policy=policy)


def decide_objection(
    session: Session,
    case: Case,
    decision: Objection,
    reason: str,
    *,
    by: Account,
    at: datetime,
    today: date,
    policy: Policy,
) -> None:
    """What happens although the tenant objects, and what happens instead later on; for a team lead, with a reason."""
    if not access.may(by.role, Action.LEAD):
        raise Forbidden(N_("Alleen een teamverantwoordelijke beslist over een verzet."))
    history.require_open(case)
    if case.objection is None:
        raise Refused(N_("De huurder heeft zich niet verzet."))
    if decision is Objection.UNDECIDED:
        raise Refused(N_("Kies wat er gebeurt."), field="decision")
    words = history.words(reason, "objection_reason", at_most=LONGEST_NOTE, missing=N_("Schrijf waarom u dit beslist."))
    revises = {} if case.objection == Objection.UNDECIDED else {"revises": case.objection}
    case.objection = decision.value
    with history.line(session, case, "objection", {"decision": decision.value, "text": words, **revises}, by=by, at=at):
        history.reassess(session, case, today=today, policy=policy)


def override(
    session: Session, case: Case, level: Urgency, reason: str, *, by: Account, at: datetime, today: date, policy: Policy
) -> None:
    """Set another level than the computed one, with a reason; the computed one takes it back."""
    history.require_open(case)
    words = history.words(
        reason, "level_reason", at_most=LONGEST_NOTE, missing=N_("Schrijf waarom u een ander niveau kiest.")
    )
    data = {"level_from": int(case.level), "level_to": int(level), "text": words, "on": today.isoformat()}
    case.level, case.override_reason = level, words if level is not case.computed_level else None
    case.contact_by = min(case.contact_by, add_working_days(today, policy.targets[level], policy.closing_days))
    with history.line(session, case, "level", data, by=by, at=at):
        history.reassess(session, case, today=today, policy=policy)


def state_of(session: Session, case: Case, *, today: date, policy: Policy) -> CaseState:
    """What the rules of moves know of the case, the advised pathway included."""
    places = policy.places.get(case.pathway, ()) if case.pathway else ()
    reports, lines = cases.referrals_of(session, case.id or 0), cases.entries(session, case.id or 0)
    return CaseState(
        status=case.status,
        pathway=case.pathway,
        came_from=case.came_from,
        objection=Objection(case.objection) if case.objection else None,
        advised=advising.advice(case, reports, lines, today=today, policy=policy).pathway,
        attempts=chronicle.tries(lines),
        asks_if_known=case.tenant_knew is None and _reported_by_others(reports),
        places=places,
        taken=care.taken(session, places),
        since=case.received_on,
        stay_until=episodes.extends_to(session, case),
    )


def enter(case: Case, after: CaseState, given: Cleaned, *, at: datetime, today: date, policy: Policy) -> None:
    """Write the state after a move, and what follows from it for the clock."""
    case.status, case.pathway, case.came_from, case.new_fact = after.status, after.pathway, after.came_from, False
    case.is_open = after.status is not CaseStatus.CLOSED
    case.closed_at = None if case.is_open else at
    case.outcome = None if case.is_open else Outcome(str(given["outcome"]))
    asking.put(case, given, today=today, policy=policy)
    if after.status in ANSWERS_THE_CLOCK:
        case.contacted_on = case.contacted_on or today
    if case.contacted_on and (case.next_action_on is None or case.next_action_on <= today):
        case.next_action_on, case.next_action = add_working_days(today, FOLLOW_UP_DAYS, policy.closing_days), None


def _make(
    session: Session,
    case: Case,
    after: CaseState,
    cleaned: Cleaned,
    *,
    by: Account,
    at: datetime,
    today: date,
    policy: Policy,
) -> None:
    for name, value in cleaned.items():
        history.refuse_identity_number(str(value), name)
    origin = case.status
    restarts = history.begins_anew(session, case)
    data = {name: str(value) for name, value in cleaned.items()}
    marks = {"from": origin, "to": after.status, "on": today.isoformat(), **({"restarts": True} if restarts else {})}
    recalling.question(session, case, at=at)
    enter(case, after, cleaned, at=at, today=today, policy=policy)
    episodes.follow(session, case, cleaned, came_from=origin, today=today)
    if restarts:
        start_anew(case)
    if origin is CaseStatus.CLOSED:
        case.claimed_by_id = case.claimed_at = case.team = None
        watching.give_back(case)
    with history.line(session, case, "move", {**data, **marks}, by=by, at=at):
        history.reassess(session, case, today=today, policy=policy)


def _reported_by_others(reports: Sequence[Referral]) -> bool:
    """Tenants who report themselves know of it."""
    return any(report.legal_basis is not LegalBasis.SELF for report in reports)


def start_anew(case: Case) -> None:
    """The clock of a closed case begins again; nobody has been contacted about what is new."""
    case.contacted_on = case.next_action_on = case.next_action = case.override_reason = None
