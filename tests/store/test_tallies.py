"""The counters of the fixed views: whatever happens to cases, in whatever order, they equal an exact count."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from portal import db
from portal.domain.vocabulary import CaseStatus
from portal.models import Case, Entry, Referral
from portal.models.queue import Tally
from portal.services import nightly
from portal.store import tallies
from tests.factories import make_account, make_case

STEPS = 120
CLAIMS = 12


def test_after_every_step_of_a_random_walk_the_counters_are_exact(session: Session) -> None:
    walk = Walk(session, random.Random(1))  # noqa: S311 - no secret

    for _ in range(STEPS):
        walk.step()
        session.commit()
        assert tallies.wrong(session) == {}

    assert set(session.exec(select(Tally.cases))) > {0, 1}, "the walk went somewhere"


class Walk:
    """Somebody who does anything to cases, flushes in between, and thinks better of it now and then."""

    def __init__(self, session: Session, chance: random.Random) -> None:
        self.session, self.chance = session, chance
        self.owners = [make_account(session).id for _ in range(2)]
        make_case(session)

    def step(self) -> None:
        often = [self.begin, self.change, self.change, self.change, self.change]
        self.chance.choice([*often, self.end, self.undone, self.undone_in_part])()

    def undone(self) -> None:
        self.change()
        self.begin()
        self.session.rollback()

    def undone_in_part(self) -> None:
        self.change()
        part = self.session.begin_nested()
        self.begin()
        with self.session.begin_nested():
            self.change()
        part.rollback()
        with self.session.begin_nested():
            self.change()

    def begin(self) -> None:
        make_case(self.session, **self.values())

    def change(self) -> None:
        case = self.any()
        if self.chance.random() < 0.3:
            self.session.expire(case)  # Changed without having been read.
        for name, value in self.values().items():
            setattr(case, name, value)
        if self.chance.random() < 0.5:
            self.session.flush()

    def end(self) -> None:
        case = self.any()
        for model in (Entry, Referral):
            self.session.execute(sa.delete(model).where(sa.column("case_id") == case.id))
        self.session.delete(case)
        make_case(self.session)

    def any(self) -> Case:
        return self.chance.choice(self.session.exec(select(Case).order_by(col(Case.id))).all())

    def values(self) -> dict[str, Any]:
        status = self.chance.choice(list(CaseStatus))
        return {
            "claimed_by_id": None if status is CaseStatus.RECEIVED else self.chance.choice([None, *self.owners]),
            "status": status,
            "is_open": status is not CaseStatus.CLOSED,
            "desk": self.chance.choice(["todo", "waiting", "guided", "closed"]),
            "objection": self.chance.choice([None, "undecided", "go_on"]),
            "new_fact": self.chance.choice([True, False]),
            "team": self.chance.choice([None, "Noord", "Zuid"]),
        }


def test_an_account_reads_everybodys_counters_and_its_own(session: Session) -> None:
    an = make_account(session, team="Noord")
    for values in (
        {"status": CaseStatus.IN_TRIAGE, "claimed_by_id": an.id, "team": "Noord"},
        {"status": CaseStatus.IN_TRIAGE, "team": "Noord", "objection": "undecided"},
        {"status": CaseStatus.CLOSED, "is_open": False, "claimed_by_id": an.id, "team": "Noord", "desk": "closed"},
        {"new_fact": True},
    ):
        make_case(session, **values)
    session.commit()

    counted = tallies.counts(session, an)

    assert counted.pop("todo") == counted.pop("open") == 3
    assert counted.pop("team") == 2
    assert counted.pop("waiting") == 0
    assert counted == dict.fromkeys(("objection", "new_fact", "unread", "closed", "mine"), 1)
    assert tallies.counts(session, make_account(session))["mine"] == 0


def test_a_change_that_no_view_asks_for_writes_no_counter(session: Session) -> None:
    case = make_case(session)
    session.commit()
    written: list[str] = []
    sa.event.listen(session.get_bind(), "before_cursor_execute", lambda *given: written.append(given[2]))

    case.next_action = "Morgen bellen."
    session.commit()
    case.new_fact = True
    session.flush()
    case.new_fact = False
    session.commit()
    assert any("UPDATE cases" in statement for statement in written)
    assert not any("tally" in statement for statement in written)

    case.new_fact = True
    session.commit()
    assert sum("tally" in statement for statement in written) == 1


def test_what_was_never_committed_is_not_counted(session: Session) -> None:
    make_case(session)
    session.commit()

    make_case(session)
    session.close()
    make_case(session)
    session.commit()

    assert tallies.counts(session, make_account(session))["open"] == 2


def test_the_night_finds_counters_that_are_wrong_says_so_and_counts_anew(
    session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    an = make_account(session)
    make_case(session, status=CaseStatus.IN_TRIAGE, claimed_by_id=an.id, team="Zuid")
    session.commit()
    nightly.check_tallies(session)
    assert not caplog.records
    session.execute(sa.update(Tally).where(col(Tally.key) == "todo").values(cases=7))
    session.execute(sa.insert(Tally).values(key="mine:0", cases=1))
    session.execute(sa.delete(Tally).where(col(Tally.key) == "team:Zuid"))

    assert tallies.wrong(session) == {"todo": 6, "mine:0": 1, "team:Zuid": -1}
    nightly.check_tallies(session)
    session.commit()

    assert "todo" in caplog.text
    assert tallies.wrong(session) == {}
    assert tallies.counts(session, an)["mine"] == 1


def test_many_claim_and_release_at_once_without_waiting_for_each_other_in_a_circle(database_url: str) -> None:
    engine = db.connect(database_url)
    with db.open_session(engine, writes=True) as session:
        owners = [make_account(session).id for _ in range(4)]
        cases = [make_case(session).id for _ in owners]
        session.commit()

    def work(number: int) -> None:
        for turn in range(CLAIMS):
            with db.open_session(engine, writes=True) as own:
                case = own.get_one(Case, cases[number])
                case.status, case.team = CaseStatus.IN_TRIAGE, ("Noord", "Zuid")[(turn + number) % 2]
                case.claimed_by_id = owners[(turn + number) % len(owners)]
                own.commit()

    with ThreadPoolExecutor(len(owners)) as pool:
        list(pool.map(work, range(len(owners))))

    with db.open_session(engine, writes=False) as session:
        assert tallies.wrong(session) == {}
        assert sum(session.exec(select(Tally.cases).where(col(Tally.key).startswith("mine:")))) == len(cases)
    engine.dispose()
