"""What the rules say of a stored case: the assessment of its clock, and the pathway that they suggest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from portal.domain.deadlines.calendar import add_working_days
from portal.domain.deadlines.facts import Facts
from portal.domain.deadlines.rules import earliest_eviction
from portal.domain.deadlines.urgency import Assessment, Plan, assess
from portal.domain.triage.pathways import Advice, PathwayFacts, suggest
from portal.domain.vocabulary import PaymentPlan, Tenure
from portal.models import Case, Entry, Referral
from portal.services import assessing, chronicle
from portal.services.assessing import Policy
from portal.store import cases


def assessed(session: Session, case: Case, history: Sequence[Entry], *, today: date, policy: Policy) -> Assessment:
    """What the clock says of this case today; our own targets stand still while it waits for its reporter."""
    reports = cases.referrals_of(session, case.id or 0)
    found = assess(
        assessing.facts_of(reports, history),
        today,
        targets=policy.targets,
        closing_days=policy.closing_days,
        paused=chronicle.waiting_days(history, today),
        plan=_plan(reports, history),
    )
    sooner = [day for day in (found.hastened_by, _chosen_by(case, found, history, policy)) if day is not None]
    return replace(found, hastened_by=min(sooner, default=None))


def _chosen_by(case: Case, found: Assessment, history: Sequence[Entry], policy: Policy) -> date | None:
    """By when somebody acts on a more urgent level that staff chose after the last plan."""
    chosen_on = chronicle.chosen_on(history)
    if case.override_reason is None or chosen_on is None or case.level >= found.level:
        return None
    return add_working_days(chosen_on, policy.targets[case.level], policy.closing_days)


def _plan(reports: Sequence[Referral], history: Sequence[Entry]) -> Plan | None:
    """What whoever decided last could know: the reports and the lines until then."""
    decided = chronicle.decided(history)
    if decided is None:
        return None
    told = [report for report in reports if report.received_at <= decided.lines[-1].at]
    return Plan(decided.on, assessing.facts_of(told, decided.lines))


def advice(
    case: Case, referrals: Sequence[Referral], history: Sequence[Entry], *, today: date, policy: Policy
) -> Advice:
    """The pathway that the rules suggest for what is known today, with their reasons."""
    facts = assessing.facts_of(referrals, history)
    return suggest(
        PathwayFacts(
            today=today,
            in_area=_in_area(referrals, policy),
            tenure=_tenure(referrals),
            problems=facts.problems,
            stage=facts.step,
            payment_plan=facts.payment_plan or PaymentPlan.UNKNOWN,
            arrears_months=facts.months,
            unusable_home=facts.unusable_home,
            homeless_now=facts.homeless_now,
            utilities_off=facts.utilities_off,
            leaves_on=_leaves_on(facts),
            level=case.level,
            fund=policy.fund,
        )
    )


def _in_area(referrals: Sequence[Referral], policy: Policy) -> bool:
    """An address that nobody was asked for lies nowhere, and so not elsewhere."""
    given = {referral.postcode for referral in referrals if referral.postcode}
    return not policy.postcodes or not given or not given.isdisjoint(policy.postcodes)


def _tenure(referrals: Sequence[Referral]) -> Tenure:
    """What was said last; "unknown" says nothing."""
    said = [Tenure(referral.tenure) for referral in referrals if referral.tenure not in {None, Tenure.UNKNOWN}]
    return said[-1] if said else Tenure.UNKNOWN


def _leaves_on(facts: Facts) -> date | None:
    known = (facts.eviction_date, facts.leave_by, earliest_eviction(facts))
    return min((day for day in known if day is not None), default=None)
