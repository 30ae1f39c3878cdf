"""How colleagues and the team's mailbox are told of what happens; and who hears of what cannot wait."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock, config, db
from portal.domain import access
from portal.domain.access import Action
from portal.domain.vocabulary import N_
from portal.forms.fields import Form
from portal.forms.preferences import WAY, preferences_form
from portal.notify import acute, telling
from portal.notify.acute import Hearing
from portal.notify.notices import Notice
from portal.notify.telling import How
from portal.services import preferences as choosing
from portal.store import preferences
from portal.views import guards, languages
from portal.views.guards import requires

bp = Blueprint("preferences", __name__, url_prefix="/staff/notices")
WAYS = {How.AT_ONCE: N_("Meteen"), How.DIGEST: N_("In één mail per dag"), How.NONE: N_("Niet")}
LISTS = frozenset({Notice.DUE_TODAY, Notice.OVERDUE, Notice.UNANSWERED, Notice.TERMS, Notice.ART14})
"""What is told of several cases at a set hour: there is no at once."""
BY_ITSELF = N_("In een aparte mail")

WORDS = {
    Notice.NEW_REFERRAL: N_("Nieuwe aanmeldingen"),
    Notice.ACUTE: N_("Vandaag contact nodig"),
    Notice.UNCLAIMED: N_("Dossiers die niemand op tijd nam"),
    Notice.DUE_TODAY: N_("’s Morgens: vandaag te doen"),
    Notice.OVERDUE: N_("’s Middags: te laat"),
    Notice.OBJECTIONS: N_("Verzet te beslissen"),
    Notice.UNANSWERED: N_("Vragen zonder antwoord"),
    Notice.TERMS: N_("Termijnen die eindigen"),
    Notice.ART14: N_("Nog in te lichten over gegevens"),
    Notice.DEAD_LETTERS: N_("E-mails die niet aankwamen"),
}


@bp.get("")
@requires(Action.OWN_ACCOUNT)
def own() -> ResponseReturnValue:
    """One's own choices."""
    return _own_page(_own_form(formdata=None))


@bp.post("")
@requires(Action.OWN_ACCOUNT)
def choose() -> ResponseReturnValue:
    form, by = _own_form(), guards.account()
    if not form.validate_on_submit():
        return _own_page(form), 422
    with db.transaction() as session:
        by.language = form["language"].data
        choosing.choose(session, by.role, telling.colleague(by).key, _said(form), by=by, at=clock.now())
    return redirect(url_for(".own", kept="yes"), code=303)


@bp.get("/team")
@requires(Action.LEAD)
def team() -> ResponseReturnValue:
    """The choices of the team's mailbox."""
    return _team_page(_form(telling.TEAM, telling.TEAM, formdata=None))


@bp.post("/team")
@requires(Action.LEAD)
def choose_for_team() -> ResponseReturnValue:
    form = _form(telling.TEAM, telling.TEAM)
    if not form.validate_on_submit():
        return _team_page(form), 422
    with db.transaction() as session:
        choosing.choose(session, telling.TEAM, telling.TEAM, _said(form), by=guards.account(), at=clock.now())
    return redirect(url_for(".team", kept="yes"), code=303)


def _own_form(**given: Any) -> Form:
    account = guards.account()
    spoken = [(code, languages.NAMES[code]) for code in config.settings().languages]
    return _form(account.role, telling.colleague(account).key, spoken, language=account.language, **given)


def _form(kind: str, key: str, spoken: list[tuple[str, str]] | None = None, **given: Any) -> Form:
    said = preferences.of_receiver(db.session(), key)
    stored = {f"{WAY}{notice}": said.get(notice, telling.usual(kind, notice)) for notice in telling.OFFERED[kind]}
    rows = [(notice, _(WORDS[notice]), _ways(kind, notice)) for notice in telling.OFFERED[kind]]
    return preferences_form(rows, spoken or [], data={**stored, "language": given.pop("language", "")}, **given)


def _ways(kind: str, notice: Notice) -> list[tuple[str, str]]:
    words = {**WAYS, How.AT_ONCE: BY_ITSELF} if notice in LISTS else WAYS
    return [(way.value, _(words[way])) for way in telling.ways(kind, notice)]


def _said(form: Form) -> Mapping[str, str]:
    return {name.removeprefix(WAY): value for name, value in form.data.items() if name.startswith(WAY)}


def _own_page(form: Form) -> str:
    leads = access.may(guards.account().role, Action.LEAD)
    heard = _acute() if leads else None
    offers, kept = bool(telling.OFFERED[guards.account().role]), "kept" in request.args
    return render_template("accounts/notices.html", form=form, acute=heard, kept=kept, offers=offers)


def _team_page(form: Form) -> str:
    return render_template("accounts/team_notices.html", form=form, acute=_acute(), kept="kept" in request.args)


def _acute() -> Hearing:
    return acute.hearing(db.session(), config.settings().duty_mailbox, clock.today())
