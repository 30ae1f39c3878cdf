"""Attempts to reach a tenant, a stay that is made longer, and the case on paper."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime

from portal import clock
from portal.domain.access import Action
from portal.forms.care import AttemptForm, ExtensionForm
from portal.services import contacts, episodes, triage
from portal.store import cases
from portal.views import case_page, guards
from portal.views.case_change import On, change, present, writing
from portal.views.guards import requires

bp = Blueprint("care", __name__, url_prefix="/staff")


@bp.post("/cases/<reference>/attempt")
@requires(Action.TRIAGE)
def attempt(reference: str) -> ResponseReturnValue:
    form = AttemptForm()
    return change(
        reference, form, lambda on: contacts.record(on.session, on.case, form.typed, **on.all), form.shown_version
    )


@bp.post("/cases/<reference>/extension")
@requires(Action.TRIAGE)
def extend(reference: str) -> ResponseReturnValue:
    form = ExtensionForm()

    def step(on: On) -> None:
        state = triage.state_of(on.session, on.case, today=on.today, policy=on.policy)
        episodes.extend(on.session, on.case, state, form.typed, **on.all)

    return change(reference, form, step, form.shown_version)


@bp.get("/cases/<reference>/print")
@requires(Action.READ_CASE)
def on_paper(reference: str) -> ResponseReturnValue:
    """What is known, without a form; it says who printed it and when, and leaves a line that it was read."""
    with writing() as session:
        case = cases.by_reference(session, reference)
        if case.reference != reference:
            return redirect(url_for(".on_paper", reference=case.reference))
        page = case_page.of(present(session, case))
    printed_at = format_datetime(clock.now(), "EEEE d MMMM yyyy H:mm")
    return render_template("triage/print.html", page=page, printed_by=guards.account().name, printed_at=printed_at)
