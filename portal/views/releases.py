"""What a tenant lets us tell a reporter, given and revoked from the page of the case."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.domain.access import Action
from portal.domain.triage import releases as rules
from portal.domain.triage import told_how
from portal.domain.triage.disclosure import SENTENCE_LABELS
from portal.domain.vocabulary import N_
from portal.forms.releases import RefusalForm, ReleaseForm, RevokeForm
from portal.services import releases
from portal.views.case_change import On, change
from portal.views.guards import requires

bp = Blueprint("releases", __name__, url_prefix="/staff")


@bp.post("/cases/<reference>/releases")
@requires(Action.TRIAGE)
def give(reference: str) -> ResponseReturnValue:
    form = ReleaseForm()

    def step(on: On) -> None:
        permission = rules.read(form.typed, received_on=on.case.received_on, today=on.today)
        releases.give(on.session, on.case, permission, **on.who, today=on.today)

    return change(reference, form, step, form.shown_version)


@bp.post("/cases/<reference>/releases/refused")
@requires(Action.TRIAGE)
def refuse(reference: str) -> ResponseReturnValue:
    """The tenant was asked, and lets us tell nothing."""
    form = RefusalForm()

    def step(on: On) -> None:
        refusal = rules.read_refusal(form.typed, received_on=on.case.received_on, today=on.today)
        releases.note_refusal(on.session, on.case, refusal, **on.who, today=on.today)

    return change(reference, form, step, form.shown_version)


@bp.post("/cases/<reference>/releases/revoke")
@requires(Action.TRIAGE)
def revoke(reference: str) -> ResponseReturnValue:
    """Whatever version was shown: what must not be told any more cannot wait for a second look."""
    form = RevokeForm()

    def step(on: On) -> None:
        chosen = form.sentence.data or ""
        sentence = told_how.one_of(chosen, SENTENCE_LABELS, "sentence", missing=N_("Kies een zin."))
        releases.revoke(on.session, on.case, form.release_to.data or "", sentence, **on.who)

    return change(reference, form, step, None)
