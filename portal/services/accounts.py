"""Staff accounts: created with an invitation, signed in and out, disabled; a row per signed-in browser.

A view signs somebody in with three calls: ``attempt`` in one transaction, ``passwords.matches`` outside any (it takes
60 ms, and SQLite has one writer), then ``sign_in`` or ``refuse`` in another.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from portal import tokens
from portal.domain.errors import Conflict, NotFound, Refused
from portal.domain.intake import text
from portal.domain.vocabulary import N_, Role
from portal.models import Account, SignIn
from portal.notify import outbox
from portal.notify.notices import LINK_LIVES, Notice
from portal.services import passwords, sign_in_names
from portal.services.intake import Mailboxes
from portal.store import accounts, audit, messages

INVITATION_DAYS, RESET_DAYS = (LINK_LIVES[one] / timedelta(days=1) for one in (Notice.INVITATION, Notice.RESET))
LONGEST_SESSION = timedelta(hours=12)
LONGEST_PAUSE = timedelta(hours=2)
SEEN_EVERY = timedelta(minutes=5)
LONGEST_NAME = 100

USED = N_("Deze link is niet meer geldig.")
KNOWN = N_("Er is al een account met dit e-mailadres.")


@dataclass(frozen=True)
class Attempt:
    """What signing in needs to know of an account before its password is looked at; all empty for an unknown name."""

    account_id: int | None
    password_hash: str | None


@dataclass(frozen=True)
class Recognised:
    """A browser that is signed in; ``seen_late`` when its row should say again that it was seen."""

    account: Account
    sign_in_id: int
    seen_late: bool


def create(session: Session, *, email: str, name: str, role: Role, at: datetime) -> Account:
    """A new account without a password; its invitation sets one."""
    address, called = sign_in_names.stored(email), _name(name)
    if accounts.by_email(session, address):
        raise Conflict(KNOWN, field="email")
    account = Account(email=address, name=called, role=role, created_at=at)
    _add(session, account)
    audit.record(session, at=at, action="account.created", account_id=account.id, role=role.value)
    return account


def link_secret(account: Account) -> str:
    """What a link to choose a password signs; it dies when the epoch is raised, so it works once."""
    return f"{account.id}.{account.epoch}"


def of_link(session: Session, secret: str) -> Account:
    """The account that a link is for; NotFound when it was used, replaced or is for nobody."""
    found = re.fullmatch(r"(\d{1,15})\.(\d{1,9})", secret, re.ASCII)
    account = accounts.by_id(session, int(found[1])) if found else None
    if found is None or account is None or account.disabled_at or account.epoch != int(found[2]):
        raise NotFound(USED)
    return account


def accept_invitation(session: Session, account: Account, password_hash: str, at: datetime) -> None:
    """Set the first password, once."""
    _choose_password(session, account, password_hash, at)
    audit.record(session, at=at, action="invite.accepted", account_id=account.id)


def reset_password(session: Session, account: Account, password_hash: str, at: datetime) -> None:
    """Set another password, once: nobody stays signed in with the old one."""
    _choose_password(session, account, password_hash, at)
    audit.record(session, at=at, action="password.reset", account_id=account.id)


def ask_reset(session: Session, email: str, *, at: datetime, mailboxes: Mailboxes, language: str) -> None:
    """Mail a link to choose another password, to an account that has one; the same line of the trail for any name."""
    account = accounts.by_email(session, sign_in_names.spelt(email))
    known = account is not None and account.disabled_at is None and account.password_hash is not None
    audit.record(session, at=at, action="password.reset_asked", account_id=account.id if account and known else None)
    if account and known:
        with suppress(Refused):  # An address that no mail server takes must look like any other from outside.
            _mail_reset(session, account, at=at, mailboxes=mailboxes, language=language)


def attempt(session: Session, email: str) -> Attempt:
    """The account that would be signed in; looks the same to the outside for a name that does not exist."""
    account = accounts.by_email(session, sign_in_names.spelt(email))
    if account is None:
        return Attempt(None, None)
    return Attempt(account.id, None if account.disabled_at else account.password_hash)


def sign_in(session: Session, tried: Attempt, *, password: str, at: datetime) -> str | None:
    """Sign in with a password that matched; the browser's token, or None if the account changed meanwhile."""
    account = accounts.by_id(session, tried.account_id) if tried.account_id else None
    if account is None or account.disabled_at or account.password_hash != tried.password_hash:
        refuse(session, tried, at=at)
        return None
    _renew_hash(account, password)
    token = tokens.random_token()
    session.add(
        SignIn(
            account_id=_id(account),
            token_hash=tokens.fingerprint(token),
            epoch=account.epoch,
            started_at=at,
            seen_at=at,
        )
    )
    audit.record(session, at=at, action="signin.ok", account_id=account.id)
    return token


