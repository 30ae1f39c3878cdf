"""The queue with very many cases beside one with a thousand, and beside django-helpdesk with as many tickets."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from bench import databases
from bench.peer import Peer, peer
from portal import clock, create_app, db
from portal.cli.seeding import people as invented
from portal.domain.matching import keys
from portal.domain.vocabulary import Role
from portal.models import Account, Case, Referral
from portal.store import queue, search, tallies
from portal.store.queue import Listing, View
from portal.views import paging
from tests import people

FEW = 1000
TIMES = 20
"""How often each of ours is asked in a round; django-helpdesk is asked once."""
PAGES = 1000
"""How deep the deep page lies, or as deep as half of the cases allow."""


@dataclass
class Samples:
    """Milliseconds by what was asked, a list for each round."""

    of: dict[str, list[list[float]]] = field(default_factory=dict)

    def medians(self, name: str) -> list[float]:
        return [statistics.median(one) for one in self.of[name]]

    def ratios(self, name: str, other: str) -> list[float]:
        return [mine / theirs for mine, theirs in zip(self.medians(name), self.medians(other), strict=True)]

    def p99(self, name: str) -> float:
        every = sorted(one for samples in self.of[name] for one in samples)
        return every[min(len(every) - 1, int(len(every) * 0.99))]


@dataclass
class Site:
    """A portal with so many cases, in this process, and a colleague's browser."""

    app: Flask
    client: FlaskClient
    account: Account
    deep: str
    family: str
    token: str
    reading: Session

    def page(self, address: str = "/staff/queue?view=todo") -> None:
        self._ok(self.client.get(address).status_code)

    def find(self) -> None:
        given = {"csrf_token": self.token, "words": self.family}
        self._ok(self.client.post("/staff/search", data=given).status_code)

    def read(self, act: Callable[[Session], object]) -> Callable[[], object]:
        """A query alone, in a transaction that was begun."""
        return partial(act, self.reading)

    def _ok(self, status: int) -> None:
        if status != 200:
            raise RuntimeError(f"the queue of the benchmark answered {status}")


def measure(engine: str, *, cases: int, rounds: int) -> Samples:
    """Everything takes its turn in each round; the first round is not counted."""
    samples = Samples()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, ExitStack() as stack:
        small = stack.enter_context(_site(engine, Path(folder) / "few", FEW))
        large = stack.enter_context(_site(engine, Path(folder) / "many", cases))
        theirs = stack.enter_context(_peer(engine, Path(folder), cases))
        acts = {**_acts(small, large), **_queries(large)}
        for number in range(rounds + 1):
            print(f"queue, {engine}: round {number} of {rounds}", file=sys.stderr)
            found = _round(acts)
            found["helpdesk list"], found["helpdesk search"] = [theirs.list()], [theirs.search(large.family)]
            if number:
                for name, times in found.items():
                    samples.of.setdefault(name, []).append(times)
    return samples


def _acts(small: Site, large: Site) -> dict[str, Callable[[], object]]:
    return {
        "page of 1,000": small.page,
        "page of many": large.page,
        "deep page": lambda: large.page(large.deep),
        "search page": large.find,
    }


def _queries(site: Site) -> dict[str, Callable[[], object]]:
    """Each query of the queue alone, in the largest one."""
    mine = {"account_id": site.account.id or 0, "team": site.account.team, "today": clock.today()}
    lists = {f"query {view}": Listing(view=view, **mine) for view in View}  # type: ignore[arg-type]
    return {
        **{name: site.read(partial(queue.page, listing=one)) for name, one in lists.items()},
        "query counts": site.read(lambda session: tallies.counts(session, site.account)),
        "query search": site.read(lambda session: search.hits(session, keys.asked(site.family))),
    }


def _round(acts: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Each once, again and again, so that whoever disturbs this machine disturbs all alike."""
    found: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(TIMES):
        for name, act in acts.items():
            began = time.perf_counter()
            act()
            found[name].append((time.perf_counter() - began) * 1000)
    return found


@contextmanager
def _site(engine: str, folder: Path, cases: int) -> Iterator[Site]:
    folder.mkdir()
    with databases.ENGINES[engine](folder) as database:
        given = {"env": "test", "database_url": database.url, "data_dir": folder, "rate_limits": "off"}
        app = create_app({**given, "base_url": "http://localhost:8000"})
        result = app.test_cli_runner().invoke(args=["demo", "seed", "--cases", str(cases)])
        print(f"queue, {engine}: {result.output.strip()}", file=sys.stderr)
        site = _opened(app)
        yield site
        site.reading.close()
        app.extensions["engine"].dispose()


def _opened(app: Flask) -> Site:
    with db.open_session(app.extensions["engine"], writes=False) as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(sa.text("ANALYZE"))
            session.commit()
        account = session.exec(select(Account).where(Account.role == Role.INTAKE_WORKER)).one()
        deep, family = _deep(session), _family(session)
    client = people.browser_of(app, account)
    token = people.csrf_of(client.get("/staff/search").text)
    reading = db.open_session(app.extensions["engine"], writes=False)
    return Site(app, client, account, deep, family, token, reading)


def _deep(session: Session) -> str:
    """The address of the page so many pages on."""
    keys_of = sa.select(*queue.QUEUE_KEY).where(col(Case.desk) == "todo").order_by(*queue.QUEUE_KEY)
    todo = session.execute(sa.select(sa.func.count()).select_from(Case).where(col(Case.desk) == "todo")).scalar_one()
    key = session.execute(keys_of.offset(min(PAGES * queue.PAGE, todo // 2)).limit(1)).one()
    return f"/staff/queue?view=todo&after={paging.encode(tuple(key))}"


def _family(session: Session) -> str:
    """A name that somebody has: that of the newest case with a rare one."""
    newest = session.exec(select(Referral.tenant_last).order_by(col(Referral.id).desc()).limit(200))
    return next(name for name in newest if name not in invented.LAST)


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
