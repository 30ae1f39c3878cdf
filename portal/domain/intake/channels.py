"""How a report reaches us when staff type it in, and by which numbers two petitions are the same one."""

from __future__ import annotations

from portal.domain.intake.questions import Answers
from portal.domain.vocabulary import Channel, Kind

BY_STAFF = (Channel.PHONE, Channel.DESK, Channel.POST)
NUMBERS = ("own_ref", "roll_number")
"""Where the number of a petition can stand: as the registry's own reference, or as the roll number."""


def of(kind: Kind) -> tuple[Channel, ...]:
    """The ways in which staff may enter a report of this kind; a petition only comes from the court."""
    return (Channel.COURT,) if kind is Kind.COURT_REGISTRY else BY_STAFF


def numbers(answers: Answers) -> frozenset[str]:
    """The numbers of a petition, however they are spaced: "26 A 815" is "26a815"."""
    typed = (str(answers.get(name, "")).casefold() for name in NUMBERS)
    plain = ("".join(one for one in number if one.isalnum()) for number in typed)
    return frozenset(number for number in plain if number)
