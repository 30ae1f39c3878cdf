"""How a case ended, in the sentence that a colleague could read out."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from portal import clock
from portal.domain.labels import OUTCOME_LABELS
from portal.models import Case
from portal.views import clock_words


def sentence(case: Case, today: date) -> str:
    """When it was closed and with which outcome, as far as both are known."""
    if case.closed_at is None:
        return str(_("Dit dossier is afgesloten."))
    on = clock_words.day(clock.day_of(case.closed_at), today)
    if case.outcome is None:
        return str(_("Afgesloten op %(day)s.", day=on))
    return str(
        _("Afgesloten op %(day)s: %(outcome)s.", day=on, outcome=clock_words.small(_(OUTCOME_LABELS[case.outcome])))
    )
