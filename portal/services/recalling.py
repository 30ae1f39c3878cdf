"""Mails whose matter is over do not leave any more: they are called off in the transaction that ends it.

Only what is about the report or the question itself. What tells the team of a case leaves also when the report that it
began with was withdrawn (that nobody took it, that the night made it acute, a list, a line of a digest): the case stays
on the desk, and who decides about it must hear of it.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from portal.models import Case, Referral
from portal.notify.notices import QUESTIONS, TO_REPORTER
from portal.store import messages, unreached


def report(session: Session, case: Case, referral: Referral, *, at: datetime) -> None:
    """It was withdrawn: its reporter knows that we had it, and it is not new to the team, nor acute, any more.

    The case itself says so on the desk, and as long as nobody takes it the team leads still hear of it.
    """
    if messages.cancel(session, referral_id=referral.id, at=at):
        _see_who_is_missed(session, case, {case.id or 0, referral.case_id})


def question(session: Session, case: Case, *, at: datetime) -> None:
    """The open question of a case ended, however it did: it is neither put nor repeated any more."""
    if case.question is not None and messages.cancel(session, case_id=case.id, notices=QUESTIONS, at=at):
        _see_who_is_missed(session, case, {case.id or 0})


def _see_who_is_missed(session: Session, case: Case, case_ids: set[int]) -> None:
    """A reporter whom no mail reached need not be reached when nothing is left to tell."""
    case.unreached = case.unreached and unreached.any_dead(session, case_ids, TO_REPORTER)