def refuse(session: Session, tried: Attempt, *, at: datetime) -> None:
    """Leave a line in the trail; of an unknown name it keeps nothing."""
    audit.record(session, at=at, action="signin.refused", account_id=tried.account_id)


def recognise(session: Session, token: str, at: datetime) -> Recognised | None:
    """Who is signed in with this token; None when it is unknown, ended, too old, or left alone too long."""
    found = accounts.signed_in(session, tokens.fingerprint(token))
    if found is None:
        return None
    row, account = found
    if account.disabled_at or row.epoch != account.epoch or row.id is None or _too_old(row, at):
        return None
    return Recognised(account, row.id, seen_late=at - row.seen_at >= SEEN_EVERY)


def seen(session: Session, sign_in_id: int, at: datetime) -> None:
    """Note that a browser is still in use, which puts off the end of its pause."""
    accounts.seen(session, sign_in_id, at)


def sign_out(session: Session, account: Account, token: str, at: datetime) -> None:
    """End this browser's sign-in."""
    accounts.end_sign_in(session, tokens.fingerprint(token), at)
    audit.record(session, at=at, action="signout", account_id=account.id)


def end_sessions(session: Session, account: Account, at: datetime) -> int:
    """End every sign-in of an account; how many there were."""
    ended = accounts.end_sign_ins(session, _id(account), at)
    audit.record(session, at=at, action="signout.all", account_id=account.id, ended=ended)
    return ended


def disable(session: Session, email: str, at: datetime) -> Account:
    """Close an account: no sign-in, no link and no open browser of it works any more."""
    account = accounts.by_email(session, sign_in_names.spelt(email))
    if account is None:
        raise NotFound(N_("Er is geen account met dit e-mailadres."), field="email")
    if account.disabled_at is None:
        account.disabled_at = at
        ended = start_anew(session, account, at)
        audit.record(session, at=at, action="account.disabled", account_id=account.id, ended=ended)
    return account


def start_anew(session: Session, account: Account, at: datetime) -> int:
    """End every sign-in and every link that was made until now; how many sign-ins there were."""
    messages.cancel(session, matters=[link_secret(account)], at=at)
    account.epoch += 1
    session.add(account)
    return accounts.end_sign_ins(session, _id(account), at)


def _name(typed: str) -> str:
    try:
        called = " ".join(text.line(typed, max_length=LONGEST_NAME).split())
    except text.BadValue as bad:
        raise Refused(bad.message, field="name", **bad.params) from None
    if not called or not called.isprintable():
        raise Refused(N_("Geef een naam van hoogstens 100 tekens."), field="name")
    return called


def _add(session: Session, account: Account) -> None:
    """Of two who invite the same address at once the database lets one in."""
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError:
        raise Conflict(KNOWN, field="email") from None


def _mail_reset(session: Session, account: Account, *, at: datetime, mailboxes: Mailboxes, language: str) -> None:
    outbox.offer(
        session,
        Notice.RESET,
        to=account.email,
        language=language,
        at=at,
        domain=mailboxes.domain,
        factor=mailboxes.factor,
        account=link_secret(account),
    )


def _choose_password(session: Session, account: Account, password_hash: str, at: datetime) -> None:
    """Raising the epoch ends this link, any other that was mailed, and every sign-in made before."""
    account_id, used = _id(account), link_secret(account)
    if not accounts.set_password(session, account_id, account.epoch, password_hash):
        raise NotFound(USED)
    messages.cancel(session, matters=[used], at=at)
    accounts.end_sign_ins(session, account_id, at)


def _too_old(row: SignIn, at: datetime) -> bool:
    return at - row.started_at >= LONGEST_SESSION or at - row.seen_at >= LONGEST_PAUSE


def _renew_hash(account: Account, password: str) -> None:
    if account.password_hash and passwords.is_outdated(account.password_hash):
        account.password_hash = passwords.make_hash(password)


def _id(account: Account) -> int:
    if account.id is None:
        raise ValueError("an account has a number once it is stored")
    return account.id
