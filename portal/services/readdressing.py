"""A reporter whom no mail reached: the address is put right, and the same mails start again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session

from portal.domain import mail_addresses
from portal.domain.errors import NotFound, Refused
from portal.domain.intake import text
from portal.domain.vocabulary import N_
from portal.models import Account, Case, Outbox, Referral
from portal.notify.notices import Notice
from portal.services import history
from portal.store import messages, unreached

FIELD = "email"
LONGEST = 254


REPORTERS = frozenset({Notice.RECEIPT, Notice.SELF_RECEIPT, Notice.QUESTION, Notice.QUESTION_REMINDER})
"""What goes to the reporter of one report."""


def dead(session: Session, case: Case) -> Sequence[tuple[Outbox, Referral]]:
    """The dead mails to reporters of this case, the oldest first, each with its report."""
    return unreached.dead(session, case.id or 0, REPORTERS)


def readdress(session: Session, case: Case, reference: str, address: str, *, by: Account, at: datetime) -> None:
    """Mail the reporter of one report where it arrives; every dead mail to them starts again.

    ``address`` is one that ``read`` gave. NotFound when none is dead. The report itself stays as it was sent.
    """
    theirs = [(mail, referral) for mail, referral in dead(session, case) if referral.reference == reference]
    if not theirs:
        raise NotFound(N_("Voor deze melder is er geen mail die niet aankwam."))
    referral = theirs[0][1]
    if address != referral.own_email:
        referral.corrected_email = address
    _start_again((mail for mail, _referral in theirs), address, at=at)
    data = {"referral": referral.reference, "mails": len(theirs)}
    history.record(session, case, "readdressed", data, by=by, at=at)


def read(typed: str) -> str:
    """The address as the wire has it; Refused, at ``email``, for what no mail server takes."""
    try:
        found = text.line(typed, max_length=LONGEST)
    except text.BadValue as bad:
        raise Refused(bad.message, field=FIELD, **bad.params) from None
    if not found:
        raise Refused(N_("Vul een e-mailadres in."), field=FIELD)
    try:
        return mail_addresses.bare(found)
    except Refused as fault:
        raise Refused(fault.message, field=FIELD) from None


def _start_again(mails: Iterable[Outbox], address: str, *, at: datetime) -> None:
    for mail in mails:
        mail.to_addr = address
        messages.revive(mail, at=at)
