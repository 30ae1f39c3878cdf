"""A colleague says until which day not to be counted on; one's own page."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock, db
from portal.domain import access
from portal.domain.access import Action
from portal.domain.errors import DomainError
from portal.domain.intake import text
from portal.domain.labels import ROLE_LABELS
from portal.domain.triage import known
from portal.domain.vocabulary import N_
from portal.forms import fields
from portal.forms.accounts import AccountForm, OwnAbsenceForm
from portal.models import Account
from portal.notify import telling
from portal.services import colleagues
from portal.views import frame, guards, saved
from portal.views.guards import requires

bp = Blueprint("absence", __name__, url_prefix="/staff")


@bp.post("/away")
@requires(Action.OWN_ACCOUNT)
def note() -> ResponseReturnValue:
    form, by = OwnAbsenceForm(), guards.account()
    try:
        with db.transaction() as session:
            until = read(form.away_until.data or "", today=clock.today())
            colleagues.set_away(session, by, until, by=by, at=clock.now(), today=clock.today())
    except DomainError as fault:
        form.refuse((fault,))
        return own_page(form), 422
    saved.note()
    return redirect(url_for("accounts.home"), code=303)


def own_page(form: AccountForm) -> str:
    """One's own page, with what was typed."""
    role, places = _(ROLE_LABELS[guards.account().role]), frame.navigation(guards.account())
    return render_template(
        "accounts/home.html",
        role=role,
        places=places,
        alone=len(places) == 1,
        form=form,
        offers=bool(telling.OFFERED[guards.account().role]),
        has_cases=access.may(guards.account().role, Action.TRIAGE),
    )


def form_of(account: Account) -> OwnAbsenceForm:
    return OwnAbsenceForm(formdata=None, data={"away_until": shown(account)})


def shown(account: Account) -> str:
    """The last day of an absence that is not over, as it is typed; nothing for who is there."""
    until = account.away_until
    return fields.day(until) if until is not None and until >= clock.today() else ""


def read(typed: str, *, today: date) -> date | None:
    """The day that was typed; blank means that somebody is there."""
    if text.is_blank(typed):
        return None
    return known.day(typed, "away_until", missing=N_("Vul een datum in."), today=today)
