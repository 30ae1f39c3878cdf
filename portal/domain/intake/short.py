"""The short way in, for tenants alone: a name and a number to call, in which language, and which letter they got."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from portal.domain.errors import DomainError, Refused
from portal.domain.intake import typing
from portal.domain.intake.questions import BY_NAME, Answer, Answers
from portal.domain.vocabulary import N_, Kind

ASKED = ("tenant_last", "tenant_phone", "tenant_lang", "stage")
"""The name as it is said, in one field; everything else is asked on the phone."""
MISSING = {
    "tenant_last": N_("Vul uw naam in."),
    "tenant_phone": N_("Vul uw telefoonnummer in. Dan kunnen wij u bellen."),
}
NO_ADDRESS = {"postcode": "", "street": "", "house_number": ""}
"""What the columns of an address hold when nobody was asked for it."""


def read(typed: Mapping[str, str], *, today: date) -> tuple[dict[str, Answer], tuple[DomainError, ...]]:
    """The answers, and every refusal with its field."""
    answers: dict[str, Answer] = {}
    faults: list[DomainError] = []
    for name in ASKED:
        try:
            answer = typing.parse(BY_NAME[name], [typed.get(name, "")], kind=Kind.TENANT, today=today)
        except DomainError as fault:
            faults.append(fault)
            continue
        if answer is not None:
            answers[name] = answer
        elif name in MISSING:
            faults.append(Refused(MISSING[name], field=name))
    return answers, tuple(faults)


def require(kind: Kind, answers: Answers) -> None:
    """Only tenants may leave out their address, and only when we can call them."""
    if kind is not Kind.TENANT or not answers.get("tenant_phone"):
        raise Refused(MISSING["tenant_phone"], field="tenant_phone")
