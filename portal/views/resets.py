"""A forgotten password: one answer for every address, then a mailed link that works once, for an hour."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal import clock, db
from portal.forms.accounts import ForgottenForm, PasswordForm
from portal.models import Account
from portal.notify.letters import RESET
from portal.services import accounts
from portal.views import choosing, languages, policies
from portal.views.guards import public

bp = Blueprint("resets", __name__, url_prefix="/staff/reset")
COUNTED_AS = "reset "
"""Asking for links never uses up somebody's own attempts to sign in."""


@bp.get("")
@public
def forgotten() -> ResponseReturnValue:
    return render_template("accounts/forgotten.html", form=ForgottenForm())


@bp.post("")
@public
def ask() -> ResponseReturnValue:
    form = ForgottenForm()
    if not form.validate():
        return render_template("accounts/forgotten.html", form=form), 422
    with choosing.counted(choosing.counters(COUNTED_AS + form.email.data)) as data:
        accounts.ask_reset(
            data, form.email.data, at=clock.now(), mailboxes=policies.mailboxes(), language=languages.chosen()
        )
    return redirect(url_for(".mailed"), code=303)


@bp.get("/mail/underway")
@public
def mailed() -> ResponseReturnValue:
    """The same for every address."""
    return render_template("accounts/reset_mailed.html")


@bp.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    _behind(token)
    return render_template("accounts/reset.html", form=PasswordForm())


@bp.post("/<token>")
@public
def choose(token: str) -> ResponseReturnValue:
    account, form = _behind(token), PasswordForm()
    password_hash = choosing.chosen(form, account)
    if password_hash is None:
        return render_template("accounts/reset.html", form=form), 422
    with choosing.gone_if_used(), db.transaction() as data:
        accounts.reset_password(data, account, password_hash, clock.now())
    return redirect(url_for("accounts.login"), code=303)


def _behind(token: str) -> Account:
    return choosing.behind(RESET, token, max_age_days=accounts.RESET_DAYS)
