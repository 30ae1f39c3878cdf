"""What tenants say to a report that somebody made about them, read as it was typed; it tells them nothing back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.domain import reference
from portal.domain.errors import DomainError, Refused
from portal.domain.intake import contacts, text
from portal.domain.intake.free_text import has_identity_number
from portal.domain.vocabulary import N_

LONGEST_NAME = 80
LONGEST_TEXT = 1000


class Says(StrEnum):
    """The three answers."""

    HELP = "help"
    NO_CONTACT = "no_contact"
    WRONG = "wrong"


CHOICES = (
    (Says.HELP, N_("Ja, ik wil hulp")),
    (Says.NO_CONTACT, N_("Nee, ik wil geen contact")),
    (Says.WRONG, N_("Dit klopt niet")),
)
SAYS_LABELS = {
    Says.HELP: N_("wil hulp"),
    Says.NO_CONTACT: N_("wil geen contact"),
    Says.WRONG: N_("zegt dat de aanmelding niet klopt"),
}
"""As staff read it, after "de huurder"."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """``reference`` is well formed; whether it exists is not for this rule, nor for whoever typed it, to know."""

    reference: str
    says: Says
    name: str = ""
    phone: str = ""
    text: str = ""


def read(typed: Mapping[str, str]) -> tuple[Spoken | None, tuple[DomainError, ...]]:
    """What was said, or every refusal with its field."""
    found: dict[str, str] = {}
    faults: list[DomainError] = []
    for name, reader in READERS.items():
        try:
            found[name] = reader(typed.get(name, ""))
            _refuse_identity_number(typed.get(name, ""))
        except DomainError as fault:
            fault.field = name
            faults.append(fault)
    if faults:
        return None, tuple(faults)
    return Spoken(found["reference"], Says(found["says"]), found["name"], found["phone"], found["text"]), ()


def _reference(typed: str) -> str:
    """A slip can be pointed out: that is arithmetic, and tells nothing of what exists."""
    if text.is_blank(typed):
        raise Refused(N_("Vul de referentie in die op uw brief staat."))
    parsed = reference.parse(typed)
    if parsed is None:
        raise Refused(N_("Deze referentie klopt niet. Kijk elke letter en elk cijfer na."))
    return parsed


def _says(typed: str) -> str:
    if typed not in set(Says):
        raise Refused(N_("Kies wat u ons wilt zeggen."))
    return typed


def _refuse_identity_number(typed: str) -> None:
    if has_identity_number(typed):
        raise Refused(N_("Hier staat een rijksregisternummer. Dat mogen wij niet bewaren. Haal het weg."))


READERS: Mapping[str, Callable[[str], str]] = {
    "reference": _reference,
    "says": _says,
    "name": lambda typed: text.line(typed, max_length=LONGEST_NAME),
    "phone": contacts.phone,
    "text": lambda typed: text.paragraphs(typed, max_length=LONGEST_TEXT),
}
