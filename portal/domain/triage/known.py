"""Facts that are learned after the report: what can be added, and what each asks for (triage.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from portal.domain.errors import DomainError, Refused
from portal.domain.intake import text, typing
from portal.domain.intake.questions import BY_NAME
from portal.domain.vocabulary import N_, Kind


class What(StrEnum):
    """The facts that can be added."""

    HEARING = "hearing"
    PETITION = "petition"
    JUDGMENT = "judgment"
    SERVED = "served"
    LEAVE_BY = "leave_by"
    EVICTION_DATE = "eviction_date"
    EVICTION_CANCELLED = "eviction_cancelled"
    EVICTED = "evicted"
    ARREARS = "arrears"
    PLAN_AGREED = "plan_agreed"
    PLAN_BROKEN = "plan_broken"
    MOVED = "moved"
    STILL_THERE = "still_there"


class Result(StrEnum):
    """How a hearing or a conciliation ended."""

    DISSOLVED = "dissolved"
    CONDITIONAL = "conditional"
    REJECTED = "rejected"


WHAT_LABELS = {
    What.HEARING: N_("Zitting, of nieuwe datum van de zitting"),
    What.PETITION: N_("Verzoekschrift neergelegd"),
    What.JUDGMENT: N_("Uitslag van de zitting of vonnis"),
    What.SERVED: N_("Vonnis betekend"),
    What.LEAVE_BY: N_("Uit de woning tegen (datum in het vonnis)"),
    What.EVICTION_DATE: N_("Datum van de uithuiszetting"),
    What.EVICTION_CANCELLED: N_("Uithuiszetting ging niet door"),
    What.EVICTED: N_("Huurder is uit de woning gezet"),
    What.ARREARS: N_("Huurachterstal nu"),
    What.PLAN_AGREED: N_("Afbetalingsplan afgesproken"),
    What.PLAN_BROKEN: N_("Afbetalingsplan niet gevolgd"),
    What.MOVED: N_("Huurder is verhuisd"),
    What.STILL_THERE: N_("Huurder woont er toch nog"),
}
RESULT_LABELS = {
    Result.DISSOLVED: N_("Huur ontbonden"),
    Result.CONDITIONAL: N_("Met voorwaarden, of een akkoord"),
    Result.REJECTED: N_("Afgewezen, ingetrokken of geen akkoord"),
}


@dataclass(frozen=True, slots=True)
class Asks:
    """Which fields a fact reads. ``day`` names the question of the report whose limits its date shares."""

    day: str = "served_date"
    day_missing: str = ""
    """What to say without a date; empty: it may stay blank."""
    fields: tuple[str, ...] = ()


ASKED: Mapping[What, Asks] = {
    What.HEARING: Asks("hearing_date", N_("Vul de datum van de zitting in."), ("time",)),
    What.PETITION: Asks("filing_date"),
    What.JUDGMENT: Asks(fields=("result",)),
    What.SERVED: Asks("served_date", N_("Vul de datum van de betekening in.")),
    What.LEAVE_BY: Asks("leave_by", N_("Vul de datum in waarop de woning leeg moet zijn.")),
    What.EVICTION_DATE: Asks("eviction_date", N_("Vul de datum van de uithuiszetting in.")),
    What.EVICTION_CANCELLED: Asks(),
    What.EVICTED: Asks(),
    What.ARREARS: Asks(fields=("amount", "months")),
    What.PLAN_AGREED: Asks(),
    What.PLAN_BROKEN: Asks(),
    What.MOVED: Asks(),
    What.STILL_THERE: Asks(),
}


@dataclass(frozen=True, slots=True)
class Learned:
    """One fact as it is kept: what, on which day we learned it, and its own values."""

    what: What
    learned_on: date
    day: date | None = None
    hour: time | None = None
    amount: Decimal | None = None
    months: Decimal | None = None
    result: Result | None = None


def read(typed: Mapping[str, str], *, today: date) -> Learned:
    """The fact that was typed; raises the first of its ``faults``."""
    for fault in faults(typed, today=today):
        raise fault
    what = What(typed["fact"])
    fields = ASKED[what].fields
    day, hour = _answer(ASKED[what].day, "date", typed, today), _answer("hearing_time", "time", typed, today)
    amount, months = (
        _answer("arrears_eur", "amount", typed, today),
        _answer("arrears_months", "months", typed, today),
    )
    return Learned(
        what,
        today,
        day=date.fromisoformat(day) if day else None,
        hour=time.fromisoformat(hour) if hour and "time" in fields else None,
        amount=Decimal(amount) if amount and "amount" in fields else None,
        months=Decimal(months) if months and "months" in fields else None,
        result=Result(typed["result"]) if typed.get("result") and "result" in fields else None,
    )


def faults(typed: Mapping[str, str], *, today: date) -> tuple[DomainError, ...]:
    """Everything that is missing or unreadable, one refusal a field."""
    if typed.get("fact") not in set(What):
        return (Refused(N_("Kies wat u te weten kwam."), field="fact"),)
    asks = ASKED[What(typed["fact"])]
    found: list[DomainError] = [*_unreadable(asks, typed, today)]
    if asks.day_missing and _is_blank(typed, "date"):
        found.append(Refused(asks.day_missing, field="date"))
    if "amount" in asks.fields and _is_blank(typed, "amount") and _is_blank(typed, "months"):
        found.append(Refused(N_("Vul het bedrag of het aantal maanden in."), field="amount"))
    if "result" in asks.fields and typed.get("result", "") not in {"", *Result}:
        found.append(Refused(N_("Kies een van de mogelijkheden."), field="result"))
    return tuple(found)


def day(typed: str, field: str, *, missing: str, today: date) -> date:
    """A day around now that must be given, read as a hearing's is."""
    if text.is_blank(typed):
        raise Refused(missing, field=field)
    try:
        return date.fromisoformat(_answer("hearing_date", "date", {"date": typed}, today))
    except DomainError as fault:
        fault.field = field
        raise


