"""Several cases of the queue at once: what is asked first, and an answer for each case on its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError

from portal import clock, db
from portal.domain.access import Action
from portal.domain.errors import DomainError, NotFound, Refused
from portal.domain.labels import OUTCOME_LABELS, STATUS_LABELS
from portal.domain.vocabulary import N_, CaseStatus, Outcome
from portal.forms import bulk as forms
from portal.forms.bulk import AssignForm, StepForm
from portal.forms.fields import said
from portal.services import bulk
from portal.services.bulk import Verb, Wish
from portal.store import cases, owners
from portal.store import queue as lists
from portal.views import guards, handover, owner_panel, policies, queue_rows
from portal.views.case_change import leave_trace, present
from portal.views.guards import requires
from portal.views.queue_rows import QueueRow

bp = Blueprint("bulk", __name__, url_prefix="/staff")
UNTOUCHED = N_("De databank antwoordde niet op tijd. Dit dossier is niet gewijzigd. Probeer het straks opnieuw.")
SO_ALREADY = N_("Dit was al zo. Er is niets gewijzigd.")
TITLES = {
    Verb.CLAIM: N_("In behandeling nemen"),
    Verb.RELEASE: N_("Teruggeven aan het team"),
    Verb.ASSIGN: N_("Aan een collega geven"),
    Verb.MOVE: N_("Andere stap"),
}
Shown = dict[str, int]
"""The version that the queue showed of each case that was ticked, by its reference."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one case."""

    reference: str
    done: bool
    words: str


@bp.post("/queue/bulk")
@requires(Action.TRIAGE)
def act() -> ResponseReturnValue:
    """Ask what is still missing, and then do it to each case in a transaction of its own."""
    shown, verb = _shown(), _verb()
    if not shown:
        return _page("bulk_nothing", verb, shown), 422
    form = _form(verb, shown)
    try:
        wish = _wish(verb, form)
    except Refused as fault:
        return _asking(verb, shown, form, fault)
    if verb is Verb.MOVE and request.form.get("confirmed") != "yes":
        return _page("bulk_confirm", verb, shown, sure=_sure(wish, len(shown)), given=wish.given, to=wish.to)
    answers = list(_answers(wish, shown))
    return _page("bulk", verb, shown, answers=answers, count=sum(answer.done for answer in answers))


def _shown() -> Shown:
    """The cases that were ticked; a pair that the queue never wrote, or more than it shows, is a 400."""
    written = request.form.getlist("case")
    found = forms.pairs(written) if len(written) <= bulk.MOST else None
    if found is None:
        abort(400)
    return found


def _verb() -> Verb:
    typed = request.form.get("action", "")
    if typed not in set(Verb):
        abort(400)
    return Verb(typed)


def _form(verb: Verb, shown: Shown) -> AssignForm | StepForm | None:
    session, today = db.session(), clock.today()
    if verb is Verb.ASSIGN:
        return AssignForm(tuple(owner_panel.choices(owners.colleagues(session), today)))
    if verb is Verb.MOVE:
        common = bulk.moves(session, shown, guards.account().role, today=today, policy=policies.policy())
        outcomes = [(outcome.value, _(label)) for outcome, label in OUTCOME_LABELS.items()]
        return StepForm([(move.to.value, _(move.label)) for move in common], outcomes)
    return None


def _wish(verb: Verb, form: AssignForm | StepForm | None) -> Wish:
    """What is wanted; Refused at the field that is still open."""
    if isinstance(form, AssignForm):
        return Wish(verb, receiver=handover.chosen(db.session(), form.account_id))
    if isinstance(form, StepForm):
        return _step(form)
    return Wish(verb)


def _step(form: StepForm) -> Wish:
    to = form.to.data or ""
    if to not in set(CaseStatus):
        raise Refused(N_("Kies een stap."), field="to")
    if to != CaseStatus.CLOSED:
        return Wish(Verb.MOVE, to=CaseStatus(to))
    if form.outcome.data not in set(Outcome):
        raise Refused(N_("Kies een resultaat."), field="outcome")
    return Wish(Verb.MOVE, to=CaseStatus(to), given={"outcome": form.outcome.data})


