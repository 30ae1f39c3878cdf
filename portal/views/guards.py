"""Who may open what: every endpoint is marked public or says which action it requires; unmarked is closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import flask_login
from flask import Flask, Response, abort, current_app, redirect, request, url_for
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
        return _to_sign_in()
    if not isinstance(guard, Action) or not access.may(account().role, guard):
        _refuse(guard)
    return None


def _to_sign_in() -> Response:
    """By way of a page that keeps what was typed (``errors``); a single button is soon pressed again."""
    if request.method == "POST" and request.form.keys() - OF_A_BUTTON:
        abort(401)
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
