"""What tenants are asked: few answers are required, and the short way in asks for less still."""

from __future__ import annotations

from itertools import product

import pytest

from portal.domain.errors import Refused
from portal.domain.intake import short
from portal.domain.intake.cross_rules import CROSS_RULES
from portal.domain.intake.questions import asked, is_required
from portal.domain.triage import spoken
from portal.domain.triage.spoken import Says
from portal.domain.vocabulary import Kind, Problem, Stage
from tests.factories import MONDAY

HU = Kind.TENANT
MOST_REQUIRED = 10


def test_a_tenant_must_give_ten_answers_at_most_on_every_branch() -> None:
    one_of_several = {rule.field for rule in CROSS_RULES if HU in rule.kinds}
    counts = set()
    for stage, problem in product(Stage, Problem):
        answers = {"stage": stage.value, "problems": [problem.value, "rent_arrears", "lease_end"]}
        counts.add(len({q.name for q in asked(HU) if is_required(q, HU, answers)} | one_of_several))

    assert one_of_several == {"tenant_phone"}
    assert max(counts) == MOST_REQUIRED


def test_the_short_way_needs_a_name_and_a_number() -> None:
    answers, faults = short.read({"tenant_last": "Amina", "tenant_phone": "0470 12 34 56"}, today=MONDAY)

    assert (answers, faults) == ({"tenant_last": "Amina", "tenant_phone": "+32470123456"}, ())
    assert [fault.field for fault in short.read({}, today=MONDAY)[1]] == ["tenant_last", "tenant_phone"]


@pytest.mark.parametrize(
    ("kind", "answers"), [(Kind.LANDLORD, {"tenant_phone": "+32470123456"}), (HU, {}), (HU, {"tenant_phone": ""})]
)
def test_nobody_else_leaves_out_the_address(kind: Kind, answers: dict[str, str]) -> None:
    with pytest.raises(Refused):
        short.require(kind, answers)

    short.require(HU, {"tenant_phone": "+32470123456"})


@pytest.mark.parametrize("typed", ["CDFH-JKMN-V", "cdfhjkmnv", " cdfh jkmn v ", "CDFH–JKMN–V"])
def test_a_reference_may_be_typed_in_any_way(typed: str) -> None:
    said, faults = spoken.read({"reference": typed, "says": "help"})

    assert faults == ()
    assert said == spoken.Spoken("CDFH-JKMN-V", Says.HELP)


def test_a_slip_in_the_reference_is_pointed_out() -> None:
    said, faults = spoken.read({"reference": "CDFH-JKMN-W", "says": "help"})

    assert said is None
    assert [fault.field for fault in faults] == ["reference"]
