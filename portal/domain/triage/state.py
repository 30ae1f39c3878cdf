"""What the rules of triage know of a case, and on which desk of the queue it lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.vocabulary import N_, CaseStatus, Pathway, Urgency


class Objection(StrEnum):
    """The tenant objects: undecided, then one of three decisions of a team lead."""

    UNDECIDED = "undecided"
    NO_CONTACT = "no_contact"
    ONE_LETTER = "one_letter"
    GO_ON = "go_on"


OBJECTION_LABELS = {
    Objection.UNDECIDED: N_("Verzet van de huurder: nog te beslissen"),
    Objection.NO_CONTACT: N_("Geen contact opnemen"),
    Objection.ONE_LETTER: N_("Eén neutrale brief sturen"),
    Objection.GO_ON: N_("Toch contact opnemen"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """``came_from`` is the status before waiting; ``advised`` is None when the advice names no pathway."""

    status: CaseStatus
    pathway: Pathway | None = None
    came_from: CaseStatus | None = None
    objection: Objection | None = None
    advised: Pathway | None = None
    attempts: int = 0
    """How often somebody tried in vain to reach the tenant, as was recorded."""
    asks_if_known: bool = False
    """Nobody has said yet whether the tenant knew of the report that somebody else made."""
    places: tuple[str, ...] = ()
    """The dwellings of the pathway, by name; empty where the service names none."""
    taken: frozenset[str] = frozenset()
    """Those of them in which somebody lives."""
    since: date = date.min
    """The day on which the first report came in."""
    stay_until: date | None = None
    """The last day to which the present stay may be made longer; None without a limit."""

    @property
    def free(self) -> tuple[str, ...]:
        return tuple(place for place in self.places if place not in self.taken)

    @property
    def returns_to(self) -> CaseStatus:
        """Where the end of a question leads; in_triage when nothing is known, so that no case is ever stuck."""
        return self.came_from or CaseStatus.IN_TRIAGE


class Desk(StrEnum):
    """The bucket of the queue in which a case lies."""

    TODO = "todo"
    WAITING = "waiting"
    GUIDED = "guided"
    CLOSED = "closed"


DESK_LABELS = {
    Desk.TODO: N_("Nu te doen"),
    Desk.WAITING: N_("Wacht op melder"),
    Desk.GUIDED: N_("In opvolging"),
    Desk.CLOSED: N_("Afgesloten"),
}

RESTS_ON = {
    CaseStatus.RECEIVED: Desk.TODO,
    CaseStatus.IN_TRIAGE: Desk.TODO,
    CaseStatus.CONTACTING: Desk.TODO,
    CaseStatus.WAITING_FOR_REPORTER: Desk.WAITING,
    CaseStatus.ASSIGNED: Desk.GUIDED,
    CaseStatus.IN_GUIDANCE: Desk.GUIDED,
    CaseStatus.REFERRED_ON: Desk.GUIDED,
    CaseStatus.TENANT_DECLINED: Desk.GUIDED,
    CaseStatus.NOT_REACHED: Desk.GUIDED,
    CaseStatus.OUT_OF_AREA: Desk.GUIDED,
    CaseStatus.CLOSED: Desk.CLOSED,
}
"""Where a case lies as long as nothing asks for attention. Decided ones are followed up until they are closed."""


def rests_for_reporter(status: CaseStatus, level: Urgency) -> bool:
    """Whether a question stops our own clock: what is acute waits for no answer."""
    return status is CaseStatus.WAITING_FOR_REPORTER and level is not Urgency.U0


def desk(status: CaseStatus, *, level: Urgency, new_fact: bool, due_on: date, today: date) -> Desk:
    """A new fact brings any case back to what is to do now, and so does a due date that has come, unless closed.

    While a case waits for its reporter only the legal clock runs: ``due_on`` is then the last working day
    before the key date, so that a question never hides a hearing.
    """
    has_come = status is not CaseStatus.CLOSED and due_on <= today
    goes_on = status is CaseStatus.WAITING_FOR_REPORTER and not rests_for_reporter(status, level)
    return Desk.TODO if new_fact or has_come or goes_on else RESTS_ON[status]
