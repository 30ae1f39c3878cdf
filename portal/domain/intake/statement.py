"""What a reporter confirms, word for word; the version and the language are stored with the report."""

from __future__ import annotations

from portal.domain.intake.questions import Answers
from portal.domain.vocabulary import N_, Kind

STATEMENT_VERSION = "2026-11"
"""Changes whenever a sentence below changes; old versions stay readable in the history of this file."""

ONE_TENANT = N_(
    "De huurder weet dat zijn of haar gegevens naar de dienst huurbegeleiding van het Sociaal Huis gaan, "
    "en van wie ze komen."
)
ALL_TENANTS = N_(
    "Alle genoemde huurders weten dat hun gegevens naar de dienst huurbegeleiding van het Sociaal Huis gaan, "
    "en van wie ze komen."
)
SELF = N_("Ik ben zelf de huurder.")
WE_ASK = N_("Bij het eerste contact vragen wij of de huurder dit wist.")

WITH_OTHERS = ("co_tenant_first", "co_tenant_last", "representative")


def text(kind: Kind, answers: Answers) -> str:
    """The sentence that this report stands on, once its answers are known."""
    if kind is Kind.TENANT:
        return SELF
    return ALL_TENANTS if any(answers.get(name) for name in WITH_OTHERS) else ONE_TENANT
