"""A real browser and a real server: pages are visited at ``live.url``, ``live.app`` is what answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, ViewportSize
from pytest_playwright.pytest_playwright import CreateContextCallback
from werkzeug.serving import WSGIRequestHandler, make_server

from portal import create_app
from tests import databases, haste
from tests.browser import chromium
from tests.browser.visitor import Visitor

DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 320, "height": 640}
WAYS = {"desk": (DESK, True), "without-javascript": (DESK, False), "phone": (PHONE, True)}
"""How people come: every journey is gone in each of these ways."""
PATIENCE_MS = 10_000


@dataclass(frozen=True)
class Live:
    """A portal that answers on this machine."""

    url: str
    app: Flask


class Silent(WSGIRequestHandler):
    """Says nothing about each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Not a line."""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, silent in the background; its absence is a failure in one line."""
    try:
        return {"executable_path": chromium.path(), "args": chromium.arguments(), "headless": True}
    except chromium.NoChromium as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A Dutch browser in Mechelen on a small laptop."""
    return {
        "locale": "nl-BE",
        "timezone_id": "Europe/Brussels",
        "viewport": DESK,
    }


@pytest.fixture(scope="session")
def live(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The portal that all pages are looked at on: SQLite, limits off, one for the whole run."""
    folder = tmp_path_factory.mktemp("live")
    with databases.sqlite(shared_folder, folder) as url, serving(url, folder) as found:
        yield found


@pytest.fixture(params=WAYS)
def visitor(request: pytest.FixtureRequest, live: Live, new_context: CreateContextCallback) -> Visitor:
    """Somebody at the portal, in each of the ways."""
    size, scripts = WAYS[request.param]
    page = opened(new_context(java_script_enabled=scripts))
    page.set_viewport_size(size)
    return Visitor(page, live.url)


@pytest.fixture
def at_desk(live: Live, new_context: CreateContextCallback) -> Visitor:
    """Somebody at the portal, at a desk."""
    return Visitor(opened(new_context()), live.url)


def opened(context: BrowserContext) -> Page:
    """A page that does not wait long for what is not there."""
    context.set_default_timeout(PATIENCE_MS)
    return context.new_page()


@contextmanager
def serving(database_url: str, folder: Path, **settings: Any) -> Iterator[Live]:
    """A portal that answers on a free port as long as the block lasts."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        given = {"env": "test", "database_url": database_url, "data_dir": folder, "base_url": url}
        app = create_app({**given, "rate_limits": "off", **settings})
        app.jinja_env.bytecode_cache = haste.Templates(str(folder))
        haste.hasten(app.extensions["engine"])
        server = make_server("127.0.0.1", 0, app, threaded=True, fd=listener.fileno(), request_handler=Silent)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield Live(url=url, app=app)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            app.extensions["engine"].dispose()
