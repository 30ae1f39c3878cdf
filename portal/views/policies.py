"""What the site file and the settings say, in the shape that the use cases take."""

from __future__ import annotations

from urllib.parse import urlsplit

from portal import config
from portal.domain.vocabulary import Urgency
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes


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
    )
