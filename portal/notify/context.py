"""What is kept of a fact for its letter: the words that this letter needs, in plain JSON, each no more than a word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.domain.mail_addresses import ENCODED
from portal.notify.notices import CONTEXT, MANY_LINES, Notice

LONGEST = 4_000
"""Fifty cases, or twenty links, stay well below it."""
_EVERY_WORD = frozenset[str]().union(*CONTEXT.values())


def only_what_is_needed(notice: Notice, given: Mapping[str, object]) -> dict[str, Any]:
    """The context of a letter; ValueError for a word that no letter knows, that is missing, or that is no plain text.

    Words come from our own columns. One with a line break, a sign that does not print or an encoded word (which the
    email package decodes, line breaks and all) would be a slip of ours or an attempt at another header, and is never
    stored.
    """
    strange, missing = given.keys() - _EVERY_WORD, CONTEXT[notice] - given.keys()
    if strange or missing:
        raise ValueError(f"{notice}: not for a mail {sorted(strange)}, missing {sorted(missing)}")
    return {word: _plain(word, given[word]) for word in sorted(CONTEXT[notice])}


def _plain(word: str, value: object) -> str | int:
    """Days and instants as ISO texts, so that the row is JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return int(value)
    text = str(value)
    lines = text.split("\n") if word in MANY_LINES else [text]
    if len(text) > LONGEST or ENCODED in text or not all(line.isprintable() for line in lines):
        raise ValueError(f"{word}: not for a mail, it is no plain text")
    return text
