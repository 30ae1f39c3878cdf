"""The forms of a case page: one of each kind, and the one that was refused as it was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import request, url_for
from flask_babel import gettext as _

from portal.domain.errors import DomainError
from portal.domain.triage import given, informing, known, lifecycle, releases
from portal.domain.vocabulary import CaseStatus
from portal.forms import care
from portal.forms.care import GivenForm
from portal.forms.handover import ColleagueForm, TakeOverForm
from portal.forms.releases import InformingForm, RefusalForm, ReleaseForm
from portal.forms.triage import (
    FactForm,
    LevelForm,
    MoveForm,
    NextForm,
    NoteForm,
    ObjectionForm,
    SafetyForm,
    StaffForm,
    for_move,
)
from portal.views.case_page import CasePage

OUTWARD = frozenset({CaseStatus.CLOSED, CaseStatus.TENANT_DECLINED, CaseStatus.NOT_REACHED, CaseStatus.OUT_OF_AREA})
"""Steps that end what goes on: they stand behind what goes on, unless there is nothing else to do."""


@dataclass(frozen=True, slots=True)
class Option:
    """One move: its words, its form, whether it asks for nothing, and whether it stands open."""

    to: str
    label: str
    form: MoveForm
    bare: bool
    is_open: bool
    kind: str
    action: str
    ends: bool


@dataclass(frozen=True, slots=True)
class Forms:
    moves: tuple[Option, ...]
    note: NoteForm
    next: NextForm
    fact: FactForm
    objection: ObjectionForm
    safety: SafetyForm
    level: LevelForm
    attempt: GivenForm
    extension: GivenForm
    colleague: ColleagueForm
    take_over: TakeOverForm
    release: ReleaseForm
    refusal: RefusalForm
    informing: InformingForm
    failing: StaffForm | None


def of(page: CasePage, *, today: date, failed: StaffForm | None = None, fault: DomainError | None = None) -> Forms:
    """Empty forms; the failed one with what was typed and every fault that its rules find."""
    if isinstance(failed, MoveForm):
        failed = _typed_move(page, failed, fault, today)
    elif failed is not None and fault is not None:
        failed.refuse(_all_faults(page, failed, fault, today))
    return Forms(
        moves=tuple(_option(page, move, failed, number) for number, move in enumerate(_by_form(page, failed))),
        note=failed if isinstance(failed, NoteForm) else NoteForm(formdata=None),
        next=failed if isinstance(failed, NextForm) else page.plan.form(),
        fact=failed if isinstance(failed, FactForm) else FactForm(formdata=None),
        objection=failed if isinstance(failed, ObjectionForm) else ObjectionForm(formdata=None),
        safety=failed if isinstance(failed, SafetyForm) else SafetyForm(formdata=None),
        level=failed if isinstance(failed, LevelForm) else LevelForm(formdata=None),
        attempt=failed if isinstance(failed, care.AttemptForm) else care.attempt(today),
        extension=failed if isinstance(failed, care.ExtensionForm) else care.ExtensionForm(formdata=None),
        colleague=_colleague(page, failed),
        take_over=failed if isinstance(failed, TakeOverForm) else TakeOverForm(formdata=None),
        release=page.releases.form(failed if isinstance(failed, ReleaseForm) else None),
        refusal=page.releases.refusal(failed if isinstance(failed, RefusalForm) else None),
        informing=page.informed.form(failed if isinstance(failed, InformingForm) else None),
        failing=failed,
    )


def _colleague(page: CasePage, failed: StaffForm | None) -> ColleagueForm:
    return failed if isinstance(failed, ColleagueForm) else ColleagueForm(page.owning.colleagues, formdata=None)


def _all_faults(page: CasePage, form: StaffForm, fault: DomainError, today: date) -> Sequence[DomainError]:
    if isinstance(form, FactForm):
        return known.faults(form.typed, today=today) or (fault,)
    if isinstance(form, GivenForm):
        asked = [one for one in form.gives if one.asked(page.state)]
        return given.faults(asked, form.typed, page.state, today=today) or (fault,)
    if isinstance(form, ReleaseForm):
        return releases.faults(form.typed, received_on=page.state.since, today=today) or (fault,)
    if isinstance(form, InformingForm):
        adults, since = page.informed.untold, page.state.since
        return informing.faults(form.typed, adults=adults, received_on=since, today=today) or (fault,)
    return form.all_faults(fault)


def _by_form(page: CasePage, failed: StaffForm | None) -> list[lifecycle.Move]:
    """What has a page of its own is made there; sent here and refused, it comes back as typed and leads there.

    Nor is it offered to say of a tenant who was reached last time that nobody could.
    """
    sent = failed.to.data if isinstance(failed, MoveForm) else None
    offered = (move for move in page.moves if not (page.care.reached and move.to is CaseStatus.NOT_REACHED))
    return [move for move in offered if not move.page or move.to == sent]


def _typed_move(page: CasePage, sent: MoveForm, fault: DomainError | None, today: date) -> MoveForm:
    """The form of the move that was asked for, as typed; the bare one when it is not a move of this case."""
    move = next((move for move in page.moves if move.to == sent.to.data), None)
    form = sent if move is None else for_move(move, page.state)
    found = () if move is None or move.page else lifecycle.faults(move, request.form.to_dict(), page.state, today=today)
    form.refuse(found or ((fault,) if fault else ()))
    return form


def _option(page: CasePage, move: lifecycle.Move, failed: StaffForm | None, number: int) -> Option:
    is_failed = isinstance(failed, MoveForm) and failed.to.data == move.to
    form = failed if isinstance(failed, MoveForm) and is_failed else for_move(move, page.state, formdata=None)
    if "pathway" in form:
        form["pathway"].hint = _(
            "Voorstel: %(pathway)s. %(why)s", pathway=page.advice.pathway, why=" ".join(page.advice.reasons)
        )
    waits = page.first_waits or page.rests or page.state.status is CaseStatus.IN_GUIDANCE
    first = number == 0 and not (waits or page.calls_first or page.asks_outcome)
    return Option(
        to=move.to.value,
        label=_(move.label),
        form=form,
        bare=not move.asks(page.state),
        is_open=is_failed,
        kind="primary" if first else "quiet",
        ends=move.to in OUTWARD and not first,
        action=url_for("questions.preview" if move.page else "triage.move", reference=page.reference),
    )
