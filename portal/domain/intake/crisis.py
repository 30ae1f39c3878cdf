"""The crisis lane: answers that say somebody cannot wait for a form to be read; then the telephone comes first."""

from __future__ import annotations

from collections.abc import Mapping

CRISIS = {"unusable_home": "yes", "homeless_now": "yes"}
"""Fire, gas or collapse, and no place to sleep (triage.md, rule A1)."""


def cannot_wait(answers: Mapping[str, object]) -> bool:
    return any(answers.get(name) == value for name, value in CRISIS.items())
