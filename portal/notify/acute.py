"""Who hears of a U0 at once: the mailbox on duty, the colleagues who asked for it, others when nobody else would."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from portal.domain.vocabulary import Role
from portal.models import Account
from portal.notify import telling
from portal.notify.notices import Notice
from portal.notify.telling import How, Receiver
from portal.store import messages, preferences


@dataclass(frozen=True)
class Hearing:
    """``failing``: the last mail to the mailbox did not arrive; ``names`` are of colleagues who asked for it.

    All colleagues named are there today, and the last mail to them arrived. ``stand_ins`` did not ask for it: they
    hear of it as long as mail reaches nobody else.
    """

    mailbox: str
    failing: bool
    names: tuple[str, ...]
    stand_ins: tuple[str, ...] = ()

    @property
    def by_somebody(self) -> bool:
        """Whether there is one receiver at least whom mail reaches as far as we know."""
        return bool(self.mailbox and not self.failing) or bool(self.names or self.stand_ins)


def hearing(session: Session, mailbox: str, today: date) -> Hearing:
    """As it stands today."""
    failing, asked = messages.last_died(session, mailbox), _asked(session, today)
    standing_in = _standing_in(session, today) if failing and not asked else ()
    return Hearing(mailbox, failing, _names(asked), _names(standing_in))


def who_hears(session: Session, mailbox: str, today: date) -> list[Receiver]:
    """Whom to tell of it now. A mailbox that fails is told all the same: it may have been put right."""
    found = [telling.duty(mailbox), *telling.choosers(session, Notice.ACUTE, today)]
    if messages.last_died(session, mailbox) and not _asked(session, today):
        found += [telling.standing_in(one) for one in _standing_in(session, today)]
    return found


def _asked(session: Session, today: date) -> list[Account]:
    said = preferences.of_notice(session, Notice.ACUTE)
    present = preferences.present(session, today, roles=telling.WORKERS)
    asked = (one for one in present if telling.chosen(telling.colleague(one), Notice.ACUTE, said) is How.AT_ONCE)
    return _reached(session, asked)


def _standing_in(session: Session, today: date) -> list[Account]:
    """The team leads; where none of them is there, whoever else is."""
    present = preferences.present(session, today, roles=telling.WORKERS)
    leads = _reached(session, (one for one in present if one.role is Role.TEAM_LEAD))
    return leads or _reached(session, present)


def _reached(session: Session, accounts: Iterable[Account]) -> list[Account]:
    return [one for one in accounts if not messages.last_died(session, one.email)]


def _names(accounts: Iterable[Account]) -> tuple[str, ...]:
    return tuple(one.name for one in accounts)
