"""The way back to a report that was begun: a mailed link for whoever asks for it, and two reminders."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta

from sqlmodel import Session

from portal import tokens
from portal.domain.errors import Refused
from portal.domain.vocabulary import Kind
from portal.models import Draft
from portal.notify import outbox
from portal.notify.notices import Notice
from portal.services.intake import Mailboxes
from portal.store import drafts, messages

REMIND_AFTER = (3, 10)
"""Days after the link was asked for."""


def ask(
    session: Session, draft: Draft, *, address: str, language: str, at: datetime, today: date, mailboxes: Mailboxes
) -> None:
    """Mail a link back to this draft, and remind of it; whoever asks again starts the days anew."""
    _note_address(draft, address)
    draft.language = language
    draft.resume_key = draft.resume_key or tokens.random_key()
    draft.remind_on = today + timedelta(days=REMIND_AFTER[0])
    draft.reminders = 0
    draft.active_at = at
    _mail(session, Notice.RESUME, draft, address, at=at, mailboxes=mailboxes)


def address_of(draft: Draft) -> str:
    """The reporter's own address; a tenant's stands with the answers, as only a tenant's draft may hold it."""
    given = (draft.answers or {}).get("tenant_email") if draft.kind is Kind.TENANT else draft.own.get("reporter_email")
    return str(given or "")


def stop_reminding(session: Session, draft: Draft, *, at: datetime) -> None:
    """No reminders any more, nor one that is about to leave; the link still works."""
    draft.remind_on = None
    messages.cancel(session, matters=[draft.resume_key or ""], notices=[Notice.REMINDER], at=at)


def remind(session: Session, *, today: date, at: datetime, alive_since: datetime, mailboxes: Mailboxes) -> int:
    """Put aside the reminders that are due; their number.

    It takes batches and may be asked again at any time: a draft that was reminded has its next day or none. Days
    that were missed are made up for by one mail.
    """
    reminded = 0
    while batch := drafts.to_remind(session, today, alive_since=alive_since):
        for draft in batch:
            _remind(session, draft, today=today, at=at, mailboxes=mailboxes)
        session.flush()
        reminded += len(batch)
    return reminded


def _remind(session: Session, draft: Draft, *, today: date, at: datetime, mailboxes: Mailboxes) -> None:
    asked_on = (draft.remind_on or today) - timedelta(days=REMIND_AFTER[draft.reminders])
    to_come = [day for day in (asked_on + timedelta(days=days) for days in REMIND_AFTER) if day > today]
    draft.reminders = len(REMIND_AFTER) - len(to_come)
    draft.remind_on = next(iter(to_come), None)
    if address := address_of(draft):
        # It may have been changed since to one that no mail server takes; the other drafts must not wait for it.
        with suppress(Refused):
            _mail(session, Notice.REMINDER, draft, address, at=at, mailboxes=mailboxes)


def _note_address(draft: Draft, address: str) -> None:
    if draft.kind is Kind.TENANT:
        draft.answers = {**(draft.answers or {}), "tenant_email": address}
    else:
        draft.own = {**draft.own, "reporter_email": address}


def _mail(session: Session, notice: Notice, draft: Draft, address: str, *, at: datetime, mailboxes: Mailboxes) -> None:
    outbox.offer(
        session,
        notice,
        to=address,
        language=draft.language,
        at=at,
        domain=mailboxes.domain,
        factor=mailboxes.factor,
        resume=draft.resume_key,
    )
