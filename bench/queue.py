"""The queue with very many cases beside one with a thousand, and beside django-helpdesk with as many tickets."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import sqlalchemy as sa

from bench import databases, queue_asked, queue_site
from bench.peer import Peer, peer
from portal.cli.seeding import people as invented

FEW = 1000
TIMES = 20
"""How often each of ours is asked in a round; django-helpdesk is asked once."""
CLAIMED = 20
"""How many cases are claimed before each round, so that the counters had to follow."""


@dataclass
class Samples:
    """Milliseconds by what was asked, a list for each round."""

    of: dict[str, list[list[float]]] = field(default_factory=dict)
    wrong: Mapping[str, int] = field(default_factory=dict)
    """The counters of the large queue that differed from an exact count when all was over."""

    def add(self, found: Mapping[str, list[float]]) -> None:
        for name, times in found.items():
            self.of.setdefault(name, []).append(times)

    def medians(self, name: str) -> list[float]:
        return [statistics.median(one) for one in self.of[name]]

    def ratios(self, name: str, other: str) -> list[float]:
        return [mine / theirs for mine, theirs in zip(self.medians(name), self.medians(other), strict=True)]

    def quantile(self, name: str, part: float) -> float:
        """Over the times of all rounds; of a hundred, the 99th part is the slowest."""
        every = sorted(one for samples in self.of[name] for one in samples)
        return every[min(len(every) - 1, int(len(every) * part))]


def measure(engine: str, *, cases: int, rounds: int) -> Samples:
    """Everything takes its turn in each round; the first round is not counted."""
    samples = Samples()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, ExitStack() as stack:
        small = stack.enter_context(queue_site.opened(engine, Path(folder) / "few", FEW))
        large = stack.enter_context(queue_site.opened(engine, Path(folder) / "many", cases))
        theirs = stack.enter_context(_peer(engine, Path(folder), cases))
        acts = {"page of 1,000": small.page, **queue_asked.pages(large), **queue_asked.queries(large)}
        names = queue_asked.rare_names(large)
        for number in range(rounds + 1):
            print(f"queue, {engine}: round {number} of {rounds}", file=sys.stderr)
            large.claim(CLAIMED)
            found = _round(acts, large.look_again)
            word = names[number % len(names)]
            found["helpdesk list"], found["helpdesk search"] = [theirs.list()], [theirs.search(word)]
            if number:
                samples.add(found)
        samples.wrong = large.wrong()
    return samples


def _round(acts: dict[str, Callable[[], object]], between: Callable[[], None]) -> dict[str, list[float]]:
    """Each once, again and again, so that whoever disturbs this machine disturbs all alike."""
    found: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(TIMES):
        between()
        for name, act in acts.items():
            began = time.perf_counter()
            act()
            found[name].append((time.perf_counter() - began) * 1000)
    return found


@contextmanager
def _peer(engine: str, folder: Path, tickets: int) -> Iterator[Peer]:
    families = sorted({invented.family(Random(number)) for number in range(2000)})
    if engine == "sqlite":
        with peer("sqlite3", str(folder / "helpdesk.db"), tickets, families) as found:
            yield found
        return
    (folder / "peer").mkdir()
    with databases.ENGINES[engine](folder / "peer") as database:
        socket = sa.make_url(database.url).query["host"]
        server = sa.create_engine(database.url, isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(sa.text("CREATE DATABASE helpdesk"))
        server.dispose()
        with peer("postgresql", str(socket), tickets, families) as found:
            yield found
