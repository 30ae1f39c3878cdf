"""The words by which a case is found, made alike from what was reported and from what somebody looks for.

Both databases are given these words and nothing else, so that they find the same: small letters of any script and
figures, without marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import Any

from portal.domain import reference

TEXTS = (
    *("reference", "own_ref", "tenant_first", "tenant_last", "tenant_email", "co_tenant_first", "co_tenant_last"),
    *("postcode", "street", "reporter_name", "reporter_org", "reporter_email", "on_behalf_of"),
)
"""What a case is found by, as text: columns of a referral and two of its other answers."""
PHONES = ("tenant_phone", "reporter_phone")

Conjunction = tuple[str, ...]
"""Words that must all be there."""
Term = tuple[Conjunction, ...]
"""Spellings of one thing, of which one must hold."""

LONGEST = 60
MOST_GLUED = 6
MOST_SPLIT = 4
BEGINNING = 4
SHORTEST = 2
"""A word of fewer characters is looked for as a whole, and not on its own."""

_LETTERS = str.maketrans(
    {"ı": "i", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"}
)
"""Letters that are no letter with a mark, and would be lost with it."""
_PIECE = re.compile(r"[^\W_]+")
_BOX = re.compile(
    r"(?<![a-z0-9])(?<![0-9][ ./-])([1-9][0-9]*[a-z]?)\s*(?:/\s*(?:bus|bte|boite|box)?|(?:bus|bte|boite|box)(?![a-z]))"
    r"[.\s]*([a-z0-9]+)"
)
_ONE_BOX = re.compile(r"[0-9]+[a-z]?bus.")
_PART_OF_ADDRESS = re.compile(r"[.@]")
_WORD = re.compile(r"[a-z0-9]*[a-z][a-z0-9]+")
"""In an e-mail address each is a word for itself: who writes ``post.example`` as one is not looking for it."""
_PARTICLE = re.compile(r"[a-z]{1,3}")


def words(referral: Mapping[str, Any]) -> set[str]:
    """Everything by which a report is found; ``referral`` has its columns, and in ``answers`` the other answers."""
    values = {**(referral.get("answers") or {}), **referral}
    found = {word for name in TEXTS for word in spellings(values.get(name) or "")}
    found.update(spellings(" ".join(_house(values))))
    for name in PHONES:
        found.update(_numbers(values.get(name) or ""))
    return {word[:LONGEST] for word in found if word}


def spellings(text: str) -> Iterator[str]:
    """The words of a text, and each run of them as one word: whichever run is typed glued, one of these begins so."""
    plain = fold(text)
    pieces = _PIECE.findall(plain)
    yield from pieces
    for start in range(len(pieces) - 1):
        yield "".join(pieces[start : start + MOST_GLUED])
    yield from _PIECE.findall(_boxed(plain))


def asked(text: str) -> tuple[Term, ...]:
    """What somebody looks for: of each term one spelling must be there, its words as beginnings (see ``is_whole``)."""
    terms = tuple(_term(run) for run in _runs(_boxed(_international(fold(text)))))
    found = reference.parse(text)
    if found is None or not terms:
        return terms
    together = (tuple(word for part in parts for word in part) for parts in product(*terms))
    return ((*together, ("".join(_PIECE.findall(fold(found))),)),)


def is_whole(word: str) -> bool:
    """Whether the word stands for itself, and not for everything that begins with it: 5, or box 3 of number 12."""
    return len(word) < SHORTEST or _ONE_BOX.fullmatch(word) is not None


def is_too_short(terms: Sequence[Term]) -> bool:
    """Whether there is nothing in it that narrows: single characters alone."""
    return all(len(word) < SHORTEST for term in terms for word in term[0])


def fold(text: str) -> str:
    """The text in small letters without marks; what is no letter or figure of ours stays as it is."""
    mapped = text.casefold().translate(_LETTERS)
    bare = "".join(one for one in unicodedata.normalize("NFKD", mapped) if not unicodedata.combining(one))
    return bare.casefold().translate(_LETTERS)


def _house(values: Mapping[str, Any]) -> Iterator[str]:
    yield values.get("house_number") or ""
    if values.get("box"):
        yield f"/ {values['box']}"


def _numbers(phone: str) -> Iterator[str]:
    """A number as it is dialled here, without its first zero, and with the country before it; and how each begins.

    A database knows only of words how common they are: without 0474 it would take 047 for as rare as a whole number.
    """
    for number in _PIECE.findall(_international(fold(phone).replace(" ", ""))):
        national = _national(number)
        abroad = number.lstrip("0") if national != number else national
        for dialled in (national, national.lstrip("0"), abroad):
            yield from (dialled, dialled[:BEGINNING])


def _international(text: str) -> str:
    return re.sub(r"\(0\)", "", re.sub(r"(?<![a-z0-9])\+\s*(?=[0-9])", "00", text))


def _national(number: str) -> str:
    return "0" + number[4:].lstrip("0") if number.startswith("0032") else number


def _boxed(plain: str) -> str:
    """``12/3`` and ``12 bus 3`` as one word: figures of a house and of a box alone would find too much."""
    return _BOX.sub(r" \1bus\2 ", plain)


def _runs(plain: str) -> Iterable[list[str]]:
    """The words in groups that others may write as one: with a sign between them, behind a particle, or all figures."""
    found = list(_PIECE.finditer(plain))
    runs = [[found[0][0]]] if found else []
    for before, after in pairwise(found):
        if _belong(before[0], plain[before.end() : after.start()], after[0]):
            runs[-1].append(after[0])
        else:
            runs.append([after[0]])
    return runs


def _belong(before: str, between: str, after: str) -> bool:
    if not any(sign.isspace() for sign in between):
        return not (_PART_OF_ADDRESS.fullmatch(between) and _WORD.fullmatch(before) and _WORD.fullmatch(after))
    return bool(_PARTICLE.fullmatch(before)) or (before.isdigit() and after.isdigit())


def _term(run: list[str]) -> Term:
    """The spellings of a group of words: apart, as one, and of a short name anything between."""
    glued = _national("".join(run))
    few = len(run) <= MOST_SPLIT and any(map(_PARTICLE.fullmatch, run))
    splits = _splits(run) if few else [tuple(run), ("".join(run),)]
    return tuple(dict.fromkeys(tuple(word[:LONGEST] for word in one) for one in (*splits, (glued,))))


def _splits(run: list[str]) -> Iterator[Conjunction]:
    """Every way to write the words in this order with blanks between them or not."""
    for blanks in product((True, False), repeat=len(run) - 1):
        parts = [run[0]]
        for word, blank in zip(run[1:], blanks, strict=True):
            parts = [*parts, word] if blank else [*parts[:-1], parts[-1] + word]
        yield tuple(parts)
