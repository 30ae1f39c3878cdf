"""Reports that staff type in for somebody: by phone, at the desk, by post, and petitions from the court registry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from portal.domain.errors import Refused
from portal.domain.intake import channels, checking
from portal.domain.intake.questions import Answer, Answers
from portal.domain.vocabulary import N_, Channel, Kind
from portal.models import Account, Referral
from portal.services import claims, intake
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes, Sent
from portal.store import cases, petitions, referrals

SAME_PETITION = timedelta(days=90)
"""A petition with the same number is looked for this far back."""


@dataclass(frozen=True)
class Heard:
    """A report as a colleague typed it in."""

    kind: Kind
    channel: Channel
    answers: Answers
    submission_key: str
    short: bool = False
    """A tenant who phones leaves a number to call, and no more."""
    claims: bool = False
    """Who typed it in takes the case at once."""


def enter(
    session: Session, heard: Heard, *, by: Account, at: datetime, today: date, policy: Policy, mailboxes: Mailboxes
) -> Referral:
    """Store the report through the one way in that all channels have, with the name of who typed it in.

    The same submission key gives the same referral, and claims nothing again. Raises Refused as
    ``intake.receive`` does, and when something that its kind is asked is not answered.
    """
    before = referrals.by_submission_key(session, heard.submission_key)
    if before is not None:
        return before
    _require_whole(heard, today)
    # Nobody of the team fills a stranger's mailbox, so the registry gets a receipt for each of its petitions.
    unbounded = replace(mailboxes, factor=0)
    referral = intake.receive(session, _sent(heard, by), at=at, today=today, policy=policy, mailboxes=unbounded)
    if heard.claims:
        claims.claim(session, cases.locked(session, referral.case_id), by=by, at=at, today=today)
    return referral


def same_petition(session: Session, kind: Kind, answers: Answers, *, today: date) -> list[str]:
    """The references of petitions with the same number, of the last 90 days, the newest first.

    Until the transaction ends none comes in beside it, so that two who send one petition at once do not store it twice.
    """
    numbers = channels.numbers(answers)
    if kind is not Kind.COURT_REGISTRY or not numbers:
        return []
    petitions.one_at_a_time(session)
    recent = referrals.petitions(session, since=today - SAME_PETITION)
    return [one.reference for one in recent if not numbers.isdisjoint(channels.numbers(intake.answers_of(one)))]


def registry(session: Session, *, today: date) -> dict[str, Answer]:
    """What the registry wrote about itself on the last petition, so that nobody types it for each."""
    recent = referrals.petitions(session, since=today - SAME_PETITION)
    return checking.own(intake.answers_of(recent[0])) if recent else {}


def _require_whole(heard: Heard, today: date) -> None:
    if heard.channel not in channels.of(heard.kind):
        raise Refused(N_("Zo kan deze melding niet ingevoerd worden."))
    if not heard.short and checking.complete(heard.kind, heard.answers, today=today) is not None:
        raise Refused(N_("Nog niet alles is ingevuld. Kijk de vragen na."))


def _sent(heard: Heard, by: Account) -> Sent:
    return Sent(
        kind=heard.kind,
        answers=heard.answers,
        submission_key=heard.submission_key,
        language="nl",
        channel=heard.channel,
        entered_by_id=by.id,
        short=heard.short,
    )
