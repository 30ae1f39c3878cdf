"""Rules over several fields of one page, as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.domain.intake.questions import QUESTIONS, Answers
from portal.domain.vocabulary import N_, Kind


@dataclass(frozen=True)
class CrossRule:
    """A rule over several fields of one page; the message stands at `field`."""

    field: str
    message: str
    broken: Callable[[Answers], bool]
    kinds: frozenset[Kind] = frozenset()


def _none_of(*names: str) -> Callable[[Answers], bool]:
    return lambda answers: not any(answers.get(name) for name in names)


def _with_but_without(there: str, lacking: str) -> Callable[[Answers], bool]:
    return lambda answers: bool(answers.get(there)) and not answers.get(lacking)


def _both(one: str, other: str) -> Callable[[Answers], bool]:
    return lambda answers: bool(answers.get(one)) and bool(answers.get(other))


CROSS_RULES = (
    CrossRule(
        "reporter_email",
        N_("Vul uw e-mailadres of uw telefoonnummer in. Zo kunnen wij u bereiken."),
        _none_of("reporter_email", "reporter_phone"),
        frozenset({Kind.LANDLORD}),
    ),
    CrossRule(
        "tenant_phone",
        N_("Vul uw telefoonnummer of uw e-mailadres in, of vink aan dat u langskomt."),
        _none_of("tenant_phone", "tenant_email", "walk_in"),
        frozenset({Kind.TENANT}),
    ),
    CrossRule(
        "tenant_first",
        N_("U vinkte aan dat er maar één naam is. Laat de voornaam dan leeg."),
        _both("single_name", "tenant_first"),
    ),
    CrossRule(
        "co_tenant_last",
        N_("Vul ook de familienaam van de medehuurder in."),
        _with_but_without("co_tenant_first", "co_tenant_last"),
    ),
    CrossRule(
        "hearing_date",
        N_("Vul ook de datum van de zitting in, of maak het uur leeg."),
        _with_but_without("hearing_time", "hearing_date"),
    ),
    *(
        CrossRule(
            question.beside,
            N_("U vulde iets in en vinkte ook aan dat u het niet weet. Kies één van beide."),
            _both(question.beside, question.name),
        )
        for question in QUESTIONS
        if question.name.endswith("_unknown")
    ),
)
