"""A real browser and a real server: pages are visited at ``live.url``, ``live.app`` is what answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from portal import create_app
from tests.browser import chromium


@dataclass(frozen=True)
class Live:
    """A portal that answers on this machine."""

    url: str
    app: Flask


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
        "viewport": {"width": 1280, "height": 800},
    }


@pytest.fixture
def live(sqlite_url: str, tmp_path: Path) -> Iterator[Live]:
    """A portal on a free port, on a fresh SQLite database; limits are off."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app = create_app(
            {"env": "test", "database_url": sqlite_url, "data_dir": tmp_path, "base_url": url, "rate_limits": "off"}
        )
        server = make_server("127.0.0.1", 0, app, threaded=True, fd=listener.fileno())
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield Live(url=url, app=app)
        server.shutdown()
        thread.join()
        server.server_close()
    app.extensions["engine"].dispose()
