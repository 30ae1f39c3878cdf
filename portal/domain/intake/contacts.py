"""Phone numbers, e-mail addresses and enterprise numbers: accepted when possible, kept in one notation."""

from __future__ import annotations

import re

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from stdnum.be import vat

from portal.domain.intake.text import BadValue, bare, too_long
from portal.domain.vocabulary import N_

PHONE = re.compile(r"\+?[0-9()/. -]+")
BELGIUM = 32
LOCAL_NETWORK = ".local"
"""Refused by the library, and in use inside organisations."""
NOT_ASCII = N_("Vóór de @ mag geen letter met een accent staan. Geef een ander e-mailadres.")
"""Few servers take anything else there, and a mail that leaves must arrive."""


def phone(typed: str) -> str:
    """A Belgian or an international number that is possible; kept as E.164."""
    text = bare(typed, max_length=40)
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, "BE") if PHONE.fullmatch(text) else None
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise BadValue(N_("Vul een telefoonnummer in, bijvoorbeeld 0470 12 34 56 of +31 6 12345678."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def looks_right(canonical: str) -> bool:
    """Whether a Belgian number is one that can be dialled; it may be possible and still lack a digit."""
    number = phonenumbers.parse(canonical)
    return number.country_code != BELGIUM or phonenumbers.is_valid_number(number)


def phone_as_typed(canonical: str) -> str:
    """Belgian numbers as people here write them, others with their country."""
    number = phonenumbers.parse(canonical)
    belgian = number.country_code == BELGIUM
    style = phonenumbers.PhoneNumberFormat.NATIONAL if belgian else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def email(typed: str, *, max_length: int) -> str:
    """Well formed, in ASCII before the @; kept with the domain as the net spells it. Nothing is looked up."""
    text = bare(typed, max_length=max_length)
    if not text:
        return ""
    name, _, domain = text.rpartition("@")
    if not name.isascii():
        raise BadValue(NOT_ASCII)
    local = domain.lower().endswith(LOCAL_NETWORK)
    try:
        checked = validate_email(
            f"{name}@{domain[: -len(LOCAL_NETWORK)]}.test" if local else text,
            check_deliverability=False,
            allow_smtputf8=False,
            test_environment=True,
        )
    except EmailNotValidError:
        raise _bad_email() from None
    kept = f"{checked.local_part}@{checked.ascii_domain}"
    if "." not in checked.ascii_domain:
        raise _bad_email()
    kept = kept.removesuffix(".test") + LOCAL_NETWORK if local else kept
    if len(kept) > max_length:
        raise too_long(max_length)
    return kept


def enterprise_number(typed: str) -> str:
    """Ten digits of which the last two check the others; kept without points."""
    text = bare(typed, max_length=40)
    if not text:
        return ""
    if not text.isascii() or not vat.is_valid(text):
        raise BadValue(N_("Dit ondernemingsnummer klopt niet. Vul tien cijfers in, bijvoorbeeld 0123.456.749."))
    return str(vat.compact(text))


def enterprise_number_as_typed(canonical: str) -> str:
    """ "0123456749" -> "0123.456.749"."""
    return f"{canonical[:4]}.{canonical[4:7]}.{canonical[7:]}"


def _bad_email() -> BadValue:
    return BadValue(N_("Vul een e-mailadres in zoals naam@voorbeeld.be."))
