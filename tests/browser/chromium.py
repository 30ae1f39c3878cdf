"""The browser of the tests: found on this machine, or installed from Debian where that is allowed.

``python -m tests.browser.chromium install`` says where it is, or in one line why there is none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MISSING = "No Chromium: install it (Debian: apt-get install chromium) or name one in TEST_CHROMIUM."
# Chromium otherwise calls home at every start, and waits for it where there is no way out.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
)
LOCK = ("-o", "DPkg::Lock::Timeout=300", "-qq")


class NoChromium(Exception):
    """There is no browser; the message says what to do."""


def path() -> str:
    """The program; NoChromium when there is none."""
    named = os.environ.get("TEST_CHROMIUM")
    for name in (named,) if named else NAMES:
        if found := shutil.which(name):
            return found
    raise NoChromium(MISSING)


def arguments() -> list[str]:
    """How to start it; root cannot have its sandbox."""
    return [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def install() -> str:
    """The program, installed from Debian first when it is missing and this is root on Debian."""
    try:
        return path()
    except NoChromium:
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            raise
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"]):
        done = subprocess.run(
            ["apt-get", *LOCK, *step], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
        )
        if done.returncode:
            raise NoChromium(f"{MISSING} apt-get {step[0]} failed: {done.stderr.decode(errors='replace')[-200:]!r}")
    return path()


if __name__ == "__main__":
    try:
        print(install() if sys.argv[1:] == ["install"] else path())
    except NoChromium as error:
        print(error, file=sys.stderr)
        raise SystemExit(1) from None
