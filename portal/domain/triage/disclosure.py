"""What a reporter may see: a whitelist, made from a few plain values and never from a case (triage.md).

It happens in two steps. ``words`` boils the statuses of a case down to four, in which declined, not reached,
in guidance and closed are one and the same; ``project`` sees only those. So nothing else can reach the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from portal.domain.deadlines.calendar import days_after
from portal.domain.vocabulary import N_, CaseStatus


class StatusWord(StrEnum):
    """All that leaves the statuses of a case in the direction of a reporter."""

    RECEIVED = "received"
    READ = "read"
    ASKING = "asking"
    OUTSIDE = "outside"


WORDS: Mapping[CaseStatus, StatusWord] = {
    CaseStatus.RECEIVED: StatusWord.RECEIVED,
    CaseStatus.IN_TRIAGE: StatusWord.READ,
    CaseStatus.WAITING_FOR_REPORTER: StatusWord.ASKING,
    CaseStatus.CONTACTING: StatusWord.READ,
    CaseStatus.ASSIGNED: StatusWord.READ,
    CaseStatus.IN_GUIDANCE: StatusWord.READ,
    CaseStatus.REFERRED_ON: StatusWord.READ,
    CaseStatus.TENANT_DECLINED: StatusWord.READ,
    CaseStatus.NOT_REACHED: StatusWord.READ,
    CaseStatus.OUT_OF_AREA: StatusWord.OUTSIDE,
    CaseStatus.CLOSED: StatusWord.READ,
}


class Sentence(StrEnum):
    """The three standard sentences that a tenant may release, one by one, to one reporter."""

    CONTACT = "contact"
    GUIDANCE = "guidance"
    ARRANGEMENTS = "arrangements"


SENTENCE_LABELS = {
    Sentence.CONTACT: N_("Wij hadden contact met de huurder."),
    Sentence.GUIDANCE: N_("De begeleiding is gestart."),
    Sentence.ARRANGEMENTS: N_("Er zijn afspraken gemaakt."),
}


@dataclass(frozen=True, slots=True)
class Release:
    """The tenant's permission for one sentence, up to and including a day; a revoked one is not passed in."""

    sentence: Sentence
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """All there is to project from. Every value is the referral's own but the words."""

    words: frozenset[StatusWord]
    was_asked: bool
    lies_outside: bool
    received_on: date
    withdrawn: bool = False
    releases: tuple[Release, ...] = ()


@dataclass(frozen=True, slots=True)
class ReporterStatus:
    """The page's content: message ids, and sentences of our own. ``asks`` shows the question form, ``forms_offered``
    the other two."""

    word: str
    text: str
    forms_offered: bool
    asks: bool = False
    releases: tuple[Sentence, ...] = ()


RECEIVED = ReporterStatus(
    N_("Ontvangen"),
    N_("Wij hebben uw aanmelding goed ontvangen. Een medewerker leest ze zo snel mogelijk."),
    forms_offered=True,
)
IN_HAND = ReporterStatus(
    N_("In behandeling"),
    N_(
        "Een medewerker heeft uw aanmelding gelezen."
        " Wij hebben beroepsgeheim: over wie u aanmeldde en over het vervolg kunnen wij niets zeggen."
    ),
    forms_offered=True,
)
ASKED = ReporterStatus(
    N_("We hebben een vraag voor u"),
    N_("Een medewerker heeft uw aanmelding gelezen en wil u iets vragen."),
    forms_offered=True,
    asks=True,
)
OUTSIDE = ReporterStatus(
    N_("Niet bevoegd: adres buiten het werkingsgebied"),
    N_("Het adres dat u opgaf, ligt buiten ons werkingsgebied. Het OCMW van die gemeente kan helpen."),
    forms_offered=True,
)
WITHDRAWN = ReporterStatus(
    N_("U trok uw aanmelding in"),
    N_("U hoeft niets meer te doen."),
    forms_offered=False,
)
HANDLED = ReporterStatus(
    N_("Afgehandeld"),
    N_(
        "Uw aanmelding is afgehandeld."
        " Wij hebben beroepsgeheim: over de huurder en over het resultaat kunnen wij niets zeggen."
    ),
    forms_offered=False,
)

ABOUT_ONESELF = {
    IN_HAND.text: N_(
        "Een medewerker heeft uw aanmelding gelezen."
        " Wij hebben beroepsgeheim: wat wij met u bespreken, staat nooit op deze pagina."
    ),
    HANDLED.text: N_(
        "Uw aanmelding is afgehandeld."
        " Wij hebben beroepsgeheim: wat wij met u bespraken, staat nooit op deze pagina."
        " Hebt u nog hulp nodig? Bel ons."
    ),
}
"""Texts that speak of "the tenant", and what stands there for the tenant."""


def words(path: Sequence[CaseStatus], *, ever_joined: bool = False) -> frozenset[StatusWord]:
    """What the statuses that a case has had, the present one last, may tell: a question only while it is open.

    The whole path counts, so that a page only goes forward: "outside the area" does not vanish when the case is
    closed, and a referral that was ever joined to a case has been read, also after it was taken out again.
    """
    reached = {StatusWord.READ if word is StatusWord.ASKING else word for word in map(WORDS.__getitem__, path)}
    joined = {StatusWord.READ} if ever_joined else set()
    return frozenset(reached | joined | {WORDS[status] for status in path[-1:]})


def project(seen: Seen, *, today: date, closing_days: int) -> ReporterStatus:
    """The first row that applies; ``closing_days`` (90 in the site file) after receipt it is the same for all."""
    if today >= days_after(seen.received_on, closing_days):
        return HANDLED
    status = next(status for applies, status in WHITELIST if applies(seen))
    return replace(status, releases=_released(seen, today)) if status.forms_offered else status


def to_tenants(text: str) -> str:
    """The same sentence, for who reported about themselves: it says no more, and speaks of no other person."""
    return ABOUT_ONESELF.get(text, text)


def _is_asked(seen: Seen) -> bool:
    return seen.was_asked and StatusWord.ASKING in seen.words


def _is_outside(seen: Seen) -> bool:
    return seen.lies_outside and StatusWord.OUTSIDE in seen.words and not _is_asked(seen)


WHITELIST: tuple[tuple[Callable[[Seen], bool], ReporterStatus], ...] = (
    (lambda seen: seen.withdrawn, WITHDRAWN),
    (_is_outside, OUTSIDE),
    (_is_asked, ASKED),
    (lambda seen: bool(seen.words - {StatusWord.RECEIVED}), IN_HAND),
    (lambda _: True, RECEIVED),
)
"""The design's table from the bottom. An open question to this reporter is shown whatever was shown before."""


def _released(seen: Seen, today: date) -> tuple[Sentence, ...]:
    """In the order of our own list, so that it tells nothing of when each was given."""
    valid = {release.sentence for release in seen.releases if today <= release.until}
    return tuple(sentence for sentence in Sentence if sentence in valid)
