"""Whom to phone before anything else: the service while it is open, whoever is on duty at other hours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from portal import clock, config
from portal.domain.intake import crisis
from portal.models import Referral
from portal.notify.reading import next_reading


def numbers(answers: Mapping[str, object]) -> tuple[str, ...]:
    """The numbers to show on top, none when nothing in these answers is a crisis."""
    return _now(clock.now()) if crisis.cannot_wait(answers) else ()


def of(referral: Referral) -> tuple[str, ...]:
    """The same for a report that was sent."""
    return numbers({name: getattr(referral, name) for name in crisis.CRISIS})


def _now(moment: datetime) -> tuple[str, ...]:
    site = config.site()
    reading = next_reading(moment, hours=site.opening_hours.on, closing_days=site.closing_days)
    is_open = reading == moment.astimezone(clock.BRUSSELS)
    return (site.phone,) if is_open else (site.duty_phone, site.phone)
