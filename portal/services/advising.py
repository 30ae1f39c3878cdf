"""What the rules say of a stored case: the assessment of its clock, and the pathway that they suggest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

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
from portal.services.chronicle import Decided
from portal.store import cases


def assessed(session: Session, case: Case, history: Sequence[Entry], *, today: date, policy: Policy) -> Assessment:
    """What the clock says of this case today; our own targets stand still while it waits for its reporter."""
    reports = cases.referrals_of(session, case.id or 0)
    told = _Told(reports, history, assessing.facts_of(reports, history))
    decided, chosen = chronicle.decided(history), chronicle.chosen(history)
    clock = partial(assess, today=today, targets=policy.targets, closing_days=policy.closing_days)
    found = clock(told.now, paused=chronicle.waiting_days(history, today), plan=told.plan(decided))
    sooner = (
        found.hastened_by,
        _chosen_by(case, found, chosen, decided, policy),
        _follow_up_by(clock, told, decided, policy),
    )
    return replace(
        found,
        hastened_by=min((day for day in sooner if day is not None), default=None),
        overrules=_overrules(case, found, clock, told, chosen),
    )


@dataclass(frozen=True)
class _Told:
    """The reports and the history of a case, and what of them was known when."""

    reports: Sequence[Referral]
    history: Sequence[Entry]
    now: Facts

    def at(self, decided: Decided) -> Facts:
        """What whoever decided then could know."""
        known = [report for report in self.reports if report.received_at <= decided.lines[-1].at]
        return assessing.facts_of(known, decided.lines)

    def plan(self, decided: Decided | None) -> Plan | None:
        return Plan(decided.on, self.at(decided)) if decided else None


def _chosen_by(
    case: Case, found: Assessment, chosen: Decided | None, decided: Decided | None, policy: Policy
) -> date | None:
    """By when somebody acts on a more urgent level that staff chose after the last plan."""
    if case.override_reason is None or chosen is None or case.level >= found.level:
        return None
    if decided is not None and len(decided.lines) > len(chosen.lines):
        return None
    return add_working_days(chosen.on, policy.targets[case.level], policy.closing_days)


def _follow_up_by(
    clock: Callable[..., Assessment], told: _Told, decided: Decided | None, policy: Policy
) -> date | None:
    """By when a case comes back whose written plan did not know what made it more urgent, after a later step."""
    planned = chronicle.planned(told.history)
    if planned is None or decided is None or len(planned.lines) == len(decided.lines):
        return None
    is_outdated = clock(told.now, plan=told.plan(planned)).hastened_by is not None
    return add_working_days(decided.on, assessing.FOLLOW_UP_DAYS, policy.closing_days) if is_outdated else None


def _overrules(
    case: Case, found: Assessment, clock: Callable[..., Assessment], told: _Told, chosen: Decided | None
) -> bool:
    """Whether what was learned since staff chose a level says more by itself than they chose."""
    if case.override_reason is None or chosen is None or found.level >= case.level:
        return False
    now, then = vars(told.now), vars(told.at(chosen))
    news = {name: value for name, value in now.items() if name != "learned" and value != then[name]}
    return bool(news) and clock(Facts(**{"received_on": told.now.received_on, **news})).level < case.level


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
