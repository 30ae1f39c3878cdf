"""Addresses as mail servers take them: one, in ASCII, with nothing that could start another header.

The settings are read by the same rules by which a mail is put aside, so that a portal that starts can mail.
"""

from __future__ import annotations

import re
from email.utils import parseaddr

from email_validator import EmailNotValidError, validate_email

from portal.domain.errors import Refused
from portal.domain.intake.contacts import NOT_ASCII
from portal.domain.vocabulary import N_

UNDELIVERABLE = N_("Naar dit e-mailadres kunnen wij niet mailen. Kijk het na.")
ENCODED = "=?"
"""Begins an encoded word (RFC 2047), which the email package decodes wherever it meets one, line breaks and all."""
LONGEST = 254
LONGEST_LOCAL = 64
LONGEST_DOMAIN = 253
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})*")


def bare(text: str) -> str:
    """The address in ``name@domain`` or ``Somebody <name@domain>``, its domain in ASCII (IDNA); else Refused."""
    return split(text)[1]


def split(text: str) -> tuple[str, str]:
    """The name before an address (often empty) and the address; Refused when no mail server would take it."""
    if not text.isprintable() or ENCODED in text:
        raise Refused(UNDELIVERABLE)
    name, address = parseaddr(text)
    local, _, domain = address.rpartition("@")
    if not local.isascii():
        raise Refused(NOT_ASCII)
    found = f"{local}@{in_ascii(domain)}"
    repaired = "<" not in text and address != text.strip()  # parseaddr() mends what it cannot read
    too_long = len(local) > LONGEST_LOCAL or len(found) > LONGEST
    if repaired or too_long or not _LOCAL.fullmatch(local) or text.count("@") > 1:
        raise Refused(UNDELIVERABLE)
    return name, found


def in_ascii(domain: str) -> str:
    """A domain as the wire has it (``xn--...``); Refused when it is none."""
    try:
        found = domain if domain.isascii() else _encoded(domain)
    except EmailNotValidError:
        raise Refused(UNDELIVERABLE) from None
    if len(found) > LONGEST_DOMAIN or not _DOMAIN.fullmatch(found):
        raise Refused(UNDELIVERABLE)
    return found


def _encoded(domain: str) -> str:
    """As browsers and registries spell it (IDNA 2008), which Python's own codec does not."""
    return validate_email(f"a@{domain}", check_deliverability=False, test_environment=True).ascii_domain
