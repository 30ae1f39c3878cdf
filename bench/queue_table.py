"""What ``make bench ARGS="--only queue"`` prints: ratios with their spread, then p50 and p99 of all that is asked."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from bench import queue
from bench.queue import Samples

LINE = "{:<12}{:<38}{:>11}{:>11}{:>9}{:>18}{:>9}  {}"
MOST_COUNTS_MS = 0.2
MOST_P99_MS = 100.0


@dataclass(frozen=True)
class Figure:
    """One thing beside another; the aim is for their ratio."""

    label: str
    one: str
    other: str
    at_most: float = 0.0
    at_least: float = 0.0

    def verdict(self, ratio: float) -> tuple[str, str]:
        if self.at_most:
            return f"<= {self.at_most}", "met" if ratio <= self.at_most else "MISSED"
        return f">= {self.at_least:.0f}", "met" if ratio >= self.at_least else "MISSED"


FIGURES = (
    Figure("page of many / page of 1,000", "page of many", "page of 1,000", at_most=1.15),
    Figure("deep page / first page", "deep page", "page of many", at_most=1.25),
    Figure("helpdesk's list / our page", "helpdesk list", "page of many", at_least=300),
    Figure("helpdesk's search / our search", "helpdesk search", "search page", at_least=500),
)
BESIDE = ("page of 1,000", "helpdesk list", "helpdesk search")
"""What is only there to be compared with."""


def show(engines: Sequence[str], *, cases: int, rounds: int) -> None:
    """Measure, then print."""
    for engine in engines:
        samples = queue.measure(engine, cases=cases, rounds=rounds)
        print(f"Queue with {cases} cases, ms in this process, medians of {rounds} interleaved rounds of {queue.TIMES}")
        print(LINE.format("database", "figure", "this", "that", "ratio", "spread", "aim", ""))
        for figure in FIGURES:
            print(_row(engine, samples, figure))
        print(_counters(engine, samples))
        print(f"What is asked of these {cases} cases: p50 and p99 of all {queue.TIMES * rounds} times, spread of the")
        print("rounds' medians; the aim is for the p99, of the counts for the p50; pages are whole requests")
        print(LINE.format("database", "asked", "p50", "p99", "", "spread", "aim", ""))
        for name in samples.of:
            if name not in BESIDE:
                print(_asked(engine, samples, name))


def _row(engine: str, samples: Samples, figure: Figure) -> str:
    ratios = samples.ratios(figure.one, figure.other)
    ratio, spread = statistics.median(ratios), f"{min(ratios):.2f}-{max(ratios):.2f}"
    both = (f"{statistics.median(samples.medians(name)):.2f}" for name in (figure.one, figure.other))
    return LINE.format(engine, figure.label, *both, f"{ratio:.2f}", spread, *figure.verdict(ratio)).rstrip()


def _counters(engine: str, samples: Samples) -> str:
    """How many of them are not exact, after cases were claimed in every round."""
    wrong, verdict = len(samples.wrong), "MISSED" if samples.wrong else "met"
    return LINE.format(engine, "counters that an exact count contradicts", wrong, "", "", "", "<= 0", verdict).rstrip()


def _asked(engine: str, samples: Samples, name: str) -> str:
    medians, p50, p99 = samples.medians(name), samples.quantile(name, 0.5), samples.quantile(name, 0.99)
    spread = f"{min(medians):.2f}-{max(medians):.2f}"
    most, measured = (MOST_COUNTS_MS, p50) if name == "query counts" else (MOST_P99_MS, p99)
    verdict = "met" if measured <= most else "MISSED"
    return LINE.format(engine, name, f"{p50:.2f}", f"{p99:.2f}", "", spread, f"<= {most}", verdict).rstrip()
