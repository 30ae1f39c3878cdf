"""``make bench``: the final submit beside the bare floor, on both databases; a table on stdout.

``make bench ARGS="--rounds 15 --submits 1600"`` measures longer.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Callable
from dataclasses import dataclass

from bench import submit
from bench.databases import ENGINES
from bench.load import Round
from bench.submit import Comparison

LINE = "{:<12}{:<19}{:>10}{:>10}{:>8}{:>14}{:>10}  {}"


@dataclass(frozen=True)
class Figure:
    """One row of the table; the aim is for the ratio, at least or at most so much."""

    name: str
    of: Callable[[Round], float]
    at_least: dict[str, float]
    at_most: dict[str, float]

    def aim(self, engine: str, ratio: float) -> tuple[str, str]:
        """The aim, and whether it is met."""
        if engine in self.at_least:
            return f">= {self.at_least[engine]:.2f}", "met" if ratio >= self.at_least[engine] else "MISSED"
        if engine in self.at_most:
            return f"<= {self.at_most[engine]:.2f}", "met" if ratio <= self.at_most[engine] else "MISSED"
        return "", ""


FIGURES = (
    Figure("submits a second", lambda one: one.per_second, {"sqlite": 0.40, "postgresql": 0.35}, {}),
    Figure("p50 in ms", lambda one: one.p50 * 1000, {}, {}),
    Figure("p99 in ms", lambda one: one.p99 * 1000, {}, {"sqlite": 3.0}),
)


def main() -> None:
    """Measure, then print."""
    given = _arguments()
    compared = [submit.compare(engine, rounds=given.rounds, submits=given.submits) for engine in given.databases]
    print(f"Final submit by {submit.CLIENTS} clients, durable, granian with 2 processes; medians of {given.rounds}")
    print(f"interleaved rounds of {given.submits} submits; the ratio is the median of the rounds' own, with its spread")
    print(LINE.format("database", "figure", "portal", "bare app", "ratio", "spread", "aim", ""))
    for comparison in compared:
        for figure in FIGURES:
            print(_row(comparison, figure))
    print(f"This machine: {os.cpu_count()} processors, load {os.getloadavg()[1]:.1f} over the last five minutes")


def _arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="make bench")
    reader.add_argument("--rounds", type=int, default=5, help="pairs of rounds that count")
    reader.add_argument("--submits", type=int, default=240, help="of the portal in each round")
    reader.add_argument("--databases", nargs="+", choices=tuple(ENGINES), default=list(ENGINES))
    return reader.parse_args()


def _row(comparison: Comparison, figure: Figure) -> str:
    ours, bare = comparison.medians(figure.of)
    ratios = comparison.ratios(figure.of)
    ratio, spread = statistics.median(ratios), f"{min(ratios):.2f}-{max(ratios):.2f}"
    aim, verdict = figure.aim(comparison.engine, ratio)
    cells = (f"{ours:.1f}", f"{bare:.1f}", f"{ratio:.2f}", spread, aim, verdict)
    return LINE.format(comparison.engine, figure.name, *cells).rstrip()


if __name__ == "__main__":
    main()
