"""``db`` moves the schema, and says in one line what it cannot do."""

from __future__ import annotations

import pytest
from flask import Flask


def test_the_schema_goes_down_and_up_again(app: Flask) -> None:
    runner = app.test_cli_runner()

    said = [runner.invoke(args=["db", *step]).output for step in (["downgrade", "0003"], ["upgrade"], ["check"])]

    assert said == ["0003\n", "0008\n", "ok\n"]


@pytest.mark.parametrize("step", ["upgrade", "downgrade"])
def test_a_revision_that_does_not_exist_is_one_line(app: Flask, step: str) -> None:
    result = app.test_cli_runner().invoke(args=["db", step, "nowhere"])

    assert (result.exit_code, result.output) == (1, "Error: Can't locate revision identified by 'nowhere'\n")
