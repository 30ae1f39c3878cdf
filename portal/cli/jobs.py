"""What the worker does at which times: a table of jobs, each with the rule of its times and its work.

Whoever reports gets reminders at a decent hour of a working day; what only puts right what is stored happens at night.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from functools import partial

from sqlmodel import Session

from portal import clock, config
from portal.domain.deadlines.recurring import Daily, Every, WorkingDays
from portal.notify import telling
from portal.notify.schedule import Job, Turn
from portal.services import escalating, nightly, questions, reminding, resume, throttling
from portal.services.reminding import Round
from portal.store import drafts
from portal.views import policies


def escalate(session: Session, turn: Turn) -> None:
    """Tell the team leads of what nobody took in time."""
    escalating.reckon(session, at=turn.at, policy=policies.policy())
    escalating.untaken(session, at=turn.at, today=turn.today, mailboxes=policies.mailboxes())


def close_questions(session: Session, turn: Turn) -> None:
    """Questions to a reporter that nobody answered: their cases come back to the team."""
    questions.close_unanswered(session, at=turn.at, today=turn.today, policy=policies.policy())


def recompute(session: Session, turn: Turn) -> None:
    """What the new day changes about the cases: levels that rise, and what is overdue now."""
    nightly.recompute_due(
        session, today=turn.today, at=turn.at, policy=policies.policy(), mailboxes=policies.mailboxes()
    )


def forget_drafts(session: Session, turn: Turn) -> None:
    """Reports that were begun and left alone for the days that the site file gives them."""
    drafts.delete_older(session, turn.at - timedelta(days=config.site().retention.draft_days), at=turn.at)


def forget_counters(session: Session, turn: Turn) -> None:
    """Counters of failed sign-ins whose window is over."""
    throttling.forget(session, turn.at)


def check_tallies(session: Session, _turn: Turn) -> None:
    """The counters of the queue's views, against an exact count."""
    nightly.check_tallies(session)


def remind_of_drafts(session: Session, turn: Turn) -> None:
    """Reports that were begun, for whoever asked for a link back."""
    alive_since = turn.at - timedelta(days=config.site().retention.draft_days)
    resume.remind(session, today=turn.today, at=turn.at, alive_since=alive_since, mailboxes=policies.mailboxes())


def remind_of_questions(session: Session, turn: Turn) -> None:
    """Questions to a reporter that have been open for some days."""
    questions.remind(
        session,
        at=turn.at,
        today=turn.today,
        policy=policies.policy(),
        mailboxes=policies.mailboxes(),
        closing_days=config.site().closing_day,
    )


def tell_of_dead_letters(session: Session, turn: Turn) -> None:
    """Mails that nobody will get unless staff look at them."""
    reminding.dead_letters(session, _round(turn), since=turn.since)


def send_digests(session: Session, turn: Turn) -> None:
    """What somebody did not want to be told at once, after all of the morning."""
    mailboxes = policies.mailboxes()
    telling.send_digests(session, team_address=mailboxes.intake, at=turn.at, domain=mailboxes.domain)


def _tells(of: Callable[[Session, Round], None]) -> Callable[[Session, Turn], None]:
    """A list for the team as the work of a job."""

    def work(session: Session, turn: Turn) -> None:
        of(session, _round(turn))

    return work


def _round(turn: Turn) -> Round:
    after = turn.today - timedelta(days=1) if turn.since is None else clock.day_of(turn.since)
    days = {"today": turn.today, "after": after}
    rules, mailboxes = policies.policy(), policies.mailboxes()
    return Round(at=turn.at, since=turn.since, **days, policy=rules, mailboxes=mailboxes)


MIDNIGHT = Daily(time())
MORNING = WorkingDays(time(8))
AFTER_THE_MORNING = WorkingDays(time(8, 5))
AFTERNOON = WorkingDays(time(14))
DECENT = WorkingDays(time(9), until=time(18))
at_night = partial(Job, rule=MIDNIGHT, at_once=True)

JOBS = (
    Job("escalation", Every(1), escalate),
    at_night("questions", work=close_questions),
    at_night("recompute", work=recompute),
    at_night("drafts", work=forget_drafts),
    at_night("counters", work=forget_counters),
    at_night("tallies", work=check_tallies),
    Job("due_today", MORNING, _tells(reminding.due_today)),
    Job("objections", MORNING, _tells(reminding.objections)),
    Job("unanswered", MORNING, _tells(reminding.unanswered)),
    Job("terms", MORNING, _tells(reminding.ending)),
    Job("art14", MORNING, _tells(reminding.untold)),
    Job("dead_letters", MORNING, tell_of_dead_letters),
    Job("digest", AFTER_THE_MORNING, send_digests),
    Job("draft_reminders", DECENT, remind_of_drafts),
    Job("question_reminders", DECENT, remind_of_questions),
    Job("overdue", AFTERNOON, _tells(reminding.overdue)),
)
"""In the order in which those of one time are done: the clock of the cases before any list of them."""
