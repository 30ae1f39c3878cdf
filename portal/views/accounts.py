"""The pages with which staff sign in and out, and choose the password that goes with an invitation."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, Request, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from portal import clock, config, db, tokens
from portal.domain.access import Action
from portal.forms.accounts import LoginForm, PasswordForm
from portal.models import Account
from portal.notify.letters import INVITATION
from portal.services import accounts, passwords, throttling
from portal.views import absence, choosing, frame, guards
from portal.views.guards import public, requires

bp = Blueprint("accounts", __name__, url_prefix="/staff")
SIGN_IN = "sign_in"


@bp.get("/login")
@public
def login() -> ResponseReturnValue:
    return render_template("accounts/login.html", form=LoginForm(next=request.args.get("next", "")))


@bp.post("/login")
@public
def sign_in() -> ResponseReturnValue:
    form = LoginForm()
    token = _token(form) if form.validate() else None
    if token is None:
        form.refuse()
        return render_template("accounts/login.html", form=form), 422
    session.clear()
    session[SIGN_IN] = token
    return redirect(_inside(form.next.data) or _desk(token), code=303)


@bp.post("/logout")
@requires(Action.OWN_ACCOUNT)
def logout() -> ResponseReturnValue:
    with db.transaction() as data:
        accounts.sign_out(data, guards.account(), session[SIGN_IN], clock.now())
    session.clear()
    return redirect(url_for(".login"), code=303)


@bp.post("/sessions/end")
@requires(Action.OWN_ACCOUNT)
def end_sessions() -> ResponseReturnValue:
    with db.transaction() as data:
        accounts.end_sessions(data, guards.account(), clock.now())
    session.clear()
    return redirect(url_for(".login"), code=303)


@bp.get("/")
@requires(Action.OWN_ACCOUNT)
def home() -> ResponseReturnValue:
    return absence.own_page(absence.form_of(guards.account()))


@bp.get("/invite/<token>")
@public
def invitation(token: str) -> ResponseReturnValue:
    _invited(token)
    return render_template("accounts/invite.html", form=PasswordForm())


@bp.post("/invite/<token>")
@public
def accept(token: str) -> ResponseReturnValue:
    account, form = _invited(token), PasswordForm()
    password_hash = choosing.chosen(form, account)
    if password_hash is None:
        return render_template("accounts/invite.html", form=form), 422
    with choosing.gone_if_used(), db.transaction() as data:
        accounts.accept_invitation(data, account, password_hash, clock.now())
    return redirect(url_for(".login"), code=303)


def recognise(_request: Request) -> Account | None:
    """Who is signed in with this browser's token (Flask-Login asks once a request, and only on guarded pages)."""
    token = session.get(SIGN_IN)
    if token is None:
        return None
    found = accounts.recognise(db.session(), token, clock.now())
    if found is None:
        session.pop(SIGN_IN)
        return None
    if found.seen_late and not guards.is_unattended(current_app, request.endpoint):
        _say_seen(found.sign_in_id)
    g.account = found.account
    return found.account


def invitation_link(account: Account) -> str:
    """The one-time link with which this account chooses its password."""
    settings = config.settings()
    token = tokens.sign(settings.secret_keys, INVITATION, accounts.link_secret(account))
    return settings.base_url.rstrip("/") + url_for("accounts.invitation", token=token, _external=False)


def _token(form: LoginForm) -> str | None:
    """Count the attempt, look at the password outside any transaction, then sign in; None when refused."""
    counters = choosing.counters(form.email.data)
    with choosing.counted(counters) as data:
        tried = accounts.attempt(data, form.email.data)
    same = passwords.matches(form.password.data, tried.password_hash)
    with db.transaction() as data:
        if not same:
            accounts.refuse(data, tried, at=clock.now())
            return None
        throttling.take_back(data, counters)
        return accounts.sign_in(data, tried, password=form.password.data, at=clock.now())


def _inside(address: str) -> str:
    """Where somebody was going: only a staff page of this portal, whatever the form says, or ""."""
    safe = address.startswith("/staff/") and address.isprintable() and "\\" not in address
    return address if safe else ""


def _desk(token: str) -> str:
    """Where somebody's day starts: the first place in the menu."""
    found = accounts.recognise(db.session(), token, clock.now())
    return frame.start(found.account) if found else url_for(".home")


def _invited(token: str) -> Account:
    return choosing.behind(INVITATION, token, max_age_days=accounts.INVITATION_DAYS)


def _say_seen(sign_in_id: int) -> None:
    """On a page that only reads, in a small transaction of its own that may fail: reading matters more."""
    if request.method not in db.READING:
        accounts.seen(db.session(), sign_in_id, clock.now())
        return
    with suppress(OperationalError), db.open_session(db.engine(), writes=True) as data:
        accounts.seen(data, sign_in_id, clock.now())
        data.commit()
