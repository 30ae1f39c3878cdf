"""The mark that contact with the tenant takes care, set and taken away from the page of the case."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.domain.access import Action
from portal.forms.triage import SafetyForm
from portal.services import safety
from portal.views.case_change import change
from portal.views.guards import requires

bp = Blueprint("safety", __name__, url_prefix="/staff")


@bp.post("/cases/<reference>/safety")
@requires(Action.TRIAGE)
def mark(reference: str) -> ResponseReturnValue:
    return _change(reference, safety.mark)


@bp.post("/cases/<reference>/safety/away")
@requires(Action.TRIAGE)
def unmark(reference: str) -> ResponseReturnValue:
    return _change(reference, safety.unmark)


def _change(reference: str, do: Callable[..., None]) -> ResponseReturnValue:
    form = SafetyForm()
    reason = form.safety_reason.data or ""
    return change(reference, form, lambda on: do(on.session, on.case, reason, **on.who), form.shown_version)