def _asking(verb: Verb, shown: Shown, form: AssignForm | StepForm | None, fault: Refused) -> ResponseReturnValue:
    """The first time it is a question; after an answer that is none, an error at its field."""
    answered = bool({"asked", "to", "colleague"} & set(request.form))
    if answered and form is not None:
        form.refuse([fault])
    return _page("bulk_ask", verb, shown, form=form, asked=_asked(form)), 422 if answered else 200


def _asked(form: AssignForm | StepForm | None) -> list[object]:
    """The controls; none when the cases have no move in common."""
    if isinstance(form, StepForm) and not form.to.choices:
        return []
    return list(form or ())


def _sure(wish: Wish, count: int) -> str:
    """What will happen to how many."""
    status = _(STATUS_LABELS[wish.to]) if wish.to else ""
    outcome = wish.given.get("outcome")
    result = _("Resultaat: %(outcome)s.", outcome=_(OUTCOME_LABELS[Outcome(outcome)])) if outcome else ""
    words = _("Aantal dossiers: %(count)s. Nieuwe status: %(status)s.", count=count, status=status)
    return f"{words} {result}".strip()


def _answers(wish: Wish, shown: Shown) -> Iterator[Answer]:
    """Each case in a transaction of its own; once the database is away, the rest is not tried and says so."""
    away = False
    for reference, version in shown.items():
        if away:
            yield Answer(reference, done=False, words=_(UNTOUCHED))
            continue
        try:
            yield _answer(wish, reference, version)
        except OperationalError:
            away = True
            yield Answer(reference, done=False, words=_(UNTOUCHED))


def _answer(wish: Wish, reference: str, version: int) -> Answer:
    try:
        with db.transaction() as session:
            who: dict[str, Any] = {
                "by": guards.account(),
                "at": clock.now(),
                "today": clock.today(),
                "policy": policies.policy(),
            }
            changed = bulk.fulfil(session, reference, version, wish, **who)
    except DomainError as fault:
        _leave_trace(reference, fault)
        return Answer(reference, done=False, words=said(fault.message, fault.params))
    return Answer(reference, done=changed, words=_done(wish) if changed else _(SO_ALREADY))


def _leave_trace(reference: str, fault: DomainError) -> None:
    """Of a case that is there: who was refused what."""
    if not isinstance(fault, NotFound):
        with db.transaction() as session:
            on = present(session, cases.by_reference(session, reference))
            leave_trace(on, fault)


def _done(wish: Wish) -> str:
    if wish.receiver is not None:
        return str(_("Nu bij %(name)s.", name=wish.receiver.name))
    if wish.to is not None:
        return str(_("Nieuwe status: %(status)s.", status=_(STATUS_LABELS[wish.to])))
    return str(_("Nu bij u.") if wish.verb is Verb.CLAIM else _("Teruggegeven aan het team."))


def _rows(shown: Shown) -> list[QueueRow]:
    """What is about to change, as the queue shows it, without a box to tick."""
    today, account_id = clock.today(), guards.account().id or 0
    rows = lists.these(db.session(), list(shown))
    return [replace(queue_rows.row_of(row, today=today, account_id=account_id), pair="") for row in rows]


def _page(name: str, verb: Verb, shown: Shown, **values: object) -> str:
    back = request.form.get("back", "")
    queue = url_for("triage.queue")
    is_ours = back.startswith(f"{queue}?") and back.isprintable() and "\\" not in back
    return render_template(
        f"triage/{name}.html",
        title=_(TITLES[verb]),
        verb=verb.value,
        pairs=[f"{reference}.{version}" for reference, version in shown.items()],
        references=list(shown),
        rows=_rows(shown),
        back=back if is_ours else queue,
        **values,
    )
