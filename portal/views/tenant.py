"""Doors for tenants alone: "call me", and what to say to a report that somebody made about them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from portal import clock, db, tokens
from portal.domain.errors import DomainError, Refused
from portal.domain.intake import short
from portal.domain.intake.questions import Answer
from portal.domain.triage import spoken
from portal.domain.vocabulary import Kind
from portal.forms.sending import Trap, trapped
from portal.forms.tenant import CallForm, ReportedForm
from portal.models import Referral
from portal.services import intake, limits, tenant
from portal.store import audit
from portal.views import drafts, intake_pages, languages, policies
from portal.views.guards import public

bp = Blueprint("tenant", __name__)


@bp.get("/refer/tenant/call")
@public
def call() -> ResponseReturnValue:
    return _call_page(CallForm(data={"tenant_lang": languages.chosen()}))


@bp.post("/refer/tenant/call")
@public
def call_me() -> ResponseReturnValue:
    """Make a report of a name and a number, once."""
    form = CallForm()
    answers, faults = short.read(form.typed, today=clock.today())
    if faults:
        return _refused_call(form, *faults)
    try:
        with db.transaction() as session:
            referral = _receive(session, answers)
    except Refused as refusal:
        return _refused_call(form, refusal)
    return redirect(intake_pages.receipt_url(referral), code=303)


@bp.get("/reported")
@public
def reported() -> ResponseReturnValue:
    return _reported_page(ReportedForm())


@bp.post("/reported")
@public
def speak() -> ResponseReturnValue:
    """Keep what was said; the answer is the same whether there is such a report or not."""
    form = ReportedForm()
    said, faults = spoken.read(form.typed)
    if said is None:
        form.refuse(faults)
        return _reported_page(form), 422
    with db.transaction() as session:
        now = clock.now()
        rules: dict[str, Any] = {"policy": policies.policy(), "mailboxes": policies.mailboxes()}
        tenant.speak(session, said, key=_key(), at=now, today=clock.day_of(now), **rules)
        policies.count(session, limits.REPORTED, address=said.reference)
    return redirect(url_for(".heard"), code=303)


@bp.get("/reported/thanks")
@public
def heard() -> ResponseReturnValue:
    """One page for all that can be typed."""
    return render_template("tenant/heard.html", call_url=url_for(".call"))


def _receive(session: Session, answers: dict[str, Answer]) -> Referral:
    now = clock.now()
    sent = intake.Sent(
        kind=Kind.TENANT,
        answers=answers,
        submission_key=_key(),
        language=languages.chosen(),
        suspicions=("honeypot",) if trapped(request.form) else (),
        short=True,
    )
    referral = intake.receive(
        session,
        sent,
        at=now,
        today=clock.day_of(now),
        policy=policies.policy(),
        mailboxes=policies.mailboxes(),
    )
    policies.count(session, limits.CALL_ME, address=str(answers["tenant_phone"]))
    return referral


def _refused_call(form: CallForm, *faults: DomainError) -> ResponseReturnValue:
    form.refuse(faults)
    with db.transaction() as session:
        field = str(faults[0].field)
        audit.record(session, at=clock.now(), action="intake.refused", kind=Kind.TENANT, field=field)
    return _call_page(form), 422


def _call_page(form: CallForm) -> str:
    return render_template("tenant/call.html", form=form.translate(), trap_form=Trap(), submission_key=_key())


def _reported_page(form: ReportedForm) -> str:
    return render_template("tenant/reported.html", form=form.translate(), submission_key=_key())


def _key() -> str:
    """The page's own key, so that what is sent twice counts once."""
    typed = request.form.get("submission_key", "")
    return typed if drafts.KEY.fullmatch(typed) else tokens.random_key()
