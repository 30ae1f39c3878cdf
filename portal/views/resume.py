"""Coming back later: a link is mailed to whoever asks, and leads to the draft when its button is pressed."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from portal import clock, db
from portal.domain.vocabulary import Kind
from portal.forms.resume import LinkForm
from portal.models import Draft
from portal.services import limits, resume
from portal.store import drafts as stored
from portal.views import drafts, intake_pages, journey, languages, policies, resume_pages
from portal.views.guards import public

bp = Blueprint("resume", __name__)


@bp.get("/refer/<slug>/later")
@public
def later(slug: str) -> ResponseReturnValue:
    """Ask for a link back, from any page of the form."""
    return resume_pages.later(journey.open_kind(slug))


@bp.post("/refer/<slug>/later")
@public
def mail_link(slug: str) -> ResponseReturnValue:
    """Put the mail aside; a draft is made when there is none, with the kind and the own address only."""
    kind = journey.open_kind(slug)
    form = LinkForm()
    with db.transaction() as session:
        key = drafts.submission_key(session)
        place = drafts.place(session, key)
        if place.sent is not None:
            return redirect(intake_pages.receipt_url(place.sent), code=303)
        if place.draft is not None and place.draft.kind != kind:
            abort(400)
        if not form.validate():
            return resume_pages.later(kind, form, key=key), 422
        other = drafts.current(session)
        token = _ask(session, kind, place.draft, key, form.address)
        policies.count(session, limits.RESUME_MAIL, address=form.address)
    answer = redirect(url_for(".mailed", slug=slug), code=303)
    return drafts.hold(answer, token) if other is None or other.submission_key == key else answer


@bp.get("/refer/<slug>/later/mailed")
@public
def mailed(slug: str) -> ResponseReturnValue:
    return resume_pages.mailed(journey.open_kind(slug))


@bp.get("/resume/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """Only a button: programs that look at mail follow links, and must not open anything."""
    found = resume_pages.behind(token)
    if not isinstance(found, Draft):
        return resume_pages.without_draft(found)
    other = drafts.current(db.session())
    busy = other is not None and other.id != found.id
    return resume_pages.page("show", action=url_for(".go_on", token=token), busy=busy)


@bp.post("/resume/<token>")
@public
def go_on(token: str) -> ResponseReturnValue:
    """Open the draft in this browser, at the first page that still needs an answer."""
    with db.transaction() as session:
        draft = _lock(session, token)
        if not isinstance(draft, Draft):
            return draft
        draft.active_at = clock.now()
        url = journey.next_url(draft.kind, drafts.known(draft))
        held = drafts.token_for(draft)
    return drafts.hold(redirect(url, code=303), held)


@bp.get("/resume/<token>/stop")
@public
def ask_to_stop(token: str) -> ResponseReturnValue:
    found = resume_pages.behind(token)
    if not isinstance(found, Draft):
        return resume_pages.without_draft(found)
    return resume_pages.page("stop", action=url_for(".stop", token=token))


@bp.post("/resume/<token>/stop")
@public
def stop(token: str) -> ResponseReturnValue:
    """No reminders any more; the draft and its link stay."""
    with db.transaction() as session:
        draft = _lock(session, token)
        if not isinstance(draft, Draft):
            return draft
        resume.stop_reminding(session, draft, at=clock.now())
    return resume_pages.page("stopped", resume_url=url_for(".show", token=token))


def _ask(session: Session, kind: Kind, draft: Draft | None, key: str, address: str) -> str:
    """The token of the browser that holds the draft from now on."""
    draft, token = (draft, drafts.token_for(draft)) if draft else drafts.begin(session, kind, key, {})
    resume.ask(
        session,
        draft,
        address=address,
        language=languages.chosen(),
        at=clock.now(),
        today=clock.today(),
        mailboxes=policies.mailboxes(),
    )
    return token


def _lock(session: Session, token: str) -> Draft | Response:
    """The draft behind the link, locked; or the page that says why there is none."""
    found = resume_pages.behind(token)
    if not isinstance(found, Draft):
        return resume_pages.without_draft(found)
    draft = stored.for_update(session, found.submission_key, alive_since=drafts.alive_since())
    return draft or resume_pages.without_draft(None)
