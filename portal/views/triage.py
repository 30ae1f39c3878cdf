"""The cases: staff read, claim, move, note, add facts and plan."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.domain.access import Action
from portal.domain.errors import Refused
from portal.domain.triage import known
from portal.domain.triage.state import Objection
from portal.domain.vocabulary import N_, Urgency
from portal.forms.triage import (
    FactForm,
    LevelForm,
    MoveForm,
    NextForm,
    NoteForm,
    ObjectionForm,
    VersionForm,
)
from portal.services import claims, triage
from portal.store import cases
from portal.views import case_forms, case_page, coming_back
from portal.views.case_change import On, change, present, shown, writing
from portal.views.guards import requires

bp = Blueprint("triage", __name__, url_prefix="/staff")


@bp.get("/cases/<reference>")
@requires(Action.READ_CASE)
def show(reference: str) -> ResponseReturnValue:
    coming_back.remember_list()
    with writing() as session:
        case = cases.by_reference(session, reference)
        if case.reference != reference:
            return redirect(url_for(".show", reference=case.reference))
        page = case_page.of(present(session, case))
    return shown(page, case_forms.of(page, today=clock.today()))


@bp.post("/cases/<reference>/claim")
@requires(Action.TRIAGE)
def claim(reference: str) -> ResponseReturnValue:
    """Whatever version was shown: the first has it, and whoever comes second is told who that is."""
    answer = change(
        reference, VersionForm(), lambda on: claims.claim(on.session, on.case, **on.who, today=on.today), None
    )
    return coming_back.to_queue(answer)


@bp.post("/cases/<reference>/release")
@requires(Action.TRIAGE)
def release(reference: str) -> ResponseReturnValue:
    form = VersionForm()
    return change(reference, form, lambda on: claims.release(on.session, on.case, **on.who), form.shown_version)


@bp.post("/cases/<reference>/move")
@requires(Action.TRIAGE)
def move(reference: str) -> ResponseReturnValue:
    form = MoveForm()

    def step(on: On) -> None:
        if form.target is None:
            raise Refused(N_("Kies wat u met dit dossier wilt doen."), field="to")
        triage.move(on.session, on.case, form.target, request.form.to_dict(), **on.all)

    return change(reference, form, step, form.shown_version)


@bp.post("/cases/<reference>/note")
@requires(Action.TRIAGE)
def note(reference: str) -> ResponseReturnValue:
    """Whatever version was shown: a note only adds, so it never comes too late."""
    form = NoteForm()
    return change(reference, form, lambda on: triage.note(on.session, on.case, form.note.data or "", **on.who), None)


@bp.post("/cases/<reference>/fact")
@requires(Action.TRIAGE)
def fact(reference: str) -> ResponseReturnValue:
    form = FactForm()

    def step(on: On) -> None:
        learned = known.read(form.typed, today=on.today)
        triage.add_fact(on.session, on.case, learned, **on.all)

    return change(reference, form, step, form.shown_version)


@bp.post("/cases/<reference>/next")
@requires(Action.TRIAGE)
def plan(reference: str) -> ResponseReturnValue:
    form = NextForm()

    def step(on: On) -> None:
        day = form.day(on.today)
        triage.set_next(on.session, on.case, day, form.next_action.data or "", **on.all)

    return change(reference, form, step, form.shown_version)


@bp.post("/cases/<reference>/seen")
@requires(Action.TRIAGE)
def seen(reference: str) -> ResponseReturnValue:
    form = VersionForm()
    return change(reference, form, lambda on: triage.see(on.session, on.case, **on.all), form.shown_version)


@bp.post("/cases/<reference>/level")
@requires(Action.TRIAGE)
def level(reference: str) -> ResponseReturnValue:
    form = LevelForm()

    def step(on: On) -> None:
        if form.chosen is None:
            raise Refused(N_("Kies een niveau."), field="level")
        triage.override(on.session, on.case, Urgency(form.chosen), form.level_reason.data or "", **on.all)

    return change(reference, form, step, form.shown_version)


@bp.post("/cases/<reference>/objection")
@requires(Action.LEAD)
def objection(reference: str) -> ResponseReturnValue:
    form = ObjectionForm()

    def step(on: On) -> None:
        chosen = form.decision.data or Objection.UNDECIDED
        if chosen not in set(Objection):
            raise Refused(N_("Kies wat er gebeurt."), field="decision")
        reason = form.objection_reason.data or ""
        triage.decide_objection(on.session, on.case, Objection(chosen), reason, **on.all)

    return change(reference, form, step, form.shown_version)
