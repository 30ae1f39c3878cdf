"""``make bench``: submits, form pages, mail and the queue, beside the bare floor and beside peers; tables on stdout.

It takes long, most of it for the queue with a million cases. ``make bench ARGS="--only pages"`` measures a part:
``submits``, ``pages``, ``mail`` or ``queue``. ``ARGS="--only queue --cases 20000 --rounds 1"`` is a taste of it, and
``ARGS="--rounds 15 --submits 1600"`` measures longer.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass

from bench import mail_table, pages, queue_table, submit
from bench.databases import ENGINES
from bench.load import Round
from bench.pages import Measured
from bench.submit import Comparison

LINE = "{:<12}{:<19}{:>10}{:>10}{:>8}{:>14}{:>10}  {}"
PAGE = "{:<22}{:<11}{:>7}{:>11}{:>7}{:>12}{:>6} {:<7}{:>7}{:>7}{:>6}"
MOST_RATIO = 2


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
    """Measure and print, the queue last as it takes longest."""
    given = _arguments()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # What is measured is not lost with the rest.
    for name, measure in TABLES.items():
        if given.only in (None, name):
            measure(given)
    print(f"This machine: {os.cpu_count()} processors, load {os.getloadavg()[1]:.1f} over the last five minutes")


def _print_submits(given: argparse.Namespace) -> None:
    compared = [submit.compare(engine, rounds=given.rounds, submits=given.submits) for engine in given.databases]
    print(f"Final submit by {submit.CLIENTS} clients, durable, granian with 2 processes; medians of {given.rounds}")
    print(f"interleaved rounds of {given.submits} submits; the ratio is the median of the rounds' own, with its spread")
    print(LINE.format("database", "figure", "portal", "bare app", "ratio", "spread", "aim", ""))
    for comparison in compared:
        for figure in FIGURES:
            print(_row(comparison, figure))


def _print_pages(given: argparse.Namespace) -> None:
    """The aim is for the ratio; the whole GET has session, database and compression besides."""
    rounds = given.rounds
    measured = pages.measure(rounds=rounds)
    print(f"Form page GET against validating its POST: each kind's longest page, ms of processor, medians of {rounds}")
    print(f"interleaved rounds of {pages.TIMES}; beside it the whole GET request, and the bytes of its HTML")
    print(PAGE.format("kind", "page", "shown", "validated", "ratio", "spread", "aim", "", "whole", "plain", "gzip"))
    for one in measured:
        print(_page_row(one))


def _print_mail(given: argparse.Namespace) -> None:
    mail_table.show(given.databases, mails=given.mails, turns=given.turns)


def _print_queue(given: argparse.Namespace) -> None:
    queue_table.show(given.databases, cases=given.cases, rounds=given.rounds)


def _page_row(one: Measured) -> str:
    ratios = one.ratios()
    ratio, spread = statistics.median(ratios), f"{min(ratios):.2f}-{max(ratios):.2f}"
    verdict = "met" if ratio <= MOST_RATIO else "MISSED"
    shown, validated, whole = (f"{statistics.median(of):.2f}" for of in (one.shown, one.validated, one.whole))
    cells = (shown, validated, f"{ratio:.2f}", spread, f"<= {MOST_RATIO:.0f}", verdict, whole, one.plain, one.packed)
    return PAGE.format(one.kind, one.page.slug, *cells)


def _arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="make bench")
    reader.add_argument("--rounds", type=int, default=5, help="pairs of rounds that count")
    reader.add_argument("--submits", type=int, default=240, help="of the portal in each round")
    reader.add_argument("--only", choices=tuple(TABLES), help="one of the tables")
    reader.add_argument("--cases", type=int, default=1_000_000, help="in the large queue")
    reader.add_argument("--mails", type=int, default=10_000, help="that are pending for the worker")
    reader.add_argument("--turns", type=int, default=10, help="in which the worker and Flask-Mail send them")
    reader.add_argument("--databases", nargs="+", choices=tuple(ENGINES), default=list(ENGINES))
    return reader.parse_args()


def _row(comparison: Comparison, figure: Figure) -> str:
    ours, bare = comparison.medians(figure.of)
    ratios = comparison.ratios(figure.of)
    ratio, spread = statistics.median(ratios), f"{min(ratios):.2f}-{max(ratios):.2f}"
    aim, verdict = figure.aim(comparison.engine, ratio)
    cells = (f"{ours:.1f}", f"{bare:.1f}", f"{ratio:.2f}", spread, aim, verdict)
    return LINE.format(comparison.engine, figure.name, *cells).rstrip()


TABLES: dict[str, Callable[[argparse.Namespace], None]] = {
    "submits": _print_submits,
    "pages": _print_pages,
    "mail": _print_mail,
    "queue": _print_queue,
}


if __name__ == "__main__":
    main()
