"""The life of a case: the moves there are, what each asks for, and who may make them (triage.md, "Life of a case")."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from portal.domain.errors import Forbidden, Refused
from portal.domain.triage import asked
from portal.domain.triage.given import Cleaned, Given, Typed, read_all
from portal.domain.triage.given import faults as found_faults
from portal.domain.triage.objections import FORBIDDEN
from portal.domain.triage.state import CaseState
from portal.domain.vocabulary import N_, CaseStatus, Pathway, Role

S = CaseStatus
WORKERS = frozenset({Role.INTAKE_WORKER, Role.TEAM_LEAD})
LEADS = frozenset({Role.TEAM_LEAD})


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table. A move ``by_claim`` is made by claiming the case, never by the form of moves."""

    origin: CaseStatus
    to: CaseStatus
    label: str
    gives: tuple[Given, ...] = ()
    roles: frozenset[Role] = WORKERS
    by_claim: bool = False
    page: str = ""
    """Of a move that has a page of its own: what to say to whoever asks for it by the form of moves."""

    def asks(self, state: CaseState) -> tuple[Given, ...]:
        """The fields to show for this case; whether one is required may depend on what is typed in another."""
        return tuple(given for given in self.gives if given.asked(state))


def _from(
    *origins: CaseStatus, to: CaseStatus, label: str, gives: tuple[Given, ...] = (), page: str = ""
) -> tuple[Move, ...]:
    return tuple(Move(origin, to, label, gives, page=page) for origin in origins)


MOVES: tuple[Move, ...] = (
    Move(S.RECEIVED, S.IN_TRIAGE, N_("In behandeling nemen"), by_claim=True),
    Move(S.IN_TRIAGE, S.CONTACTING, N_("Status op “Contact leggen” zetten")),
    *_from(S.IN_TRIAGE, S.CONTACTING, to=S.ASSIGNED, label=N_("Traject kiezen"), gives=asked.EPISODE),
    *_from(
        S.IN_TRIAGE,
        S.CONTACTING,
        to=S.WAITING_FOR_REPORTER,
        label=N_("Vraag stellen aan de melder"),
        gives=asked.QUESTION,
        page=N_("Een vraag stelt u op de pagina „Vraag stellen aan de melder”. Daar kijkt u ze eerst na."),
    ),
    *_from(S.IN_TRIAGE, S.CONTACTING, to=S.REFERRED_ON, label=N_("Doorverwijzen"), gives=asked.TO_WHOM),
    *_from(S.IN_TRIAGE, S.CONTACTING, to=S.TENANT_DECLINED, label=N_("Huurder wil niet"), gives=asked.DECLINED),
    Move(S.CONTACTING, S.NOT_REACHED, N_("Niet bereikt")),
    Move(S.IN_TRIAGE, S.OUT_OF_AREA, N_("Buiten het werkingsgebied"), asked.OUTSIDE),
    Move(S.WAITING_FOR_REPORTER, S.IN_TRIAGE, N_("Terug naar triage"), asked.QUESTION_END),
    Move(S.WAITING_FOR_REPORTER, S.CONTACTING, N_("Terug naar contact leggen"), asked.QUESTION_END),
    Move(S.ASSIGNED, S.IN_GUIDANCE, N_("Begeleiding starten"), asked.AGREEMENTS + asked.END_OF_STAY),
    Move(S.IN_GUIDANCE, S.ASSIGNED, N_("Nieuw traject"), asked.NEXT_EPISODE),
    *_from(
        S.ASSIGNED,
        S.IN_GUIDANCE,
        S.REFERRED_ON,
        S.NOT_REACHED,
        S.TENANT_DECLINED,
        S.OUT_OF_AREA,
        to=S.CLOSED,
        label=N_("Afsluiten"),
        gives=asked.OUTCOME,
    ),
    Move(S.CLOSED, S.IN_TRIAGE, N_("Heropenen"), asked.REOPENING, roles=LEADS),
)


def options(state: CaseState, role: Role) -> tuple[Move, ...]:
    """The moves to offer now, in the order of the table; claiming is not among them."""
    return tuple(move for move in MOVES if may_move(state, move.to, role) and move.origin is state.status)


def may_move(state: CaseState, to: CaseStatus, role: Role) -> bool:
    move = _row(state.status, to)
    return move is not None and role in move.roles and not _bar(move, state)


def find(state: CaseState, to: CaseStatus, role: Role) -> Move:
    """The move that was asked for; raises Refused when it cannot be made now, Forbidden when it is not this role's."""
    move = _row(state.status, to)
    if move is None:
        raise Refused(N_("Deze stap kan niet vanuit de huidige status."), field="to")
    if role not in move.roles:
        raise Forbidden(N_("Deze stap mag u niet zetten."), field="to")
    if bar := _bar(move, state):
        raise Refused(bar, field="to")
    return move


def find_by_form(state: CaseState, to: CaseStatus, role: Role) -> Move:
    """The same for the form of moves and for several cases at once, where no move is made that has its own page."""
    move = find(state, to, role)
    if move.page:
        raise Refused(move.page, field="to")
    return move


def check(move: Move, given: Typed, state: CaseState, *, today: date) -> Cleaned:
    """What the move asks for, read; raises the first of ``faults``. What it does not ask for is dropped."""
    return read_all(move.gives, given, state, today=today)


def faults(move: Move, given: Typed, state: CaseState, *, today: date) -> tuple[Refused, ...]:
    """Everything that is missing or unreadable, one refusal a field, for a form that shows them together."""
    return found_faults(move.asks(state), given, state, today=today)


def moved(move: Move, given: Cleaned, state: CaseState) -> CaseState:
    """The case after the move."""
    pathway = given.get("pathway")
    return replace(
        state,
        status=move.to,
        pathway=pathway if isinstance(pathway, Pathway) else _kept(move, state),
        came_from=move.origin if move.to is S.WAITING_FOR_REPORTER else None,
    )


def claimed(status: CaseStatus) -> CaseStatus:
    """The status after a claim: a received case enters triage, another stays where it is; a closed one refuses."""
    if status is S.CLOSED:
        raise Refused(N_("Dit dossier is afgesloten. Een teamverantwoordelijke kan het heropenen."))
    return S.IN_TRIAGE if status is S.RECEIVED else status


def _row(origin: CaseStatus, to: CaseStatus) -> Move | None:
    return next((move for move in MOVES if (move.origin, move.to) == (origin, to)), None)


def _bar(move: Move, state: CaseState) -> str | None:
    """Why nobody can use this row of the table now, as a message; None when it can be used."""
    reasons = (
        (move.by_claim, N_("Neem het dossier eerst in behandeling.")),
        (_returns_elsewhere(move, state), N_("Deze vraag werd vanuit een andere status gesteld.")),
        (_starts_contact(move) and state.objection in FORBIDDEN, FORBIDDEN.get(state.objection, "")),
        (_never_tried(move, state), N_("Noteer eerst een contactpoging waarbij u de huurder niet bereikte.")),
    )
    return next((message for applies, message in reasons if applies), None)


def _returns_elsewhere(move: Move, state: CaseState) -> bool:
    return move.origin is S.WAITING_FOR_REPORTER and move.to is not state.returns_to


def _never_tried(move: Move, state: CaseState) -> bool:
    return move.to is S.NOT_REACHED and not state.attempts


def _starts_contact(move: Move) -> bool:
    return move.to is S.CONTACTING and move.origin is S.IN_TRIAGE


def _kept(move: Move, state: CaseState) -> Pathway | None:
    """A reopened case starts without a pathway; any other move keeps the one it has."""
    return None if move.origin is S.CLOSED else state.pathway
