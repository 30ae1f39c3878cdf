"""A new report typed in by staff: who reports and how, one page with every question, a last look, and the case."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from portal import clock, db, tokens
from portal.domain.access import Action
from portal.domain.errors import Refused
from portal.domain.intake import channels, gate, short
from portal.domain.intake.gate import Exit
from portal.domain.intake.questions import Answers
from portal.domain.vocabulary import Channel, Kind, Stage
from portal.forms.entering import CallerForm, report_form
from portal.forms.intake import PageForm
from portal.models import Referral
from portal.services import entering
from portal.services.entering import Heard
from portal.store import audit, cases, referrals
from portal.views import drafts, entering_pages, guards, journey, kinds, policies, saved
from portal.views.entering_pages import Place
from portal.views.guards import requires

bp = Blueprint("entering", __name__, url_prefix="/staff/new")
SPOKEN = frozenset({Channel.PHONE, Channel.DESK})
"""Where whoever reports is there to hear the reference."""


@bp.get("")
@requires(Action.ENTER)
def choose() -> ResponseReturnValue:
    """Who reports, and how the report came."""
    return entering_pages.choose()


@bp.get("/<slug>/<channel>")
@requires(Action.ENTER)
def start(slug: str, channel: str) -> ResponseReturnValue:
    place = _place(slug, channel)
    known = kinds.usual(place.kind)
    if place.kind is Kind.COURT_REGISTRY:
        known |= {"stage": Stage.PETITION, **entering.registry(db.session(), today=clock.today())}
    return entering_pages.show(place, report_form(place.kind, known), key=tokens.random_key())


@bp.post("/<slug>/<channel>")
@requires(Action.ENTER)
def enter(slug: str, channel: str) -> ResponseReturnValue:
    """Read the page, show it for a last look, and then store it once; nothing is kept of what is refused."""
    place, key = _place(slug, channel), _key()
    form = report_form(place.kind, {})
    if request.form.get("step") == "change":
        return entering_pages.show(place, form, key=key)
    with db.transaction() as session:
        before = referrals.by_submission_key(session, key)
        return _to_case(session, before) if before is not None else _read(session, place, form, key)


@bp.get("/tenant/<channel>/short")
@requires(Action.ENTER)
def caller(channel: str) -> ResponseReturnValue:
    """A tenant who leaves a name and a number."""
    return entering_pages.caller(_place(Kind.TENANT.slug, channel), CallerForm(), key=tokens.random_key())


@bp.post("/tenant/<channel>/short")
@requires(Action.ENTER)
def enter_caller(channel: str) -> ResponseReturnValue:
    place, form, key = _place(Kind.TENANT.slug, channel), CallerForm(), _key()
    answers, faults = short.read(form.typed, today=clock.today())
    with db.transaction() as session:
        try:
            if not faults:
                return _store(session, Heard(*place, answers, key, short=True, claims=form.claim.data == "yes"))
        except Refused as refusal:
            session.rollback()
            faults = (refusal,)
        _leave_trace(session, place, field=str(faults[0].field))
    form.refuse(faults)
    return entering_pages.caller(place, form, key=key), 422


def _place(slug: str, channel: str) -> Place:
    """The kind and the channel of this address, when staff may enter the one by the other."""
    kind = journey.KINDS.get(slug)
    if kind is None or channel not in channels.of(kind):
        abort(404)
    return Place(kind, Channel(channel))


def _read(session: Session, place: Place, form: PageForm, key: str) -> ResponseReturnValue:
    checked = form.read(known={}, today=clock.today(), kept=request.form.getlist("kept"))
    if (way_out := gate.exit_of(checked.answers)) is not None:
        return _send_back(session, place, key, way_out)
    if journey.lies_outside(place.kind, checked.whole):
        entering_pages.refuse_outside(form, str(checked.whole["postcode"]))
    if form.errors:
        return _refuse(session, place, form, key)
    return _go_on(session, place, form, checked.whole, key)


def _go_on(session: Session, place: Place, form: PageForm, answers: Answers, key: str) -> ResponseReturnValue:
    """Store what was looked at; a petition that somebody typed in meanwhile is looked at first."""
    same = entering.same_petition(session, place.kind, answers, today=clock.today())
    if request.form.get("step") != "send" or not set(same) <= set(request.form.getlist("seen")):
        return entering_pages.check(place, form, answers, key=key, same=same)
    try:
        return _store(session, Heard(*place, answers, key, claims=request.form.get("claim") == "yes"))
    except Refused as refusal:
        session.rollback()
        form.refuse({refusal.field or "": entering_pages.words(refusal)})
        return _refuse(session, place, form, key)


def _store(session: Session, heard: Heard) -> ResponseReturnValue:
    now = clock.now()
    referral = entering.enter(
        session,
        heard,
        by=guards.account(),
        at=now,
        today=clock.day_of(now),
        policy=policies.policy(),
        mailboxes=policies.mailboxes(),
    )
    saved.note(referral.reference if heard.channel in SPOKEN else "")
    return _to_case(session, referral)


def _to_case(session: Session, referral: Referral) -> ResponseReturnValue:
    case = cases.by_reference(session, referral.reference)
    return redirect(url_for("triage.show", reference=case.reference), code=303)


def _send_back(session: Session, place: Place, key: str, way_out: Exit) -> ResponseReturnValue:
    """The tenant does not know yet: nothing is stored, and the page says what to tell whoever reports."""
    _leave_trace(session, place, exit=journey.EXIT_SLUGS[way_out])
    form = report_form(place.kind, {})  # Not yet read: what else is missing does not matter now.
    return entering_pages.show(place, form, key=key, way_out=way_out), 422


def _refuse(session: Session, place: Place, form: PageForm, key: str) -> ResponseReturnValue:
    _leave_trace(session, place, field=next(iter(form.errors)) or "")
    return entering_pages.show(place, form, key=key), 422


def _leave_trace(session: Session, place: Place, **why: Any) -> None:
    """A refusal is a line of the trail: which rule, never what was typed."""
    who = guards.account().id
    audit.record(session, at=clock.now(), action="intake.refused", account_id=who, kind=place.kind, **why)


def _key() -> str:
    """The page's own key, so that what is sent twice is one report."""
    sent = request.form.get("submission_key", "")
    return sent if drafts.KEY.fullmatch(sent) else tokens.random_key()
