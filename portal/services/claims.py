"""Who has a case: claimed, released, assigned, handed over or taken over. None of it moves the clock."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from portal.domain import access
from portal.domain.access import Action
from portal.domain.errors import Forbidden, Refused, Taken
from portal.domain.triage import lifecycle
from portal.domain.vocabulary import N_
from portal.models import Account, Case
from portal.services import history, watching
from portal.store import cases, owners

LONGEST_REASON = 1000


def claim(session: Session, case: Case, *, by: Account, at: datetime, today: date) -> None:
    """Take the case; Taken, with the name, when somebody else has it. Claiming one's own changes nothing."""
    if case.claimed_by_id == by.id:
        return
    if case.claimed_by_id is not None:
        owner = cases.owner(session, case)
        raise Taken(N_("%(name)s heeft dit dossier al."), name=owner.name if owner else "")
    _give(session, case, by, "claim", {}, by=by, at=at, today=today)


def release(session: Session, case: Case, *, by: Account, at: datetime) -> None:
    """Give the case back: the person who has it, or a team lead."""
    if case.claimed_by_id is None:
        raise Refused(N_("Niemand heeft dit dossier."))
    if case.claimed_by_id != by.id and not access.may(by.role, Action.LEAD):
        raise Forbidden(N_("Alleen wie het dossier heeft of een teamverantwoordelijke kan het teruggeven."))
    before = case.claimed_by_id
    case.claimed_by_id = case.claimed_at = case.team = None
    watching.give_back(case)
    history.record(session, case, "release", {"account": before}, by=by, at=at)


def assign(session: Session, case: Case, to: Account, *, by: Account, at: datetime, today: date) -> None:
    """Give a case that nobody has to a colleague; a team lead may give on what somebody else has."""
    if case.claimed_by_id == to.id:
        return
    if case.claimed_by_id not in (None, by.id) and not access.may(by.role, Action.LEAD):
        raise Forbidden(N_("Een collega heeft dit dossier. Alleen een teamverantwoordelijke kan het dan doorgeven."))
    _give(session, case, _able(to), "assign", _between(case, to), by=by, at=at, today=today)


def hand_over(session: Session, case: Case, to: Account, *, by: Account, at: datetime, today: date) -> None:
    """Give one's own case to a colleague."""
    if case.claimed_by_id != by.id:
        raise Refused(N_("U hebt dit dossier niet. U kunt het dus niet overdragen."))
    if to.id == by.id:
        raise Refused(N_("U hebt dit dossier al. Kies een collega."), field="colleague")
    _give(session, case, _able(to), "hand_over", _between(case, to), by=by, at=at, today=today)


def hand_over_all(
    session: Session,
    giver: Account,
    to: Account,
    *,
    by: Account,
    at: datetime,
    today: date,
    batch: int = owners.BATCH,
) -> int:
    """Give every open case of one person to another, whatever its version; how many there were.

    One's own, or as a team lead anybody's. All of it is one transaction: the caller commits once.
    """
    if giver.id != by.id and not access.may(by.role, Action.LEAD):
        raise Forbidden(N_("Alleen een teamverantwoordelijke draagt dossiers van een collega over."), field="giver")
    if to.id == giver.id:
        raise Refused(N_("Kies twee verschillende collega's."), field="colleague")
    _able(to)
    moved = 0
    while some := owners.open_cases(session, giver.id or 0, limit=batch):
        for case in some:
            _give(session, case, to, "hand_over", _between(case, to), by=by, at=at, today=today)
        moved += len(some)
    return moved


def take_over(session: Session, case: Case, reason: str, *, by: Account, at: datetime, today: date) -> None:
    """Take the case of a colleague who is away or has other work now; a team lead takes anybody's, and says why."""
    owner = cases.owner(session, case)
    if owner is None:
        raise Refused(N_("Niemand heeft dit dossier."))
    if owner.id == by.id:
        return
    data = {**_between(case, by), **_why(owner, reason, by=by, today=today)}
    _give(session, case, by, "take_over", data, by=by, at=at, today=today)


def is_away(account: Account, today: date) -> bool:
    """Whether this colleague's absence lasts today, or the account no longer opens."""
    return account.disabled_at is not None or (account.away_until is not None and account.away_until >= today)


def has_no_cases(account: Account) -> bool:
    """Whether cases are not this colleague's work, or no longer: another role, or an account that is closed."""
    return account.disabled_at is not None or not access.may(account.role, Action.TRIAGE)


def needs_standing_in(owner: Account, today: date) -> bool:
    """Whether this colleague cannot see to a case today, so that any other may take it over."""
    return is_away(owner, today) or has_no_cases(owner)


def _why(owner: Account, reason: str, *, by: Account, today: date) -> dict[str, str]:
    """The reason in words; nobody needs one to stand in for whoever cannot see to the case."""
    away = needs_standing_in(owner, today)
    if not away and not access.may(by.role, Action.LEAD):
        raise Forbidden(N_("Uw collega is niet afwezig. Alleen een teamverantwoordelijke kan het dossier overnemen."))
    if away and not reason.strip():
        return {}
    missing = N_("Schrijf waarom u het dossier overneemt.")
    return {"text": history.words(reason, "take_over_reason", at_most=LONGEST_REASON, missing=missing)}


def _able(to: Account) -> Account:
    """The colleague, if cases are that person's work; Refused otherwise."""
    if has_no_cases(to):
        raise Refused(N_("Deze collega kan geen dossiers krijgen."), field="colleague")
    return to


def _between(case: Case, to: Account) -> dict[str, object]:
    before = {} if case.claimed_by_id is None else {"giver": case.claimed_by_id}
    return {**before, "receiver": to.id}


def _give(
    session: Session,
    case: Case,
    to: Account,
    what: str,
    data: dict[str, object],
    *,
    by: Account,
    at: datetime,
    today: date,
) -> None:
    """A case that is given to anybody enters triage, as it does by a claim."""
    before, case.status = case.status, lifecycle.claimed(case.status)
    case.claimed_by_id, case.claimed_at, case.team, case.escalate_at = to.id, at, to.team, None
    kept = {**data, "from": before, "to": case.status, "on": today.isoformat()}
    history.record(session, case, what, kept, by=by, at=at)
