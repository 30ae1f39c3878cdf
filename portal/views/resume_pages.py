"""What the pages of the way back show: values made ready for the templates."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template, url_for

from portal import clock, config, db, tokens
from portal.domain.vocabulary import Kind
from portal.forms.resume import LinkForm
from portal.models import Draft, Referral
from portal.notify.letters import RESUME
from portal.services import resume
from portal.store import drafts as stored
from portal.store import referrals
from portal.views import drafts, journey

NOT_PASSED_ON = "strict-origin"
"""The address holds the token, and nobody learns it; "no-referrer" would leave out what a POST over https is
recognised by as coming from our own page."""


def link_form(kind: Kind, form: LinkForm | None = None, *, key: str = "") -> dict[str, Any]:
    """The form that asks for a link; its page belongs to the browser's own draft of this kind, or to a new one."""
    mine = drafts.current_of(db.session(), kind)
    return {
        "form": form or LinkForm(formdata=None, data={"reporter_email": resume.address_of(mine) if mine else ""}),
        "submission_key": key or (mine.submission_key if mine is not None else tokens.random_key()),
        "link_url": url_for("resume.mail_link", slug=kind.slug),
    }


def later(kind: Kind, form: LinkForm | None = None, *, key: str = "") -> str:
    """The form on a page of its own."""
    return render_template("resume/later.html", back_url=back_url(kind), **link_form(kind, form, key=key))


def mailed(kind: Kind) -> str:
    """The mail is on its way; to whom, this page does not say."""
    return render_template("resume/mailed.html", back_url=back_url(kind))


def back_url(kind: Kind) -> str:
    """Where the browser's draft stands, or the start of a new report."""
    mine = drafts.current_of(db.session(), kind)
    return journey.next_url(kind, drafts.known(mine)) if mine is not None else journey.gate_url(kind, None)


def behind(token: str) -> Draft | Referral | None:
    """What a mailed link leads to: a draft, or the report that it became."""
    days = config.site().retention.draft_days
    key = tokens.read(config.settings().secret_keys, RESUME, token, max_age_days=days, now=clock.now())
    if key is None:
        return None
    draft = stored.by_resume_key(db.session(), key, alive_since=drafts.alive_since())
    return draft or referrals.by_follow_key(db.session(), key)


def page(template: str, status: int = 200, **values: Any) -> Response:
    """A page behind a mailed link."""
    response = make_response(render_template(f"resume/{template}.html", **values), status)
    response.headers["Referrer-Policy"] = NOT_PASSED_ON
    return response


def without_draft(found: Referral | None) -> Response:
    """It was sent; or one page for a link that is wrong, too old, or whose draft is gone."""
    return page("unknown", 404) if found is None else page("sent")
