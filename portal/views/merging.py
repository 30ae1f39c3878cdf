"""A form that came too late: what was typed, beside what the case holds now, to be kept on purpose (ADR 0008)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from portal.domain.labels import OUTCOME_LABELS, PATHWAY_LABELS, STATUS_LABELS, URGENCY_LABELS
from portal.domain.triage import lifecycle
from portal.domain.triage.state import OBJECTION_LABELS, Objection
from portal.domain.vocabulary import CaseStatus, Outcome
from portal.forms.fields import day
from portal.forms.handover import ColleagueForm, TakeOverForm
from portal.forms.questions import QuestionForm
from portal.forms.triage import FactForm, MoveForm, StaffForm, for_move
from portal.models import Case, Entry
from portal.services import triage
from portal.store import cases
from portal.views import owner_panel, told
from portal.views.case_page import Seen


@dataclass(frozen=True, slots=True)
class Line:
    """One field with what was typed in it, and what stands in the case now ("" when nothing does)."""

    control: Any
    now: str


@dataclass(frozen=True, slots=True)
class Merge:
    """The form to send again, to the address that it was sent to, at the version that this page shows."""

    action: str
    button: str
    version: int
    status: str
    hidden: tuple[Any, ...]
    lines: tuple[Line, ...]


def of(on: Seen, sent: StaffForm) -> Merge | None:
    """The form once more; None when nothing was asked in it, or when this person can do that no more."""
    form = _as_it_is_now(on, sent)
    if form is None or not _visible(form):
        return None
    now = _now(on, form)
    return Merge(
        action=_address(on.case, form),
        button=_("Bekijk wat de melder leest") if _is_question(form) else _("Toch bewaren, na vergelijking"),
        version=on.case.version,
        status=_(STATUS_LABELS[on.case.status]),
        hidden=tuple(control for control in form if control.view == "hidden" and control.name != "version"),
        lines=tuple(Line(control, _present(control, on.case, now)) for control in _visible(form)),
    )


def typed(form: StaffForm) -> Iterator[tuple[str, str, str]]:
    """Rows for a list of answers, without what the page carries for itself."""
    if isinstance(form, MoveForm):
        asked = {given.name: given for move in lifecycle.MOVES if move.to == form.to.data for given in move.gives}
        sent = ((given, request.form.get(name, "").strip()) for name, given in asked.items())
        yield from ((_(given.label), _in_words(words, given.choices), "") for given, words in sent if words)
    for control in _visible(form):
        if control.data:
            yield str(control.label.text), _in_words(control.typed, dict(getattr(control, "choices", ()))), ""


def _as_it_is_now(on: Seen, sent: StaffForm) -> StaffForm | None:
    """A move asks what the case's present state asks; every other form stays as it is, while its step is open."""
    if not isinstance(sent, MoveForm):
        is_open = STILL_OPEN.get(type(sent))
        return sent if is_open is None or is_open(on) else None
    state = triage.state_of(on.session, on.case, today=on.today, policy=on.policy)
    move = next((move for move in lifecycle.options(state, on.by.role) if move.to == sent.to.data), None)
    return for_move(move, state) if move else None


def _is_question(form: StaffForm) -> bool:
    return isinstance(form, QuestionForm)


def _address(case: Case, form: StaffForm) -> str:
    """Where the form came from; no question goes out that nobody looked over as the case is now."""
    return url_for("questions.preview", reference=case.reference) if _is_question(form) else request.path


def _may_ask(on: Seen) -> bool:
    state = triage.state_of(on.session, on.case, today=on.today, policy=on.policy)
    return lifecycle.may_move(state, CaseStatus.WAITING_FOR_REPORTER, on.by.role)


def _may_give(on: Seen) -> bool:
    panel = owner_panel.of(on.session, on.case, by=on.by, today=on.today)
    return panel.may_assign or panel.may_hand_over


def _may_take_over(on: Seen) -> bool:
    return owner_panel.of(on.session, on.case, by=on.by, today=on.today).may_take_over


def _visible(form: StaffForm) -> list[Any]:
    return [control for control in form if control.view != "hidden"]


def _now(on: Seen, form: StaffForm) -> dict[str, str]:
    """What was last given under each label, as the history tells it (of a fact: the same one), and who has it."""
    past = [entry for entry in cases.entries(on.session, on.case.id or 0) if _is_about(entry, form)]
    lines = told.lines(past, {}, on.today)
    owner = cases.owner(on.session, on.case)
    given = {label: value for line in lines for label, value in line.details}
    return {**given, "colleague": owner.name if owner else ""}


def _is_about(entry: Entry, form: StaffForm) -> bool:
    return not isinstance(form, FactForm) or (entry.what == "fact" and entry.data["fact"] == form.fact.data)


def _present(control: Any, case: Case, now: Mapping[str, str]) -> str:
    column = COLUMNS.get(control.name)
    return str(column(case)) if column else now.get(control.name) or now.get(str(control.label.text), "")


def _in_words(value: str, choices: Mapping[str, str]) -> str:
    return str(_(choices[value])) if value in choices else value


STILL_OPEN: Mapping[type[StaffForm], Callable[[Seen], bool]] = {
    QuestionForm: _may_ask,
    ColleagueForm: _may_give,
    TakeOverForm: _may_take_over,
}
"""Forms whose step may have closed to this person; of any other the rules say so when it is sent again."""
COLUMNS: Mapping[str, Any] = {
    "next_action_on": lambda case: day(case.next_action_on),
    "next_action": lambda case: case.next_action or "",
    "level": lambda case: f"{case.level.name} {_(URGENCY_LABELS[case.level])}",
    "level_reason": lambda case: case.override_reason or "",
    "decision": lambda case: _(OBJECTION_LABELS[Objection(case.objection)]) if case.objection else "",
    "pathway": lambda case: _(PATHWAY_LABELS[case.pathway]) if case.pathway else "",
    "question": lambda case: case.question or "",
    "outcome": lambda case: _(OUTCOME_LABELS[Outcome(case.outcome)]) if case.outcome else "",
    "ends_on": lambda case: day(case.pathway_until),
}
"""Where the case itself holds what a field asks for."""
