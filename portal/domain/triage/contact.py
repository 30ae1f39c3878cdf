"""An attempt to reach the tenant, and what a stay asks for when it is made longer: fields as data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.domain.errors import Refused
from portal.domain.triage.given import Cleaned, Given, Span, Typed, Value, never, read_all
from portal.domain.triage.state import CaseState, Objection
from portal.domain.vocabulary import N_

YES, NO = "yes", "no"
CHANNELS = {
    "phone": N_("telefoon"),
    "message": N_("sms of WhatsApp"),
    "email": N_("e-mail"),
    "letter": N_("brief"),
    "home_visit": N_("huisbezoek"),
    "desk": N_("gesprek aan de balie"),
}
REACHED = {YES: N_("Ja"), NO: N_("Nee")}
KNEW = {YES: N_("Ja"), NO: N_("Nee"), "unknown": N_("Niet duidelijk")}


def _reached(_state: CaseState, typed: Typed) -> bool:
    return typed.get("reached", "").strip() == YES


def _nobody_asked_yet(state: CaseState) -> bool:
    return state.asks_if_known


def _may_object(state: CaseState) -> bool:
    """Not once more while a team lead still has to decide, or decided to stay away."""
    return state.objection not in {Objection.UNDECIDED, Objection.NO_CONTACT}


def _end_of_the_stay(state: CaseState, _today: date) -> date | None:
    return state.stay_until


ATTEMPT = (
    Given(
        "channel",
        N_("Hoe probeerde u de huurder te bereiken?"),
        Value.CHOICE,
        N_("Kies hoe u de huurder probeerde te bereiken."),
        choices=CHANNELS,
    ),
    Given(
        "reached",
        N_("Hebt u de huurder gesproken?"),
        Value.CHOICE,
        N_("Kies of u de huurder hebt gesproken."),
        choices=REACHED,
    ),
    Given(
        "tenant_knew",
        N_("Wist de huurder van de aanmelding?"),
        Value.CHOICE,
        N_("Kies of de huurder van de aanmelding wist."),
        required=_reached,
        asked=_nobody_asked_yet,
        choices=KNEW,
        when="reached:yes",
    ),
    Given(
        "objects",
        N_("De huurder verzet zich tegen verder contact"),
        Value.TICK,
        "",
        required=never,
        asked=_may_object,
        choices={YES: N_("Ja")},
        when="reached:yes",
    ),
    Given("tried_on", N_("Welke dag?"), Value.DATE, N_("Vul in op welke dag u dit probeerde."), span=Span.PAST),
    Given("tried_at", N_("Welk uur?"), Value.HOUR, "", required=never),
    Given("tried_by", N_("Wie? (laat leeg als u het zelf was)"), Value.TEXT, "", required=never, limit=100),
    Given("text", N_("Wat is er gezegd of gebeurd?"), Value.TEXT, "", required=never),
)
EXTENSION = (
    Given(
        "ends_on",
        N_("Nieuwe einddatum van het verblijf"),
        Value.DATE,
        N_("Vul de einddatum van het verblijf in."),
        span=Span.FUTURE,
        latest=_end_of_the_stay,
    ),
    Given("reason", N_("Waarom verlengt u?"), Value.TEXT, N_("Schrijf waarom u verlengt.")),
)


MET_ON: Mapping[str, tuple[str, ...]] = {
    "contact": ("on",),
    "attempt": ("tried_on",),
    "move": ("declined_on", "tenant_agreed_on"),
    "released": ("given_on",),
    "release_refused": ("asked_on",),
}
"""Lines of a case's history that tell of contact with the tenant, and what in them says on which day."""


def met_on(what: str, data: Mapping[str, Any]) -> date | None:
    """The day on which we were in contact with the tenant, as this line tells; None when it tells of none."""
    day = next((data[name] for name in MET_ON.get(what, ()) if name in data), None)
    in_vain = what == "attempt" and data.get("reached") != YES
    return None if day is None or in_vain else date.fromisoformat(str(day))


def check(typed: Typed, state: CaseState, *, today: date) -> Cleaned:
    """An attempt, read; whether the tenant knew is kept only of one that was reached, and no other can object."""
    found = read_all(ATTEMPT, typed, state, today=today)
    if found["reached"] == YES:
        return found
    if "objects" in found:
        raise Refused(N_("Een verzet hoort u van de huurder zelf. Kies dan „Ja”."), field="reached")
    return {name: found[name] for name in found if name != "tenant_knew"}
