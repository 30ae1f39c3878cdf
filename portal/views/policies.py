"""What the site file and the settings say, in the shape that the use cases take."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlsplit

from flask import request
from sqlmodel import Session

from portal import clock, config
from portal.domain.deadlines import hours
from portal.domain.triage.fund import Fund
from portal.domain.vocabulary import Pathway, Urgency
from portal.models import Case
from portal.services import asking, limits
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes
from portal.services.limits import Limit


def policy() -> Policy:
    """The targets and closing days that the clock works with, where we work and what we have to offer."""
    site = config.site()
    fund = site.fund
    return Policy(
        targets={level: site.targets.for_level(level) for level in Urgency},
        closing_days=frozenset(site.closing_days),
        hours=hours.named(site.opening_hours.on),
        postcodes=frozenset(site.postcodes),
        places={Pathway.CRISIS: site.places.crisis, Pathway.DW: site.places.transition},
        fund=Fund(from_months=fund.from_months, to_months=fund.to_months, highest_eur=fund.highest_eur),
    )


def mailboxes() -> Mailboxes:
    """Who is told of a new referral."""
    settings = config.settings()
    return Mailboxes(
        intake=settings.intake_mailbox,
        duty=settings.duty_mailbox,
        domain=urlsplit(settings.base_url).hostname or "localhost",
        factor=settings.rate_limits,
    )


def tell_of_question(session: Session, case: Case, *, at: datetime, today: date) -> None:
    """Mail the reporter of a question that was just put, if one was, and if a page will show it."""
    closing_days = config.site().closing_day
    asking.tell(session, case, at=at, mailboxes=mailboxes(), today=today, closing_days=closing_days)


def count(session: Session, limit: Limit, *, address: str = "") -> None:
    """Count what is being done for this network, and for this address if there is one; TooMany becomes a 429.

    As late in the transaction as it can be: see ``limits.count``.
    """
    settings = config.settings()
    limits.count(
        session,
        limit,
        secret=settings.secret_keys[0],
        network=request.remote_addr or "",
        address=address,
        at=clock.now(),
        factor=settings.rate_limits,
    )
