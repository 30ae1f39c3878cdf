"""``make drill``: kill it while it works, on both databases, and print what was lost; status 1 when anything was.

``make drill ARGS="--part mail --kills 500"`` is one part of it; without ``--part`` all three are played.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping

from bench.databases import ENGINES
from bench.drill import mail, smtp, web
from bench.drill.result import Result, note, table

KILLS = {"web": 50, "mail": 500}
TITLES = {
    "web": "Web tier, worker and team killed while people report",
    "mail": "Workers killed and stopped while mails flow",
    "smtp": "People report while the mail server fails",
}


def main() -> int:
    """Drill, then print; whether anything is violated is what the status says."""
    given = _arguments()
    results = {part: [_play(part, engine, given) for engine in given.databases] for part in given.part}
    for part, found in results.items():
        print(f"\n{TITLES[part]}")
        for line in table(found):
            print(line)
    print(f"\nThis machine: {os.cpu_count()} processors, load {os.getloadavg()[1]:.1f} over the last five minutes")
    return 1 if any(result.broken() for found in results.values() for result in found) else 0


def _play(part: str, engine: str, given: argparse.Namespace) -> Result:
    kills = given.kills or KILLS.get(part, 0)
    parts: Mapping[str, Callable[[], Result]] = {
        "web": lambda: web.drill(engine, kills=kills),
        "mail": lambda: mail.drill(engine, kills=kills),
        "smtp": lambda: smtp.drill(engine, submits=given.submits),
    }
    note(f"{engine}: {TITLES[part].lower()}")
    return parts[part]()


def _arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="make drill")
    reader.add_argument("--part", nargs="+", choices=tuple(TITLES), default=list(TITLES))
    reader.add_argument("--kills", type=int, help="on each database, of the web tier (50) and of the workers (500)")
    reader.add_argument("--submits", type=int, default=50, help="under each fault of the mail server")
    reader.add_argument("--databases", nargs="+", choices=tuple(ENGINES), default=list(ENGINES))
    return reader.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
