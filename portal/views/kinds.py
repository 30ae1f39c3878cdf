"""What each kind of reporter reads before the first question."""

from __future__ import annotations

from collections.abc import Mapping

from portal.domain.intake.questions import BY_NAME, Section
from portal.domain.vocabulary import N_, Kind

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
        N_(
            "Wij nemen contact op met de huurder."
            " Dit is geen aanvraag voor financiële steun, en wij innen geen schulden."
        ),
    ),
    Kind.BAILIFF: (
        N_("Ongeveer 3 minuten. Handig om bij de hand te hebben: uw dossiernummer en de data van de procedure."),
        N_("De huurder kan vragen wie de aanmelding deed."),
    ),
}


def section_of(field: str) -> Section:
    return BY_NAME[field].section
