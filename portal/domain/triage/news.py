"""What a reporter may add later: the facts that this kind can know, in its words, and texts that are looked through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from portal.domain.errors import Refused
from portal.domain.intake.free_text import has_account_number, sensitive_words
from portal.domain.intake.questions import asked
from portal.domain.triage.known import ASKED, What
from portal.domain.vocabulary import N_, Kind

LONGEST_TEXT = 1000

ASKED_AS: Mapping[What, str] = {
    What.HEARING: "hearing_date",
    What.JUDGMENT: "served_date",
    What.SERVED: "served_date",
    What.EVICTION_DATE: "eviction_date",
    What.ARREARS: "arrears_eur",
    What.PLAN_AGREED: "payment_plan",
    What.PLAN_BROKEN: "payment_plan",
    What.MOVED: "still_lives_there",
}
"""The question of the report that has the same answer: who is not asked it cannot tell the fact either."""
OF_ONESELF = {Kind.TENANT: frozenset({What.MOVED})}
"""What nobody is asked about themselves, and can tell all the same."""

LABELS: Mapping[What, str] = {
    What.HEARING: N_("Er is een zitting gepland of verplaatst"),
    What.JUDGMENT: N_("De rechter deed uitspraak"),
    What.SERVED: N_("De deurwaarder bezorgde het vonnis (betekening)"),
    What.EVICTION_DATE: N_("Er is een datum voor de uithuiszetting"),
    What.ARREARS: N_("De huurachterstal is veranderd"),
    What.PLAN_AGREED: N_("Er is een afbetalingsplan afgesproken"),
    What.PLAN_BROKEN: N_("Het afbetalingsplan wordt niet gevolgd"),
    What.MOVED: N_("De huurder is verhuisd"),
}
LABELS_BY_KIND: Mapping[Kind, Mapping[What, str]] = {
    Kind.TENANT: {
        What.SERVED: N_("De deurwaarder bracht mij het vonnis"),
        What.EVICTION_DATE: N_("Ik kreeg een datum waarop ik uit mijn woning moet"),
        What.ARREARS: N_("Mijn huurachterstal is veranderd"),
        What.PLAN_AGREED: N_("Ik sprak een afbetalingsplan af"),
        What.PLAN_BROKEN: N_("Ik kan het afbetalingsplan niet volgen"),
        What.MOVED: N_("Ik ben verhuisd"),
    },
    Kind.NEIGHBOURHOOD_POLICE: {What.MOVED: N_("De bewoner is verhuisd")},
    Kind.DOCTOR: {What.MOVED: N_("De patiënt is verhuisd")},
}
DAYS: Mapping[What, str] = {
    What.HEARING: N_("Datum van de zitting"),
    What.JUDGMENT: N_("Wanneer was de uitspraak?"),
    What.SERVED: N_("Wanneer bezorgde de deurwaarder het vonnis?"),
    What.EVICTION_DATE: N_("Datum van de uithuiszetting"),
    What.MOVED: N_("Sinds wanneer?"),
}
"""The label of the day; a fact that is not among these has none."""


class Doubt(Refused):
    """A text that better stays away; sent once more as it is, it may stay."""


def open_to(kind: Kind) -> tuple[What, ...]:
    """The facts that this kind of reporter may add."""
    known = {question.name for question in asked(kind)}
    return tuple(what for what, name in ASKED_AS.items() if name in known or what in OF_ONESELF.get(kind, ()))


def label(what: What, kind: Kind) -> str:
    return LABELS_BY_KIND.get(kind, {}).get(what, LABELS[what])


def day_is_needed(what: What) -> bool:
    return bool(ASKED[what].day_missing)


def doubts(typed: str, field: str) -> Iterator[Doubt]:
    """What the reporter is warned about once: an account number, and words of health, origin or offence."""
    if has_account_number(typed):
        yield Doubt(
            N_(
                "Hier staat een rekeningnummer. Dat hebben wij niet nodig. Haal het best weg. "
                "Laat u het toch staan? Kies dan nog eens “Versturen”."
            ),
            field=field,
        )
    for _topic, word in sensitive_words(typed)[:1]:
        yield Doubt(
            N_(
                "Hier staat “%(word)s”. Schrijf liever niets over gezondheid, afkomst of strafbare feiten. "
                "Laat u het toch staan? Kies dan nog eens “Versturen”."
            ),
            field=field,
            word=word,
        )
