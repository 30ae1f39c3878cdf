"""The suggested pathway: the design's list, first match first, with what stands beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.triage.fund import Fund
from portal.domain.triage.pathways import ADVICE_LABELS, HINT_LABELS, RULES, Advised, Hint, PathwayFacts, suggest
from portal.domain.vocabulary import Pathway, PaymentPlan, Problem, Stage, Tenure, Urgency

TODAY = date(2026, 11, 23)
ARREARS = frozenset({Problem.RENT_ARREARS})
UNFIT = frozenset({Problem.UNFIT})
BROKEN = PaymentPlan.BROKEN
LATER, ANY = Fund(from_months=3, to_months=9), Fund(from_months=0, to_months=6)


def make_facts(**values: Any) -> PathwayFacts:
    return PathwayFacts(**{"today": TODAY, "tenure": Tenure.PRIVATE, "stage": Stage.NONE, **values})


@pytest.mark.parametrize(
    ("values", "code", "beside"),
    [
        ({"in_area": False, "unusable_home": True, "problems": ARREARS}, "OUT_OF_AREA", ()),
        ({"tenure": Tenure.OWNER_OR_NONE, "unusable_home": True}, "INFO", ()),
        ({"tenure": Tenure.OWNER_OR_NONE, "in_area": False}, "OUT_OF_AREA", ()),
        ({"unusable_home": True}, "CRISIS", ()),
        ({"unusable_home": True, "problems": UNFIT}, "CRISIS", ()),
        ({"unusable_home": True, "problems": frozenset({Problem.UTILITIES, Problem.OTHER})}, "CRISIS", ()),
        ({"unusable_home": True, "problems": ARREARS}, "CRISIS", ("DW",)),
        ({"unusable_home": True, "problems": frozenset({Problem.LEASE_END})}, "CRISIS", ("DW",)),
        ({"unusable_home": True, "stage": Stage.PETITION, "problems": ARREARS}, "CRISIS", ("DW",)),
        ({"stage": Stage.PETITION}, "OGP", ()),
        ({"stage": Stage.SUMMONS}, "OGP", ()),
        ({"stage": Stage.JUDGMENT}, "OGP", ()),
        ({"stage": Stage.SERVED}, "OGP", ()),
        ({"stage": Stage.SERVED, "leaves_on": date(2026, 12, 23)}, "OGP", ("DW",)),
        ({"stage": Stage.SERVED, "leaves_on": date(2026, 12, 24)}, "OGP", ()),
        ({"stage": Stage.SERVED, "leaves_on": date(2026, 11, 1)}, "OGP", ("DW",)),
        ({"stage": Stage.EVICTION_PLANNED}, "OGP", ("DW",)),
        ({"stage": Stage.EVICTION_PLANNED, "leaves_on": date(2027, 1, 15)}, "OGP", ()),
        ({"stage": Stage.PETITION, "homeless_now": True}, "OGP", ("DW",)),
        ({"stage": Stage.CONDITIONAL, "payment_plan": BROKEN}, "OGP", ()),
        ({"stage": Stage.CONDITIONAL, "problems": ARREARS}, "PW", ()),
        ({"stage": Stage.CONDITIONAL, "payment_plan": PaymentPlan.RUNNING}, "INFO", ()),
        ({"stage": Stage.EVICTED, "problems": ARREARS}, "DW", ()),
        ({"homeless_now": True}, "DW", ()),
        ({"homeless_now": True, "stage": Stage.CONCILIATION, "tenure": Tenure.SOCIAL}, "DW", ()),
        ({"stage": Stage.CONCILIATION, "tenure": Tenure.SOCIAL}, "PRE_OGP", ()),
        ({"stage": Stage.CONCILIATION, "tenure": Tenure.SOCIAL_SUBLET}, "PRE_OGP", ()),
        ({"stage": Stage.CONCILIATION, "tenure": Tenure.PRIVATE}, "PW", ()),
        ({"stage": Stage.CONCILIATION, "tenure": Tenure.UNKNOWN}, "PW", ()),
        ({"tenure": Tenure.SOCIAL, "payment_plan": BROKEN}, "PRE_OGP", ()),
        ({"tenure": Tenure.SOCIAL, "problems": ARREARS, "arrears_months": Decimal(2)}, "PRE_OGP", ()),
        ({"tenure": Tenure.SOCIAL, "problems": ARREARS, "arrears_months": Decimal("1.5")}, "PW", ()),
        ({"tenure": Tenure.SOCIAL, "problems": ARREARS, "arrears_months": None}, "PW", ()),
        ({"tenure": Tenure.PRIVATE, "problems": ARREARS, "arrears_months": Decimal(4)}, "PW", ()),
        ({"tenure": Tenure.PRIVATE, "problems": ARREARS, "payment_plan": BROKEN}, "PW", ()),
        ({"problems": UNFIT}, "INFO", ()),
        ({"problems": frozenset({Problem.LEASE_END, Problem.UTILITIES})}, "INFO", ()),
        ({"problems": UNFIT | ARREARS}, "PW", ()),
        ({"problems": frozenset({Problem.NUISANCE})}, "PW", ()),
        ({"problems": frozenset({Problem.OTHER}), "stage": Stage.FORMAL_NOTICE}, "PW", ()),
        ({}, "INFO", ()),
        ({"stage": Stage.UNKNOWN, "tenure": Tenure.UNKNOWN}, "INFO", ()),
    ],
)
def test_the_first_rule_that_applies_is_the_advice(values: dict[str, Any], code: str, beside: tuple[str, ...]) -> None:
    advice = suggest(make_facts(**values))

    assert (advice.code, advice.beside) == (code, beside)
    assert len(advice.reasons) == 1 + len(beside)


@pytest.mark.parametrize(("tenure", "flagged"), [(Tenure.PRIVATE, True), (Tenure.ROOM, True), (Tenure.SOCIAL, False)])
def test_a_conciliation_outside_social_housing_is_flagged(tenure: Tenure, flagged: bool) -> None:
    assert suggest(make_facts(stage=Stage.CONCILIATION, tenure=tenure)).flagged is flagged


@pytest.mark.parametrize(
    ("values", "hint", "given_"),
    [
        ({"homeless_now": True}, Hint.NIGHT_SHELTER, True),
        ({"stage": Stage.EVICTED}, Hint.NIGHT_SHELTER, True),
        ({"stage": Stage.SERVED}, Hint.NIGHT_SHELTER, False),
        ({"arrears_months": Decimal(2)}, Hint.EVICTION_FUND, True),
        ({"arrears_months": Decimal(6)}, Hint.EVICTION_FUND, True),
        ({"arrears_months": Decimal("1.5")}, Hint.EVICTION_FUND, False),
        ({"arrears_months": Decimal("6.5")}, Hint.EVICTION_FUND, False),
        ({"arrears_months": None}, Hint.EVICTION_FUND, False),
        ({"arrears_months": Decimal(3), "tenure": Tenure.SOCIAL_SUBLET}, Hint.EVICTION_FUND, True),
        ({"arrears_months": Decimal(3), "tenure": Tenure.SOCIAL}, Hint.EVICTION_FUND, False),
        ({"arrears_months": Decimal(3), "in_area": False}, Hint.EVICTION_FUND, False),
        ({"arrears_months": Decimal(2), "fund": LATER}, Hint.EVICTION_FUND, False),
        ({"arrears_months": Decimal(3), "fund": LATER}, Hint.EVICTION_FUND, True),
        ({"arrears_months": Decimal(9), "fund": LATER}, Hint.EVICTION_FUND, True),
        ({"arrears_months": Decimal("9.5"), "fund": LATER}, Hint.EVICTION_FUND, False),
        ({"arrears_months": Decimal("0.5"), "fund": ANY}, Hint.EVICTION_FUND, True),
        ({"arrears_months": Decimal(0), "fund": ANY}, Hint.EVICTION_FUND, False),
        ({"level": Urgency.U0}, Hint.LAWYER, True),
        ({"level": Urgency.U1}, Hint.LAWYER, True),
        ({"level": Urgency.U2}, Hint.LAWYER, False),
        ({"utilities_off": True}, Hint.UTILITIES, True),
        ({"problems": frozenset({Problem.UTILITIES})}, Hint.UTILITIES, True),
        ({}, Hint.UTILITIES, False),
        ({"problems": UNFIT | ARREARS}, Hint.HOUSING_QUALITY, True),
        ({"problems": ARREARS}, Hint.HOUSING_QUALITY, False),
        ({"problems": UNFIT}, Hint.TENANTS_UNION, True),
        ({"problems": UNFIT | ARREARS}, Hint.TENANTS_UNION, False),
        ({"problems": ARREARS}, Hint.BUDGET_HELP, True),
        ({"payment_plan": BROKEN}, Hint.BUDGET_HELP, True),
        ({"problems": UNFIT}, Hint.BUDGET_HELP, False),
    ],
)
def test_hints_stand_beside_the_advice(values: dict[str, Any], hint: Hint, given_: bool) -> None:
    assert (hint in suggest(make_facts(**values)).hints) is given_


def test_every_advice_and_hint_has_a_label_and_every_rule_a_reason() -> None:
    assert set(ADVICE_LABELS) == set(Advised)
    assert set(HINT_LABELS) == set(Hint)
    assert all(rule.reason for rule in RULES)
    assert {rule.code for rule in RULES} == set(Advised)


@given(
    st.builds(
        PathwayFacts,
        today=st.just(TODAY),
        arrears_months=st.none() | st.decimals(0, 60, places=1),
        leaves_on=st.none() | st.dates(),
    )
)
def test_there_is_always_one_advice_and_a_pathway_unless_it_is_information_or_elsewhere(facts: PathwayFacts) -> None:
    advice = suggest(facts)

    assert advice.reasons
    assert (advice.pathway is None) == (advice.code in {Advised.INFO, Advised.OUT_OF_AREA})
    assert advice.pathway is None or advice.pathway in Pathway
    assert advice.pathway not in advice.beside
