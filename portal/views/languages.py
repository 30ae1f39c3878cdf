"""The language of a page: chosen with ``?lang=``, remembered in a cookie; Dutch unless chosen, and for staff always."""

from __future__ import annotations

from flask import Flask, Response, request
from flask_babel import get_babel

from portal import config

NAMES = {"nl": "Nederlands", "fr": "Français", "en": "English"}
COOKIE = "lang"
YEAR_SECONDS = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    with app.app_context():
        get_babel().locale_selector = chosen
    app.after_request(_remember)


def chosen() -> str:
    """The code of the language to answer in."""
    offered = config.settings().languages
    asked = request.args.get("lang") or request.cookies.get(COOKIE)
    return asked if asked in offered and not _staff() else offered[0]


def switch() -> list[tuple[str, str, str, bool]]:
    """The links of the language switch: code, name, address, whether it is the present one."""
    offered = config.settings().languages
    if len(offered) < 2 or _staff():
        return []
    return [(code, NAMES[code], f"{request.path}?lang={code}", code == chosen()) for code in offered]


def _staff() -> bool:
    return request.path.startswith("/staff")


def _remember(response: Response) -> Response:
    asked = request.args.get("lang")
    if asked in config.settings().languages:
        secure = config.settings().secure
        response.set_cookie(COOKIE, asked, max_age=YEAR_SECONDS, secure=secure, httponly=True, samesite="Lax")
    return response
