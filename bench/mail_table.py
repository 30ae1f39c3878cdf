"""What ``make bench ARGS="--only mail"`` prints: mails a second with their ratio, memory, and where the time goes."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from bench import mail
from bench.mail import Comparison, Turn

LINE = "{:<12}{:<28}{:>9}{:>12}{:>8}{:>14}{:>9}  {}"
LEAST_RATIO = 1.0
MOST_GROWTH = 1.1
MEGABYTE = 1 << 20
PARTS = {"record": "claim and record", "write": "write the letter", "send": "send"}


def show(engines: Sequence[str], *, mails: int, turns: int) -> None:
    """Measure, then print."""
    compared = [mail.compare(engine, mails=mails, turns=turns) for engine in engines]
    print(
        f"{mails} pending mails drained by one worker, marks durable, beside Flask-Mail's connect() loop without any,"
    )
    print(f"both to smtp-sink; medians of {turns - 1} interleaved turns of {mails // turns}, after one that warms up")
    print(LINE.format("database", "figure", "worker", "Flask-Mail", "ratio", "spread", "aim", ""))
    for comparison in compared:
        for row in _rows(comparison, mails // turns, mails):
            print(LINE.format(comparison.engine, *row).rstrip())


def _rows(comparison: Comparison, few: int, many: int) -> list[tuple[str, ...]]:
    return [_speed(comparison), *_parts(comparison), _memory(comparison, few, many)]


def _speed(comparison: Comparison) -> tuple[str, ...]:
    ratios = comparison.ratios()
    ratio, spread = statistics.median(ratios), f"{min(ratios):.2f}-{max(ratios):.2f}"
    ours, theirs = (statistics.median(turn.per_second for turn in side[1:]) for side in _sides(comparison))
    verdict = "met" if ratio >= LEAST_RATIO else "MISSED"
    return "mails a second", f"{ours:.0f}", f"{theirs:.0f}", f"{ratio:.2f}", spread, f">= {LEAST_RATIO:.2f}", verdict


def _parts(comparison: Comparison) -> list[tuple[str, ...]]:
    """Milliseconds for one mail, and how much of the worker's time that is."""
    rows: list[tuple[str, ...]] = []
    for part, label in PARTS.items():
        ours, theirs = (statistics.median(_part(turn, part) for turn in side[1:]) for side in _sides(comparison))
        share = ours * statistics.median(turn.per_second for turn in comparison.ours[1:]) / 10
        rows.append((f"  {label}, ms", f"{ours:.2f}", f"{theirs:.2f}", "", f"{share:.0f} %", "", ""))
    return rows


def _part(turn: Turn, part: str) -> float:
    """The worker's writing is what is left of its time."""
    seconds = turn.parts
    spent = seconds.get(part, 0) if part != "write" else seconds["all"] - seconds["send"] - seconds.get("record", 0)
    return spent / turn.mails * 1000


def _memory(comparison: Comparison, few: int, many: int) -> tuple[str, ...]:
    first, last = (f"{turn.memory / MEGABYTE:.1f}" for turn in (comparison.ours[0], comparison.ours[-1]))
    growth = comparison.growth()
    verdict = "met" if growth <= MOST_GROWTH else "MISSED"
    return f"  MB after {few}, after {many}", first, last, f"{growth:.2f}", "", f"<= {MOST_GROWTH:.2f}", verdict


def _sides(comparison: Comparison) -> tuple[list[Turn], list[Turn]]:
    return comparison.ours, comparison.theirs
