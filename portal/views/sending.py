"""Check your answers, send once, and the receipt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from portal import clock, db, tokens
from portal.domain.errors import Refused
from portal.domain.intake import checking
from portal.domain.intake.questions import Answers, pages
from portal.domain.vocabulary import Kind
from portal.forms.sending import trapped
from portal.models import Draft
from portal.services import intake, limits
from portal.store import audit
from portal.store import drafts as stored
from portal.views import drafts, intake_pages, journey, languages, policies, remember
from portal.views.guards import public

bp = Blueprint("sending", __name__)
SHORTEST = timedelta(seconds=10)
"""From the first page to sending; the tenant's name and address alone take longer."""


@bp.get("/refer/<slug>/check")
@public
def check(slug: str) -> ResponseReturnValue:
    """Everything that will be sent, with a way back to each answer."""
    kind = journey.open_kind(slug)
    draft = drafts.current(db.session())
    if draft is None or draft.kind != kind:
        return journey.without_draft(kind)
    known = drafts.known(draft)
    if checking.complete(kind, known, today=clock.today()) is not None:
        return redirect(journey.next_url(kind, known), code=303)
    return intake_pages.check(kind, known, key=draft.submission_key)


@bp.post("/refer/<slug>/check")
@public
def send(slug: str) -> ResponseReturnValue:
    """Send once: the draft becomes a referral in the same transaction in which it is deleted."""
    kind = journey.open_kind(slug)
    with db.transaction() as session:
        key = drafts.submission_key(session)
        place = drafts.place(session, key)
        if place.sent is not None:
            return redirect(intake_pages.receipt_url(place.sent), code=303)
        if place.draft is None or place.draft.kind != kind:
            return intake_pages.start_over(kind)
        if place.elsewhere and "switch" not in request.form:
            return journey.two_drafts(session)
        return _hand_in(session, kind, place.draft, elsewhere=place.elsewhere)


def _hand_in(session: Session, kind: Kind, draft: Draft, *, elsewhere: bool) -> ResponseReturnValue:
    known, now = drafts.known(draft), clock.now()
    if checking.complete(kind, known, today=clock.day_of(now)) is not None:
        return redirect(journey.next_url(kind, known), code=303)
    if journey.lies_outside(kind, known):
        return redirect(url_for("intake.show", slug=kind.slug, page_slug=pages(kind)[1].slug), code=303)
    sent = intake.Sent(
        kind=kind,
        answers=known,
        submission_key=draft.submission_key,
        resume_key=draft.resume_key,
        language=languages.chosen(),
        suspicions=tuple(_suspicions(draft, now)),
    )
    try:
        referral = intake.receive(
            session,
            sent,
            at=now,
            today=clock.day_of(now),
            policy=policies.policy(),
            mailboxes=policies.mailboxes(),
        )
    except Refused as refusal:
        session.rollback()
        audit.record(session, at=clock.now(), action="intake.refused", kind=kind, field=refusal.field)
        _count(session, known)
        return intake_pages.check(kind, known, key=draft.submission_key, refusal=refusal), 422
    stored.delete(session, draft, at=now)
    _count(session, known)
    response = redirect(intake_pages.receipt_url(referral), code=303)
    remember.follow_wish(response, kind, known, wished=request.form.get("remember") == "yes")
    return response if elsewhere else drafts.let_go(response, intake_pages.receipt_token(referral))


def _suspicions(draft: Draft, now: datetime) -> Iterator[str]:
    """Signs of a machine: it filled in what people do not see, or needed less time than anybody needs to type."""
    if trapped(request.form):
        yield "honeypot"
    if now - draft.created_at < SHORTEST:
        yield "fast"


def _count(session: Session, known: Answers) -> None:
    policies.count(session, limits.SEND, address=str(known.get("reporter_email", "")))


@bp.get("/refer/done/<receipt>")
@public
def done(receipt: str) -> ResponseReturnValue:
    """The reference, what happens next, and what to do meanwhile."""
    referral = intake_pages.of_receipt(db.session(), receipt)
    if referral is None:
        abort(404)
    return intake_pages.receipt(referral, receipt)


@bp.post("/refer/done/<receipt>")
@public
def again(receipt: str) -> ResponseReturnValue:
    """Report another tenant: a new draft that begins with the sender's own data."""
    with db.transaction() as session:
        referral = intake_pages.of_receipt(session, receipt)
        if referral is None:
            abort(404)
        own = checking.own(intake.answers_of(referral))
        draft, token = drafts.begin(session, Kind(referral.kind), tokens.random_key(), own)
        policies.count(session, limits.BEGIN)
        first = pages(Kind(referral.kind))[0]
        url = url_for("intake.show", slug=Kind(draft.kind).slug, page_slug=first.slug)
    return drafts.hold(redirect(url, code=303), token)
