"""References that people can read out: eight random characters and one that checks them, as ``ABCD-EFGH-J``."""

from __future__ import annotations

import unicodedata
from random import Random, SystemRandom

ALPHABET = "23456789CDFHJKMNPRTVWXY"
"""One character of every family that looks alike, and no vowel, so that no reference spells a word.

There are 23, a prime: that is what lets one check character find every slip that ``parse`` promises to find.
"""

LOOKALIKES = str.maketrans("0OQ1ILZSBGU", "DDD7772586V")
"""What people read or type for a character of the alphabet; none of these stands in it."""

_RANDOM = 8
_GROUPS = ((0, 4), (4, 8), (8, 9))
_SEPARATORS = str.maketrans("", "", " -\t\n\r\xa0.‐‑‒–—")


def new(rng: Random | None = None) -> str:
    """A fresh reference, with hyphens as it is stored; ``rng`` is the operating system's unless a test gives one."""
    source = rng or SystemRandom()
    body = "".join(source.choice(ALPHABET) for _ in range(_RANDOM))
    return _hyphenated(body + _check_character(body))


def parse(text: str) -> str | None:
    """The reference as it is stored, however it was typed; None when it cannot be one.

    Every single wrong character and every swap of two characters is found; a look-alike is put right.
    """
    typed = unicodedata.normalize("NFKC", text).upper().translate(_SEPARATORS).translate(LOOKALIKES)
    if len(typed) != _RANDOM + 1 or not set(typed) <= set(ALPHABET):
        return None
    return _hyphenated(typed) if _weighted(typed) == 0 else None


def _check_character(body: str) -> str:
    return ALPHABET[-_weighted(body) % len(ALPHABET)]


def _weighted(characters: str) -> int:
    """The sum by place (9 for the first, 1 for the check character) modulo 23, as in an ISBN; 0 when all is well."""
    places = range(_RANDOM + 1, 0, -1)
    return sum(place * ALPHABET.index(c) for place, c in zip(places, characters, strict=False)) % len(ALPHABET)


def _hyphenated(characters: str) -> str:
    return "-".join(characters[start:end] for start, end in _GROUPS)
