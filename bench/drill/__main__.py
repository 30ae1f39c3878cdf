"""``make drill``: kill it while it works, on both databases, and print what was lost; status 1 when anything was.

``make drill ARGS="--kills 500"`` kills the web tier 500 times on each database, and the worker half as often.
"""

from __future__ import annotations

import argparse
import os
import statistics

from bench.databases import ENGINES
from bench.drill.run import Result, drill, note


def main() -> int:
    """Drill, then print; the number of violations is what the status says."""
    given = _arguments()
    results = []
    for engine in given.databases:
        note(f"{engine}: {given.kills} kills of the web tier, {(given.kills + 1) // 2} of the worker")
        results.append(drill(engine, kills=given.kills))
    for line in table(results):
        print(line)
    print(f"This machine: {os.cpu_count()} processors, load {os.getloadavg()[1]:.1f} over the last five minutes")
    return 1 if any(found for result in results for found in result.violations.values()) else 0


def table(results: list[Result]) -> list[str]:
    """Figures and verdicts, a column for each database; then what is wrong, one line each."""
    rows = [("", *(result.engine for result in results))]
    figures = [_figures(result) for result in results]
    rows += [(name, *(column[name] for column in figures)) for name in figures[0]]
    for name in results[0].violations:
        rows.append((name, *(_verdict(result.violations[name]) for result in results)))
    lines = ["".join([f"{row[0]:<46}", *(f"{cell:>18}" for cell in row[1:])]) for row in rows]
    wrong = [f"{r.engine}: {name}: {one}" for r in results for name, found in r.violations.items() for one in found[:5]]
    return lines + wrong


def _arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="make drill")
    reader.add_argument("--kills", type=int, default=50, help="of the web tier, on each database")
    reader.add_argument("--databases", nargs="+", choices=tuple(ENGINES), default=list(ENGINES))
    return reader.parse_args()


def _figures(result: Result) -> dict[str, str]:
    toll = result.toll
    healthy = toll.healthy_after or [0.0]
    return {
        "kill -9 of the web tier": f"{toll.web}",
        "kill -9 of the worker": f"{toll.worker}",
        "of these between 250 and our commit": f"{toll.between}",
        "kill -9 of a colleague at work": f"{toll.team}",
        "reports acknowledged": f"{result.acknowledged}",
        "requests sent again by their browser": f"{result.retries}",
        "mails that arrived, of these repeats": f"{result.mails}, {result.repeats}",
        "healthy again after s, median (slowest)": f"{statistics.median(healthy):.1f} ({max(healthy):.1f})",
    }


def _verdict(found: list[str]) -> str:
    return "holds" if not found else f"VIOLATED {len(found)}"


if __name__ == "__main__":
    raise SystemExit(main())
