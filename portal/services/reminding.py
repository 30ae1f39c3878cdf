"""The lists that the team gets: each colleague those of their own cases, the team's mailbox those that nobody has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from portal.domain.deadlines.calendar import add_working_days, days_after
from portal.domain.triage import questions
from portal.domain.vocabulary import Role
from portal.notify import telling
from portal.notify.notices import Notice
from portal.notify.telling import MOST_LINES, Receiver
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes
from portal.store import duties, preferences
from portal.store.duties import Line, Listing

UNANSWERED_DAYS = 5
"""Working days after which the team hears that a reporter did not answer: two after the reminder."""


@dataclass(frozen=True, kw_only=True)
class Round:
    """One round of reminders: when, since which day none was made, by what rules, and for whom."""

    at: datetime
    today: date
    after: date
    """The day of the last round; what became due since then is told now, once."""
    since: datetime | None = None
    """Its instant, when there was one."""
    policy: Policy
    mailboxes: Mailboxes

    @property
    def begun(self) -> datetime:
        """What came after this instant no round knew."""
        return self.since or self.at - timedelta(days=1)


def due_today(session: Session, now: Round) -> None:
    """What became due after the last of these lists stands in it too: nothing falls between this list and the next."""
    _to_owners(session, Notice.DUE_TODAY, duties.due(now.after, now.today, since=now.begun), now)


def overdue(session: Session, now: Round) -> None:
    """To whoever has the case, and all of it to the team leads."""
    late = duties.overdue(now.today)
    _to_owners(session, Notice.OVERDUE, late, now, but_not=Role.TEAM_LEAD)
    _to_leads(session, Notice.OVERDUE, late, now)


def objections(session: Session, now: Round) -> None:
    """To the team leads, who decide: what is due by the end of the next working day."""
    soon = add_working_days(now.today, 1, now.policy.closing_days)
    _to_leads(session, Notice.OBJECTIONS, duties.undecided(soon), now)


def unanswered(session: Session, now: Round) -> None:
    asked_by = (questions.asked_by(day, UNANSWERED_DAYS, now.policy.closing_days) for day in (now.after, now.today))
    _to_owners(session, Notice.UNANSWERED, duties.unanswered(*asked_by), now)


def ending(session: Session, now: Round) -> None:
    """Once, on the day on which a case comes back because its term will soon be over."""
    _to_owners(session, Notice.TERMS, duties.ending(now.after, now.today), now)


def untold(session: Session, now: Round) -> None:
    """Once, on the last working day on which the adults of a household can be told what we keep of them.

    And once in the morning after the first contact with them, when nobody told them then.
    """
    days = (_before_next_round(now, now.after), _before_next_round(now))
    _to_owners(session, Notice.ART14, duties.untold(*days, since=now.begun), now)


def dead_letters(session: Session, now: Round, *, since: datetime | None) -> None:
    """To team leads and admins, when there are new ones."""
    count, last = duties.dead_mails(session)
    if last is not None and (since is None or last > since):
        receivers = telling.colleagues(session, now.today, Role.TEAM_LEAD, Role.ADMIN)
        _tell(session, Notice.DEAD_LETTERS, receivers, now, count=count)


def _before_next_round(now: Round, day: date | None = None) -> date:
    """The last day before the next working day."""
    return days_after(add_working_days(day or now.today, 1, now.policy.closing_days), -1)


def _to_owners(session: Session, notice: Notice, listing: Listing, now: Round, *, but_not: Role | None = None) -> None:
    """Who is away, has other work now or left cannot see to a case: it is the team's, as one that nobody has."""
    here = preferences.present(session, now.today, roles=telling.WORKERS)
    for one in here:
        if one.role is not but_not:
            found = duties.of_owner(session, listing, one.id or 0, limit=MOST_LINES)
            _list(session, notice, telling.colleague(one), found, now)
    found = duties.of_nobody(session, listing, [one.id or 0 for one in here], limit=MOST_LINES)
    _list(session, notice, telling.team(now.mailboxes.intake), found, now)


def _to_leads(session: Session, notice: Notice, listing: Listing, now: Round) -> None:
    found = duties.of_everybody(session, listing, limit=MOST_LINES)
    for lead in telling.colleagues(session, now.today, Role.TEAM_LEAD):
        _list(session, notice, lead, found, now)


def _list(session: Session, notice: Notice, to: Receiver, found: tuple[Sequence[Line], int], now: Round) -> None:
    rows, total = found
    if rows:
        _tell(session, notice, [to], now, **telling.listed(rows, total=total))


def _tell(session: Session, notice: Notice, receivers: Sequence[Receiver], now: Round, **context: Any) -> None:
    telling.tell(session, notice, receivers=receivers, at=now.at, domain=now.mailboxes.domain, **context)
