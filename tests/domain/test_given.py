"""What each move asks for: a refusal names its field, and what is given is read once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.errors import Refused
from portal.domain.triage import lifecycle
from portal.domain.triage.given import Given, Value
from portal.domain.triage.lifecycle import MOVES, Move
from portal.domain.triage.state import CaseState
from portal.domain.vocabulary import CaseStatus, Outcome, Pathway

TODAY = date(2026, 11, 23)
S = CaseStatus

AGREED = (
    "tenant_agreed_by",
    "tenant_agreed_on",
    "tenant_agreed_how",
    "landlord_agreed_by",
    "landlord_agreed_on",
    "landlord_agreed_how",
)
AGREEMENTS = {
    "tenant_agreed_by": "An Voorbeeld",
    "tenant_agreed_on": "2026-11-20",
    "tenant_agreed_how": "conversation",
    "landlord_agreed_by": "Bo Verzonnen",
    "landlord_agreed_on": "23/11/2026",
    "landlord_agreed_how": "phone",
}


def row(origin: CaseStatus, to: CaseStatus) -> Move:
    return next(move for move in MOVES if (move.origin, move.to) == (origin, to))


def make_state(status: CaseStatus = S.IN_TRIAGE, **values: object) -> CaseState:
    return CaseState(status=status, **values)  # type: ignore[arg-type]


def refused_field(
    origin: CaseStatus, to: CaseStatus, typed: dict[str, str], state: CaseState | None = None
) -> str | None:
    with pytest.raises(Refused) as refusal:
        lifecycle.check(row(origin, to), typed, state or make_state(origin), today=TODAY)
    return refusal.value.field


@pytest.mark.parametrize(
    ("origin", "to", "typed", "field"),
    [
        (S.IN_TRIAGE, S.WAITING_FOR_REPORTER, {}, "question"),
        (S.IN_TRIAGE, S.WAITING_FOR_REPORTER, {"question": " \u00a0\u200b "}, "question"),
        (S.IN_TRIAGE, S.WAITING_FOR_REPORTER, {"question": "x" * 1001}, "question"),
        (S.IN_TRIAGE, S.WAITING_FOR_REPORTER, {"question": "a\0b"}, "question"),
        (S.IN_TRIAGE, S.WAITING_FOR_REPORTER, {"question": "a\u202eb"}, "question"),
        (S.IN_TRIAGE, S.WAITING_FOR_REPORTER, {"question": "a\ud800b"}, "question"),
        (S.WAITING_FOR_REPORTER, S.IN_TRIAGE, {}, "question_end"),
        (S.WAITING_FOR_REPORTER, S.IN_TRIAGE, {"question_end": "perhaps"}, "question_end"),
        (S.WAITING_FOR_REPORTER, S.IN_TRIAGE, {"question_end": "answered"}, "answer"),
        (S.CONTACTING, S.ASSIGNED, {}, "pathway"),
        (S.CONTACTING, S.ASSIGNED, {"pathway": "INFO", "reason": "x"}, "pathway"),
        (S.CONTACTING, S.ASSIGNED, {"pathway": "OGP"}, "reason"),
        (S.CONTACTING, S.ASSIGNED, {"pathway": "OGP", "reason": " "}, "reason"),
        (S.IN_TRIAGE, S.REFERRED_ON, {}, "referred_to"),
        (S.IN_TRIAGE, S.TENANT_DECLINED, {"declined_how": "phone"}, "declined_on"),
        (S.IN_TRIAGE, S.TENANT_DECLINED, {"declined_on": "2026-11-24", "declined_how": "phone"}, "declined_on"),
        (S.IN_TRIAGE, S.TENANT_DECLINED, {"declined_on": "31/02/2026", "declined_how": "phone"}, "declined_on"),
        (S.IN_TRIAGE, S.TENANT_DECLINED, {"declined_on": "gisteren", "declined_how": "phone"}, "declined_on"),
        (S.IN_TRIAGE, S.TENANT_DECLINED, {"declined_on": "2026-11-23"}, "declined_how"),
        (S.IN_GUIDANCE, S.ASSIGNED, {}, "pathway"),
        (S.IN_GUIDANCE, S.CLOSED, {}, "outcome"),
        (S.IN_GUIDANCE, S.CLOSED, {"outcome": "gone"}, "outcome"),
        (S.CLOSED, S.IN_TRIAGE, {"reason": ""}, "reason"),
    ],
)
def test_a_move_without_what_it_asks_for_is_refused_at_its_field(
    origin: CaseStatus, to: CaseStatus, typed: dict[str, str], field: str
) -> None:
    assert refused_field(origin, to, typed, make_state(origin, advised=Pathway.PW)) == field


@pytest.mark.parametrize(
    ("origin", "to", "typed", "cleaned"),
    [
        (S.IN_TRIAGE, S.WAITING_FOR_REPORTER, {"question": " Welke zitting?\n"}, {"question": "Welke zitting?"}),
        (S.WAITING_FOR_REPORTER, S.IN_TRIAGE, {"question_end": "closed"}, {"question_end": "closed"}),
        (
            S.WAITING_FOR_REPORTER,
            S.IN_TRIAGE,
            {"question_end": "answered", "answer": "De tweede"},
            {"question_end": "answered", "answer": "De tweede"},
        ),
        (S.IN_TRIAGE, S.ASSIGNED, {"pathway": "PW"}, {"pathway": Pathway.PW}),
        (
            S.IN_TRIAGE,
            S.ASSIGNED,
            {"pathway": "DW", "reason": "kan niet blijven"},
            {"pathway": Pathway.DW, "reason": "kan niet blijven"},
        ),
        (S.IN_TRIAGE, S.REFERRED_ON, {"referred_to": "CAW"}, {"referred_to": "CAW"}),
        (
            S.IN_TRIAGE,
            S.TENANT_DECLINED,
            {"declined_on": "23.11.2026", "declined_how": "phone"},
            {"declined_on": TODAY, "declined_how": "phone"},
        ),
        (S.CONTACTING, S.NOT_REACHED, {"attempts": "2 keer gebeld"}, {}),
        (S.IN_TRIAGE, S.OUT_OF_AREA, {"reason": "Woont in Gent."}, {"reason": "Woont in Gent."}),
        (S.IN_GUIDANCE, S.ASSIGNED, {"pathway": "PW"}, {"pathway": Pathway.PW}),
        (S.NOT_REACHED, S.CLOSED, {"outcome": "not_reached"}, {"outcome": Outcome.NOT_REACHED}),
        (S.CLOSED, S.IN_TRIAGE, {"reason": "nieuw verzoekschrift"}, {"reason": "nieuw verzoekschrift"}),
    ],
)
def test_a_move_with_what_it_asks_for_is_read(
    origin: CaseStatus, to: CaseStatus, typed: dict[str, str], cleaned: dict[str, object]
) -> None:
    state = make_state(origin, advised=Pathway.PW)

    assert lifecycle.check(row(origin, to), typed, state, today=TODAY) == cleaned


def test_any_pathway_needs_a_reason_when_none_was_advised() -> None:
    state = make_state(S.IN_TRIAGE, advised=None)

    assert refused_field(S.IN_TRIAGE, S.ASSIGNED, {"pathway": "PW"}, state) == "reason"
    assert lifecycle.check(row(S.IN_TRIAGE, S.ASSIGNED), {"pathway": "PW", "reason": "x"}, state, today=TODAY)


@pytest.mark.parametrize("left_out", AGREED)
def test_pw_begins_only_when_both_sides_agreed_and_it_is_known_who_when_and_how(left_out: str) -> None:
    state = make_state(S.ASSIGNED, pathway=Pathway.PW)
    start = row(S.ASSIGNED, S.IN_GUIDANCE)

    complete = lifecycle.check(start, AGREEMENTS, state, today=TODAY)
    field = refused_field(S.ASSIGNED, S.IN_GUIDANCE, {**AGREEMENTS, left_out: ""}, state)

    assert field == left_out
    assert complete["tenant_agreed_on"] == date(2026, 11, 20)
    assert complete["landlord_agreed_on"] == TODAY


@pytest.mark.parametrize("pathway", [Pathway.DW, Pathway.CRISIS])
@pytest.mark.parametrize("wrong", ["", "2026-11-22", "later"])
def test_a_stay_begins_only_with_an_end_date(pathway: Pathway, wrong: str) -> None:
    state = make_state(S.ASSIGNED, pathway=pathway)
    start = row(S.ASSIGNED, S.IN_GUIDANCE)

    assert refused_field(S.ASSIGNED, S.IN_GUIDANCE, {"ends_on": wrong}, state) == "ends_on"
    assert lifecycle.check(start, {"ends_on": "2027-03-23"}, state, today=TODAY) == {"ends_on": date(2027, 3, 23)}


def test_a_stay_in_the_crisis_shelter_ends_within_four_months_and_one_in_a_transition_home_when_agreed() -> None:
    late = {"ends_on": "2027-03-24"}
    home = make_state(S.ASSIGNED, pathway=Pathway.DW)

    assert refused_field(S.ASSIGNED, S.IN_GUIDANCE, late, make_state(S.ASSIGNED, pathway=Pathway.CRISIS)) == "ends_on"
    assert lifecycle.check(row(S.ASSIGNED, S.IN_GUIDANCE), late, home, today=TODAY)


@pytest.mark.parametrize(("place", "accepted"), [("", False), ("Elders", False), ("Een", False), ("Twee", True)])
def test_a_stay_is_in_a_dwelling_of_ours_that_is_free(place: str, accepted: bool) -> None:
    state = make_state(S.ASSIGNED, pathway=Pathway.CRISIS, places=("Een", "Twee"), taken=frozenset({"Een"}))
    typed = {"ends_on": "2027-03-23", "place": place}

    if accepted:
        assert lifecycle.check(row(S.ASSIGNED, S.IN_GUIDANCE), typed, state, today=TODAY)["place"] == place
    else:
        assert refused_field(S.ASSIGNED, S.IN_GUIDANCE, typed, state) == "place"


@pytest.mark.parametrize("pathway", [Pathway.PRE_OGP, Pathway.OGP])
def test_a_short_follow_up_asks_for_neither_and_keeps_nothing_of_another_branch(pathway: Pathway) -> None:
    state = make_state(S.ASSIGNED, pathway=pathway)
    start = row(S.ASSIGNED, S.IN_GUIDANCE)

    assert start.asks(state) == ()
    assert lifecycle.check(start, {**AGREEMENTS, "ends_on": "2027-03-23"}, state, today=TODAY) == {}


def test_all_that_is_missing_is_found_at_once() -> None:
    state = make_state(S.ASSIGNED, pathway=Pathway.PW)

    faults = lifecycle.faults(row(S.ASSIGNED, S.IN_GUIDANCE), {}, state, today=TODAY)

    assert tuple(fault.field for fault in faults) == AGREED


def fields() -> list[Given]:
    return [field for move in MOVES for field in move.gives]


@pytest.mark.parametrize("field", fields(), ids=lambda field: field.name)
def test_every_field_has_a_label_a_refusal_and_choices_where_it_is_chosen(field: Given) -> None:
    chosen = field.kind in {Value.CHOICE, Value.PATHWAY, Value.OUTCOME}

    assert field.label
    assert field.missing
    assert bool(field.choices) == chosen


@given(st.sampled_from(MOVES), st.dictionaries(st.sampled_from([f.name for f in fields()]), st.text()))
def test_nothing_that_is_typed_breaks_the_reading(move: Move, typed: dict[str, str]) -> None:
    state = make_state(move.origin, pathway=Pathway.PW)

    faults = lifecycle.faults(move, typed, state, today=TODAY)

    assert {fault.field for fault in faults} <= {field.name for field in move.gives}
