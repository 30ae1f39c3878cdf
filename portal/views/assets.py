"""Addresses of style sheets, scripts and pictures carry a fingerprint, so that a browser keeps each for a year."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request

from portal import config

FOR_A_YEAR = "public, max-age=31536000, immutable"
THEME = "public.theme"
KNOWN = "portal.fingerprints"


def init_app(app: Flask) -> None:
    """Read every asset once; a changed one is another from the next start on."""
    folder = Path(app.static_folder or "")
    files = [file for file in folder.rglob("*") if file.is_file()]
    app.extensions[KNOWN] = {file.relative_to(folder).as_posix(): _short(file.read_bytes()) for file in files}
    app.url_defaults(_mark)
    app.after_request(_keep)


def _mark(endpoint: str, values: dict[str, Any]) -> None:
    found = _fingerprint(endpoint, values)
    if found:
        values["v"] = found


def _keep(response: Response) -> Response:
    """What was asked for by its fingerprint never changes; another one is of before an update, and is not kept."""
    asked = request.args.get("v")
    if asked and response.status_code in (200, 304) and asked == _fingerprint(request.endpoint, request.view_args):
        response.headers["Cache-Control"] = FOR_A_YEAR
    return response


def _fingerprint(endpoint: str | None, values: dict[str, Any] | None) -> str:
    """Of an asset as it was at the start; empty for a page."""
    if endpoint == THEME:
        return _short(config.site().colours.accent.encode())
    if endpoint != "static" or values is None:
        return ""
    return str(current_app.extensions[KNOWN].get(values["filename"], ""))


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]
