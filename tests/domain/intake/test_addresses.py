"""House numbers and boxes as people write them."""

from __future__ import annotations

import pytest

from portal.domain.intake import addresses


@pytest.mark.parametrize(
    ("typed", "number", "box"),
    [
        ("12 bus 3", "12", "3"),
        ("12/3", "12", "3"),
        ("12 b3", "12", "3"),
        ("12 bte 3", "12", "3"),
        ("12b3", "12", "3"),
        ("12 Bus 3", "12", "3"),
        ("12, bus 3", "12", "3"),
        ("12 bus 003", "12", "003"),
        ("12 bus A", "12", "A"),
        ("12 / 0301", "12", "0301"),
        ("12A bus 3", "12A", "3"),
        ("12A", "12A", ""),
        ("12 A", "12A", ""),
        ("12B", "12B", ""),
        ("12", "12", ""),
        ("12-14", "12-14", ""),
        ("12-14 bus 2", "12-14", "2"),
        ("", "", ""),
        ("z/n", "z/n", ""),
        ("bus", "bus", ""),
    ],
)
def test_a_box_behind_the_house_number_is_found(typed: str, number: str, box: str) -> None:
    assert addresses.split(typed) == (number, box)
    assert addresses.split(number) == (number, "")


@pytest.mark.parametrize(
    ("typed", "box"), [("bus 3", "3"), ("b3", "3"), ("bte 03", "03"), ("3", "3"), ("B", "B"), ("A1", "A1")]
)
def test_the_word_before_a_box_is_left_out(typed: str, box: str) -> None:
    assert addresses.box(typed) == box


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("3", "03", True),
        ("003", "3", True),
        ("a", "A", True),
        ("0.1", "01", True),
        ("0", "00", True),
        ("3", "30", False),
    ],
)
def test_leading_zeros_do_not_count_in_comparing(one: str, other: str, same: bool) -> None:
    assert (addresses.comparable(one) == addresses.comparable(other)) is same


def test_a_postcode_is_served_or_not() -> None:
    served = frozenset({"2800", "2801", "2811", "2812"})

    assert addresses.is_served("2800", served)
    assert not addresses.is_served("2000", served)
