"""What an objection of the tenant leaves open: nothing, one neutral letter, or whatever a team lead decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from portal.domain.deadlines.calendar import add_working_days
from portal.domain.triage import contact
from portal.domain.triage.state import Objection
from portal.domain.vocabulary import N_

LETTER = "letter"
Line = tuple[str, Mapping[str, Any]]
"""A line of the history: what happened, and what was kept of it."""

FORBIDDEN: Mapping[Objection | None, str] = {
    Objection.UNDECIDED: N_("De huurder heeft zich verzet. Een teamverantwoordelijke beslist eerst."),
    Objection.NO_CONTACT: N_("De teamverantwoordelijke besliste om geen contact op te nemen."),
}
ONLY_A_LETTER = N_("De teamverantwoordelijke besliste: alleen één neutrale brief.")
LETTER_WENT = N_("De ene brief is al verstuurd. Wacht tot de huurder zelf iets laat weten.")


def decide_by(objected_on: date) -> date:
    """A team lead decides within one working day (intake.md, gate rule 4)."""
    return add_working_days(objected_on, 1)


def bars(objection: Objection | None, channel: str, past: Iterable[Line], *, reached: bool) -> str | None:
    """Why the tenant may not be tried in this way, as a message; None when nothing is against it.

    Whoever spoke with the tenant writes it down whatever was decided: it happened, and mostly the tenant began. One
    neutral letter is one letter and no other attempt, until the tenant lets us hear from them.
    """
    if reached or objection in {None, Objection.GO_ON}:
        return None
    if objection is not Objection.ONE_LETTER:
        return FORBIDDEN[objection]
    return _beyond_one_letter(channel, list(past))


def settled(whats: Iterable[str]) -> int:
    """How many lines of a history, from the first, lie behind us since a team lead last decided."""
    return max((number for number, what in enumerate(whats, 1) if what == "objection"), default=0)


def _beyond_one_letter(channel: str, past: list[Line]) -> str | None:
    since = _since_the_decision(past)
    if any(_is_heard_from(line) for line in since):
        return None
    if channel != LETTER:
        return ONLY_A_LETTER
    went = any(what == "attempt" and data.get("channel") == LETTER for what, data in since)
    return LETTER_WENT if went else None


def _since_the_decision(past: list[Line]) -> list[Line]:
    return past[settled(what for what, _data in past) :]


def _is_heard_from(line: Line) -> bool:
    what, data = line
    return what == "tenant" or (what == "attempt" and data.get("reached") == contact.YES)
