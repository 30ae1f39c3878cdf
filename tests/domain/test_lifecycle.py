"""The life of a case, against a copy of the design's table that was written by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.errors import Forbidden, Refused
from portal.domain.labels import STATUS_LABELS
from portal.domain.triage import lifecycle
from portal.domain.triage.lifecycle import MOVES, Move
from portal.domain.triage.state import OBJECTION_LABELS, CaseState, Objection
from portal.domain.vocabulary import CaseStatus, Outcome, Pathway, Role

TODAY = date(2026, 11, 23)
S = CaseStatus
WORKER, LEAD = Role.INTAKE_WORKER, Role.TEAM_LEAD

EPISODE = ("pathway", "reason")
AGREED = (
    "tenant_agreed_by",
    "tenant_agreed_on",
    "tenant_agreed_how",
    "landlord_agreed_by",
    "landlord_agreed_on",
    "landlord_agreed_how",
)
DESIGN = {
    ("received", "in_triage"): (),
    ("in_triage", "waiting_for_reporter"): ("question",),
    ("contacting", "waiting_for_reporter"): ("question",),
    ("waiting_for_reporter", "in_triage"): ("question_end", "answer"),
    ("waiting_for_reporter", "contacting"): ("question_end", "answer"),
    ("in_triage", "contacting"): (),
    ("in_triage", "assigned"): EPISODE,
    ("contacting", "assigned"): EPISODE,
    ("in_triage", "referred_on"): ("referred_to",),
    ("contacting", "referred_on"): ("referred_to",),
    ("in_triage", "tenant_declined"): ("declined_on", "declined_how"),
    ("contacting", "tenant_declined"): ("declined_on", "declined_how"),
    ("contacting", "not_reached"): (),
    ("in_triage", "out_of_area"): ("reason",),
    ("assigned", "in_guidance"): (*AGREED, "ends_on", "place"),
    ("in_guidance", "assigned"): (*EPISODE, "outcome"),
    ("assigned", "closed"): ("outcome",),
    ("in_guidance", "closed"): ("outcome",),
    ("referred_on", "closed"): ("outcome",),
    ("not_reached", "closed"): ("outcome",),
    ("tenant_declined", "closed"): ("outcome",),
    ("out_of_area", "closed"): ("outcome",),
    ("closed", "in_triage"): ("reason",),
}


def row(origin: CaseStatus, to: CaseStatus) -> Move:
    return next(move for move in MOVES if (move.origin, move.to) == (origin, to))


def make_state(status: CaseStatus = S.IN_TRIAGE, **values: object) -> CaseState:
    return CaseState(status=status, **values)  # type: ignore[arg-type]


def test_the_table_is_that_of_the_design() -> None:
    ours = {(move.origin.value, move.to.value): tuple(field.name for field in move.gives) for move in MOVES}

    assert ours == DESIGN
    assert len(MOVES) == len(DESIGN)


def test_only_reopening_asks_for_a_team_lead_and_nobody_else_moves_cases() -> None:
    reopening = row(S.CLOSED, S.IN_TRIAGE)

    assert reopening.roles == {LEAD}
    assert {move.roles for move in MOVES if move is not reopening} == {frozenset({WORKER, LEAD})}


@pytest.mark.parametrize("status", CaseStatus)
def test_every_status_has_a_label_and_an_exit_and_can_be_reached(status: CaseStatus) -> None:
    assert STATUS_LABELS[status]
    assert any(move.origin is status for move in MOVES)
    assert status is S.RECEIVED or any(move.to is status for move in MOVES)


@pytest.mark.parametrize("origin", CaseStatus)
@pytest.mark.parametrize("to", CaseStatus)
@pytest.mark.parametrize("role", Role)
def test_every_pair_of_statuses_is_allowed_or_refused_as_the_design_says(
    origin: CaseStatus, to: CaseStatus, role: Role
) -> None:
    state = make_state(origin, came_from=S.CONTACTING, attempts=1)
    listed = (origin.value, to.value) in DESIGN and (origin, to) != (S.RECEIVED, S.IN_TRIAGE)
    works = role is LEAD or (role is WORKER and origin is not S.CLOSED)
    elsewhere = (origin, to) == (S.WAITING_FOR_REPORTER, S.IN_TRIAGE)

    allowed = listed and works and not elsewhere

    assert lifecycle.may_move(state, to, role) == allowed
    assert (to in {move.to for move in lifecycle.options(state, role)}) == allowed
    if allowed:
        assert lifecycle.find(state, to, role) is row(origin, to)
    else:
        with pytest.raises(Refused) as refusal:
            lifecycle.find(state, to, role)
        assert refusal.value.field == "to"
        assert refusal.value.message


@pytest.mark.parametrize(
    ("origin", "to", "role", "refusal"),
    [
        (S.CLOSED, S.IN_TRIAGE, WORKER, Forbidden),
        (S.IN_TRIAGE, S.CONTACTING, Role.AUDITOR, Forbidden),
        (S.CLOSED, S.CONTACTING, WORKER, Refused),
        (S.CONTACTING, S.NOT_REACHED, LEAD, Refused),
        (S.CLOSED, S.IN_TRIAGE, LEAD, None),
    ],
)
def test_what_a_role_never_does_is_forbidden_and_what_nobody_can_do_now_is_refused(
    origin: CaseStatus, to: CaseStatus, role: Role, refusal: type[Refused] | None
) -> None:
    found: type[Refused] | None = None
    try:
        lifecycle.find(make_state(origin), to, role)
    except Refused as fault:
        found = type(fault)

    assert found is refusal


@pytest.mark.parametrize(
    ("came_from", "to"),
    [(S.IN_TRIAGE, S.IN_TRIAGE), (S.CONTACTING, S.CONTACTING), (None, S.IN_TRIAGE)],
)
def test_a_question_ends_in_the_state_it_came_from(came_from: CaseStatus | None, to: CaseStatus) -> None:
    state = make_state(S.WAITING_FOR_REPORTER, came_from=came_from)

    assert [move.to for move in lifecycle.options(state, WORKER)] == [to]


@pytest.mark.parametrize(
    ("objection", "allowed"),
    [
        (None, True),
        (Objection.UNDECIDED, False),
        (Objection.NO_CONTACT, False),
        (Objection.ONE_LETTER, True),
        (Objection.GO_ON, True),
    ],
)
def test_nobody_is_contacted_against_an_objection(objection: Objection | None, allowed: bool) -> None:
    state = make_state(S.IN_TRIAGE, objection=objection)

    assert lifecycle.may_move(state, S.CONTACTING, LEAD) == allowed
    assert lifecycle.may_move(state, S.ASSIGNED, LEAD)


def test_a_question_that_was_asked_before_the_objection_can_still_end() -> None:
    state = make_state(S.WAITING_FOR_REPORTER, came_from=S.CONTACTING, objection=Objection.UNDECIDED)

    assert lifecycle.may_move(state, S.CONTACTING, WORKER)


def test_a_question_is_asked_on_its_own_page_alone() -> None:
    state = make_state(S.IN_TRIAGE)

    assert lifecycle.find(state, S.WAITING_FOR_REPORTER, WORKER).to is S.WAITING_FOR_REPORTER
    assert lifecycle.find_by_form(state, S.CONTACTING, WORKER).to is S.CONTACTING
    with pytest.raises(Refused, match="Een vraag stelt u op de pagina"):
        lifecycle.find_by_form(state, S.WAITING_FOR_REPORTER, WORKER)


def test_nobody_is_called_unreachable_before_somebody_tried() -> None:
    tried = make_state(S.CONTACTING, attempts=1)

    with pytest.raises(Refused, match="contactpoging"):
        lifecycle.find(make_state(S.CONTACTING), S.NOT_REACHED, WORKER)
    assert lifecycle.find(tried, S.NOT_REACHED, WORKER).to is S.NOT_REACHED


@pytest.mark.parametrize("status", CaseStatus)
def test_a_claim_puts_a_received_case_in_triage_and_leaves_another_where_it_is(status: CaseStatus) -> None:
    if status is S.CLOSED:
        with pytest.raises(Refused):
            lifecycle.claimed(status)
    else:
        assert lifecycle.claimed(status) is (S.IN_TRIAGE if status is S.RECEIVED else status)


def test_a_question_remembers_where_it_came_from_and_forgets_it_when_it_ends() -> None:
    asked = lifecycle.moved(row(S.CONTACTING, S.WAITING_FOR_REPORTER), {}, make_state(S.CONTACTING))
    ended = lifecycle.moved(row(S.WAITING_FOR_REPORTER, S.CONTACTING), {}, asked)

    assert (asked.status, asked.came_from) == (S.WAITING_FOR_REPORTER, S.CONTACTING)
    assert (ended.status, ended.came_from) == (S.CONTACTING, None)


def test_the_pathway_stays_until_another_is_chosen_or_the_case_is_reopened() -> None:
    assigned = lifecycle.moved(row(S.IN_TRIAGE, S.ASSIGNED), {"pathway": Pathway.OGP}, make_state())
    guided = lifecycle.moved(row(S.ASSIGNED, S.IN_GUIDANCE), {}, assigned)
    second = lifecycle.moved(row(S.IN_GUIDANCE, S.ASSIGNED), {"pathway": Pathway.DW}, guided)
    closed = lifecycle.moved(row(S.ASSIGNED, S.CLOSED), {"outcome": Outcome.MOVED}, second)
    reopened = lifecycle.moved(row(S.CLOSED, S.IN_TRIAGE), {"reason": "x"}, closed)

    assert [state.pathway for state in (assigned, guided, second, closed, reopened)] == [
        Pathway.OGP,
        Pathway.OGP,
        Pathway.DW,
        Pathway.DW,
        None,
    ]


@given(st.data())
def test_wherever_a_case_goes_somebody_can_move_it_on(data: st.DataObject) -> None:
    state = make_state(S.IN_TRIAGE)

    for _ in range(data.draw(st.integers(0, 12))):
        move = data.draw(st.sampled_from(lifecycle.options(state, LEAD)))
        state = lifecycle.moved(move, {}, state)

    assert lifecycle.options(state, LEAD)


def test_every_objection_has_a_label() -> None:
    assert set(OBJECTION_LABELS) == set(Objection)
