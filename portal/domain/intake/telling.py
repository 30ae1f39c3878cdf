"""How a reporter tells the tenant: why, what to say, and a ready text in the tenant's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import NamedTuple

from portal.domain.intake.ready_texts import DOCTORS_LETTERS, FROM_RIGHT, LETTERS, NAMES, OPENINGS, SUBJECTS
from portal.domain.vocabulary import N_, Kind

ORIGINAL = "nl"
KINDS = frozenset(OPENINGS[ORIGINAL]) | {Kind.DOCTOR}
"""Who has a tenant to tell; a tenant who reports has not."""
LEFT_TO_RIGHT = "\u200e"
"""A mark before a number, or its groups would change places in a text from right to left."""


@dataclass(frozen=True)
class Advice:
    """What the page for "not yet" says, as message ids."""

    title: str
    why: str
    sentences: tuple[str, str, str]
    """To be said as they stand."""
    how: str
    ask: str
    """What to do when it is not known whether the tenant knows."""
    come_back: str
    told: str
    """What whoever comes back says."""


class Piece(NamedTuple):
    """A part of a ready text; ``value`` names what stands there: a name or a number, in letters from left to right."""

    text: str
    value: str = ""


@dataclass(frozen=True)
class ReadyText:
    """One text in one language."""

    language: str
    subject: str
    pieces: tuple[Piece, ...]

    @property
    def name(self) -> str:
        return NAMES[self.language]

    @property
    def direction(self) -> str:
        return "rtl" if self.language in FROM_RIGHT else "ltr"

    @property
    def text(self) -> str:
        """The whole of it, as it is copied and sent."""
        return "".join(piece.text for piece in self.pieces)


def ready_text(kind: Kind, language: str, *, values: Mapping[str, str]) -> ReadyText:
    """What this kind of reporter can send; ``values`` are the service, the house and the phone number."""
    marked = {**values, "phone": LEFT_TO_RIGHT + values["phone"]} if language in FROM_RIGHT else values
    return ReadyText(language, SUBJECTS[language], tuple(_pieces(kind, language, marked)))


def advice(kind: Kind) -> Advice:
    """What to tell this kind of reporter."""
    return ADVICE.get(kind, TO_TENANTS)


def _pieces(kind: Kind, language: str, values: Mapping[str, str]) -> list[Piece]:
    template = DOCTORS_LETTERS[language] if kind is Kind.DOCTOR else LETTERS[language]
    opening = OPENINGS[language].get(kind, "")
    found: list[Piece] = []
    for words, value, _spec, _conversion in Formatter().parse(template.replace("{opening}", opening)):
        found += [Piece(words)] * bool(words) + ([Piece(values[value], value)] if value else [])
    return found


SERVICE_HELPS = N_("De dienst huurbegeleiding van het Sociaal Huis kan u helpen, gratis en met beroepsgeheim.")
TO_TENANTS = Advice(
    title=N_("Zeg het eerst aan de huurder"),
    why=N_(
        "Inlichten is onze enige voorwaarde. "
        "Een huurder die het weet, laat zich beter helpen; en hij heeft het recht om het te weten."
    ),
    sentences=(
        N_("Ik maak mij zorgen dat u uw woning kunt verliezen."),
        SERVICE_HELPS,
        N_("Ik geef uw naam en adres aan hen door. U mag zelf kiezen of u hun hulp wilt."),
    ),
    how=N_(
        "Zeg het in een gesprek of aan de telefoon, of stuur het als bericht. De huurder hoeft niet akkoord te gaan."
    ),
    ask=N_(
        "Wij nemen een aanmelding pas aan als de huurder het weet. "
        "Vraag het aan de huurder, of aan wie met de huurder sprak."
    ),
    come_back=N_("Wij hebben niets bewaard. Kom terug zodra de huurder het weet."),
    told=N_("De huurder weet het nu"),
)
TO_PATIENTS = Advice(
    title=N_("Zeg het eerst aan de patiënt"),
    why=N_(
        "Van een arts nemen wij een aanmelding alleen aan als de patiënt akkoord gaat. "
        "Zo blijft uw beroepsgeheim bewaard."
    ),
    sentences=(
        N_("Ik maak mij zorgen dat u uw woning kunt verliezen."),
        SERVICE_HELPS,
        N_("Vindt u het goed dat ik uw naam en adres aan hen doorgeef? Over uw gezondheid zeg ik niets."),
    ),
    how=N_("Zeg het in een gesprek of aan de telefoon. Met een bericht kunt u een gesprek voorstellen."),
    ask=N_("Wij nemen een aanmelding pas aan als de patiënt akkoord gaat. Vraag het aan de patiënt zelf."),
    come_back=N_("Wij hebben niets bewaard. Kom terug zodra de patiënt akkoord gaat."),
    told=N_("De patiënt gaat akkoord"),
)
TO_CLIENTS = Advice(
    title=N_("Zeg het eerst aan uw cliënt"),
    why=TO_TENANTS.why,
    sentences=TO_TENANTS.sentences,
    how=N_(
        "Zeg het in een gesprek of aan de telefoon, of stuur het als bericht. "
        "Hebt u beroepsgeheim? Vraag dan of uw cliënt akkoord gaat."
    ),
    ask=N_(
        "Wij nemen een aanmelding pas aan als uw cliënt het weet. "
        "Vraag het aan uw cliënt, of aan wie met uw cliënt sprak."
    ),
    come_back=N_("Wij hebben niets bewaard. Kom terug zodra uw cliënt het weet."),
    told=N_("Mijn cliënt weet het nu"),
)
ADVICE: Mapping[Kind, Advice] = {Kind.DOCTOR: TO_PATIENTS, Kind.SERVICE_PROVIDER: TO_CLIENTS}
