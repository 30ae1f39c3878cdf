"""The reporter's page: the whitelist of the design over all statuses, and never a step back."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.triage import disclosure, lifecycle
from portal.domain.triage.disclosure import Release, ReporterStatus, Seen, Sentence, StatusWord, project, words
from portal.domain.triage.state import CaseState
from portal.domain.vocabulary import CaseStatus, Role

RECEIVED_ON = date(2026, 8, 25)
TODAY = date(2026, 11, 22)
CLOSING = RECEIVED_ON + timedelta(days=90)
S = CaseStatus

SILENT = {
    S.IN_TRIAGE,
    S.CONTACTING,
    S.ASSIGNED,
    S.IN_GUIDANCE,
    S.NOT_REACHED,
    S.TENANT_DECLINED,
    S.REFERRED_ON,
    S.CLOSED,
}
SEEN_AS = {
    (S.RECEIVED, False): "Ontvangen",
    (S.WAITING_FOR_REPORTER, False): "In behandeling",
    (S.OUT_OF_AREA, False): "In behandeling",
    (S.WAITING_FOR_REPORTER, True): "We hebben een vraag voor u",
    (S.OUT_OF_AREA, True): "Niet bevoegd: adres buiten het werkingsgebied",
}
"""By status, and whether that status concerns this referral: it was asked, its address lies outside."""


def make_seen(path: tuple[CaseStatus, ...] = (S.RECEIVED,), **values: Any) -> Seen:
    own = {"was_asked": False, "lies_outside": False, "received_on": RECEIVED_ON}
    return Seen(words=words(path), **{**own, **values})


def show(seen: Seen, today: date = TODAY) -> ReporterStatus:
    return project(seen, today=today, closing_days=90)


@pytest.mark.parametrize(("status", "asked", "outside"), [*product(CaseStatus, [False, True], [False, True])])
def test_the_reporter_reads_the_word_of_the_whitelist_and_no_other(
    status: CaseStatus, asked: bool, outside: bool
) -> None:
    concerned = asked if status is S.WAITING_FOR_REPORTER else outside and status is S.OUT_OF_AREA
    expected = "In behandeling" if status in SILENT else SEEN_AS[status, concerned]

    shown = show(make_seen((status,), was_asked=asked, lies_outside=outside))

    assert shown.word == expected
    assert shown.asks is (expected == "We hebben een vraag voor u")
    assert shown.forms_offered


def test_declined_not_reached_closed_and_the_rest_are_one_and_the_same() -> None:
    pages = {
        show(make_seen((S.RECEIVED, S.IN_TRIAGE, status), was_asked=asked, lies_outside=outside))
        for status, asked, outside in product(SILENT, [False, True], [False, True])
    }

    assert len(pages) == 1


@pytest.mark.parametrize("status", CaseStatus)
@pytest.mark.parametrize("withdrawn", [False, True])
@pytest.mark.parametrize("asked", [False, True])
@pytest.mark.parametrize("outside", [False, True])
def test_from_the_closing_day_one_text_is_left_for_all(
    status: CaseStatus, withdrawn: bool, asked: bool, outside: bool
) -> None:
    released = (Release(Sentence.CONTACT, date.max),)
    seen = make_seen((status,), was_asked=asked, lies_outside=outside, withdrawn=withdrawn, releases=released)

    assert show(seen, CLOSING - timedelta(days=1)) != disclosure.HANDLED
    assert show(seen, CLOSING) == disclosure.HANDLED
    assert show(seen, CLOSING + timedelta(days=500)) == disclosure.HANDLED
    assert not disclosure.HANDLED.forms_offered


@pytest.mark.parametrize("status", CaseStatus)
def test_a_reporter_who_withdrew_reads_only_that(status: CaseStatus) -> None:
    shown = show(make_seen((status,), was_asked=True, lies_outside=True, withdrawn=True))

    assert shown == disclosure.WITHDRAWN
    assert shown.word == "U trok uw aanmelding in"


def test_a_referral_that_was_joined_has_been_read_also_after_it_was_taken_out_again() -> None:
    alone = Seen(words=words((S.RECEIVED,)), was_asked=False, lies_outside=False, received_on=RECEIVED_ON)
    joined = Seen(
        words=words((S.RECEIVED,), ever_joined=True), was_asked=False, lies_outside=False, received_on=RECEIVED_ON
    )

    assert show(alone).word == "Ontvangen"
    assert show(joined) == disclosure.IN_HAND


def test_outside_the_area_does_not_vanish_when_the_case_is_closed_or_reopened() -> None:
    path = (S.RECEIVED, S.IN_TRIAGE, S.OUT_OF_AREA, S.CLOSED, S.IN_TRIAGE)

    pages = {show(make_seen(path[:length], lies_outside=True)) for length in (3, 4, 5)}

    assert pages == {disclosure.OUTSIDE}


def test_a_question_is_shown_whatever_was_shown_before_and_goes_away_when_it_ends() -> None:
    path = (S.OUT_OF_AREA, S.CLOSED, S.IN_TRIAGE, S.WAITING_FOR_REPORTER, S.IN_TRIAGE)

    asked = show(make_seen(path[:4], was_asked=True, lies_outside=True))
    ended = show(make_seen(path, was_asked=True, lies_outside=True))

    assert asked == disclosure.ASKED
    assert ended == disclosure.OUTSIDE


@pytest.mark.parametrize(("until", "shown"), [(TODAY - timedelta(days=1), ()), (TODAY, (Sentence.CONTACT,))])
def test_a_released_sentence_is_shown_up_to_its_end_date(until: date, shown: tuple[str, ...]) -> None:
    seen = make_seen((S.IN_GUIDANCE,), releases=(Release(Sentence.CONTACT, until),))

    assert show(seen).releases == shown
    assert show(seen).word == "In behandeling"


RANK = {"Ontvangen": 0, "In behandeling": 1, "Niet bevoegd: adres buiten het werkingsgebied": 2, "Afgehandeld": 3}


@given(st.data())
def test_the_page_only_goes_forward_a_question_apart(data: st.DataObject) -> None:
    asked, outside = data.draw(st.booleans()), data.draw(st.booleans())
    state, today, highest = CaseState(status=S.IN_TRIAGE), RECEIVED_ON, 0
    path: tuple[CaseStatus, ...] = (S.RECEIVED,)

    for _ in range(data.draw(st.integers(1, 15))):
        shown = show(make_seen(path, was_asked=asked, lies_outside=outside), today).word
        if shown in RANK:
            assert RANK[shown] >= highest
            highest = RANK[shown]
        move = data.draw(st.sampled_from(lifecycle.options(state, Role.TEAM_LEAD)))
        state = lifecycle.moved(move, {}, state)
        path, today = (*path, state.status), today + timedelta(days=data.draw(st.integers(0, 20)))


def test_what_is_projected_from_can_hold_no_case() -> None:
    hints = get_type_hints(Seen)

    assert hints == {
        "words": frozenset[StatusWord],
        "was_asked": bool,
        "lies_outside": bool,
        "received_on": date,
        "withdrawn": bool,
        "releases": tuple[Release, ...],
    }
    assert set(disclosure.WORDS) == set(CaseStatus)
    assert set(disclosure.SENTENCE_LABELS) == set(Sentence)
