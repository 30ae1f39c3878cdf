"""The SMTP part: people report while the mail server fails in every way, and their mails leave when it is over."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bench import submit
from bench.drill import history
from bench.drill.faults import CODES, FINAL, Fault
from bench.drill.invariants import Evidence, violations
from bench.drill.result import ANSWERED, HEALTHY, Result, late
from bench.drill.scene import LEASE_SECONDS, Scene, play
from bench.drill.submits import Ready, Submits, prepared
from bench.drill.workers import Workers
from bench.serving import Server
from portal.domain.mailing import WAITING, MailState
from portal.models import Outbox
from portal.notify.notices import Notice

WORKERS = 2
ANSWER_SECONDS = 2.0
HOLD_SECONDS = 10.0
"""A fault holds until each mail was tried under it, and at most so long; a server that is silent takes its time."""
POISONED = 5
"""So many reports are sent behind one whose mail keeps a worker waiting each time."""
FAULTS = tuple(Fault)


def drill(engine: str, *, submits: int, faults: Sequence[Fault] = FAULTS) -> Result:
    """``submits`` under each of the faults."""
    return play(engine, lambda scene: _Part(scene, engine).play(submits, faults), secret=True, outbox_backoff=1)


class _Part:
    def __init__(self, scene: Scene, engine: str) -> None:
        self._scene, self._sink, self._bind = scene, scene.sink, scene.bind
        self._server = Server("wsgi:application", scene.environ, scene.folder / "web.log")
        self._workers = Workers(scene.environ, scene.folder / "workers.log")
        self._submits = Submits(self._server.port)
        self._result = Result(engine)
        self._healed_after: list[float] = []
        self._unseen: list[str] = []
        self._blocked: list[str] = []
        self._dead: set[int] = set()
        self._strays: list[str] = []

    def play(self, submits: int, faults: Sequence[Fault]) -> Result:
        history.watch(self._bind)
        with ExitStack() as stack:
            stack.enter_context(closing(self._server))
            self._server.start()
            stack.enter_context(closing(self._workers))
            self._workers.warm_up()
            ready = self._prepared(submits * len(faults) + POISONED + 1)
            self._server.wait_until_healthy()
            for _ in range(WORKERS):
                self._workers.start()
            for place, fault in enumerate(faults):
                self._hold(fault, ready[place * submits : (place + 1) * submits])
            self._poison(ready[-1], ready[-1 - POISONED : -1])
        return self._judged(ready, faults)

    def _prepared(self, count: int) -> list[Ready]:
        app = submit.application(self._scene.environ)
        try:
            return prepared(app, count)
        finally:
            app.extensions["engine"].dispose()

    def _hold(self, fault: Fault, share: Sequence[Ready]) -> None:
        codes: set[str] = set()
        with self._sink.failing(fault):
            slowest = self._submits.send(share)
            self._scene.wait_until(lambda session: self._was_felt(session, fault, codes), patience=HOLD_SECONDS)
        self._healed_after.append(self._healed())
        if not codes & CODES[fault]:
            self._unseen.append(f"{fault}: the outbox showed {sorted(codes)}")
        died = self._dead_ones() - self._dead
        self._dead |= died
        if died and fault not in FINAL:
            self._strays.append(f"{fault}: {len(died)} mails died")
        self._result.figures[f"  {fault}"] = f"{len(share)}, {slowest:.2f} s, {len(died)} dead"

    def _was_felt(self, session: Session, fault: Fault, codes: set[str]) -> bool:
        """Whether each mail met the fault; those whose fault is final are to be dead by then."""
        rows = session.execute(sa.select(col(Outbox.state), col(Outbox.error)).where(col(Outbox.state) != "sent"))
        states: Counter[str] = Counter()
        for state, error in rows:
            states[state] += 1
            codes |= {error} if error else set()
        unmet = states[MailState.PENDING] + (sum(states[one] for one in WAITING) if fault in FINAL else 0)
        return unmet == 0 and bool(codes & CODES[fault])

    def _healed(self) -> float:
        """Seconds until the first mail arrived, or until none waited; then wait until none does."""
        before, began = self._sink.arrived, time.monotonic()
        healed: list[float] = []

        def quiet(session: Session) -> bool:
            found = not _waiting(session)
            if not healed and (found or self._sink.arrived > before):
                healed.append(time.monotonic() - began)
            return found

        self._scene.wait_until(quiet)
        return healed[0] if healed else float("inf")

    def _poison(self, bad: Ready, others: Sequence[Ready]) -> None:
        """Its mail keeps whoever sends it waiting for as long as a conversation may last, again and again."""
        address = bad.report.pages[5]["reporter_email"][0]
        self._sink.poison[address] = Fault.SILENT
        self._submits.send([bad])
        self._submits.send(others)
        self._scene.wait_until(lambda session: _addresses(session) == {address} and _tried(session, address) > 1)
        with Session(self._bind) as session:
            self._blocked += [f"{len(_addresses(session))} addresses wait"] if _addresses(session) != {address} else []
        self._sink.cure()
        self._scene.wait_until(lambda session: not _waiting(session))

    def _dead_ones(self) -> set[int]:
        with Session(self._bind) as session:
            return {number or 0 for number in session.exec(select(Outbox.id).where(Outbox.state == MailState.DEAD))}

    def _judged(self, ready: Sequence[Ready], faults: Sequence[Fault]) -> Result:
        result, submits = self._result, self._submits
        planted = [value for one in ready for value in one.report.personal()]
        logs = sorted(self._scene.folder.glob("*.log"))
        with Session(self._bind) as session:
            evidence = Evidence(session, submits.acknowledged, planted, self._sink.by_address, (), logs)
            result.violations = violations(evidence)
            result.violations["states moved along the table"] = list(history.astray(session))
            lease = timedelta(seconds=LEASE_SECONDS)
            result.violations["nothing taken before its lease ran out"] = list(history.stolen(session, lease=lease))
        result.violations["each fault was met, as its own error"] = self._unseen
        result.violations["only 550 and 554 kill a mail"] = self._strays
        result.violations["a poisonous mail held up no other"] = self._blocked
        result.violations["every submit got its receipt"] = submits.faults
        slow = [one for one in submits.seconds if one >= ANSWER_SECONDS]
        result.violations[ANSWERED] = [f"answered after {one:.1f} s" for one in slow]
        result.violations["workers ended only when killed"] = self._workers.faults
        result.violations[HEALTHY] = late(self._healed_after)
        result.figures |= self._figures(len(faults))
        return result

    def _figures(self, faults: int) -> dict[str, str]:
        seconds = self._submits.seconds
        return {
            "submits under a fault or behind a poison": f"{len(seconds)} ({faults} faults)",
            "answered after s, median (slowest)": f"{statistics.median(seconds):.2f} ({max(seconds):.2f})",
            "mails that arrived, of these repeats": f"{self._sink.arrived}, {self._sink.repeats}",
            "mails dead": f"{len(self._dead)}",
            "sending again after s, median (slowest)": (
                f"{statistics.median(self._healed_after):.1f} ({max(self._healed_after):.1f})"
            ),
        }


def _waiting(session: Session) -> bool:
    return session.exec(select(Outbox.id).where(col(Outbox.state).in_(WAITING)).limit(1)).first() is not None


def _addresses(session: Session) -> set[str]:
    return set(session.exec(select(Outbox.to_addr).where(col(Outbox.state).in_(WAITING))))


def _tried(session: Session, address: str) -> int:
    found = select(Outbox.attempt).where(Outbox.to_addr == address, Outbox.notice == Notice.RECEIPT)
    return session.exec(found).one()
