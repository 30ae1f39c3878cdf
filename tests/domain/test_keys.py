"""The words by which a case is found: the same from what was reported and from what somebody types."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.matching import keys

REPORT: dict[str, Any] = {
    "reference": "NMCJ-D3D7-Y",
    "own_ref": "015-12",
    "tenant_first": "Ayşe",
    "tenant_last": "El Amrani",
    "tenant_phone": "+32470123456",
    "tenant_email": "ayse.yilmaz@post.example",
    "postcode": "2800",
    "street": "Onze-Lieve-Vrouwestraat",
    "house_number": "12",
    "box": "3",
    "reporter_name": "Łukasz D'Hondt",
    "reporter_org": "Wonen Sørensen & Zonen",
    "reporter_phone": "+31612345678",
    "answers": {"co_tenant_first": "Mehmet", "co_tenant_last": "Yılmaz", "situation": "Geheim verhaal"},
}


def found(typed: str, report: dict[str, Any] = REPORT) -> bool:
    """Whether both databases would find the report: every term has a spelling whose words are all there."""
    words = keys.words(report)

    def there(word: str) -> bool:
        return word in words if keys.is_whole(word) else any(one.startswith(word) for one in words)

    terms = keys.asked(typed)
    return bool(terms) and all(any(all(map(there, spelling)) for spelling in term) for term in terms)


@pytest.mark.parametrize(
    "typed",
    [
        *("NMCJ-D3D7-Y", "nmcjd3d7y", "nmcj d3d7 y", "NMCJ", "NMCJ-D3O7-Y"),
        *("015-12", "015 12", "01512", "015"),
        *("Ayse", "ayşe", "El Amrani", "elamrani", "ELAMRANI", "amrani", "elam", "el-amrani", "ayse amrani"),
        *("Yilmaz", "Yılmaz", "YILMAZ", "YİLMAZ", "mehmet yil", "yilmaz mehmet"),
        *("0470123456", "0470 12 34 56", "0470/12.34.56", "+32 470 12 34 56", "+32 (0)470 12 34 56", "0032470123456"),
        *("32470123456", "470 12 34 56", "0470 12", "0470 12 34", "+31 6 12345678", "+316123"),
        *("ayse.yilmaz@post.example", "ayse.yilmaz", "post.example", "ayse.yilmaz@post"),
        *(
            "Onze Lieve Vrouwestraat",
            "vrouwestraat 12",
            "onzelievevrouwestraat 12/3",
            "2800 vrouwe",
            "vrouwestraat 12 3",
        ),
        *("12/3", "12 bus 3", "12 Bte. 3", "12 / bus 3", "12bus3"),
        *("lukasz", "D'Hondt", "dhondt", "d hondt", "dhon", "Sorensen", "sørensen zonen", "wonen sor"),
    ],
)
def test_a_report_is_found_however_it_is_spelled(typed: str) -> None:
    assert found(typed)


def test_how_a_number_begins_is_a_word_too_so_that_a_database_knows_how_common_it_is() -> None:
    numbers = {"0470123456", "470123456", "32470123456"}

    assert keys.words({"tenant_phone": "+32470123456"}) == {*numbers, "0470", "4701", "3247"}


@pytest.mark.parametrize(
    "typed",
    [
        "12/4",
        "1/3",
        "12/30",
        "0470 12 35",
        "amranis",
        "yilma mehmets",
        "geheim",
        "3/12",
        "NMCJ-D3D7-X",
        "",
        "   ",
        "-/'",
    ],
)
def test_what_is_not_in_the_report_is_not_found(typed: str) -> None:
    assert not found(typed)


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Vandenberghe", "van den berghe"),
        ("Van den Berghe", "vandenberg"),
        ("Van Denberghe", "van den berghe"),
        ("Elamrani", "el amrani"),
        ("De Smet", "jan desmet"),
        ("Desmet", "jan de smet"),
        ("Ait-Oumghar", "aitoumghar"),
        ("Weiß", "weiss"),
        ("Đorđević", "dordevic"),
        ("Lœuf", "loeuf"),
    ],
)
def test_names_are_found_glued_and_apart(stored: str, typed: str) -> None:
    assert found(typed, {"tenant_first": "Jan", "tenant_last": stored})


@pytest.mark.parametrize("house", [("12 bus 3", ""), ("12/3", ""), ("12", "3"), ("12", "bus 3")])
def test_a_box_is_found_wherever_it_was_typed(house: tuple[str, str]) -> None:
    assert found("12/3", {"house_number": house[0], "box": house[1]})


def test_single_characters_alone_narrow_nothing() -> None:
    assert keys.is_too_short(keys.asked("a b 5"))
    assert not keys.is_too_short(keys.asked("a b 55"))
    assert not keys.is_too_short(keys.asked("12/3"))


@given(st.text(max_size=100))
def test_words_are_letters_and_figures_and_folding_twice_changes_nothing(typed: str) -> None:
    asked = [word for term in keys.asked(typed) for spelling in term for word in spelling]
    stored = list(keys.words({"tenant_last": typed, "house_number": typed, "box": typed, "tenant_phone": typed}))

    assert all(word.isalnum() and len(word) <= 60 and keys.fold(word) == word for word in [*asked, *stored])
    assert keys.fold(keys.fold(typed)) == keys.fold(typed)


@given(st.text(alphabet="aeılŞß'- 0139/", min_size=1, max_size=30))
def test_whatever_was_reported_is_found_by_typing_it(name: str) -> None:
    assert found(name, {"tenant_last": name}) or not keys.asked(name)
