"""The site file: what a town changes without touching code."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from portal.config import checks
from portal.config.errors import ConfigError
from portal.config.toml import build

ON_TIME = {0: "u0", 1: "u1", 2: "u2", 3: "u3", 4: "u4"}


def _checked(check: Callable[[Any], str | None]) -> Any:
    return field(metadata={"check": check})


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where people can come or write."""

    name: str = _checked(checks.filled)
    street: str = _checked(checks.filled)
    postcode: str = _checked(checks.filled)
    town: str = _checked(checks.filled)


@dataclass(frozen=True, kw_only=True)
class Controller:
    """Who answers for the personal data."""

    name: str = _checked(checks.filled)
    enterprise_number: str = _checked(checks.filled)
    address: Address


@dataclass(frozen=True, kw_only=True)
class DataProtectionOfficer:
    """Whom to write to about personal data."""

    name: str = _checked(checks.filled)
    email: str = _checked(checks.mailbox)


@dataclass(frozen=True, kw_only=True)
class Office(Address):
    """An authority that hears complaints."""

    url: str = _checked(checks.website)
    email: str = _checked(checks.mailbox)
    phone: str = _checked(checks.telephone)


@dataclass(frozen=True, kw_only=True)
class Privacy:
    """What the privacy page says beyond controller, DPO and terms."""

    processors: tuple[str, ...]
    """Who handles the data for us; none is said as such."""
    transfers: str = _checked(checks.filled)
    authorities: tuple[Office, ...]


@dataclass(frozen=True, kw_only=True)
class Accessibility:
    """Whom to tell what does not work, where to complain, and when the statement was last looked over."""

    email: str = _checked(checks.mailbox)
    reviewed_on: date
    complaints: Office


@dataclass(frozen=True, kw_only=True)
class OpeningHours:
    """Hours per weekday as ``09:00-12:00``; no hours is closed."""

    monday: tuple[str, ...] = field(default=(), metadata={"check": checks.slots})
    tuesday: tuple[str, ...] = field(default=(), metadata={"check": checks.slots})
    wednesday: tuple[str, ...] = field(default=(), metadata={"check": checks.slots})
    thursday: tuple[str, ...] = field(default=(), metadata={"check": checks.slots})
    friday: tuple[str, ...] = field(default=(), metadata={"check": checks.slots})
    saturday: tuple[str, ...] = field(default=(), metadata={"check": checks.slots})
    sunday: tuple[str, ...] = field(default=(), metadata={"check": checks.slots})

    def on(self, weekday: int) -> tuple[tuple[time, time], ...]:
        """From and to, of a weekday counted from Monday = 0."""
        week = (self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday)
        return tuple(_hours(text) for text in week[weekday])


@dataclass(frozen=True, kw_only=True)
class SafetyLine:
    """A number to call first; ``when`` completes "bij ..."."""

    number: str = _checked(checks.telephone)
    name: str = _checked(checks.filled)
    when: str = _checked(checks.filled)


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """Who helps outside the served postcodes; without postcodes it is the answer for all others."""

    name: str = _checked(checks.filled)
    url: str = _checked(checks.website)
    postcodes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Targets:
    """Working days to a first contact, per level; 0 is the same day."""

    u0: int = _checked(checks.between(0, 60))
    u1: int = _checked(checks.between(0, 60))
    u2: int = _checked(checks.between(0, 60))
    u3: int = _checked(checks.between(0, 60))
    u4: int = _checked(checks.between(0, 60))

    def for_level(self, level: int) -> int:
        """The target of an urgency given as its number."""
        found: int = getattr(self, ON_TIME[level])
        return found


@dataclass(frozen=True, kw_only=True)
class Retention:
    """How long what is kept; ``guided_months`` has no default, an archivist decides."""

    confirmed: bool
    draft_days: int = _checked(checks.between(1, 90))
    unfounded_months: int = _checked(checks.between(1, 120))
    never_guided_months: int = _checked(checks.between(1, 120))
    guided_months: int | None = field(default=None, metadata={"check": checks.between(1, 1200)})
    network_addresses_days: int = _checked(checks.between(1, 365))
    audit_months: int = _checked(checks.between(1, 240))


