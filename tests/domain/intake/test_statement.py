"""The sentence that a report stands on."""

from __future__ import annotations

import pytest

from portal.domain.intake import statement
from portal.domain.intake.questions import Answer
from portal.domain.vocabulary import Kind


@pytest.mark.parametrize(
    ("kind", "answers", "text"),
    [
        (Kind.LANDLORD, {}, statement.ONE_TENANT),
        (Kind.LANDLORD, {"co_tenant_last": "Maes"}, statement.ALL_TENANTS),
        (Kind.BAILIFF, {"representative": "Els Maes, 015 29 80 00"}, statement.ALL_TENANTS),
        (Kind.TENANT, {"co_tenant_last": "Maes"}, statement.SELF),
    ],
)
def test_the_statement_speaks_of_all_who_are_named(kind: Kind, answers: dict[str, Answer], text: str) -> None:
    assert statement.text(kind, answers) == text


def test_the_words_of_this_version_are_those_of_the_design() -> None:
    assert statement.STATEMENT_VERSION == "2026-11"
    assert statement.ONE_TENANT == (
        "De huurder weet dat zijn of haar gegevens naar de dienst huurbegeleiding van het Sociaal Huis gaan, "
        "en van wie ze komen."
    )
