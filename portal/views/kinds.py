"""What each kind of reporter reads before the first question, and what the site fills in for them."""

from __future__ import annotations

from collections.abc import Mapping

from portal import config
from portal.domain.intake.questions import BY_NAME, Answer, Answers, Page, Section, asked, asked_in
from portal.domain.vocabulary import N_, Kind

CAN_ASK = N_("De huurder kan vragen wie de aanmelding deed.")
NO_MONEY = N_(
    "Wij nemen contact op met de huurder. Dit is geen aanvraag voor financiële steun, en wij innen geen schulden."
)
OPENINGS: Mapping[Kind, tuple[str, ...]] = {
    Kind.LANDLORD: (
        N_(
            "Dit duurt ongeveer 5 minuten."
            " Handig om bij de hand te hebben: het adres, de huurprijs en brieven van de rechtbank."
        ),
        N_(
            "Schrijf alleen wat u zelf weet, en niets over gezondheid of afkomst."
            " De huurder kan vragen wie de aanmelding deed."
        ),
        NO_MONEY,
    ),
    Kind.SOCIAL_LANDLORD: (
        N_(
            "Ongeveer 4 minuten. Handig om bij de hand te hebben: de huurachterstal, de huurprijs en het dossiernummer."
        ),
        N_("Schrijf alleen wat nodig is om te helpen, en niets over gezondheid, afkomst of inkomen."),
        CAN_ASK,
        NO_MONEY,
    ),
    Kind.BAILIFF: (
        N_("Ongeveer 3 minuten. Handig om bij de hand te hebben: uw dossiernummer en de data van de procedure."),
        N_("Wij nemen contact op met de huurder voor de zitting of de uithuiszetting. Uw termijnen lopen gewoon door."),
        CAN_ASK,
    ),
    Kind.NEIGHBOURHOOD_POLICE: (
        N_("Ongeveer 2 minuten, met vooral aanvinken. U hebt alleen de naam en het adres van de bewoner nodig."),
        N_("Meld alleen wat u zelf zag. Geen strafbare feiten, en niets uit registers of een proces-verbaal."),
        N_("Wij nemen contact op met de bewoner. De bewoner kan vragen wie de aanmelding deed."),
    ),
    Kind.DOCTOR: (
        N_("Ongeveer 2 minuten. U hebt alleen de naam en het adres van de patiënt nodig, en de instemming."),
        N_("Wij vragen niets medisch: geen diagnose, geen behandeling. U blijft gebonden door uw beroepsgeheim."),
        N_("Wij nemen contact op met de patiënt. De patiënt kan vragen wie de aanmelding deed."),
    ),
    Kind.ESTATE_AGENCY: (
        N_("Ongeveer 4 minuten. Handig om bij de hand te hebben: de huurprijs, de huurachterstal en uw dossiernummer."),
        N_("Schrijf alleen wat u zelf weet, en niets over gezondheid, afkomst of inkomen."),
        CAN_ASK,
        NO_MONEY,
    ),
    Kind.TENANT: (
        N_("Onze hulp is gratis. Wij hebben beroepsgeheim: uw verhuurder hoort niets van ons als u dat niet wilt."),
        N_("U mag een andere taal gebruiken. Iemand mag u helpen bij het invullen."),
        N_("Ongeveer 5 minuten. Hebt u een brief gekregen? Leg die naast u. Daarna nemen wij contact op met u."),
    ),
    Kind.SERVICE_PROVIDER: (
        N_(
            "Ongeveer 3 minuten. Handig om bij de hand te hebben: "
            "het adres, en brieven van de rechtbank als die er zijn."
        ),
        N_(
            "Hebt u beroepsgeheim? Weeg dan zelf af wat u mag delen. "
            "Geef alleen wat nodig is, en niets over gezondheid."
        ),
        N_("Wij nemen contact op met uw cliënt. Die kan vragen wie de aanmelding deed."),
        N_("Dit is geen aanvraag voor financiële steun."),
    ),
}

CONDITIONS: Mapping[Kind, str] = {
    **dict.fromkeys(Kind, N_("Onze enige voorwaarde")),
    Kind.DOCTOR: N_("Onze voorwaarde, naast de instemming van de patiënt"),
}
"""What stands over the statement of the gate."""


def prefilled(kind: Kind, page: Page, known: Answers) -> dict[str, Answer]:
    """What is known, with the site's own court and police zone on a page that was not answered yet."""
    here = [question for section in page.sections for question in asked_in(kind, section)]
    if any(question.name in known for question in here if not question.own):
        return dict(known)
    return {**{name: answer for name, answer in usual(kind).items() if name in {q.name for q in here}}, **known}


def usual(kind: Kind) -> dict[str, Answer]:
    """What the site fills in for this kind: its own court and police zone."""
    site = config.site()
    found: dict[str, Answer] = {"court": site.court, "police_zone": site.police_zone}
    return {question.name: found[question.name] for question in asked(kind) if question.name in found}


def section_of(field: str) -> Section:
    return BY_NAME[field].section