QUESTION_OF = {"time": "hearing_time", "amount": "arrears_eur", "months": "arrears_months"}


def _is_blank(typed: Mapping[str, str], name: str) -> bool:
    return text.is_blank(typed.get(name, ""))


def _unreadable(asks: Asks, typed: Mapping[str, str], today: date) -> list[DomainError]:
    found: list[DomainError] = []
    for name, question in (("date", asks.day), *((n, QUESTION_OF[n]) for n in asks.fields if n in QUESTION_OF)):
        try:
            _answer(question, name, typed, today)
        except DomainError as fault:
            fault.field = name
            found.append(fault)
    return found


def _answer(question: str, name: str, typed: Mapping[str, str], today: date) -> str:
    """What was typed, read as the question of the report that has the same kind of answer."""
    answer = typing.parse(BY_NAME[question], [typed.get(name, "")], kind=Kind.BAILIFF, today=today)
    return answer if isinstance(answer, str) else ""


def to_json(fact: Learned) -> dict[str, str]:
    """Plain values for a history entry; what is not known is left out."""
    values = {
        "fact": fact.what,
        "on": fact.learned_on,
        "date": fact.day,
        "time": fact.hour and fact.hour.isoformat("minutes"),
        "amount": fact.amount,
        "months": fact.months,
        "result": fact.result,
    }
    return {name: str(value) for name, value in values.items() if value is not None}


def from_json(data: Mapping[str, Any]) -> Learned:
    return Learned(
        What(data["fact"]),
        date.fromisoformat(data["on"]),
        day=date.fromisoformat(data["date"]) if "date" in data else None,
        hour=time.fromisoformat(data["time"]) if "time" in data else None,
        amount=Decimal(data["amount"]) if "amount" in data else None,
        months=Decimal(data["months"]) if "months" in data else None,
        result=Result(data["result"]) if "result" in data else None,
    )
