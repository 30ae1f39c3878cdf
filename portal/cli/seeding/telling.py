"""Telling stories through the portal's own services, each step at its own time, and the nights between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col

from portal import tokens
from portal.cli.seeding import people
from portal.cli.seeding.story import Day, Step, Story
from portal.domain.triage import known
from portal.domain.triage.state import Objection
from portal.domain.vocabulary import CaseStatus
from portal.models import Account, Case, MailState, Outbox
from portal.services import claims, contacts, follow_up, intake, nightly, triage
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes, Sent
from portal.store import cases, referrals

JUST_NOW = timedelta(minutes=2)
FIRST_STEP = time(10, 5)
APART = timedelta(minutes=25)
UNCONFIRMED = 8
"""Of so many reporters one never opened the mailed link."""


@dataclass(frozen=True)
class Office:
    """Who works here, by what rules, and what time it is."""

    session: Session
    staff: Mapping[str, Account]
    policy: Policy
    mailboxes: Mailboxes
    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def moment(self, day: date, hour: time) -> datetime:
        """Then, or just now when that still lies ahead."""
        return min(datetime.combine(day, hour, tzinfo=self.zone), self.now - JUST_NOW)


@dataclass
class _Told:
    """A story that is under way."""

    story: Story
    reference: str = ""


def tell(office: Office, stories: Sequence[Story], chance: Random) -> None:
    """Everything in the order in which it happened; each night between recomputes what the day changed."""
    happened = sorted(_events(office, stories, chance), key=lambda event: event[0])
    night = office.today
    for number, (at, act) in enumerate(happened):
        day = at.astimezone(office.zone).date()
        if number and day > night:
            _nights(office, night, day)
        night = day
        act(at)
    _nights(office, night, office.today)
    _mails_of_the_past_were_sent(office)
    _leads_have_heard(office)


def _events(
    office: Office, stories: Sequence[Story], chance: Random
) -> list[tuple[datetime, Callable[[datetime], None]]]:
    events: list[tuple[datetime, Callable[[datetime], None]]] = []
    for serial, story in enumerate(stories):
        told = _Told(story)
        at = office.moment(story.received_on(office.today), story.hour) + _jitter(chance)
        events.append((at, _receiving(office, told, people.household(chance), people.landlord(chance))))
        if serial % UNCONFIRMED:
            events.append((min(at + APART, office.now), _confirming(office, told)))
        for number, step in enumerate(story.steps):
            day = max(Day(-step.ago).on(office.today), at.astimezone(office.zone).date())
            at = max(at, office.moment(day, FIRST_STEP)) + APART * (number % 3)
            events.append((min(at, office.now), _doing(office, told, step)))
    return events


def _jitter(chance: Random) -> timedelta:
    return -timedelta(seconds=chance.randrange(600))


def _receiving(office: Office, told: _Told, household: people.Household, reporter: str) -> Callable[[datetime], None]:
    def receive(at: datetime) -> None:
        answers = told.story.answers(household, reporter, office.today)
        sent = Sent(kind=told.story.kind, answers=answers, submission_key=tokens.random_key(), language="nl")
        told.reference = intake.receive(
            office.session,
            sent,
            at=at,
            today=at.astimezone(office.zone).date(),
            policy=office.policy,
            mailboxes=office.mailboxes,
        ).reference

    return receive


def _confirming(office: Office, told: _Told) -> Callable[[datetime], None]:
    def confirm(at: datetime) -> None:
        referral = referrals.by_reference(office.session, told.reference)
        if referral is not None and referral.is_unconfirmed:
            follow_up.confirm(office.session, referral, at=at)

    return confirm


def _doing(office: Office, told: _Told, step: Step) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        case = cases.by_reference(office.session, told.reference)
        given = {name: _typed(value, office.today) for name, value in step.given.items()}
        VERBS[step.verb](office, case, given, office.staff[step.by], at)

    return do


def _typed(value: str | Day, today: date) -> str:
    return value.on(today).isoformat() if isinstance(value, Day) else value


Verb = Callable[[Office, Case, dict[str, str], Account, datetime], None]


def _day(office: Office, at: datetime) -> date:
    return at.astimezone(office.zone).date()


def _claim(office: Office, case: Case, _given: dict[str, str], by: Account, at: datetime) -> None:
    claims.claim(office.session, case, by=by, at=at, today=_day(office, at))


def _move(office: Office, case: Case, given: dict[str, str], by: Account, at: datetime) -> None:
    to, today = CaseStatus(given.pop("to")), _day(office, at)
    triage.move(office.session, case, to, given, by=by, at=at, today=today, policy=office.policy)


def _ask(office: Office, case: Case, given: dict[str, str], by: Account, at: datetime) -> None:
    triage.ask(office.session, case, given, by=by, at=at, today=_day(office, at), policy=office.policy)


def _note(office: Office, case: Case, given: dict[str, str], by: Account, at: datetime) -> None:
    triage.note(office.session, case, given["text"], by=by, at=at)


def _fact(office: Office, case: Case, given: dict[str, str], by: Account, at: datetime) -> None:
    today = _day(office, at)
    learned = known.read(given, today=today)
    triage.add_fact(office.session, case, learned, by=by, at=at, today=today, policy=office.policy)


def _next(office: Office, case: Case, given: dict[str, str], by: Account, at: datetime) -> None:
    on = date.fromisoformat(given["on"])
    today = _day(office, at)
    triage.set_next(office.session, case, on, given["text"], by=by, at=at, today=today, policy=office.policy)


def _reach(office: Office, case: Case, _given: dict[str, str], by: Account, at: datetime) -> None:
    triage.reach(office.session, case, by=by, at=at, today=_day(office, at), policy=office.policy)


def _attempt(office: Office, case: Case, given: dict[str, str], by: Account, at: datetime) -> None:
    today = _day(office, at)
    typed = {**given, "tried_on": today.isoformat()}
    contacts.record(office.session, case, typed, by=by, at=at, today=today, policy=office.policy)


def _objection(office: Office, case: Case, given: dict[str, str], by: Account, at: datetime) -> None:
    decision, today = Objection(given["decision"]), _day(office, at)
    triage.decide_objection(
        office.session, case, decision, given["reason"], by=by, at=at, today=today, policy=office.policy
    )


VERBS: Mapping[str, Verb] = {
    "claim": _claim,
    "move": _move,
    "ask": _ask,
    "note": _note,
    "fact": _fact,
    "next": _next,
    "attempt": _attempt,
    "reach": _reach,
    "objection": _objection,
}


def _nights(office: Office, last: date, until: date) -> None:
    """The nightly run of every day after ``last``, up to and including ``until``."""
    for number in range((until - last).days):
        day = last + timedelta(days=number + 1)
        nightly.recompute_due(office.session, today=day, at=office.moment(day, time(0, 1)), policy=office.policy)


def _mails_of_the_past_were_sent(office: Office) -> None:
    """Only today's mails still leave: those of the past days are history."""
    midnight = datetime.combine(office.today, time(), tzinfo=office.zone)
    past = sa.update(Outbox).where(col(Outbox.state) == MailState.PENDING, col(Outbox.created_at) < midnight)
    office.session.execute(past.values(state=MailState.SENT, finished_at=col(Outbox.created_at)))


def _leads_have_heard(office: Office) -> None:
    """Of what lay there for too long in the past the team leads are not told now."""
    past = sa.update(Case).where(col(Case.escalate_at) <= office.now).execution_options(synchronize_session=False)
    office.session.execute(past.values(escalate_at=None))
