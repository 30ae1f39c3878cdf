"""Who can have a case next: what the page of a case offers to its reader, and the colleagues to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlmodel import Session

from portal.domain import access
from portal.domain.access import Action
from portal.domain.labels import ROLE_LABELS
from portal.forms.handover import Colleagues
from portal.models import Account, Case
from portal.services import claims
from portal.store import cases, owners
from portal.views import clock_words


@dataclass(frozen=True, slots=True)
class Panel:
    """Which of the three ways is open; taking over ``asks`` for a reason when the colleague is here."""

    is_theirs: bool
    """A colleague has it, not the reader."""
    may_assign: bool
    may_hand_over: bool
    may_take_over: bool
    asks: bool
    away: str
    colleagues: Colleagues


def of(session: Session, case: Case, *, by: Account, today: date) -> Panel:
    """What this person may do about who has the case."""
    owner, leads = cases.owner(session, case), access.may(by.role, Action.LEAD)
    mine, theirs = owner is not None and owner.id == by.id, owner is not None and owner.id != by.id
    is_away = owner is not None and claims.needs_standing_in(owner, today)
    return Panel(
        is_theirs=case.is_open and theirs,
        may_assign=case.is_open and (owner is None or (theirs and leads)),
        may_hand_over=case.is_open and mine,
        may_take_over=case.is_open and theirs and (leads or is_away),
        asks=not is_away,
        away=_away(owner, today) if owner and theirs else "",
        colleagues=tuple(choices(owners.colleagues(session), today, without=owner)) if case.is_open else (),
    )


def choices(accounts: Iterable[Account], today: date, *, without: Account | None = None) -> Iterable[tuple[str, str]]:
    """Colleagues by id, with their team, and until when they are away."""
    left_out = without.id if without else None
    for account in accounts:
        if account.id != left_out:
            notes = [note for note in (account.team, _away(account, today)) if note]
            yield str(account.id), f"{account.name} ({', '.join(notes)})" if notes else account.name


def named(owner: Account | None, today: date) -> str:
    """Who has a case, and until when that colleague is away; "" when nobody has it."""
    if owner is None:
        return ""
    away = _away(owner, today)
    return f"{owner.name} ({away})" if away else owner.name


def _away(account: Account, today: date) -> str:
    if claims.has_no_cases(account) and account.disabled_at is None:
        return str(_(ROLE_LABELS[account.role]))
    return clock_words.away(account.away_until, today, gone=account.disabled_at is not None)
