"""What team leads and admins do with the accounts of others: invite, close, open, change, sign out, note an absence.

Whoever changes an account holds the lock on all of them (there are dozens), so that two who disable each other at the
same moment do not leave the portal without an admin.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from portal.domain import access
from portal.domain.errors import Conflict, NotFound, Refused
from portal.domain.intake import text
from portal.domain.vocabulary import N_, Role
from portal.models import Account
from portal.notify import outbox
from portal.notify.notices import Notice
from portal.services import accounts, claims, history
from portal.services.accounts import LONGEST_PAUSE, LONGEST_SESSION
from portal.store import accounts as store
from portal.store import audit, owners

LONGEST_LABEL = 60
LONGEST_ABSENCE = 366
"""Days; a longer one is an account to close."""

NOT_YOURS = N_("Dit account mag u niet wijzigen.")
STALE = N_("Een collega heeft dit account intussen gewijzigd.")


@dataclass(frozen=True)
class Newcomer:
    """Who is invited, as it was typed."""

    email: str
    name: str
    role: Role
    team: str = ""


class State(StrEnum):
    """Where an account stands."""

    INVITED = "invited"
    ACTIVE = "active"
    AWAY = "away"
    DISABLED = "disabled"


def state_of(account: Account, today: date) -> State:
    if account.disabled_at is not None:
        return State.DISABLED
    if account.password_hash is None:
        return State.INVITED
    return State.AWAY if claims.is_away(account, today) else State.ACTIVE


def version_of(account: Account) -> str:
    """A word that differs as soon as anything of the account was changed that its page shows."""
    shown = (account.epoch, account.role.value, account.team, account.disabled_at, account.away_until)
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


def signed_in(session: Session, at: datetime) -> Mapping[int, int]:
    """In how many browsers each account is signed in."""
    return store.signed_in_now(session, started_after=at - LONGEST_SESSION, seen_after=at - LONGEST_PAUSE)


def for_change(session: Session, account_id: int, version: str, *, by: Account) -> Account:
    """The account to change, locked; NotFound, Refused, or Conflict when it is not as the page showed it."""
    account = next((one for one in store.lock_all(session) if one.id == account_id), None)
    if account is None:
        raise NotFound(N_("Er is geen account met dit e-mailadres."))
    if by.disabled_at is not None or not access.may_manage(by.role, account.role):
        raise Refused(NOT_YOURS)
    if version_of(account) != version:
        raise Conflict(STALE)
    return account


def invite(session: Session, newcomer: Newcomer, *, by: Account, at: datetime, domain: str, language: str) -> Account:
    """A new account, and the mail with the link that opens it."""
    if not access.may_manage(by.role, newcomer.role):
        raise Refused(N_("Deze rol mag u niet geven."), field="role")
    label = _label(newcomer.team)
    account = accounts.create(session, email=newcomer.email, name=newcomer.name, role=newcomer.role, at=at)
    account.team = label
    audit.record(session, at=at, action="account.invited", account_id=by.id, account=account.id)
    _mail(session, account, at=at, domain=domain, language=language)
    return account


def invite_again(
    session: Session, account: Account, *, by: Account, at: datetime, today: date, domain: str, language: str
) -> None:
    """Another link for who did not use the first; the one before dies."""
    if state_of(account, today) is not State.INVITED:
        raise Refused(N_("Deze collega heeft al een wachtwoord, of het account is gesloten."))
    accounts.start_anew(session, account, at)
    audit.record(session, at=at, action="account.invited", account_id=by.id, account=account.id, again=True)
    _mail(session, account, at=at, domain=domain, language=language)


def change(session: Session, account: Account, role: Role, team: str, *, by: Account, at: datetime) -> None:
    """Another role, which signs out everywhere, or another team, which the open cases follow."""
    label = _label(team)
    if role is not account.role:
        _change_role(session, account, role, by=by, at=at)
    if label != account.team:
        account.team = label
        moved = _carry_cases(session, account)
        audit.record(session, at=at, action="account.team", account_id=by.id, account=account.id, cases=moved)


def disable(session: Session, account: Account, *, by: Account, at: datetime) -> None:
    """Close the account at once: no sign-in, no link and no open browser of it works any more."""
    _refuse_oneself(account, by)
    if account.disabled_at is not None:
        return
    _keep_an_admin(session, account)
    account.disabled_at = at
    ended = accounts.start_anew(session, account, at)
    audit.record(session, at=at, action="account.disabled", account_id=by.id, account=account.id, ended=ended)


def enable(session: Session, account: Account, *, by: Account, at: datetime) -> None:
    """Open it again, with the password that it had; links from before stay dead."""
    if account.disabled_at is None:
        return
    account.disabled_at = None
    audit.record(session, at=at, action="account.enabled", account_id=by.id, account=account.id)


def end_sessions(session: Session, account: Account, *, by: Account, at: datetime) -> None:
    """Sign somebody out everywhere."""
    ended = accounts.start_anew(session, account, at)
    audit.record(session, at=at, action="signout.all", account_id=by.id, account=account.id, ended=ended)


def set_away(session: Session, account: Account, until: date | None, *, by: Account, at: datetime, today: date) -> None:
    """Note the last day of an absence; None: back again."""
    if until is not None and until < today:
        raise Refused(N_("Deze datum is al voorbij."), field="away_until")
    if until is not None and (until - today).days > LONGEST_ABSENCE:
        raise Refused(N_("Kies een datum binnen het jaar."), field="away_until")
    if until == account.away_until:
        return
    account.away_until = until
    session.add(account)
    audit.record(session, at=at, action="account.away", account_id=by.id, account=account.id, away=until is not None)


def _change_role(session: Session, account: Account, role: Role, *, by: Account, at: datetime) -> None:
    _refuse_oneself(account, by)
    if not access.may_manage(by.role, role):
        raise Refused(N_("Deze rol mag u niet geven."), field="role")
    _keep_an_admin(session, account)
    before, account.role = account.role, role
    ended = accounts.start_anew(session, account, at) if account.password_hash else 0
    codes: dict[str, Any] = {"from": before.value, "to": role.value, "ended": ended}
    audit.record(session, at=at, action="account.role", account_id=by.id, account=account.id, **codes)


def _refuse_oneself(account: Account, by: Account) -> None:
    if account.id == by.id:
        raise Refused(N_("Uw eigen rol en toegang wijzigt u niet zelf. Vraag het aan een collega."))


def _keep_an_admin(session: Session, account: Account) -> None:
    """Somebody must be left who can let others in."""
    admins = [one for one in store.lock_all(session) if _is_active_admin(one)]
    if [one.id for one in admins] == [account.id]:
        raise Refused(N_("Dit is de laatste beheerder. Maak eerst een andere collega beheerder."))


def _is_active_admin(account: Account) -> bool:
    return account.role is Role.ADMIN and account.disabled_at is None and account.password_hash is not None


def _carry_cases(session: Session, account: Account) -> int:
    """The open cases of an account bear its team's label, whatever their version; how many there were."""
    theirs = owners.open_cases(session, account.id or 0, limit=owners.count_open(session, account.id or 0))
    for case in theirs:
        case.team = account.team
    session.flush()
    return len(theirs)


def _label(typed: str) -> str | None:
    try:
        label = " ".join(text.line(typed, max_length=LONGEST_LABEL).split())
    except text.BadValue as bad:
        raise Refused(bad.message, field="team", **bad.params) from None
    history.refuse_identity_number(label, "team")
    return label or None


def _mail(session: Session, account: Account, *, at: datetime, domain: str, language: str) -> None:
    """The team's own mail, which no bound holds back."""
    try:
        outbox.put(
            session,
            Notice.INVITATION,
            to=account.email,
            language=language,
            at=at,
            domain=domain,
            account=accounts.link_secret(account),
        )
    except Refused as refused:
        refused.field = "email"
        raise
