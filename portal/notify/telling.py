"""Telling colleagues and the team's mailboxes, each in the way it chose: at once, in the next digest, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlmodel import Session

from portal.domain.vocabulary import Role, Urgency
from portal.models import Account, DigestItem
from portal.notify import outbox
from portal.notify.context import only_what_is_needed
from portal.notify.notices import Notice
from portal.store import preferences

MOST_LINES = 50
"""Cases that one mail names; of the others it says how many there are."""
TEAM = "team"
DUTY = "duty"
WORKERS = (Role.INTAKE_WORKER, Role.TEAM_LEAD)


class How(StrEnum):
    """In which way somebody is told."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    NONE = "none"


_LISTS = (Notice.DUE_TODAY, Notice.OVERDUE, Notice.UNANSWERED, Notice.TERMS, Notice.ART14)
OFFERED: Mapping[str, tuple[Notice, ...]] = MappingProxyType(
    {
        TEAM: (Notice.NEW_REFERRAL, *_LISTS),
        Role.INTAKE_WORKER: (Notice.NEW_REFERRAL, Notice.ACUTE, *_LISTS),
        Role.TEAM_LEAD: (
            *(Notice.NEW_REFERRAL, Notice.ACUTE, Notice.UNCLAIMED, *_LISTS),
            *(Notice.OBJECTIONS, Notice.DEAD_LETTERS),
        ),
        Role.ADMIN: (Notice.DEAD_LETTERS,),
        Role.AUDITOR: (),
    }
)
"""What the team's mailbox and each role may choose about."""
DIGESTED = frozenset({Notice.UNANSWERED, Notice.TERMS, Notice.ART14})
"""What usually waits for the digest."""
URGENT = frozenset({Notice.ACUTE, Notice.UNCLAIMED, Notice.DEAD_LETTERS})
"""What no digest may hold up: at once, or not at all."""


@dataclass(frozen=True)
class Receiver:
    """One mailbox; ``key`` is ``account:7``, ``team`` or ``duty``, and ``kind`` is the role, ``team`` or ``duty``."""

    key: str
    kind: str
    address: str
    language: str = "nl"


def team(address: str) -> Receiver:
    """The mailbox of the team, which has choices of its own."""
    return Receiver(TEAM, TEAM, address)


def duty(address: str) -> Receiver:
    """The mailbox on duty: it is always told at once, so that somebody always hears of what is acute."""
    return Receiver(DUTY, DUTY, address)


def colleague(account: Account) -> Receiver:
    """Somebody with an account, in their own language."""
    return Receiver(f"account:{account.id}", account.role, account.email, account.language)


def standing_in(account: Account) -> Receiver:
    """Somebody in the place of the mailbox on duty: told at once, whatever they chose for themselves."""
    return replace(colleague(account), kind=DUTY)


def colleagues(session: Session, today: date, *roles: Role) -> list[Receiver]:
    """Everybody with one of these roles who is there today."""
    return [colleague(one) for one in preferences.present(session, today, roles=roles or WORKERS)]


def ways(kind: str, notice: Notice) -> tuple[How, ...]:
    """In which ways a notice can be chosen: somebody always hears of a new referral."""
    if (kind, notice) == (TEAM, Notice.NEW_REFERRAL):
        return (How.AT_ONCE, How.DIGEST)
    return (How.AT_ONCE, How.NONE) if notice in URGENT else tuple(How)


def usual(kind: str, notice: Notice) -> How:
    """How the team's mailbox or a role gets a notice that it never chose about."""
    if kind != TEAM and notice in {Notice.NEW_REFERRAL, Notice.ACUTE}:
        return How.NONE
    return How.DIGEST if notice in DIGESTED else How.AT_ONCE


def chosen(receiver: Receiver, notice: Notice, said: Mapping[str, str]) -> How:
    """How this receiver gets this notice; ``said`` is what was said of it, by receiver."""
    if receiver.kind == DUTY:
        return How.AT_ONCE
    if notice not in OFFERED[receiver.kind]:
        return How.NONE
    return How(said.get(receiver.key, usual(receiver.kind, notice)))


def choosers(session: Session, notice: Notice, today: date) -> list[Receiver]:
    """Colleagues who are there and said something of a notice that is not told to them by itself."""
    said = preferences.of_notice(session, notice)
    if not any(key.startswith("account:") for key in said):
        return []
    return [one for one in colleagues(session, today) if one.key in said]


def tell(
    session: Session,
    notice: Notice,
    *,
    receivers: Iterable[Receiver],
    at: datetime,
    domain: str,
    referral_id: int | None = None,
    case_id: int | None = None,
    **context: Any,
) -> int:
    """Tell each receiver once, in the way it chose; how many mails were put aside now. One address gets one mail."""
    said, mailed = preferences.of_notice(session, notice), set[str]()
    ids: dict[str, Any] = {"referral_id": referral_id, "case_id": case_id}
    for one in receivers:
        how = chosen(one, notice, said)
        if how is How.AT_ONCE and one.address not in mailed:
            outbox.put(session, notice, to=one.address, language=one.language, at=at, domain=domain, **ids, **context)
            mailed.add(one.address)
        if how is How.DIGEST:
            lines = only_what_is_needed(notice, context)
            session.add(DigestItem(receiver=one.key, notice=notice, case_id=case_id, context=lines, at=at))
    return len(mailed)


def listed(rows: Sequence[tuple[str, Urgency, date]], *, total: int) -> dict[str, Any]:
    """Cases as the context of a notice that lists them: reference, level and day, never a name."""
    lines = [f"{reference} {int(level)} {due_on.isoformat()}" for reference, level, due_on in rows[:MOST_LINES]]
    return {"cases": "\n".join(lines), "more": total - len(lines)}


def send_digests(session: Session, *, team_address: str, at: datetime, domain: str) -> int:
    """Put aside a digest for each receiver for whom something waits, and forget what it tells; how many.

    What somebody's role is not told any more is forgotten untold: it may have changed since it was put aside.
    """
    sent = 0
    for key in preferences.waiting(session):
        items, receiver = preferences.take(session, key), _of_key(session, key, team_address)
        told = [item for item in items if receiver and item.notice in OFFERED[receiver.kind]]
        if receiver and told:
            lines = list(dict.fromkeys(line for item in told for line in _digest_lines(item)))
            more = sum(int(item.context.get("more", 0)) for item in told) + len(lines[MOST_LINES:])
            context: dict[str, Any] = {"items": "\n".join(lines[:MOST_LINES]), "more": more}
            to, language = receiver.address, receiver.language
            outbox.put(session, Notice.DIGEST, to=to, language=language, at=at, domain=domain, **context)
            sent += 1
        for item in items:
            session.delete(item)
    return sent


def _of_key(session: Session, key: str, team_address: str) -> Receiver | None:
    """The receiver of a digest; None when that account does not open any more."""
    if key == TEAM:
        return team(team_address)
    account = session.get(Account, int(key.partition(":")[2]))
    return colleague(account) if account and account.disabled_at is None else None


def _digest_lines(item: DigestItem) -> list[str]:
    held = item.context
    own = f"{held['reference']} {held['level']} {held['due_on']}" if "reference" in held else held["cases"]
    return [f"{item.notice} {line}" for line in own.splitlines()]
