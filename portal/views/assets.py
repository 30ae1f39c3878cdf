"""Addresses of style sheets, scripts and pictures carry a fingerprint, so that a browser keeps each for a year."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request

from portal import config

FOR_A_YEAR = "public, max-age=31536000, immutable"
THEME = "public.theme"


def init_app(app: Flask) -> None:
    app.url_defaults(_mark)
    app.after_request(_keep)


def _mark(endpoint: str, values: dict[str, Any]) -> None:
    found = _fingerprint(endpoint, values)
    if found and "v" not in values:
        values["v"] = found


def _keep(response: Response) -> Response:
    """What was asked for by its fingerprint never changes; another one is of before an update, and is not kept."""
    asked = request.args.get("v")
    if asked and response.status_code in (200, 304) and asked == _fingerprint(request.endpoint, request.view_args):
        response.headers["Cache-Control"] = FOR_A_YEAR
    return response


def _fingerprint(endpoint: str | None, values: dict[str, Any] | None) -> str:
    """Of an asset as it is now; empty for a page."""
    if endpoint == THEME:
        return _short(config.site().colours.accent.encode())
    if endpoint != "static" or values is None:
        return ""
    file = Path(current_app.static_folder or "", values["filename"])
    return _of_file(file, file.stat().st_mtime_ns) if file.is_file() else ""


@lru_cache(maxsize=64)
def _of_file(file: Path, changed: int) -> str:  # noqa: ARG001 - the key: an edited file is read again
    return _short(file.read_bytes())


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]
