"""The place in a list as an opaque word for the URL; whatever else is in its place is refused."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from portal.domain import reference
from portal.domain.vocabulary import Urgency
from portal.store.queue import Key, View

LONGEST = 300
LARGEST = 2**31 - 1


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("an instant without a zone")
    return found.astimezone(UTC)


def _reference(text: str) -> str:
    found = reference.parse(text)
    if found is None:
        raise ValueError("not a reference")
    return found


def _number(given: object) -> int:
    if type(given) is not int or not 0 < given <= LARGEST:
        raise ValueError("not the number of a row")
    return given


QUEUE: tuple[Callable[[Any], Any], ...] = (date.fromisoformat, Urgency, date.fromisoformat, _instant, _reference)
CLOSED: tuple[Callable[[Any], Any], ...] = (_instant, _reference)
MAILS: tuple[Callable[[Any], Any], ...] = (_instant, _number)


def encode(key: Key) -> str:
    """A key as a word that is safe in a URL."""
    values = [value.isoformat() if isinstance(value, date) else value for value in key]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def decode(view: View, word: str) -> Key | None:
    """The key; None when the word is not one of this view's."""
    return read(CLOSED if view is View.CLOSED else QUEUE, word)


def read(kinds: tuple[Callable[[Any], Any], ...], word: str) -> Key | None:
    """The values of a word, each of its own kind; None when the word is none that ``encode`` made of such."""
    if len(word) > LONGEST or not word.isascii():
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
        return tuple(kind(value) for kind, value in zip(kinds, values, strict=True))
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
