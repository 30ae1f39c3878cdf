"""One wish for several cases: each is fulfilled, was so already, or says why not; none hangs on another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session

from portal.domain.errors import NotFound
from portal.domain.triage import lifecycle
from portal.domain.triage.state import CaseState
from portal.domain.vocabulary import CaseStatus, Role
from portal.models import Account, Case
from portal.services import claims, triage
from portal.services.assessing import Policy
from portal.store import cases
from portal.store.queue import PAGE

MOST = PAGE
"""As many as stand on one page of the queue."""
IN_COMMON = frozenset({"outcome"})
"""What a move may ask for when it is made for several cases at once."""


class Verb(StrEnum):
    CLAIM = "claim"
    RELEASE = "release"
    ASSIGN = "assign"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for every case: ``receiver`` of an assignment; ``to`` and what is ``given`` with a move."""

    verb: Verb
    receiver: Account | None = None
    to: CaseStatus | None = None
    given: Mapping[str, str] = field(default_factory=dict)


def fulfil(
    session: Session,
    reference: str,
    version: int,
    wish: Wish,
    *,
    by: Account,
    at: datetime,
    today: date,
    policy: Policy,
) -> bool:
    """Do it to one case, locked; False when it was so already, whatever the version. A DomainError says why not.

    A claim takes the case as it stands, as it does from the page of the case; all else needs the version shown.
    """
    case = cases.for_update(session, reference, None)
    if _is_so(case, wish, by):
        return False
    if wish.verb is Verb.CLAIM:
        claims.claim(session, case, by=by, at=at, today=today)
        return True
    cases.require_version(case, version)
    if wish.verb is Verb.RELEASE:
        claims.release(session, case, by=by, at=at)
    elif wish.receiver is not None:
        claims.assign(session, case, wish.receiver, by=by, at=at, today=today)
    elif wish.to is not None:
        triage.move(session, case, wish.to, wish.given, by=by, at=at, today=today, policy=policy)
    return True


def moves(
    session: Session, references: Iterable[str], role: Role, *, today: date, policy: Policy
) -> tuple[lifecycle.Move, ...]:
    """The moves that all of these cases can make now and that ask for nothing, or for what is the same for all."""
    offered: list[tuple[lifecycle.Move, ...]] = []
    for reference in references:
        try:
            state = triage.state_of(session, cases.by_reference(session, reference), today=today, policy=policy)
        except NotFound:
            continue
        options = lifecycle.options(state, role)
        offered.append(tuple(move for move in options if _suits_several(move, state)))
    shared = [{move.to for move in options} for options in offered]
    return tuple(move for move in offered[0] if all(move.to in some for some in shared)) if offered else ()


def _suits_several(move: lifecycle.Move, state: CaseState) -> bool:
    return not move.page and {given.name for given in move.asks(state)} <= IN_COMMON


def _is_so(case: Case, wish: Wish, by: Account) -> bool:
    if wish.verb is Verb.MOVE:
        return case.status is wish.to and (case.outcome or "") == wish.given.get("outcome", "")
    receiver = {Verb.CLAIM: by.id, Verb.RELEASE: None, Verb.ASSIGN: wish.receiver.id if wish.receiver else None}
    return case.claimed_by_id == receiver[wish.verb]
