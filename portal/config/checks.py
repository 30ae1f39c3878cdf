"""Rules for single values of the site file: None when it is right, else how it is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from portal.domain import mail_addresses
from portal.domain.errors import Refused
from portal.domain.intake.ready_texts import NAMES
from portal.domain.intake.telling import ORIGINAL

LEAST_CONTRAST = 4.5
SLOT = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
LONGEST_NAME = 60
WHITE = (255, 255, 255)


def filled(text: str) -> str | None:
    """Some text."""
    return None if text.strip() else "is empty"


def telephone(text: str) -> str | None:
    """Digits people can dial, with spaces as they are read out."""
    return None if re.fullmatch(r"\+?\d[\d ]{1,18}\d", text) else "must be a telephone number"


def mailbox(text: str) -> str | None:
    """A bare address that every mail server takes: in ASCII before the @."""
    try:
        mail_addresses.bare(text)
    except Refused:
        return "must be an e-mail address"
    return None if "<" not in text and text == text.strip() else "must be an e-mail address and nothing else"


def website(text: str) -> str | None:
    """An address of the web."""
    return None if re.fullmatch(r"https?://\S+", text) else "must start with https://"


def postcodes(codes: Sequence[str]) -> str | None:
    """At least one Belgian postcode, each once."""
    right = codes and all(re.fullmatch(r"[1-9]\d{3}", code) for code in codes) and len(set(codes)) == len(codes)
    return None if right else "must list postcodes of four digits, each once"


def ready_texts(codes: Sequence[str]) -> str | None:
    """Languages that there is a text in; the Dutch one is always offered."""
    right = ORIGINAL in codes and set(codes) <= set(NAMES)
    return None if right else f"must list languages of {', '.join(NAMES)}, {ORIGINAL} among them"


def names(texts: Sequence[str]) -> str | None:
    """Names of dwellings as people say them, each once."""
    right = all(text.strip() == text and 0 < len(text) <= LONGEST_NAME for text in texts)
    return None if right and len(set(texts)) == len(texts) else f"must list names of at most {LONGEST_NAME}, each once"


def four_digits(text: str) -> str | None:
    """The number of a police zone."""
    return None if re.fullmatch(r"\d{4}", text) else "must be four digits"


def slots(texts: Sequence[str]) -> str | None:
    """Hours like 09:00-12:00, in order and apart."""
    if not all(SLOT.fullmatch(text) for text in texts):
        return "must be a list of hours like 09:00-12:00"
    hours = [hour for text in texts for hour in text.split("-")]
    return None if hours == sorted(set(hours)) else "must be in order and must not overlap"


def between(smallest: int, largest: int) -> Callable[[int], str | None]:
    """A number in a range."""
    return lambda number: None if smallest <= number <= largest else f"must be from {smallest} to {largest}"


def readable_colour(text: str) -> str | None:
    """A colour that white text can be read on: WCAG's contrast is at least 4.5."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        return "must be a colour like #0b5c58"
    contrast = (_luminance(WHITE) + 0.05) / (_luminance(tuple(bytes.fromhex(text[1:]))) + 0.05)
    return None if contrast >= LEAST_CONTRAST else "is too light: white text on it cannot be read"


def _luminance(channels: Sequence[int]) -> float:
    linear = [_linear(channel / 255) for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
