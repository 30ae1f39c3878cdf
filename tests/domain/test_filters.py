"""The filters of the queue: read from an address, spelt in one way, and nothing that names anybody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.errors import Refused
from portal.domain.triage import filters
from portal.domain.triage.filters import BY_NAME, FILTERS
from portal.models import SavedView

WORDS = st.sampled_from([(one.name, word) for one in FILTERS for word in ("", *one.words)])


@given(st.lists(WORDS))
def test_what_is_read_is_spelt_in_one_way_and_reads_back(pairs: list[tuple[str, str]]) -> None:
    chosen = filters.read(pairs)

    assert filters.unspell(filters.spell("todo", chosen)) == ("todo", chosen)
    assert list(chosen) == [name for name in BY_NAME if name in chosen]
    assert all((name, word) in pairs for name, word in chosen.items())


def test_of_a_name_that_comes_twice_the_first_word_stands_and_an_empty_one_is_none() -> None:
    assert filters.read([("level", ""), ("kind", ""), ("level", "U1"), ("level", "U2")]) == {"level": "U1"}


@pytest.mark.parametrize("pair", [("level", "U9"), ("level", "u1"), ("name", "Testers"), ("view", "todo"), ("", "")])
def test_what_is_no_filter_of_ours_is_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(Refused):
        filters.read([("kind", "bailiff"), pair])


def test_the_longest_list_fits_its_column_and_needs_no_escape() -> None:
    longest = filters.spell("new_facts", {one.name: max(one.words, key=len) for one in FILTERS})

    assert len(longest) <= SavedView.__table__.c.query.type.length  # type: ignore[attr-defined]
    assert longest.isascii()
    assert set(longest) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_=&")


def test_a_word_among_words_is_found_whole() -> None:
    assert " unfit " in filters.spaced(["unfit", "rent_arrears"])
    assert " fit " not in filters.spaced(["unfit"])
    assert filters.spaced([]) == ""
