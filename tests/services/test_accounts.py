"""Accounts: invited once, signed in by a row, and closed for good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import argon2
import pytest
from sqlmodel import Session, select

from portal import db
from portal.domain.errors import Conflict, DomainError, NotFound, Refused
from portal.domain.vocabulary import Role
from portal.models import Account, Audit, SignIn
from portal.services import accounts, passwords
from tests import haste, people

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    engine = db.connect(database_url)
    haste.hasten(engine)
    with db.open_session(engine, writes=True) as opened:
        yield opened
    engine.dispose()


def create(session: Session, **values: Any) -> Account:
    given: dict[str, Any] = {
        "email": people.ADDRESS,
        "name": "Mieke Claes",
        "role": Role.INTAKE_WORKER,
        "at": NOON,
    } | values
    return accounts.create(session, **given)


def signed_in(session: Session, account: Account, at: datetime = NOON) -> str:
    tried = accounts.attempt(session, account.email)
    token = accounts.sign_in(session, tried, password=people.PASSWORD, at=at)
    assert token is not None
    return token


def trail(session: Session) -> list[tuple[str, int | None]]:
    return [(row.action, row.account_id) for row in session.exec(select(Audit).order_by("id"))]


def test_a_new_account_has_no_password_and_leaves_a_line(session: Session) -> None:
    account = create(session, email=" Mieke.Claes@Portaal.EXAMPLE ", name="  Mieke   Claes ")

    assert (account.email, account.name, account.password_hash) == (people.ADDRESS, "Mieke Claes", None)
    assert trail(session) == [("account.created", account.id)]


@pytest.mark.parametrize(
    ("values", "field", "kind"),
    [
        ({"email": "MIEKE.claes@portaal.example"}, "email", Conflict),
        ({"email": "geen adres"}, "email", Refused),
        ({"email": ""}, "email", Refused),
        ({"email": "a@b\0.be"}, "email", Refused),
        ({"email": "a@b.be", "name": "  "}, "name", Refused),
        ({"email": "a@b.be", "name": "x" * 101}, "name", Refused),
        ({"email": "a@b.be", "name": "Mieke\0"}, "name", Refused),
        ({"email": "a@b.be", "name": "Mieke\nClaes"}, "name", Refused),
        ({"email": "a@b.be", "name": "Mieke\u2028Claes"}, "name", Refused),
    ],
)
def test_a_wrong_account_is_refused(
    session: Session, values: dict[str, Any], field: str, kind: type[DomainError]
) -> None:
    create(session)

    with pytest.raises(kind) as refusal:
        create(session, **values)
    assert refusal.value.field == field
    assert create(session, email="a@b.be").id is not None


def test_an_invitation_works_once(session: Session) -> None:
    account = create(session)
    secret = accounts.link_secret(account)

    accounts.accept_invitation(session, accounts.of_link(session, secret), "hash", NOON)

    with pytest.raises(NotFound):
        accounts.of_link(session, secret)
    assert accounts.of_link(session, f"{account.id}.1") is account
    assert trail(session)[-1] == ("invite.accepted", account.id)


def test_of_two_who_accept_at_once_one_wins(session: Session) -> None:
    account = create(session)
    accounts.accept_invitation(session, account, "the first hash", NOON)
    stale = Account(id=account.id, email="", name="", role=Role.ADMIN, epoch=0, created_at=NOON)

    with pytest.raises(NotFound):
        accounts.accept_invitation(session, stale, "the second hash", NOON)

    assert account.password_hash == "the first hash"


@pytest.mark.parametrize("secret", ["", "1", "1.1", "2.0", "x.y", "-1.0", "1.0.0", "9" * 30 + ".0", "١.٠", "1.0\n"])
def test_another_secret_invites_nobody(session: Session, secret: str) -> None:
    account = create(session)

    assert accounts.of_link(session, f"{account.id}.0") is account
    with pytest.raises(NotFound):
        accounts.of_link(session, secret)


def test_a_disabled_account_cannot_accept_its_invitation(session: Session) -> None:
    account = create(session)
    secret = accounts.link_secret(account)

    accounts.disable(session, account.email, NOON)

    with pytest.raises(NotFound):
        accounts.of_link(session, secret)


def test_signing_in_gives_a_token_of_which_only_the_hash_is_kept(session: Session) -> None:
    account = people.make_account(session)

    token = signed_in(session, account)

    row = session.exec(select(SignIn)).one()
    assert len(token) >= 43
    assert token not in row.token_hash
    assert accounts.recognise(session, token, NOON) is not None
    assert trail(session) == [("signin.ok", account.id)]


@pytest.mark.parametrize("typed", ["MIEKE.claes@portaal.example", " mieke.claes@portaal.example "])
def test_an_address_is_known_however_it_is_typed(session: Session, typed: str) -> None:
    account = people.make_account(session)

    assert accounts.attempt(session, typed) == accounts.Attempt(account.id, account.password_hash)


@pytest.mark.parametrize("typed", ["", "niemand@portaal.example", "\0", "x" * 10_000, "\ud800"])
def test_an_unknown_name_leads_nowhere(session: Session, typed: str) -> None:
    people.make_account(session)

    assert accounts.attempt(session, typed) == accounts.Attempt(None, None)


def test_an_invited_or_disabled_account_has_nothing_to_compare_with(session: Session) -> None:
    invited = create(session, email="a@b.be")
    disabled = people.make_account(session, disabled_at=NOON)

    assert accounts.attempt(session, "a@b.be") == accounts.Attempt(invited.id, None)
    assert accounts.attempt(session, disabled.email) == accounts.Attempt(disabled.id, None)


def test_an_account_that_is_closed_while_its_password_is_looked_at_is_refused(session: Session) -> None:
    account = people.make_account(session)
    tried = accounts.attempt(session, account.email)
    accounts.disable(session, account.email, NOON)

    assert accounts.sign_in(session, tried, password=people.PASSWORD, at=NOON) is None
    assert trail(session)[-1] == ("signin.refused", account.id)


def test_a_refusal_of_an_unknown_name_keeps_no_name(session: Session) -> None:
    accounts.refuse(session, accounts.attempt(session, "niemand@portaal.example"), at=NOON)

    line = session.exec(select(Audit)).one()
    assert (line.action, line.account_id, line.details) == ("signin.refused", None, {})


def test_an_old_hash_is_renewed_at_sign_in(session: Session) -> None:
    old = argon2.PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(people.PASSWORD)
    account = people.make_account(session, password_hash=old)

    signed_in(session, account)

    assert account.password_hash is not None
    assert account.password_hash != old
    assert passwords.matches(people.PASSWORD, account.password_hash)


@pytest.mark.parametrize(
    ("seen", "now", "known"),
    [
        (timedelta(0), timedelta(hours=1, minutes=59), True),
        (timedelta(0), timedelta(hours=2), False),
        (timedelta(hours=11), timedelta(hours=11, minutes=59), True),
        (timedelta(hours=11), timedelta(hours=12), False),
    ],
)
def test_a_sign_in_ends_after_two_hours_of_pause_and_twelve_in_all(
    session: Session, seen: timedelta, now: timedelta, known: bool
) -> None:
    token = signed_in(session, people.make_account(session))
    row = session.exec(select(SignIn)).one()
    accounts.seen(session, row.id or 0, NOON + seen)
    session.expire_all()

    assert (accounts.recognise(session, token, NOON + now) is not None) == known


def test_a_row_says_that_it_was_seen_every_five_minutes(session: Session) -> None:
    token = signed_in(session, people.make_account(session))

    early = accounts.recognise(session, token, NOON + timedelta(minutes=4))
    late = accounts.recognise(session, token, NOON + timedelta(minutes=5))

    assert early is not None
    assert late is not None
    assert (early.seen_late, late.seen_late) == (False, True)


def test_signing_out_ends_this_browser_alone(session: Session) -> None:
    account = people.make_account(session)
    here, there = signed_in(session, account), signed_in(session, account)

    accounts.sign_out(session, account, here, NOON)

    assert accounts.recognise(session, here, NOON) is None
    assert accounts.recognise(session, there, NOON) is not None
    assert trail(session)[-1] == ("signout", account.id)


def test_every_session_of_an_account_can_be_ended_and_no_other(session: Session) -> None:
    account, other = people.make_account(session), people.make_account(session, email="a@b.be")
    mine, theirs = [signed_in(session, account) for _ in range(3)], signed_in(session, other)

    ended = accounts.end_sessions(session, account, NOON)

    assert ended == 3
    assert [accounts.recognise(session, token, NOON) for token in mine] == [None] * 3
    assert accounts.recognise(session, theirs, NOON) is not None


def test_disabling_ends_everything_and_says_so_once(session: Session) -> None:
    account = people.make_account(session)
    token = signed_in(session, account)

    accounts.disable(session, account.email, NOON)
    accounts.disable(session, account.email, NOON)

    assert accounts.recognise(session, token, NOON) is None
    assert [action for action, _ in trail(session)] == ["signin.ok", "account.disabled"]
    with pytest.raises(NotFound):
        accounts.disable(session, "niemand@portaal.example", NOON)


def test_raising_the_epoch_ends_the_sign_ins_made_before(session: Session) -> None:
    account = people.make_account(session)
    token = signed_in(session, account)

    account.epoch += 1
    session.flush()

    assert accounts.recognise(session, token, NOON) is None
    assert accounts.recognise(session, signed_in(session, account), NOON) is not None