@dataclass(frozen=True, kw_only=True)
class Fund:
    """The eviction fund: from and to how many months of arrears, and the highest amount when there is one."""

    from_months: int = _checked(checks.between(0, 60))
    to_months: int = _checked(checks.between(0, 60))
    highest_eur: int | None = field(default=None, metadata={"check": checks.between(1, 100_000)})


@dataclass(frozen=True, kw_only=True)
class Places:
    """The dwellings in which people stay, by name; a list that is left empty asks for no name."""

    crisis: tuple[str, ...] = field(default=(), metadata={"check": checks.names})
    transition: tuple[str, ...] = field(default=(), metadata={"check": checks.names})


@dataclass(frozen=True, kw_only=True)
class Colours:
    """What carries the town's colour; white text must be readable on it."""

    accent: str = _checked(checks.readable_colour)


@dataclass(frozen=True, kw_only=True)
class Site:
    """One town's words, numbers and lists."""

    service_name: str = _checked(checks.filled)
    town: str = _checked(checks.filled)
    logo_text: str = _checked(checks.filled)
    phone: str = _checked(checks.telephone)
    duty_phone: str = _checked(checks.telephone)
    mailbox: str = _checked(checks.mailbox)
    addresses: tuple[Address, ...]
    controller: Controller
    dpo: DataProtectionOfficer
    privacy: Privacy
    accessibility: Accessibility
    security_mailbox: str = _checked(checks.mailbox)
    opening_hours: OpeningHours
    closing_days: tuple[date, ...]
    safety_lines: tuple[SafetyLine, ...]
    court: str = _checked(checks.filled)
    police_zone: str = _checked(checks.four_digits)
    postcodes: tuple[str, ...] = _checked(checks.postcodes)
    elsewhere_text: str = _checked(checks.filled)
    elsewhere: tuple[Elsewhere, ...]
    targets: Targets
    closing_day: int = _checked(checks.between(30, 365))
    """Days after receipt on which every reporter reads "Afgehandeld"."""
    reviewed_texts: tuple[str, ...] = field(default=("nl",), metadata={"check": checks.ready_texts})
    """The languages in which somebody who speaks them read the texts that a reporter can send to a tenant."""
    retention: Retention
    fund: Fund
    places: Places = field(default_factory=Places)
    colours: Colours

    def serves(self, postcode: str) -> bool:
        """Whether an address with this postcode is ours."""
        return postcode in self.postcodes

    def elsewhere_for(self, postcode: str) -> Elsewhere:
        """Who helps at this postcode; the entry without postcodes answers for all others."""
        return next(place for place in self.elsewhere if postcode in place.postcodes or not place.postcodes)


def read_site(path: Path, language: str = "nl") -> Site:
    """The site in a TOML file, its texts in one language; ConfigError names the key that is wrong, in one line."""
    try:
        found = _built(path.read_text(encoding="utf-8"), language)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"The site file {path} is not TOML: {error}.") from None
    except ConfigError as error:
        raise ConfigError(f"The site file {path} is wrong: {error}") from None
    for is_wrong, words in TOGETHER:
        if is_wrong(found):
            raise ConfigError(f"The site file {path} is wrong: {words}.")
    return found


TOGETHER: tuple[tuple[Callable[[Site], bool], str], ...] = (
    (
        lambda site: not site.elsewhere or bool(site.elsewhere[-1].postcodes),
        "elsewhere must end with an entry without postcodes",
    ),
    (lambda site: bool({*site.places.crisis} & {*site.places.transition}), "places must name each dwelling once"),
    (lambda site: site.fund.from_months > site.fund.to_months, "fund.from_months must not lie above fund.to_months"),
)
"""What no key can be wrong about alone."""


@lru_cache(maxsize=16)
def _built(text: str, language: str) -> Site:
    return build(Site, tomllib.loads(text), language=language)


def _hours(text: str) -> tuple[time, time]:
    start, _, end = text.partition("-")
    return time.fromisoformat(start), time.fromisoformat(end)
