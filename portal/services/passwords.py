"""Passwords: what is accepted as a new one, and Argon2id hashes that take the same time for an unknown name.

The list of refused words is data (``common_passwords.txt``): NIST SP 800-63B asks for a length, a list of common
ones and words from the context, and against rules on which kinds of characters to mix.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

import argon2

from portal.domain.errors import Refused
from portal.domain.vocabulary import N_

SHORTEST = 12
LONGEST = 200
FEWEST_DIFFERENT = 5
LIST = Path(__file__).with_name("common_passwords.txt")
READ_AS = str.maketrans("4@310$57", "aaeiosst")

TOO_SHORT = N_("Kies een wachtwoord van minstens %(shortest)s tekens.")
TOO_LONG = N_("Kies een wachtwoord van hoogstens %(longest)s tekens.")
TOO_COMMON = N_(
    "Dit wachtwoord is te makkelijk te raden. Neem bijvoorbeeld vier woorden die niets met elkaar te maken hebben."
)

# 46 MiB and one pass: the second row of OWASP's table for Argon2id, about 60 ms on one core.
_hasher = argon2.PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)


def require_good(password: str, *, about: Iterable[str]) -> None:
    """Refuse a password that is too short, too long, or easy to guess for who knows ``about`` (names, addresses)."""
    text = _normal(password)
    if len(text) < SHORTEST:
        raise Refused(TOO_SHORT, field="password", shortest=SHORTEST)
    if len(text) > LONGEST:
        raise Refused(TOO_LONG, field="password", longest=LONGEST)
    if _easy(text.casefold(), about):
        raise Refused(TOO_COMMON, field="password")


def make_hash(password: str) -> str:
    return _hasher.hash(_normal(password))


def matches(password: str, password_hash: str | None) -> bool:
    """Whether this is the password; no hash takes as long as a wrong one. Longer than accepted is never looked at."""
    shortened, nobody = _normal(password[: LONGEST + 1]), _nobody()
    try:
        _hasher.verify(password_hash or nobody, shortened)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than we use now."""
    return _hasher.check_needs_rehash(password_hash)


@cache
def _nobody() -> str:
    """A hash that costs as much to verify as a real one."""
    return _hasher.hash("nobody has this password")


def _normal(password: str) -> str:
    """One spelling for one text, however a keyboard composes its accents; never a character that cannot be encoded."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "replace").decode("utf-8")


def _easy(text: str, about: Iterable[str]) -> bool:
    spellings = {text, _letters(text), _letters(text.translate(READ_AS))} - {""}
    return _dull(text) or any(_is_only(spelling, _words(about)) for spelling in spellings)


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", text)


def _dull(text: str) -> bool:
    """Few different characters, or a run such as 123456789012 or abcdefghijkl."""
    steps = [ord(after) - ord(before) for before, after in pairwise(text)]
    runs = sum(step in {-1, 0, 1} for step in steps)
    return len(set(text)) < FEWEST_DIFFERENT or runs >= len(steps) * 3 / 4


def _is_only(text: str, words: frozenset[str]) -> bool:
    """Whether the text is a common word or a chain of at most three of them."""
    if text in words:
        return True
    heads = (cut for cut in range(3, len(text) - 2) if text[:cut] in words)
    return any(_is_chain(text[cut:], words) for cut in heads)


def _is_chain(text: str, words: frozenset[str]) -> bool:
    return text in words or any(text[:cut] in words and text[cut:] in words for cut in range(3, len(text) - 2))


def _words(about: Iterable[str]) -> frozenset[str]:
    lowered = [text.casefold() for text in about]
    parts = {
        part for text in lowered for part in (text, *re.split(r"[\W\d_]+", text), _letters(text.partition("@")[0]))
    }
    return _common() | {part for part in parts if len(part) >= 3}


@cache
def _common() -> frozenset[str]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
