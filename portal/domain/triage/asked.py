"""The fields that moves ask for, each once; ``lifecycle`` says which move asks for which."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from portal.domain.labels import OUTCOME_LABELS, PATHWAY_LABELS
from portal.domain.triage import terms
from portal.domain.triage.given import Given, Span, Typed, Value, never
from portal.domain.triage.state import CaseState
from portal.domain.vocabulary import N_, Pathway

HOW = {
    "conversation": N_("in een gesprek"),
    "home_visit": N_("bij een huisbezoek"),
    "phone": N_("telefonisch"),
    "letter": N_("met een brief"),
    "email": N_("met een e-mail"),
    "message": N_("met een sms of WhatsApp"),
}
PATHWAYS = {word.value: label for word, label in PATHWAY_LABELS.items()}
OUTCOMES = {word.value: label for word, label in OUTCOME_LABELS.items()}
ANSWERED = "answered"
QUESTION_ENDS = {
    ANSWERED: N_("De melder heeft geantwoord"),
    "closed": N_("De vraag sluit zonder antwoord"),
}


def _not_the_advised(state: CaseState, typed: Typed) -> bool:
    chosen = typed.get("pathway", "").strip()
    return bool(chosen) and chosen != state.advised


def _was_answered(_state: CaseState, typed: Typed) -> bool:
    return typed.get("question_end", "").strip() == ANSWERED


def _goes_into(*pathways: Pathway) -> Callable[[CaseState], bool]:
    return lambda state: state.pathway in pathways


_FOR_PW = _goes_into(Pathway.PW)
_FOR_A_STAY = _goes_into(*terms.STAYS)


def _end_of_the_first_term(state: CaseState, today: date) -> date | None:
    return terms.longest(state.pathway, today) if state.pathway else None


def _where_dwellings_are_named(state: CaseState) -> bool:
    return _FOR_A_STAY(state) and bool(state.places)


QUESTION = (
    Given(
        "question",
        N_("Uw vraag aan de melder"),
        Value.TEXT,
        missing=N_("Schrijf uw vraag aan de melder."),
        limit=1000,
    ),
)
QUESTION_END = (
    Given(
        "question_end",
        N_("Hoe eindigt de vraag?"),
        Value.CHOICE,
        missing=N_("Kies hoe de vraag eindigt."),
        choices=QUESTION_ENDS,
    ),
    Given(
        "answer",
        N_("Antwoord van de melder"),
        Value.TEXT,
        missing=N_("Schrijf wat de melder antwoordde."),
        required=_was_answered,
    ),
)
EPISODE = (
    Given(
        "pathway",
        N_("Traject"),
        Value.PATHWAY,
        missing=N_("Kies een traject."),
        choices=PATHWAYS,
    ),
    Given(
        "reason",
        N_("Waarom een ander traject dan het voorstel?"),
        Value.TEXT,
        missing=N_("Schrijf waarom u een ander traject kiest dan het voorstel."),
        required=_not_the_advised,
    ),
)
NEXT_EPISODE = (
    *EPISODE,
    Given(
        "outcome",
        N_("Resultaat van het vorige traject"),
        Value.OUTCOME,
        missing=N_("Kies een resultaat."),
        required=never,
        choices=OUTCOMES,
    ),
)
TO_WHOM = (
    Given(
        "referred_to",
        N_("Naar wie verwijst u door?"),
        Value.TEXT,
        missing=N_("Schrijf naar wie u doorverwijst."),
        limit=200,
    ),
)
OUTSIDE = (
    Given(
        "reason",
        N_("Waarom ligt dit buiten het werkingsgebied?"),
        Value.TEXT,
        missing=N_("Schrijf waarom dit buiten het werkingsgebied ligt."),
    ),
)
DECLINED = (
    Given(
        "declined_on",
        N_("Wanneer zei de huurder dit?"),
        Value.DATE,
        missing=N_("Vul in wanneer de huurder dit zei."),
        span=Span.PAST,
    ),
    Given(
        "declined_how",
        N_("Hoe zei de huurder dit?"),
        Value.CHOICE,
        missing=N_("Kies hoe de huurder dit zei."),
        choices=HOW,
    ),
)
AGREEMENTS = (
    Given(
        "tenant_agreed_by",
        N_("Huurder: wie ging akkoord?"),
        Value.TEXT,
        missing=N_("Schrijf wie akkoord ging voor de huurder."),
        asked=_FOR_PW,
        limit=100,
    ),
    Given(
        "tenant_agreed_on",
        N_("Huurder: wanneer?"),
        Value.DATE,
        missing=N_("Vul in wanneer de huurder akkoord ging."),
        asked=_FOR_PW,
        span=Span.PAST,
    ),
    Given(
        "tenant_agreed_how",
        N_("Huurder: hoe?"),
        Value.CHOICE,
        missing=N_("Kies hoe de huurder akkoord ging."),
        asked=_FOR_PW,
        choices=HOW,
    ),
    Given(
        "landlord_agreed_by",
        N_("Verhuurder: wie ging akkoord?"),
        Value.TEXT,
        missing=N_("Schrijf wie akkoord ging voor de verhuurder."),
        asked=_FOR_PW,
        limit=100,
    ),
    Given(
        "landlord_agreed_on",
        N_("Verhuurder: wanneer?"),
        Value.DATE,
        missing=N_("Vul in wanneer de verhuurder akkoord ging."),
        asked=_FOR_PW,
        span=Span.PAST,
    ),
    Given(
        "landlord_agreed_how",
        N_("Verhuurder: hoe?"),
        Value.CHOICE,
        missing=N_("Kies hoe de verhuurder akkoord ging."),
        asked=_FOR_PW,
        choices=HOW,
    ),
)
END_OF_STAY = (
    Given(
        "ends_on",
        N_("Einddatum van het verblijf"),
        Value.DATE,
        missing=N_("Vul de einddatum van het verblijf in."),
        asked=_FOR_A_STAY,
        span=Span.FUTURE,
        latest=_end_of_the_first_term,
    ),
    Given(
        "place",
        N_("Woning"),
        Value.PLACE,
        missing=N_("Kies een vrije woning."),
        asked=_where_dwellings_are_named,
    ),
)
OUTCOME = (
    Given(
        "outcome",
        N_("Resultaat"),
        Value.OUTCOME,
        missing=N_("Kies een resultaat."),
        choices=OUTCOMES,
    ),
)
REOPENING = (
    Given(
        "reason",
        N_("Waarom heropent u dit dossier?"),
        Value.TEXT,
        missing=N_("Schrijf waarom u dit dossier heropent."),
    ),
)
