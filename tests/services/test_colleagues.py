"""Managing accounts under the rules that no page can show: the last admin, and two who change each other at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from portal import db
from portal.domain.errors import Conflict, DomainError, NotFound, Refused
from portal.domain.vocabulary import Role
from portal.models import Account, Outbox
from portal.services import colleagues
from portal.services.colleagues import Newcomer
from tests.factories import make_account

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def admin(session: Session, **values: object) -> Account:
    return make_account(session, **{"role": Role.ADMIN, "password_hash": "x", **values})


@pytest.mark.parametrize(
    "step",
    [
        lambda session, one, by: colleagues.disable(session, one, by=by, at=AT),
        lambda session, one, by: colleagues.change(session, one, Role.AUDITOR, "", by=by, at=AT),
    ],
    ids=["disable", "demote"],
)
def test_the_last_admin_who_can_sign_in_stays(
    session: Session, step: Callable[[Session, Account, Account], None]
) -> None:
    last, invited = admin(session), admin(session, password_hash=None)
    closed = admin(session, disabled_at=AT)

    with pytest.raises(Refused):
        step(session, last, invited)

    assert (last.disabled_at, last.role, closed.role) == (None, Role.ADMIN, Role.ADMIN)
    step(session, invited, last)
    other = admin(session)
    step(session, last, other)
    assert last.disabled_at or last.role is Role.AUDITOR


def test_of_two_admins_who_close_each_other_at_once_one_is_left(database_url: str, session: Session) -> None:
    one, other = admin(session), admin(session)
    session.commit()
    versions = {account.id: colleagues.version_of(account) for account in (one, other)}
    engine = db.connect(database_url)

    def close(by_id: int, account_id: int) -> bool:
        with db.open_session(engine, writes=True) as own:
            by = own.get_one(Account, by_id)
            try:
                account = colleagues.for_change(own, account_id, versions[account_id], by=by)
                colleagues.disable(own, account, by=by, at=AT)
            except DomainError:
                return False
            own.commit()
            return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(close, [one.id or 0, other.id or 0], [other.id or 0, one.id or 0]))
    engine.dispose()

    session.rollback()
    left = session.exec(select(sa.func.count()).where(sa.column("disabled_at").is_(None)).select_from(Account)).one()
    assert (sorted(done), left) == ([False, True], 1)


def test_of_five_who_invite_the_same_colleague_at_once_four_are_told_so(database_url: str, session: Session) -> None:
    by = admin(session)
    session.commit()
    engine = db.connect(database_url)

    def invite(_number: int) -> str:
        with db.open_session(engine, writes=True) as own:
            newcomer = Newcomer("nora@portaal.example", "Nora Novak", Role.INTAKE_WORKER)
            try:
                colleagues.invite(
                    own, newcomer, by=own.get_one(Account, by.id), at=AT, domain="x.example", language="nl"
                )
            except Conflict as told:
                return str(told.field)
            own.commit()
            return "invited"

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(invite, range(5)))
    engine.dispose()

    session.rollback()
    assert sorted(answers) == ["email", "email", "email", "email", "invited"]
    assert len(session.exec(select(Outbox)).all()) == 1


def test_an_account_is_changed_as_the_page_showed_it_or_not_at_all(session: Session) -> None:
    lead, worker = make_account(session, role=Role.TEAM_LEAD), make_account(session)
    version = colleagues.version_of(worker)
    colleagues.set_away(session, worker, AT.date(), by=lead, at=AT, today=AT.date())

    with pytest.raises(Conflict):
        colleagues.for_change(session, worker.id or 0, version, by=lead)
    with pytest.raises(NotFound):
        colleagues.for_change(session, 999, version, by=lead)
    with pytest.raises(Refused):
        colleagues.for_change(session, lead.id or 0, colleagues.version_of(lead), by=worker)
    assert colleagues.for_change(session, worker.id or 0, colleagues.version_of(worker), by=lead) is worker
