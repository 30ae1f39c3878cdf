"""The address by which an account is known: one spelling, however it was typed, and one that can be mailed."""

from __future__ import annotations

from contextlib import suppress

from portal.domain import mail_addresses
from portal.domain.errors import Refused
from portal.domain.intake import contacts
from portal.domain.intake.text import BadValue
from portal.domain.vocabulary import N_

LONGEST = 254


def stored(email: str) -> str:
    """As a new account has it; Refused, at ``email``, when no mail could go there."""
    try:
        found = contacts.email(email, max_length=LONGEST)
    except BadValue as bad:
        raise Refused(bad.message, field="email", **bad.params) from None
    if not found:
        raise Refused(N_("Vul een e-mailadres in."), field="email")
    return found.casefold()


def spelt(email: str) -> str:
    """What is looked up and counted for a typed name, whether or not it is an address."""
    typed = email.strip().casefold()[:LONGEST].replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    name, at, domain = typed.rpartition("@")
    with suppress(Refused):
        return f"{name}{at}{mail_addresses.in_ascii(domain)}"
    return typed
