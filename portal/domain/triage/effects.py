"""What a fact that is learned later changes of what was known: one row for each fact (triage.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from portal.domain.deadlines.facts import BEFORE_JUDGMENT
from portal.domain.triage.known import Learned, Result, What
from portal.domain.vocabulary import PaymentPlan, Stage

Values = Mapping[str, Any]
"""Values by name of ``Facts``; None takes back what was known."""


def effect(fact: Learned, before: Values) -> Values:
    """What the fact sets, seen against what was known before it."""
    if fact.what in SEEN_AGAINST:
        return SEEN_AGAINST[fact.what](fact, before)
    return ALONE[fact.what](fact)


def _petition(fact: Learned, before: Values) -> Values:
    """A petition opens the procedure; the day of a conciliation is then no hearing on the dissolution."""
    conciliation = before.get("stage") is Stage.CONCILIATION
    kept = {"hearing_date": None, "hearing_time": None} if conciliation else {}
    return {**kept, "stage": Stage.PETITION, "filing_date": fact.day}


def _judgment(fact: Learned, before: Values) -> Values:
    """It answers the hearing that led to it, never one that is still to come (opposition)."""
    heard = before.get("hearing_date")
    over = heard is not None and heard <= (fact.day or fact.learned_on)
    answered = {"hearing_date": None, "hearing_time": None} if over else {}
    result = fact.result or Result.DISSOLVED
    undone = dict.fromkeys(OF_A_JUDGMENT) if result is Result.REJECTED else {}
    return {**answered, **undone, "stage": STAGE_AFTER[result]}


def _served(fact: Learned, before: Values) -> Values:
    planned = before.get("stage") in {Stage.EVICTION_PLANNED, Stage.EVICTED}
    return {"served_date": fact.day, **({} if planned else {"stage": Stage.SERVED})}


def _leave_by(fact: Learned, before: Values) -> Values:
    """That day stands in a judgment, so there is one."""
    early = before.get("stage", Stage.UNKNOWN) in BEFORE_JUDGMENT | {Stage.CONDITIONAL}
    return {"leave_by": fact.day, **({"stage": Stage.JUDGMENT} if early else {})}


OF_A_JUDGMENT = ("served_date", "leave_by", "eviction_date")
"""What no longer stands when the claim was rejected, in opposition too."""
STAGE_AFTER = {
    Result.DISSOLVED: Stage.JUDGMENT,
    Result.CONDITIONAL: Stage.CONDITIONAL,
    Result.REJECTED: Stage.NONE,
}
SEEN_AGAINST: Mapping[What, Callable[[Learned, Values], Values]] = {
    What.PETITION: _petition,
    What.JUDGMENT: _judgment,
    What.SERVED: _served,
    What.LEAVE_BY: _leave_by,
}
ALONE: Mapping[What, Callable[[Learned], Values]] = {
    What.HEARING: lambda fact: {"hearing_date": fact.day, "hearing_time": fact.hour},
    What.EVICTION_DATE: lambda fact: {"eviction_date": fact.day, "stage": Stage.EVICTION_PLANNED},
    # The judgment still stands, so that a new date may come any day.
    What.EVICTION_CANCELLED: lambda _: {"eviction_date": None, "stage": Stage.SERVED},
    What.EVICTED: lambda _: {"stage": Stage.EVICTED},
    # An amount without months lets the months be worked out from the rent.
    What.ARREARS: lambda fact: {"arrears_eur": fact.amount, "arrears_months": fact.months},
    What.PLAN_AGREED: lambda _: {"payment_plan": PaymentPlan.RUNNING},
    What.PLAN_BROKEN: lambda _: {"payment_plan": PaymentPlan.BROKEN},
    What.MOVED: lambda _: {"tenant_moved": True},
    What.STILL_THERE: lambda _: {"tenant_moved": None},
}
