"""What a part of the drill gives: figures and verdicts for one database, printed beside those of the other."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

HEALTHY = "healthy within 5 s"
HEALTHY_SECONDS = 5.0
ANSWERED = "every submit answered in under 2 s"
TIMED = frozenset({HEALTHY, ANSWERED})
"""Verdicts that depend on how busy the machine is with other things."""
SHOWN = 5


@dataclass
class Result:
    """``violations`` has every check that was made; those that hold with an empty list."""

    engine: str
    figures: dict[str, str] = field(default_factory=dict)
    violations: dict[str, list[str]] = field(default_factory=dict)

    def broken(self) -> set[str]:
        """The checks that do not hold."""
        return {name for name, found in self.violations.items() if found}


def table(results: Sequence[Result]) -> list[str]:
    """Figures and verdicts, a column for each database; then what is wrong, one line each."""
    rows: list[tuple[str, ...]] = [("", *(result.engine for result in results))]
    rows += [(name, *(result.figures[name] for result in results)) for name in results[0].figures]
    rows += [(name, *(_verdict(result.violations[name]) for result in results)) for name in results[0].violations]
    lines = ["".join([f"{row[0]:<46}", *(f"{cell:>28}" for cell in row[1:])]) for row in rows]
    wrong = [(r.engine, name, one) for r in results for name, found in r.violations.items() for one in found[:SHOWN]]
    return lines + [": ".join(one) for one in wrong]


def late(seconds: Sequence[float]) -> list[str]:
    """The times that were longer than they may be."""
    return [f"healthy only after {one:.1f} s" for one in seconds if one > HEALTHY_SECONDS]


def note(text: str) -> None:
    """Say how far we are, beside the result."""
    print(text, file=sys.stderr, flush=True)


def _verdict(found: Sequence[str]) -> str:
    return "holds" if not found else f"VIOLATED {len(found)}"
