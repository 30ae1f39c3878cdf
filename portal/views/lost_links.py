"""A reporter who lost the mailed link asks for it again: one answer for addresses that are known and that are not."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal import clock, config, db
from portal.domain import reference
from portal.domain.errors import DomainError, Refused, TooMany
from portal.domain.intake import contacts
from portal.domain.vocabulary import N_
from portal.forms.follow_up import LostLinkForm
from portal.services import limits, lost_links
from portal.views import policies
from portal.views.guards import public

bp = Blueprint("lost_links", __name__)
LONGEST_EMAIL = 254


@bp.get("/follow")
@public
def lost() -> ResponseReturnValue:
    return render_template("follow_up/lost.html", form=LostLinkForm())


@bp.post("/follow")
@public
def ask() -> ResponseReturnValue:
    form = LostLinkForm()
    try:
        _send_again(form)
    except TooMany:
        raise
    except DomainError as fault:
        form.refuse((fault,))
        return render_template("follow_up/lost.html", form=form), 422
    return redirect(url_for(".mailed"), code=303)


@bp.get("/follow/mailed")
@public
def mailed() -> ResponseReturnValue:
    """The same for every address."""
    return render_template("follow_up/mailed.html")


def _send_again(form: LostLinkForm) -> None:
    email, named = _email(form.email.data or ""), _reference(form.reference.data or "")
    now = clock.now()
    with db.transaction() as session:
        lost_links.send_again(
            session,
            email,
            named,
            at=now,
            today=clock.day_of(now),
            closing_days=config.site().closing_day,
            mailboxes=policies.mailboxes(),
        )
        policies.count(session, limits.RESEND_LINK, address=email)


def _email(typed: str) -> str:
    try:
        email = contacts.email(typed, max_length=LONGEST_EMAIL)
    except DomainError as fault:
        fault.field = "email"
        raise
    if not email:
        raise Refused(N_("Vul uw e-mailadres in."), field="email")
    return email


def _reference(typed: str) -> str:
    """A slip can be pointed out, since a reference checks itself; whether it exists is not told."""
    parsed = reference.parse(typed)
    if typed and parsed is None:
        raise Refused(N_("Deze referentie klopt niet. Kijk elke letter en elk cijfer na."), field="reference")
    return parsed or ""
