"""What every answer tells the browser: nothing from elsewhere, nothing kept, nothing framed; and where NUL stops."""

from __future__ import annotations

from types import MappingProxyType

from flask import Flask, Response, abort, request

from portal import config

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ALWAYS = MappingProxyType(
    {
        "Content-Security-Policy": POLICY,
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }
)
"""A view may set its own: a page whose address holds a token tells no more than where the portal is."""
REFUSE_THEMSELVES = frozenset({"intake", "tenant", "follow_forms", "lost_links", "resume", "search", "entering"})
"""Blueprints whose forms read every text by the rules of typing."""
HSTS = "max-age=31536000; includeSubDomains"


def init_app(app: Flask) -> None:
    app.before_request(refuse_nul)
    app.after_request(protect)


def refuse_nul() -> None:
    """No keyboard types NUL, and PostgreSQL cannot store it; a form of reporters says so itself, and keeps the rest."""
    if "\0" in request.path:
        abort(404)
    sent = request.args if request.blueprint in REFUSE_THEMSELVES else request.values
    if any("\0" in part for pair in sent.items(multi=True) for part in pair):
        abort(400)


def protect(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    if config.settings().secure:
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    return response
