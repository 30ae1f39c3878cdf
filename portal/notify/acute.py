"""Who hears of a U0 at once: the mailbox on duty, always, and the colleagues who asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from portal.notify import telling
from portal.notify.notices import Notice
from portal.notify.telling import How
from portal.store import messages, preferences


@dataclass(frozen=True)
class Hearing:
    """``failing``: the last mail to the mailbox did not arrive; ``names`` are of colleagues who are there today."""

    mailbox: str
    failing: bool
    names: tuple[str, ...]

    @property
    def by_somebody(self) -> bool:
        """Whether there is one receiver at least whom mail reaches as far as we know."""
        return bool(self.mailbox and not self.failing) or bool(self.names)


def hearing(session: Session, mailbox: str, today: date) -> Hearing:
    """As it stands today."""
    said = preferences.of_notice(session, Notice.ACUTE)
    present = preferences.present(session, today, roles=telling.WORKERS)
    names = [one.name for one in present if telling.chosen(telling.colleague(one), Notice.ACUTE, said) is How.AT_ONCE]
    return Hearing(mailbox, messages.last_died(session, mailbox), tuple(names))
