"""Two colleagues who race each other for cases and move them along; killed with all the others."""

from __future__ import annotations

import contextlib
import random
import time

from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from portal import clock, db
from portal.domain.errors import DomainError
from portal.domain.vocabulary import CaseStatus, Role
from portal.models import Account, Case
from portal.services import accounts, claims, triage
from portal.store import accounts as stored
from portal.store import cases
from portal.views import policies

NAMES = ("ann", "ben")
PAUSE_SECONDS = 0.05
NEXT = {
    CaseStatus.RECEIVED: None,
    CaseStatus.IN_TRIAGE: (CaseStatus.CONTACTING, {}),
    CaseStatus.CONTACTING: (CaseStatus.NOT_REACHED, {"attempts": "Drie keer gebeld."}),
    CaseStatus.NOT_REACHED: (CaseStatus.CLOSED, {"outcome": "not_reached"}),
}
"""The move each status gets here; a received case is claimed."""


def work(app: Flask, name: str) -> None:
    """Until ended; prints each claim after its commit."""
    with app.app_context():
        me = _account(name)
        while True:
            # Somebody was first, or the database was away for a moment: the next round tries again.
            with contextlib.suppress(DomainError, OperationalError):
                _one_step(me)
            time.sleep(PAUSE_SECONDS)


def _account(name: str) -> Account:
    with db.open_session(db.engine(), writes=True) as session:
        email = f"{name}@portaal.example"
        found = stored.by_email(session, email)
        made = found or accounts.create(session, email=email, name=name, role=Role.TEAM_LEAD, at=clock.now())
        session.commit()
    return made


def _one_step(me: Account) -> None:
    """Look without a lock, as a page does; then claim or move what is still as it was seen."""
    with db.open_session(db.engine(), writes=False) as looking:
        open_cases = select(Case.reference, Case.version, Case.status).where(col(Case.status).in_(NEXT))
        seen = looking.exec(open_cases.order_by(col(Case.id).desc()).limit(6)).all()
    if not seen:
        return
    reference, version, status = random.choice(seen)
    with db.open_session(db.engine(), writes=True) as session:
        _act(session, cases.for_update(session, reference, version), CaseStatus(status), me)
        session.commit()
    if status is CaseStatus.RECEIVED:
        print("claimed", reference, me.id, flush=True)


def _act(session: Session, case: Case, status: CaseStatus, me: Account) -> None:
    then, today = NEXT[status], clock.today()
    if then is None:
        claims.claim(session, case, by=me, at=clock.now(), today=today)
    else:
        to, given = then
        triage.move(session, case, to, given, by=me, at=clock.now(), today=today, policy=policies.policy())
