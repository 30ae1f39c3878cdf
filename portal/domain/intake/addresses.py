"""House numbers and boxes: `12 bus 3`, `12/3`, `12 b3` and `12 bte 3` are the same box, `12A` is a house number."""

from __future__ import annotations

import re

BOX_WORD = r"(?:bus|bte|boîte|boite|box|b)"
WITH_WORD = re.compile(
    rf"(?P<number>[0-9]+ ?[A-Za-z]?(?:[-+][0-9]+ ?[A-Za-z]?)?)\s*[,;]?\s*{BOX_WORD}\.?\s*(?P<box>[0-9][\w./-]*)",
    re.IGNORECASE,
)
WITH_LONG_WORD = re.compile(
    r"(?P<number>.*?[0-9].*?)\s*[,;]?\s*\b(?:bus|bte|boîte|boite|box)\.?\s+(?P<box>\w[\w./-]*)", re.IGNORECASE
)
WITH_SLASH = re.compile(r"(?P<number>[0-9]+ ?[A-Za-z]?)\s*/\s*(?P<box>[\w.-]+)")
NUMBER_AT_END = re.compile(rf"[^\W\d][\s,]*[0-9]+ ?[a-z]?(?:\s*(?:{BOX_WORD}|/)\.?\s*\w+)?", re.IGNORECASE)
PUNCTUATION = re.compile(r"[\W_]")
LEADING_ZEROS = re.compile(r"^0+(?=[0-9])")
LEADING_WORD = re.compile(rf"^\s*{BOX_WORD}(?=[\s.0-9])\.?\s*", re.IGNORECASE)


def split(house_number: str) -> tuple[str, str]:
    """House number and box; the box is "" when there is none. The number keeps no space: `12 A` is `12A`."""
    for pattern in (WITH_WORD, WITH_LONG_WORD, WITH_SLASH):
        if found := pattern.fullmatch(house_number.strip()):
            return _tight(found["number"]), found["box"]
    return _tight(house_number), ""


def has_number(street: str) -> bool:
    """`Kerkstraat 12` holds its house number; `Laan van 8 mei` does not."""
    return any(found.end() == len(street) for found in NUMBER_AT_END.finditer(street))


def box(typed: str) -> str:
    """The box without the word before it: `bus 03` is `03`."""
    return LEADING_WORD.sub("", typed).strip()


def comparable(part: str) -> str:
    """To compare numbers and boxes: case, spaces, punctuation and leading zeros do not count."""
    return LEADING_ZEROS.sub("", PUNCTUATION.sub("", part).casefold())


def is_served(postcode: str, served: frozenset[str]) -> bool:
    return postcode in served


def _tight(number: str) -> str:
    return re.sub(r"(?<=[0-9]) (?=[A-Za-z]$)", "", number.strip())
