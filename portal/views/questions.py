"""A question to a reporter: begun from a standard text, looked over as the reporter will read it, and sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import config
from portal.domain.access import Action
from portal.domain.errors import Conflict, DomainError, Refused
from portal.domain.triage import disclosure, lifecycle, questions
from portal.domain.triage.questions import TOPIC_LABELS, Topic
from portal.domain.vocabulary import CaseStatus
from portal.forms.fields import RuledForm
from portal.forms.questions import QuestionForm, ReporterForm
from portal.models import Referral
from portal.services import asking, triage
from portal.services import questions as verbs
from portal.store import cases
from portal.views import care_panels, policies
from portal.views.case_change import Answer, On, Refusal, change, code_of, leave_trace, present, writing
from portal.views.guards import requires

bp = Blueprint("questions", __name__, url_prefix="/staff")


@dataclass(frozen=True, slots=True)
class Desk:
    """A case whose reporter can be asked something now: who there is, who was chosen, and how that one is reached."""

    reference: str
    version: int
    reporters: tuple[tuple[str, str], ...]
    chosen: Referral | None
    reads_here: bool

    @property
    def to(self) -> str:
        return care_panels.named(self.chosen) if self.chosen else ""

    @property
    def phone(self) -> str:
        return (self.chosen.reporter_phone or "") if self.chosen else ""


@bp.get("/cases/<reference>/question")
@requires(Action.TRIAGE)
def ask(reference: str) -> ResponseReturnValue:
    """Which reporter, and a text to change; a case that can ask nothing now leads back."""
    try:
        with writing() as session:
            desk = _desk(present(session, cases.by_reference(session, reference)), request.args.get("to", ""))
    except Conflict:
        return redirect(url_for("triage.show", reference=reference))
    text = questions.text(_topic(request.args), verbs.own(desk.chosen)) if desk.chosen else ""
    return _asking(desk, _filled(desk, text))


@bp.post("/cases/<reference>/question")
@requires(Action.TRIAGE)
def preview(reference: str) -> ResponseReturnValue:
    """Exactly what the reporter will read, and a warning of what they did not tell, or the form with a standard text.

    Nothing is kept yet.
    """
    form = QuestionForm()
    return change(reference, form, lambda on: _look_over(on, form), form.shown_version, refused=_back(reference, form))


@bp.post("/cases/<reference>/question/send")
@requires(Action.TRIAGE)
def send(reference: str) -> ResponseReturnValue:
    form = QuestionForm()

    def step(on: On) -> None:
        verbs.look_over(on.session, on.case, form.given["question"])
        triage.ask(on.session, on.case, form.given, **on.all)
        policies.tell_of_question(on.session, on.case, at=on.at, today=on.today)

    return change(reference, form, step, form.shown_version, refused=_back(reference, form))


def _look_over(on: On, form: QuestionForm) -> Answer:
    """The preview, or once more the page of the question for who wants to change it or takes a standard text."""
    desk = _desk(on, form.given["asked_reference"])
    asking.addressee(on.session, on.case, form.given)
    typed = _readdressed(on, desk, form.given["question"])
    if "about" in request.form:
        return partial(_asking, desk, _filled(desk, typed))
    words = verbs.look_over(on.session, on.case, typed)
    if "change" in request.form:
        return partial(_asking, desk, form)
    found = verbs.given_away(on.session, on.case, desk.chosen, words) if desk.chosen else ()
    return partial(_previewed, desk, words, [_(leak.message, word=leak.word) for leak in found])


def _readdressed(on: On, desk: Desk, typed: str) -> str:
    """What was typed, opened for the reporter who was chosen, with the standard text that was asked for."""
    if desk.chosen is None:
        return typed
    own, openings = verbs.own(desk.chosen), verbs.openings(on.session, on.case)
    if "about" in request.form:
        return questions.taken(_topic(request.form), own, typed, openings)
    return questions.readdressed(typed, own, openings)


def _topic(sent: Mapping[str, str]) -> Topic:
    about = sent.get("about", "")
    return Topic(about) if about in set(Topic) else Topic.OTHER


def _back(reference: str, form: QuestionForm) -> Refusal:
    """To the page of the question with what was typed, unless a colleague changed the case in this very moment."""

    def step(fault: DomainError, on: On) -> Answer:
        leave_trace(on, fault)
        desk = _desk(on, form.given["asked_reference"])
        return lambda: (_asking(desk, form, fault=fault), code_of(fault))

    return lambda fault: change(reference, form, partial(step, fault), form.shown_version)


def _desk(on: On, chosen: str) -> Desk:
    """Conflict when no question can be put on this case now; whoever looks leaves a line in the trail."""
    triage.read(on.session, on.case, by=on.by, at=on.at)
    state = triage.state_of(on.session, on.case, today=on.today, policy=on.policy)
    try:
        lifecycle.find(state, CaseStatus.WAITING_FOR_REPORTER, on.by.role)
    except Refused as bar:
        raise Conflict(bar.message) from None
    found = asking.reporters(on.session, on.case)
    one = next((report for report in found if report.reference == chosen), found[-1] if found else None)
    closing = config.site().closing_day
    return Desk(
        reference=on.case.reference,
        version=on.case.version,
        reporters=tuple((report.reference, care_panels.named(report)) for report in found),
        chosen=one,
        reads_here=one is not None and asking.reads_here(one, today=on.today, closing_days=closing),
    )


def _filled(desk: Desk, text: str) -> QuestionForm:
    to = desk.chosen.reference if desk.chosen else ""
    return QuestionForm(formdata=None, data={"question": text, "asked_reference": to, "version": desk.version})


def _asking(desk: Desk, form: QuestionForm, *, fault: DomainError | None = None) -> str:
    choice = ReporterForm(desk.reporters, data={"to": desk.chosen.reference if desk.chosen else ""})
    failing = _put(fault, form, choice) if fault else form
    return render_template(
        "triage/question.html",
        page=desk,
        form=form,
        choice=choice,
        topics=[(topic.value, _(label)) for topic, label in TOPIC_LABELS.items() if topic is not Topic.OTHER],
        failing=failing,
        has_errors=bool(failing.errors),
    )


def _put(fault: DomainError, form: QuestionForm, choice: ReporterForm) -> RuledForm:
    """Say what is wrong at its field; the form that has it. Whom it is for is chosen above the text."""
    if fault.field == "asked_reference" and choice.to.choices:
        choice.refuse([Refused(fault.message, field="to", **fault.params)])
        return choice
    form.refuse([fault])
    return form


def _previewed(desk: Desk, question: str, warnings: Sequence[str]) -> str:
    return render_template(
        "triage/question_preview.html",
        page=desk,
        question=question,
        status=_(disclosure.ASKED.word),
        text=_(disclosure.ASKED.text),
        warnings=warnings,
    )
