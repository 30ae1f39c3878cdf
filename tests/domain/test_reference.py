"""References: readable, never in order, and a slip of the pen never leads to somebody else's case."""

from __future__ import annotations

import re
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain import reference

SEEDS = range(40)


def made(seed: int) -> str:
    return reference.new(Random(seed))  # noqa: S311 - repeatable on purpose


references = st.integers(min_value=0).map(made)


def test_a_reference_is_eight_characters_and_one_that_checks_them() -> None:
    assert all(re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]", reference.new()) for _ in range(200))


def test_the_alphabet_has_no_two_that_look_alike_and_is_prime_in_number() -> None:
    size = len(set(reference.ALPHABET))

    assert size == len(reference.ALPHABET)
    assert all(size % divisor for divisor in range(2, size))
    assert not {chr(code) for code in reference.LOOKALIKES} & set(reference.ALPHABET)
    assert {chr(code) for code in reference.LOOKALIKES.values()} <= set(reference.ALPHABET)
    assert not set("AEIOU01") & set(reference.ALPHABET)


def test_references_are_not_in_order_and_do_not_repeat() -> None:
    drawn = [reference.new() for _ in range(2000)]

    assert len(set(drawn)) == len(drawn)
    assert drawn != sorted(drawn)


@given(references)
def test_what_was_made_is_read_back(ref: str) -> None:
    assert reference.parse(ref) == ref


@pytest.mark.parametrize("seed", SEEDS)
def test_every_single_wrong_character_is_found(seed: int) -> None:
    plain = made(seed).replace("-", "")

    wrong = [
        plain[:place] + other + plain[place + 1 :]
        for place in range(len(plain))
        for other in reference.ALPHABET
        if other != plain[place]
    ]

    assert len(wrong) == 9 * 22
    assert [text for text in wrong if reference.parse(text)] == []


def test_every_single_wrong_character_is_found_at_every_place_for_every_pair() -> None:
    """A slip changes the checked sum by place times difference: this goes through all of them."""
    places, size = range(1, 10), len(reference.ALPHABET)

    slips = [place * difference % size for place in places for difference in range(1, size)]

    assert 0 not in slips


@pytest.mark.parametrize("seed", SEEDS)
def test_every_swap_of_two_characters_is_found(seed: int) -> None:
    plain = made(seed).replace("-", "")

    swapped = [
        plain[:a] + plain[b] + plain[a + 1 : b] + plain[a] + plain[b + 1 :]
        for a, b in combinations(range(len(plain)), 2)
        if plain[a] != plain[b]
    ]

    assert swapped
    assert [text for text in swapped if reference.parse(text)] == []


def test_every_adjacent_swap_is_found_for_every_pair_of_characters() -> None:
    for place in range(7):
        for a, b in combinations(reference.ALPHABET, 2):
            body = "2" * place + a + b + "2" * (6 - place)
            checked = [c for c in reference.ALPHABET if reference.parse(body + c)]
            swapped = "2" * place + b + a + "2" * (6 - place) + checked[0]

            assert len(checked) == 1
            assert reference.parse(swapped) is None


@pytest.mark.parametrize(
    "typed",
    [
        "{plain}",
        "{lower}",
        "  {ref}  ",
        "{ref}\n",
        "{spaced}",
        "{ref_no_break}",
        "{wide}",
    ],
)
def test_a_reference_is_read_however_it_is_typed(typed: str) -> None:
    ref = made(7)
    forms = {
        "ref": ref,
        "plain": ref.replace("-", ""),
        "lower": ref.lower(),
        "spaced": " ".join(ref.replace("-", "")),
        "ref_no_break": ref.replace("-", "\u2011"),
        "wide": ref.translate({code: code + 0xFEE0 for code in range(0x30, 0x5B)}),
    }

    assert reference.parse(typed.format(**forms)) == ref


@given(references)
def test_a_lookalike_is_put_right(ref: str) -> None:
    for read, meant in reference.LOOKALIKES.items():
        assert reference.parse(ref.replace(chr(meant), chr(read))) == ref
        assert reference.parse(ref.replace(chr(meant), chr(read).lower())) == ref


@pytest.mark.parametrize(
    "text", ["", " ", "-", "2222", "2222-2222", "2222-2222-22", "AEAE-AEAE-A", "2222-2222-é", "²²²²"]
)
def test_what_cannot_be_a_reference_is_none(text: str) -> None:
    assert reference.parse(text) is None


@given(st.text())
def test_nothing_that_is_typed_breaks_the_reading(text: str) -> None:
    read = reference.parse(text)

    assert read is None or reference.parse(read) == read
