"""Free text: identity numbers are refused, account numbers and sensitive words warned about, the rest left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.intake import free_text
from portal.domain.intake.free_text import Found
from portal.domain.intake.sensitive_words import SENSITIVE
from portal.domain.vocabulary import Kind


@pytest.mark.parametrize(
    "text",
    [
        "85.07.30-033.28",
        "85073003328",
        "85 07 30 033 28",
        "8 5 0 7 3 0 0 3 3 2 8",
        "rrn:85073003328.",
        "RR85073003328x",
        "nr 85/07/30 - 033/28 van mevrouw",
        "85.07.30\n033.28",
        "85–07–30—033—28",
        "17 07 30 033 84",
        "98.47.28-997.65",
        "01 49 07 001 85",
        "591-1917064-58",
        "591191706458",
        "８５０７３００３３２８",
        "٨٥٠٧٣٠٠٣٣٢٨",
        "bel 0470 12 34 56, nummer 85.07.30-033.28",
        "01 09 2026 425",
        "sinds 01/09/2026: 85.07.30-033.28",
        "85.07.30-033.28 of 0470 12 34 56",
    ],
)
def test_an_identity_number_is_found_whatever_stands_between(text: str) -> None:
    assert free_text.has_identity_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "85.07.30-033.29",
        "0470 12 34 56",
        "+32 470 12 34 56",
        "+32470123456",
        "015 29 80 00 of 0470 12 34 56",
        "+++090/9337/55493+++",
        "rolnummer 26A1234",
        "2 maanden, 1.234,56 euro sinds 01/09/2026",
        "850730033281",
        "dossier 2026-000123",
        "015298000 / 0470123456",
        "sinds 01/09/2026 425 euro",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not free_text.has_identity_number(text)


@pytest.mark.parametrize(
    "text", ["BE71 0961 2345 6769", "be71096123456769", "op BE71-0961-2345-6769 aub", "NL91ABNA0417164300"]
)
def test_an_account_number_is_found(text: str) -> None:
    assert free_text.has_account_number(text)


@pytest.mark.parametrize("text", ["BE72 0961 2345 6769", "BE71", "bus 12 0961 2345 6769 0000", ""])
def test_what_is_no_account_number_is_left_alone(text: str) -> None:
    assert not free_text.has_account_number(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hij heeft een depressie.", ["depressie"]),
        ("Schizofrenie", ["schizofrenie"]),
        ("DÉPRESSION sévère", ["depression"]),
        ("de Marokkaanse huurder", ["marokkaanse"]),
        ("a refugee with a criminal record", ["refugee", "criminal"]),
        ("Er was diefstal.", ["diefstal"]),
        ("De huur is twee maanden niet betaald. De buren klagen over lawaai.", []),
        ("autostaanplaats, diepvries, verhuisd, ziekenhuis, dealcode", []),
    ],
)
def test_sensitive_words_are_found(text: str, words: list[str]) -> None:
    assert [word for _, word in free_text.sensitive_words(text)] == words


def test_the_table_of_words_is_written_as_it_is_compared() -> None:
    stems = [stem for group in SENSITIVE.values() for stem in group]

    assert all(stem.removesuffix("*").isascii() and stem.removesuffix("*").isalpha() for stem in stems)
    assert len(stems) == len(set(stems))


def test_a_finding_names_its_field_and_only_numbers_of_persons_block() -> None:
    found = free_text.scan(
        Kind.LANDLORD,
        {"description": "85.07.30-033.28 BE71 0961 2345 6769 depressie", "street": "85.07.30-033.28"},
    )

    assert [(one.field, one.found, one.blocks) for one in found] == [
        ("street", Found.IDENTITY_NUMBER, True),
        ("description", Found.IDENTITY_NUMBER, True),
        ("description", Found.ACCOUNT_NUMBER, False),
        ("description", Found.SENSITIVE_WORD, False),
    ]
    assert found[-1].params["word"] == "depressie"
    assert "Korte toelichting" in found[1].message % found[1].params


def test_names_are_not_searched_for_words() -> None:
    assert free_text.scan(Kind.LANDLORD, {"tenant_last": "Turken", "tenant_first": "Jood"}) == ()


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_scanned(text: str) -> None:
    assert all(one.field == "description" for one in free_text.scan(Kind.LANDLORD, {"description": text}))


def test_a_field_full_of_digits_holds_nothing() -> None:
    assert not free_text.has_identity_number("1 " * 500)
    assert not free_text.has_account_number("BE00 " * 200)
