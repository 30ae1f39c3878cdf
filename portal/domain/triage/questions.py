"""Questions to a reporter: the standard texts as data, and when one is repeated and closed (triage.md)."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.deadlines.calendar import add_working_days, days_after
from portal.domain.vocabulary import N_

REMIND_DAYS = 3
"""Working days after which the reporter is reminded, once."""
ANSWER_DAYS = 10
"""Working days that a question may stay open before the case comes back."""


class Topic(StrEnum):
    """What is asked mostly."""

    HEARING = "hearing"
    ADDRESS = "address"
    PHONE = "phone"
    INFORMED = "informed"
    ARREARS = "arrears"
    PLAN = "plan"
    OTHER = "other"


TOPIC_LABELS = {
    Topic.HEARING: N_("Datum van de zitting"),
    Topic.ADDRESS: N_("Het adres is niet duidelijk"),
    Topic.PHONE: N_("Telefoon van de huurder"),
    Topic.INFORMED: N_("Hoe de huurder werd ingelicht"),
    Topic.ARREARS: N_("De huurachterstand nu"),
    Topic.PLAN: N_("Het afbetalingsplan"),
    Topic.OTHER: N_("Iets anders"),
}
OPENING = "Over uw aanmelding {reference} van {received}:"
OPENING_WITH_OWN_REF = "Over uw aanmelding {reference} van {received} (uw referentie: {own_ref}):"
TEXTS = {
    Topic.HEARING: "Is er een datum voor de zitting bij de vrederechter? Schrijf de datum en het uur. "
    "Is er geen zitting? Schrijf dat ook.",
    Topic.ADDRESS: "Het adres in uw aanmelding is niet duidelijk. Kijkt u het na? "
    "Schrijf de straat, het huisnummer, de bus en de gemeente.",
    Topic.PHONE: "Hebt u een telefoonnummer waarop wij de huurder kunnen bereiken? "
    "Geef alleen een nummer waarvan de huurder weet dat u het doorgeeft.",
    Topic.INFORMED: "Hoe en wanneer vertelde u de huurder over uw aanmelding? En wat zei de huurder toen?",
    Topic.ARREARS: "Hoeveel bedraagt de huurachterstand vandaag? En hoeveel is de huur per maand?",
    Topic.PLAN: "Is er een afbetalingsplan met de huurder? Schrijf wat er is afgesproken, en of het lukt.",
    Topic.OTHER: "",
}
"""In Dutch, the language of the administration, whatever language the colleague who asks reads in."""
BLANK_LINE = re.compile(r"\s*\n\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Own:
    """All that a standard text may be filled in with: what stands on the reporter's own page already."""

    reference: str
    received_on: date
    own_ref: str = ""


def text(topic: Topic, own: Own) -> str:
    """The standard question to one reporter, to be changed at will."""
    return f"{opening(own)}\n\n{TEXTS[topic]}".rstrip()


def opening(own: Own) -> str:
    """The line that says what a question is about; alone it asks nothing."""
    line = OPENING_WITH_OWN_REF if own.own_ref else OPENING
    return line.format(reference=own.reference, received=f"{own.received_on:%d/%m/%Y}", own_ref=own.own_ref)


def taken(topic: Topic, own: Own, typed: str, openings: Collection[str]) -> str:
    """The standard question with what somebody typed below it; another standard text makes room for it."""
    kept = [words for words in BLANK_LINE.split(asked(typed, openings)) if words not in {"", *TEXTS.values()}]
    return "\n\n".join([text(topic, own), *kept])


def asked(typed: str, openings: Collection[str]) -> str:
    """What a text asks, without any of these lines that it may open with."""
    for line in openings:
        typed = typed.replace(line, "")
    return typed.strip()


def readdressed(typed: str, own: Own, openings: Collection[str]) -> str:
    """The text with the opening of the one whom it goes to, in the place of another's."""
    for line in openings:
        typed = typed.replace(line, opening(own))
    return typed


def closes_on(asked_on: date, closing_days: frozenset[date]) -> date:
    return add_working_days(asked_on, ANSWER_DAYS, closing_days)


def asked_by(today: date, working_days: int, closing_days: frozenset[date]) -> date:
    """The last day on which a question was asked that has now been open for so many working days."""
    day = today
    while add_working_days(day, working_days, closing_days) > today:
        day = days_after(day, -1)
    return day
