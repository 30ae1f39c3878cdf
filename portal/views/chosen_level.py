"""That a colleague chose another level than the rules give: who, when and why, and how that is taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import gettext as _

from portal import clock
from portal.models import Case, Entry
from portal.views import clock_words


def words(case: Case, past: Sequence[Entry], names: Mapping[int, str], today: date) -> str:
    """\"\" when the case lies at the level of the rules."""
    chose = next((entry for entry in reversed(past) if entry.what == "level"), None)
    if case.level is case.computed_level or chose is None:
        return ""
    return str(
        _(
            "De regels geven %(level)s. %(name)s koos op %(day)s een ander niveau: %(reason)s",
            level=case.computed_level.name,
            name=names.get(chose.account_id or 0, ""),
            day=clock_words.day(clock.day_of(chose.at), today),
            reason=case.override_reason or "",
        )
    )
