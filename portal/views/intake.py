"""The reporter's pages: one view for every page of every kind, with the gate as the first of them."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from portal import clock, db, tokens
from portal.domain.intake import checking, gate
from portal.domain.intake.questions import Answer, Answers, Page, Section, pages
from portal.domain.vocabulary import Kind
from portal.forms.intake import page_form
from portal.models import Draft
from portal.services import limits
from portal.store import audit
from portal.store import drafts as stored
from portal.views import drafts, intake_pages, journey, kinds, policies, remember
from portal.views.guards import public

bp = Blueprint("intake", __name__)


@bp.get("/refer/<slug>")
@public
def start(slug: str) -> ResponseReturnValue:
    """The gate, always for a new report; one that was begun before can be gone on with."""
    kind = journey.open_kind(slug)
    draft = drafts.current(db.session())
    first = pages(kind)[0]
    begun = journey.next_url(kind, drafts.known(draft)) if draft is not None and draft.kind == kind else ""
    form = page_form(kind, first.sections, remember.own(kind))
    return intake_pages.show(kind, first, form, key=tokens.random_key(), begun=begun)


@bp.post("/refer/<slug>")
@public
def enter(slug: str) -> ResponseReturnValue:
    """Pass the gate, or leave by one of its exits; only past it a draft may hold something about a tenant."""
    kind = journey.open_kind(slug)
    with db.transaction() as session:
        return _answer(session, kind, pages(kind)[0])


@bp.get("/refer/<slug>/<page_slug>")
@public
def show(slug: str, page_slug: str) -> ResponseReturnValue:
    kind = journey.open_kind(slug)
    page = journey.page(kind, page_slug)
    draft = drafts.current(db.session())
    if draft is None or draft.kind != kind:
        return journey.without_draft(kind)
    if page != pages(kind)[0] and not draft.passed_gate:
        return redirect(url_for(".start", slug=slug), code=303)
    known = drafts.known(draft)
    form = page_form(kind, page.sections, kinds.prefilled(kind, page, known))
    return intake_pages.show(kind, page, form, key=draft.submission_key, known=known)


@bp.post("/refer/<slug>/<page_slug>")
@public
def save(slug: str, page_slug: str) -> ResponseReturnValue:
    kind = journey.open_kind(slug)
    page = journey.page(kind, page_slug)
    with db.transaction() as session:
        return _answer(session, kind, page)


def _answer(session: Session, kind: Kind, page: Page) -> ResponseReturnValue:
    """Find what the posted page belongs to, and read it there: nothing is mixed, nothing is sent twice."""
    key = drafts.submission_key(session)
    place = drafts.place(session, key)
    if place.sent is not None:
        return redirect(intake_pages.receipt_url(place.sent), code=303)
    if place.elsewhere and "switch" not in request.form:
        return journey.two_drafts(session)
    if place.draft is None and page != pages(kind)[0]:
        return intake_pages.start_over(kind)
    return _read(session, kind, page, place.draft, key)


def _read(session: Session, kind: Kind, page: Page, draft: Draft | None, key: str) -> ResponseReturnValue:
    if draft is not None and draft.kind != kind:
        abort(400)
    known = drafts.known(draft) if draft is not None else remember.own(kind)
    form = page_form(kind, page.sections, known)
    checked = form.read(known=known, today=clock.today(), kept=request.form.getlist("kept"))
    if Section.GATE in page.sections and gate.exit_of(checked.answers) is not None:
        return _leave(session, kind, checked.answers, draft)
    if journey.lies_outside(kind, checked.whole):
        return _stop(session, kind, draft, checked.whole)
    if form.errors:
        return intake_pages.show(kind, page, form, key=key, known=checked.whole), 422
    return _keep(session, kind, page, draft, key, checked.whole)


def _keep(
    session: Session, kind: Kind, page: Page, draft: Draft | None, key: str, whole: dict[str, Answer]
) -> ResponseReturnValue:
    """Store the page, and lead to the first one that still needs an answer."""
    is_new = draft is None
    draft, token = (draft, drafts.token_for(draft)) if draft else drafts.begin(session, kind, key, {})
    if page == pages(kind)[0]:  # Elsewhere it stays passed: a day later nothing typed may get lost by it.
        draft.passed_gate = checking.gate_passed(kind, whole, today=clock.today())
    drafts.keep(draft, whole)
    if is_new:
        policies.count(session, limits.BEGIN)
    if "outside" in request.form and Section.GATE in page.sections:
        return drafts.hold(make_response(_go_on_from_outside(kind, draft, whole)), token)
    return drafts.hold(redirect(journey.next_url(kind, whole, after=page), code=303), token)


def _go_on_from_outside(kind: Kind, draft: Draft, whole: dict[str, Answer]) -> ResponseReturnValue:
    """From the out-of-area page, with all that was typed: the tenant is homeless here, or the address was wrong."""
    homeless = request.form.get("homeless_now") == "yes"
    known: Answers = {**whole, "homeless_now": "yes"} if homeless else whole
    again: ResponseReturnValue | None = None
    for page in pages(kind)[1:]:
        form = page_form(kind, page.sections, known)
        checked = form.read(known=known, today=clock.today(), kept=request.form.getlist("kept"))
        here = Section.DWELLING in page.sections
        if not form.errors and not (here and not homeless):
            known = checked.whole
        elif here:
            again = intake_pages.show(kind, page, form, key=draft.submission_key), 422 if form.errors else 200
    drafts.keep(draft, dict(known))
    return again or redirect(journey.next_url(kind, known), code=303)


def _leave(session: Session, kind: Kind, answers: Answers, draft: Draft | None) -> ResponseReturnValue:
    """An exit of the gate: nothing about the tenant stays, so no limit ever keeps it from being erased."""
    name = journey.EXIT_SLUGS[gate.exit_of(answers) or gate.Exit.UNKNOWN]
    erases = draft is not None and draft.answers is not None
    if draft is not None:
        drafts.close_gate(draft)
    audit.record(session, at=clock.now(), action="intake.refused", kind=kind, exit=name)
    if not erases:
        policies.count(session, limits.BEGIN)
    return redirect(url_for("exits.show", slug=kind.slug, name=name), code=303)


def _stop(session: Session, kind: Kind, draft: Draft | None, whole: Answers) -> ResponseReturnValue:
    """Outside the served postcodes: the draft goes, what was typed stays on the page alone."""
    audit.record(session, at=clock.now(), action="intake.outside", kind=kind)
    if draft is not None:
        stored.delete(session, draft, at=clock.now())
    else:
        policies.count(session, limits.BEGIN)
    return intake_pages.outside(kind, whole)
