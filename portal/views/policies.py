"""What the site file and the settings say, in the shape that the use cases take."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request
from sqlmodel import Session

from portal import clock, config
from portal.domain.vocabulary import Urgency
from portal.services import limits
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes
from portal.services.limits import Limit


def policy() -> Policy:
    """The targets and closing days that the clock works with."""
    site = config.site()
    return Policy(
        targets={level: site.targets.for_level(level) for level in Urgency},
        closing_days=frozenset(site.closing_days),
        postcodes=frozenset(site.postcodes),
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
