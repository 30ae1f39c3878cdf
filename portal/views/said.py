"""Words that come back row after row: put into a language once and then remembered, as that takes longer than saying.

``said`` and ``counted`` stand in for ``gettext`` and ``ngettext`` where a page asks for the same few words very often.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from flask import g
from flask_babel import format_date, get_locale, gettext, ngettext

MOST = 4096
"""Some hundreds of words, and the days and numbers of a year, in three languages."""


def said(message: str, **values: object) -> str:
    words = _said(_language(), message)
    return words % values if values else words


def counted(one: str, more: str, num: int) -> str:
    return _counted(_language(), one, more, num)


def dated(on: date, pattern: str) -> str:
    return _dated(_language(), on, pattern)


def _language() -> str:
    """As the request began; to ask for the locale each time takes longer than all the rest."""
    return str(g.get("language") or get_locale())


@lru_cache(MOST)
def _said(_language: str, message: str) -> str:
    return str(gettext(message))


@lru_cache(MOST)
def _counted(_language: str, one: str, more: str, num: int) -> str:
    return str(ngettext(one, more, num))


@lru_cache(MOST)
def _dated(_language: str, on: date, pattern: str) -> str:
    return str(format_date(on, pattern))
