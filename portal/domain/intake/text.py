"""Typed text made safe and equal: NFC, trimmed, no character that hides, reorders or breaks what is read."""

from __future__ import annotations

import re
import unicodedata

from portal.domain.errors import DomainError
from portal.domain.vocabulary import N_


class BadValue(DomainError):
    """What was typed cannot be read; the message says what to do."""


LINE_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
LOOKS_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u2800\u3164\uffa0\ufe0f")
"""Characters that are letters, marks or symbols to Unicode and still show nothing."""
OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
NEVER_TEXT = frozenset("\ufffe\uffff")
LEEWAY = 4
"""How many code points NFC can make into one, at most; a longer text is refused before the work is done."""


def is_blank(text: str) -> bool:
    """Blank is blank whatever kind of space it is."""
    return all(_shows_nothing(character) for character in text)


def line(typed: str, *, max_length: int) -> str:
    """One line of text; blank gives ""."""
    text = _trimmed(typed, max_length=max_length)
    if LINE_BREAKS.search(text) or "\t" in text:
        raise BadValue(N_("Schrijf dit op één regel."))
    return _checked(text, max_length=max_length)


def paragraphs(typed: str, *, max_length: int) -> str:
    """Text of several lines; every line break becomes a newline."""
    text = LINE_BREAKS.sub("\n", _trimmed(typed, max_length=2 * max_length)).replace("\t", " ")
    return _checked(text, max_length=max_length)


def bare(typed: str, *, max_length: int) -> str:
    """A number, date or address of the net, without the invisible marks that come along with a copied one."""
    trimmed = _trimmed(typed, max_length=max_length)
    visible = "".join(character for character in trimmed if unicodedata.category(character) != "Cf")
    return " ".join(line(visible, max_length=max_length).split())


def too_long(max_length: int) -> BadValue:
    return BadValue(N_("Dit is te lang. Gebruik hoogstens %(max)s tekens."), max=max_length)


def _trimmed(typed: str, *, max_length: int) -> str:
    if is_blank(typed) and not _forbidden(typed):
        return ""
    first = next((n for n, character in enumerate(typed) if not _is_space(character)), 0)
    last = next((n for n in range(len(typed), 0, -1) if not _is_space(typed[n - 1])), 0)
    text = typed[first:last]
    if len(text) > LEEWAY * max_length:
        raise too_long(max_length)
    return text


def _checked(text: str, *, max_length: int) -> str:
    if _forbidden(text):
        raise BadValue(N_("Hier staat een teken dat wij niet kunnen lezen. Typ de tekst opnieuw."))
    text = unicodedata.normalize("NFC", text)
    if len(text) > max_length:
        raise too_long(max_length)
    return text


def _forbidden(text: str) -> bool:
    return any(
        character in OVERRIDES
        or character in NEVER_TEXT
        or unicodedata.category(character) == "Cs"
        or _is_control(character)
        for character in text
    )


def _is_control(character: str) -> bool:
    return unicodedata.category(character) == "Cc" and not _is_space(character)


def _is_space(character: str) -> bool:
    return character in "\t\n\r\x0b\x0c\x85\ufeff\u200b\u2060" or unicodedata.category(character)[0] == "Z"


def _shows_nothing(character: str) -> bool:
    return _is_space(character) or character in LOOKS_BLANK or unicodedata.category(character) == "Cf"
