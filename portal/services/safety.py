"""The mark that contact with the tenant takes care: staff set it when they learn of a danger, and take it away."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from portal.domain.errors import Refused
from portal.domain.vocabulary import N_
from portal.models import Account, Case
from portal.services import history

LONGEST_REASON = 1000
SET, TAKEN_AWAY = "set", "taken_away"


def mark(session: Session, case: Case, reason: str, *, by: Account, at: datetime) -> None:
    """From now on whoever opens the case reads first that care is needed, and why; of a closed case too."""
    if case.safety_mark:
        raise Refused(N_("Dit dossier heeft de markering “opgelet bij contact” al."))
    words = _words(reason, missing=N_("Schrijf waarom voorzichtigheid nodig is."))
    case.safety_mark = True
    history.record(session, case, "safety", {"safety": SET, "text": words}, by=by, at=at)


def unmark(session: Session, case: Case, reason: str, *, by: Account, at: datetime) -> None:
    """The danger is over, or there was none; whether a report or a colleague told of it."""
    if not case.safety_mark:
        raise Refused(N_("Dit dossier heeft de markering “opgelet bij contact” niet."))
    words = _words(reason, missing=N_("Schrijf waarom de markering weg mag."))
    case.safety_mark = False
    history.record(session, case, "safety", {"safety": TAKEN_AWAY, "text": words}, by=by, at=at)


def _words(reason: str, *, missing: str) -> str:
    return history.words(reason, "safety_reason", at_most=LONGEST_REASON, missing=missing)
