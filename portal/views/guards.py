"""Who may open what: every endpoint is marked public or says which action it requires; unmarked is closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import flask_login
from flask import Flask, Response, abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock, db
from portal.domain import access
from portal.domain.access import Action
from portal.models import Account
from portal.store import audit

type_view = Callable[..., ResponseReturnValue]
MARK = "portal_guard"
UNATTENDED = "portal_unattended"
PUBLIC = "public"
KEEPS_TYPED = "portal_keeps_typed"
OF_A_CASE = "/staff/cases/"
"""None of the forms there holds a password."""
OF_A_BUTTON = frozenset({"csrf_token", "version", "back"})


def public(view: type_view) -> type_view:
    """Anybody may open this endpoint."""
    setattr(view, MARK, PUBLIC)
    return view


def requires(action: Action) -> Callable[[type_view], type_view]:
    """Only signed-in staff whose role allows ``action``."""

    def mark(view: type_view) -> type_view:
        setattr(view, MARK, action)
        return view

    return mark


def unattended(view: type_view) -> type_view:
    """A page asks this endpoint by itself: that somebody left it open does not keep their session alive."""
    setattr(view, UNATTENDED, True)
    return view


def is_unattended(app: Flask, endpoint: str | None) -> bool:
    return bool(getattr(app.view_functions.get(endpoint or ""), UNATTENDED, False))


def keeps_typed(view: type_view) -> type_view:
    """A long form without a password: whoever was signed out meanwhile gets back what was typed, to send it again."""
    setattr(view, KEEPS_TYPED, True)
    return view


def guard_of(app: Flask, endpoint: str) -> str | Action | None:
    """The mark of an endpoint; None for one that nobody may open."""
    if endpoint == "static":
        return PUBLIC
    return cast("str | Action | None", getattr(app.view_functions[endpoint], MARK, None))


def init_app(app: Flask) -> None:
    """Check every request before its view runs."""
    app.before_request(check)


def check() -> ResponseReturnValue | None:
    """Let the request through, send it to the sign-in page, or refuse it with an audit row."""
    if request.endpoint is None:
        return None
    guard = guard_of(current_app, request.endpoint)
    if guard == PUBLIC:
        return None
    if not flask_login.current_user.is_authenticated:
        return _signed_out() if _may_be_sent_again(request.endpoint) else _to_sign_in()
    if not isinstance(guard, Action) or not access.may(account().role, guard):
        _refuse(guard)
    return None


def _may_be_sent_again(endpoint: str) -> bool:
    """A form that is marked so, and whatever was typed about a case; a single button is soon pressed again."""
    if request.method != "POST":
        return False
    of_a_case = request.path.startswith(OF_A_CASE) and any(request.form.keys() - OF_A_BUTTON)
    return of_a_case or hasattr(current_app.view_functions[endpoint], KEEPS_TYPED)


def _signed_out() -> Response:
    """What was typed stands in this page alone: to be sent again after signing in beside it."""
    typed = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    page = render_template("accounts/signed_out.html", typed=typed, action=request.path)
    return make_response(page, 401)


def _to_sign_in() -> Response:
    back = request.full_path.rstrip("?") if request.method == "GET" else url_for("accounts.home")
    return cast("Response", redirect(url_for("accounts.login", next=back), code=303))


def _refuse(guard: object) -> None:
    who = account().id
    db.session().rollback()  # On a page that only reads, a read must not grow into a write.
    with db.transaction() as session:
        audit.record(session, at=clock.now(), action="access.refused", account_id=who, endpoint=request.endpoint)
    abort(403, description=str(guard))


def account() -> Account:
    """The account of this request as a plain object, never a proxy; only for guarded views."""
    found: Any = flask_login.current_user._get_current_object()  # the proxy's documented way out
    return cast("Account", found)
