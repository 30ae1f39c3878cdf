"""What tests of pages share: an application for pages that ask the database nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from portal import create_app


@pytest.fixture(scope="session")
def page_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """In three languages, on a database without tables."""
    folder = tmp_path_factory.mktemp("pages")
    given = {"database_url": f"sqlite:///{folder}/none.db", "data_dir": folder, "languages": "nl,fr,en"}
    made = create_app({"env": "test", **given})
    yield made
    made.extensions["engine"].dispose()
