"""What is typed about a release or about telling an adult: read, or refused at its field."""

from __future__ import annotations

from datetime import date

import pytest

from portal.domain.errors import DomainError
from portal.domain.triage import informing, releases
from portal.domain.triage.disclosure import Sentence
from tests.factories import MONDAY

RELEASE = {
    "release_to": "CDFH-JKMN-P",
    "sentence": "guidance",
    "release_on": "23/11/2026",
    "release_how": "phone",
    "release_until": "23/11/2027",
}
REFUSED = {"refused_to": "everybody", "refused_on": "23/11/2026", "refused_how": "phone"}
TOLD = {"adult": "Fatima Testers", "informing_on": "23/11/2026", "informing_how": "letter"}
RECEIVED_ON = date(2026, 11, 20)


def test_a_release_is_read_and_lasts_at_most_a_year() -> None:
    read = releases.read(RELEASE, received_on=RECEIVED_ON, today=MONDAY)

    assert (read.sentence, read.given_on, read.until) == (Sentence.GUIDANCE, MONDAY, date(2027, 11, 23))
    assert releases.usual_end(MONDAY) == date(2027, 2, 21)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        *(("release_to", typed) for typed in ("", " ")),
        *(("sentence", typed) for typed in ("", "married", "GUIDANCE")),
        *(("release_on", typed) for typed in ("", "24/11/2026", "19/11/2026", "31/02/2026")),
        *(("release_how", typed) for typed in ("", "pigeon")),
        *(("release_until", typed) for typed in ("", "22/11/2026", "24/11/2027", "soon")),
    ],
)
def test_what_is_missing_or_wrong_about_a_release_is_named(field: str, typed: str) -> None:
    with pytest.raises(DomainError) as refused:
        releases.read({**RELEASE, field: typed}, received_on=RECEIVED_ON, today=MONDAY)

    assert refused.value.field == field


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        *(("refused_to", typed) for typed in ("", " ")),
        *(("refused_on", typed) for typed in ("", "24/11/2026", "19/11/2026")),
        *(("refused_how", typed) for typed in ("", "pigeon")),
    ],
)
def test_what_is_missing_or_wrong_about_a_refusal_is_named(field: str, typed: str) -> None:
    with pytest.raises(DomainError) as refused:
        releases.read_refusal({**REFUSED, field: typed}, received_on=RECEIVED_ON, today=MONDAY)

    assert refused.value.field == field
    assert releases.read_refusal(REFUSED, received_on=RECEIVED_ON, today=MONDAY).asked_on == MONDAY


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        *(("adult", typed) for typed in ("", "Ali", "fatima testers")),
        *(("informing_on", typed) for typed in ("", "24/11/2026", "19/11/2026")),
        *(("informing_how", typed) for typed in ("", "pigeon")),
    ],
)
def test_what_is_missing_or_wrong_about_telling_an_adult_is_named(field: str, typed: str) -> None:
    with pytest.raises(DomainError) as refused:
        informing.read({**TOLD, field: typed}, adults=["Fatima Testers"], received_on=RECEIVED_ON, today=MONDAY)

    assert refused.value.field == field


@pytest.mark.parametrize("typed", ["", " ", "x" * 121, "a\nb"])
def test_another_adult_needs_a_name(typed: str) -> None:
    other = {**TOLD, "adult": informing.OTHER, "other_adult": typed}
    with pytest.raises(DomainError) as refused:
        informing.read(other, adults=[], received_on=RECEIVED_ON, today=MONDAY)

    assert refused.value.field == "other_adult"


def test_an_adult_counts_once_however_the_name_is_spaced() -> None:
    assert informing.untold(["Fatima Testers", "FATIMA  testers", " ", "Ali"], ["ali"]) == ("FATIMA  testers",)


@pytest.mark.parametrize(
    ("due", "met_on", "expected"),
    [
        (date(2026, 12, 23), None, date(2026, 12, 23)),
        (date(2026, 12, 23), MONDAY, MONDAY),
        (MONDAY, date(2026, 12, 1), MONDAY),
        (None, MONDAY, None),
    ],
)
def test_the_day_is_pulled_to_the_first_contact_and_never_put_off(
    due: date | None, met_on: date | None, expected: date | None
) -> None:
    assert informing.pulled(due, met_on) == expected
