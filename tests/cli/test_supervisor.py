"""Children of one parent: they end together, whoever ends first, and leave nobody behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARENT = """
import importlib.util, os, sys
found = importlib.util.spec_from_file_location("supervisor", "portal/cli/supervisor.py")
supervisor = importlib.util.module_from_spec(found)
found.loader.exec_module(supervisor)
Children, Ended = supervisor.Children, supervisor.Ended
try:
    with Children(os.environ) as children:
        children.start("The long one", ["tests.cli.child", sys.argv[1], "60"])
        children.start("The other", ["tests.cli.child", sys.argv[1], sys.argv[2]])
        children.wait_until(lambda: len(os.listdir(sys.argv[1])) == 4, 30)
        print("READY", flush=True)
        children.watch()
except Ended as ended:
    print(ended)
"""
"""The module alone: what it does takes a tenth of the time that the rest of the portal takes to be imported."""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_signal_to_the_parent_ends_all(number: signal.Signals, tmp_path: Path) -> None:
    parent = start(tmp_path, "60")
    assert parent.stdout is not None
    assert parent.stdout.readline() == "READY\n"

    parent.send_signal(number)
    parent.communicate(timeout=20)

    assert still_there(tmp_path, grandchildren=number is not signal.SIGKILL) == []


def test_a_child_that_ends_is_named_and_ends_all(tmp_path: Path) -> None:
    parent = start(tmp_path, "1")

    said, _ = parent.communicate(timeout=40)

    assert said.splitlines()[-1] == "The other ended with status 0, so everything stops."
    assert still_there(tmp_path, grandchildren=True) == []


def start(folder: Path, seconds: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PARENT, str(folder), seconds], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def still_there(folder: Path, *, grandchildren: bool) -> list[str]:
    """Those that still run after a moment's patience; the file of each process bears its kind and number."""
    until = time.monotonic() + 10
    while found := [file.name for file in folder.iterdir() if grandchildren or file.name.startswith("child")]:
        found = [name for name in found if runs(int(name.split("-")[1]))]
        if not found or time.monotonic() > until:
            return found
        time.sleep(0.1)
    return []


def runs(process: int) -> bool:
    try:
        os.kill(process, 0)
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except (ProcessLookupError, FileNotFoundError):
        return False
