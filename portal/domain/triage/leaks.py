"""What a question to one reporter would give away: what the case knows of people, and this reporter did not tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.matching import keys
from portal.domain.vocabulary import N_

WORD = re.compile(r"[^\W_]+")


class Kind(StrEnum):
    """What kind of thing a question gives away."""

    NAME = "name"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    REFERENCE = "reference"


LEAKS = {
    Kind.NAME: N_("In uw vraag staat een naam die deze melder niet gaf: %(word)s."),
    Kind.ADDRESS: N_("In uw vraag staat een adres dat deze melder niet gaf: %(word)s."),
    Kind.PHONE: N_("In uw vraag staat een telefoonnummer dat deze melder niet gaf: %(word)s."),
    Kind.EMAIL: N_("In uw vraag staat een e-mailadres dat deze melder niet gaf: %(word)s."),
    Kind.REFERENCE: N_("In uw vraag staat een referentie die niet van deze melder is: %(word)s."),
}


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that the case knows of somebody, as it is written."""

    kind: Kind
    written: str


@dataclass(frozen=True, slots=True)
class Leak:
    """Something in the question that this reporter did not give; ``message`` takes it as ``word``."""

    message: str
    word: str


def leaks(question: str, *, given: Iterable[str], known: Iterable[Known]) -> tuple[Leak, ...]:
    """What the question says that the case knows and this reporter did not give; ``given`` are all their answers."""
    theirs, asked = _Words.of("\n".join(given)), _Words.of(question)
    found = {(one.kind, word): None for one in known for word in _shown(one, asked, theirs)}
    return tuple(Leak(LEAKS[kind], word) for kind, word in found)


@dataclass(frozen=True, slots=True)
class _Words:
    """A text as words without marks and capitals, and as its digits."""

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    bare: str

    @classmethod
    def of(cls, text: str) -> _Words:
        plain = keys.fold(text)
        numbers = tuple(re.sub(r"\D", "", run) for run in re.findall(r"\+?\d[\d()/. \-]*", plain))
        return cls(tuple(WORD.findall(plain)), numbers, re.sub(r"\s", "", plain))


def _shown(one: Known, asked: _Words, theirs: _Words) -> Iterator[str]:
    """The words, or the whole, of one thing that the question shows and the reporter's own answers do not."""
    for word in PARTS[one.kind](one.written):
        if SHOWS[one.kind](word, asked) and not SHOWS[one.kind](word, theirs):
            yield word


SHORTEST = 3
PARTICLES = frozenset({"van", "von", "den", "der", "het", "ten", "ter", "del", "des", "bin", "ben", "ait", "bou"})
PHONE_END = 8
"""The last digits of a number, which it has with its country and without."""


def _name_words(name: str) -> list[str]:
    words = WORD.findall(name)
    return [word for word in words if len(word) >= SHORTEST and keys.fold(word) not in PARTICLES]


def _has_words(part: str, text: _Words) -> bool:
    """The words of the part one after the other."""
    wanted = tuple(WORD.findall(keys.fold(part)))
    starts = range(len(text.words) - len(wanted) + 1)
    return bool(wanted) and any(text.words[at : at + len(wanted)] == wanted for at in starts)


def _has_number(part: str, text: _Words) -> bool:
    end = re.sub(r"\D", "", part)[-PHONE_END:]
    return len(end) == PHONE_END and any(end in number for number in text.numbers)


def _has_bare(part: str, text: _Words) -> bool:
    wanted = re.sub(r"\s", "", keys.fold(part))
    return bool(wanted) and wanted in text.bare


def _whole(written: str) -> list[str]:
    return [written] if written.strip() else []


PARTS = {Kind.NAME: _name_words, **dict.fromkeys((Kind.ADDRESS, Kind.PHONE, Kind.EMAIL, Kind.REFERENCE), _whole)}
SHOWS = {
    Kind.NAME: _has_words,
    Kind.ADDRESS: _has_words,
    Kind.PHONE: _has_number,
    Kind.EMAIL: _has_bare,
    Kind.REFERENCE: _has_words,
}
