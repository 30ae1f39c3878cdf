"""The language of a page: chosen with ``?lang=``, remembered in a cookie; Dutch unless chosen."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, request
from flask_babel import get_babel

from portal import config
from portal.domain.triage.filters import BY_NAME

NAMES = {"nl": "Nederlands", "fr": "Français", "en": "English"}
COOKIE = "lang"
YEAR_SECONDS = 365 * 24 * 3600
CARRIED = {"triage.queue": ("view", "after", *BY_NAME), "accounts.login": ("next",), "exits.show": ("text",)}
"""What a page reads from its address; nothing else of an address is ever repeated on a page (docs/adr/0006)."""


def init_app(app: Flask) -> None:
    with app.app_context():
        get_babel().locale_selector = chosen
    app.before_request(_speak)
    app.after_request(_remember)


def chosen() -> str:
    """The code of the language to answer in."""
    offered = config.settings().languages
    asked = request.args.get("lang") or request.cookies.get(COOKIE)
    return asked if asked in offered else offered[0]


def switch() -> list[tuple[str, str, str, bool]]:
    """The links of the language switch: code, name, address, whether it is the present one.

    The filters of a list go with them. A page that only a form leads to has no address of its own, so no switch.
    """
    offered = config.settings().languages
    if len(offered) < 2 or not _has_an_address():
        return []
    rest = [(name, request.args[name]) for name in CARRIED.get(request.endpoint or "", ()) if name in request.args]
    now = chosen()
    return [
        (code, NAMES[code], f"{request.path}?{urlencode([*rest, ('lang', code)])}", code == now) for code in offered
    ]


def _has_an_address() -> bool:
    adapter = current_app.create_url_adapter(request)
    return request.method != "POST" or (adapter is not None and adapter.test(request.path, "GET"))


def _speak() -> None:
    """For the site file's own texts, which are read below the pages."""
    g.language = chosen()


def _remember(response: Response) -> Response:
    asked = request.args.get("lang")
    if asked in config.settings().languages:
        secure = config.settings().secure
        response.set_cookie(COOKIE, asked, max_age=YEAR_SECONDS, secure=secure, httponly=True, samesite="Lax")
    return response
