"""Days and hours as a letter spells them, in the language of who reads it."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date
from flask_babel import gettext as _


def spelt(day: date, language: str) -> str:
    """With the weekday, so that nobody has to count."""
    return format_date(day, format="EEEE d MMMM yyyy", locale=language)


def instant(moment: datetime, language: str) -> str:
    return str(_("%(day)s om %(hour)s", day=spelt(moment.date(), language), hour=hour(moment)))


def hour(moment: datetime) -> str:
    """``9 u`` or ``20.05 u``."""
    minutes = f".{moment.minute:02}" if moment.minute else ""
    return str(_("%(hour)s u", hour=f"{moment.hour}{minutes}"))
