"""What may still be tried when a tenant objects: whatever the team lead decided, and no more."""

from __future__ import annotations

from datetime import date

import pytest

from portal.domain.triage import objections
from portal.domain.triage.objections import FORBIDDEN, LETTER_WENT, ONLY_A_LETTER, Line, bars
from portal.domain.triage.state import Objection

DECIDED: Line = ("objection", {"decision": "one_letter"})
LETTER: Line = ("attempt", {"channel": "letter", "reached": "no"})
CALLED: Line = ("attempt", {"channel": "desk", "reached": "yes"})
SAID: Line = ("tenant", {"says": "help"})
WAITS, NEVER, ONE = Objection.UNDECIDED, Objection.NO_CONTACT, Objection.ONE_LETTER


@pytest.mark.parametrize(
    ("objection", "channel", "past", "barred"),
    [
        (None, "phone", [], None),
        (Objection.GO_ON, "phone", [], None),
        (WAITS, "letter", [], FORBIDDEN[WAITS]),
        (WAITS, "phone", [SAID], FORBIDDEN[WAITS]),
        (NEVER, "letter", [], FORBIDDEN[NEVER]),
        (ONE, "letter", [LETTER, SAID, DECIDED], None),
        (ONE, "phone", [DECIDED], ONLY_A_LETTER),
        (ONE, "letter", [DECIDED, LETTER], LETTER_WENT),
        (ONE, "home_visit", [DECIDED, LETTER], ONLY_A_LETTER),
        (ONE, "phone", [DECIDED, LETTER, SAID], None),
        (ONE, "letter", [DECIDED, LETTER, CALLED], None),
        (ONE, "letter", [DECIDED, LETTER, SAID, DECIDED], None),
    ],
)
def test_what_is_barred(objection: Objection | None, channel: str, past: list[Line], barred: str | None) -> None:
    assert bars(objection, channel, past, reached=False) == barred
    assert bars(objection, channel, past, reached=True) is None


def test_a_decision_is_due_on_the_next_working_day() -> None:
    assert objections.decide_by(date(2026, 11, 23)) == date(2026, 11, 24)
    assert objections.decide_by(date(2026, 12, 24)) == date(2026, 12, 28)


def test_what_was_said_before_the_last_decision_is_settled() -> None:
    assert objections.settled([]) == objections.settled(["received", "tenant"]) == 0
    assert objections.settled(["tenant", "objection", "attempt", "objection", "tenant"]) == 4
