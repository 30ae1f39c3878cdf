"""That an adult was told what we keep of them, kept from the page of the case (GDPR art. 14)."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.domain.access import Action
from portal.domain.triage import informing as rules
from portal.forms.releases import InformingForm
from portal.services import informing
from portal.views.case_change import On, change
from portal.views.guards import requires

bp = Blueprint("informing", __name__, url_prefix="/staff")


@bp.post("/cases/<reference>/informing")
@requires(Action.TRIAGE)
def give(reference: str) -> ResponseReturnValue:
    form = InformingForm()

    def step(on: On) -> None:
        adults = informing.untold(on.session, on.case)
        done = rules.read(form.typed, adults=adults, received_on=on.case.received_on, today=on.today)
        informing.give(on.session, on.case, done, **on.who)

    return change(reference, form, step, form.shown_version)
