"""An attempt to reach the tenant: what is asked, and what is kept."""

from __future__ import annotations

from datetime import date

import pytest

from portal.domain.errors import Refused
from portal.domain.triage import contact
from portal.domain.triage.state import CaseState, Objection
from portal.domain.vocabulary import CaseStatus

TODAY = date(2026, 11, 23)
STATE = CaseState(status=CaseStatus.CONTACTING, asks_if_known=True)
TRIED = {"channel": "phone", "reached": "no", "tried_on": "23/11/2026"}


def test_an_attempt_in_vain_asks_for_the_least() -> None:
    found = contact.check({**TRIED, "tenant_knew": "yes", "tried_at": "9u30"}, STATE, today=TODAY)

    assert found == {"channel": "phone", "reached": "no", "tried_on": TODAY, "tried_at": "09:30"}


@pytest.mark.parametrize("knew", contact.KNEW)
def test_whoever_is_reached_is_asked_whether_the_report_was_known(knew: str) -> None:
    found = contact.check({**TRIED, "reached": "yes", "tenant_knew": knew}, STATE, today=TODAY)

    assert found["tenant_knew"] == knew


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"channel": ""}, "channel"),
        ({"channel": "pigeon"}, "channel"),
        ({"reached": ""}, "reached"),
        ({"reached": "yes"}, "tenant_knew"),
        ({"reached": "yes", "tenant_knew": "perhaps"}, "tenant_knew"),
        ({"objects": "yes"}, "reached"),
        ({"objects": "no", "reached": "yes", "tenant_knew": "yes"}, "objects"),
        ({"tried_on": ""}, "tried_on"),
        ({"tried_on": "24/11/2026"}, "tried_on"),
        ({"tried_at": "25:00"}, "tried_at"),
        ({"tried_by": "x" * 101}, "tried_by"),
    ],
)
def test_what_is_missing_or_unreadable_is_refused_at_its_field(typed: dict[str, str], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        contact.check({**TRIED, **typed}, STATE, today=TODAY)

    assert refusal.value.field == field


def test_it_is_asked_once() -> None:
    known = CaseState(status=CaseStatus.CONTACTING)

    assert contact.check({**TRIED, "reached": "yes"}, known, today=TODAY)["reached"] == "yes"


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        (None, True),
        (Objection.GO_ON, True),
        (Objection.ONE_LETTER, True),
        (Objection.UNDECIDED, False),
        (Objection.NO_CONTACT, False),
    ],
)
def test_a_tenant_who_was_reached_may_object_unless_that_is_before_a_team_lead_or_heeded(
    before: Objection | None, kept: bool
) -> None:
    state = CaseState(status=CaseStatus.CONTACTING, objection=before)

    found = contact.check({**TRIED, "reached": "yes", "objects": "yes"}, state, today=TODAY)

    assert ("objects" in found) is kept
