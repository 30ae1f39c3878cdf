"""What the team types about a case; the forms of moves are made from what the table of moves asks for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.domain.labels import URGENCY_LABELS
from portal.domain.triage import known
from portal.domain.triage.given import Given, Value
from portal.domain.triage.known import ASKED, RESULT_LABELS, WHAT_LABELS, What
from portal.domain.triage.lifecycle import Move
from portal.domain.triage.state import OBJECTION_LABELS, CaseState, Objection
from portal.domain.vocabulary import N_, CaseStatus, Pathway, Urgency
from portal.forms.fields import Choice, Choices, Hidden, LongText, RuledForm, Text, Tick, number

SELECT_FROM = 7
"""A longer list than this is picked from a select, not from rows."""

ONE_LINE = 200
CHOSEN = frozenset({Value.CHOICE, Value.PATHWAY, Value.OUTCOME, Value.PLACE})
STALE = 0
"""A version that no case ever has."""


class StaffForm(RuledForm):
    """Carries the version of the case that the page showed."""

    version = Hidden("")

    @property
    def shown_version(self) -> int:
        """The version as a number; ``STALE`` when the page sent none, or one that is no number."""
        shown = number(self.version.data)
        return STALE if shown is None else shown


class VersionForm(StaffForm):
    """A single button."""


class NoteForm(StaffForm):
    note = LongText(lazy_gettext("Notitie"), needed=True, id="note-text")


class NextForm(StaffForm):
    missing = MappingProxyType({"next_action": N_("Schrijf wat er dan gebeurt.")})
    next_action_on = Text(
        lazy_gettext("Wanneer"), needed=True, view="date", hint=lazy_gettext("Dag/maand/jaar."), id="next-on"
    )
    next_action = Text(lazy_gettext("Wat gebeurt er dan?"), needed=True, id="next-what")

    def day(self, today: date) -> date:
        """The day that was typed; Refused or BadValue at its field."""
        return known.day(
            self.next_action_on.data or "",
            "next_action_on",
            missing=N_("Vul in wanneer de volgende stap is."),
            today=today,
        )


class FactForm(StaffForm):
    """One form for every fact; what a fact does not read stays out of sight and is not looked at."""

    fact = Choice(lazy_gettext("Wat kwam u te weten?"), needed=True, view="select", id="fact-what")
    date = Text(lazy_gettext("Datum"), view="date", hint=lazy_gettext("Dag/maand/jaar."), id="fact-date", needed=True)
    time = Text(lazy_gettext("Uur"), view="time", hint=lazy_gettext("Bijvoorbeeld 9:00."), id="fact-time")
    amount = Text(lazy_gettext("Bedrag"), view="money", id="fact-amount", needed=True)
    months = Text(lazy_gettext("Of het aantal maanden"), view="months", id="fact-months", needed=True)
    result = Choice(lazy_gettext("Uitslag"), id="fact-result")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact.choices = [(what.value, _(label)) for what, label in WHAT_LABELS.items()]
        self.result.choices = [(result.value, _(label)) for result, label in RESULT_LABELS.items()]
        for name in ("time", "amount", "months", "result"):
            self._fields[name].when = "fact:" + ",".join(what for what in What if name in ASKED[what].fields)


class ObjectionForm(StaffForm):
    missing = MappingProxyType({"objection_reason": N_("Schrijf waarom u dit beslist.")})
    decision = Choice(lazy_gettext("Wat gebeurt er?"), needed=True, id="objection-decision")
    objection_reason = LongText(lazy_gettext("Waarom?"), needed=True, id="objection-reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decided = (item for item in OBJECTION_LABELS.items() if item[0] is not Objection.UNDECIDED)
        self.decision.choices = [(decision.value, _(label)) for decision, label in decided]


class SafetyForm(StaffForm):
    """Why contact takes care, or why it no longer does."""

    safety_reason = LongText(lazy_gettext("Waarom?"), needed=True, id="safety-reason")


class LevelForm(StaffForm):
    missing = MappingProxyType({"level_reason": N_("Schrijf waarom u een ander niveau kiest.")})
    level = Choice(lazy_gettext("Niveau"), needed=True, view="select", id="level-level")
    level_reason = LongText(lazy_gettext("Waarom een ander niveau?"), needed=True, id="level-reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = ((str(int(level)), f"{level.name} {_(label)}") for level, label in URGENCY_LABELS.items())
        self.level.choices = list(named)

    @property
    def chosen(self) -> Urgency | None:
        return next((level for level in Urgency if str(int(level)) == self.level.data), None)


class MoveForm(StaffForm):
    """Where the case goes; ``for_move`` adds what the move asks for."""

    to = Hidden("")

    @property
    def target(self) -> CaseStatus | None:
        """The status that was asked for; None for one that does not exist."""
        return CaseStatus(self.to.data) if self.to.data in set(CaseStatus) else None


def for_move(move: Move, state: CaseState, **kwargs: Any) -> MoveForm:
    """The form of one move of this case, with ids of its own so that several stand on one page."""
    fields = {given.name: _field(given, move, state) for given in move.asks(state)}
    made = type("MoveFormFor", (MoveForm,), {**fields, "to": Hidden("", id=f"{move.to}-to")})
    form: MoveForm = made(data={"to": move.to.value}, **kwargs)
    if state.advised and {"pathway", "reason"} <= set(fields):
        _advise(form, state.advised)
    return form


def _advise(form: MoveForm, advised: Pathway) -> None:
    """Mark the suggested pathway; why it is another one is asked when it is."""
    pathway, reason = form["pathway"], form["reason"]
    others = ",".join(value for value, _label in pathway.choices if value != advised)
    pathway.choices = [
        (one, _("%(label)s (voorstel)", label=said) if one == advised else said) for one, said in pathway.choices
    ]
    reason.needed, reason.when = True, f"pathway:{others}"
    reason.hint = _("Alleen als u een ander traject kiest dan het voorstel.")


def _field(given: Given, move: Move, state: CaseState) -> Any:
    place = {"id": f"{move.to}-{given.name}", "needed": given.required(state, {})}
    if given.kind is Value.PLACE:
        hint = _("%(taken)s van %(all)s bezet", taken=len(state.taken), all=len(state.places))
        place = {**place, "hint": hint}
    return control(given, _(given.label), [(value, _(words)) for value, words in given.options(state).items()], place)


def control(given: Given, label: Any, choices: Choices, place: Mapping[str, Any]) -> Any:
    """The control that suits the kind of value."""
    if given.kind in CHOSEN:
        return Choice(label, choices=choices, **{"view": "select", **place} if len(choices) >= SELECT_FROM else place)
    if given.kind is Value.TICK:
        return Tick(label, **place)
    if given.kind is Value.DATE:
        return Text(label, view="date", hint=lazy_gettext("Dag/maand/jaar."), **place)
    if given.kind is Value.HOUR:
        return Text(label, view="time", hint=lazy_gettext("Bijvoorbeeld 9:00."), **place)
    return (Text if given.limit <= ONE_LINE else LongText)(label, **place)
