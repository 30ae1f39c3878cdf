"""From what is stored about a household to the columns by which its case is queued: facts, level, days, desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from portal.domain.deadlines import due
from portal.domain.deadlines.calendar import add_working_days, last_working_day_before
from portal.domain.deadlines.facts import Facts
from portal.domain.deadlines.hours import Hours, office
from portal.domain.deadlines.urgency import Assessment, to_json
from portal.domain.triage import effects, known, objections, terms
from portal.domain.triage.fund import Fund
from portal.domain.triage.state import RESTS_ON, Desk, Objection, desk, rests_for_reporter
from portal.domain.vocabulary import CaseStatus, Pathway, PaymentPlan, Problem, Stage, Urgency
from portal.models import Case, Entry, Referral
from portal.services import chronicle

FOLLOW_UP_DAYS = 5
"""Working days after the first contact on which a case comes back when nobody set a next action."""

SAYS_NOTHING = (None, "unknown", "unsaid")
AS_IT_IS = (
    *("arrears_eur", "rent_month", "arrears_months", "filing_date", "hearing_date", "hearing_time"),
    *("served_date", "leave_by", "eviction_date", "must_leave_on"),
)
YES_NO = ("homeless_now", "unusable_home", "utilities_off", "minors", "vulnerable")
READERS: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(AS_IT_IS, lambda value: value),
    **dict.fromkeys(YES_NO, lambda value: value == "yes"),
    "stage": Stage,
    "payment_plan": PaymentPlan,
    "problems": lambda value: frozenset(Problem(problem) for problem in value),
}
"""How a column of a report becomes a value of ``Facts``; a report that is not stored yet holds plain words."""


@dataclass(frozen=True)
class Policy:
    """What the site file says about our own terms: targets in working days per level, and days we are closed."""

    targets: Mapping[Urgency, int] = field(default_factory=lambda: MappingProxyType(dict(due.TARGETS)))
    closing_days: frozenset[date] = frozenset()
    hours: Hours = office
    """When somebody of the team is there."""
    postcodes: frozenset[str] = frozenset()
    """Where we work; none named means everywhere."""
    places: Mapping[Pathway, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """The dwellings of each pathway in which people stay, by name."""
    fund: Fund = field(default_factory=Fund)


def facts_of(referrals: Sequence[Referral], learned: Sequence[Entry]) -> Facts:
    """What stands today: for each fact what was learned last; a withdrawn referral and its news no longer count.

    ``learned`` is the history or a part of it; entries that carry no fact are passed over. Works on referrals that
    are not stored yet. A closed case that is taken up again starts anew on that day.
    """
    news = sorted(_news(referrals, learned), key=lambda piece: piece.at)
    received_on = min((referral.received_on for referral in referrals), default=date.min)
    started_on = max([received_on, *chronicle.restarts(learned)])
    values: dict[str, Any] = {}
    since: dict[str, date] = {}
    for piece in news:
        for name, value in piece.reads(values).items():
            if values.get(name) != value:
                values[name], since[name] = value, piece.on
    late = {name: day for name, day in since.items() if day > started_on}
    return Facts(received_on=started_on, learned=late, **_frozen(values))


def apply(
    case: Case,
    assessment: Assessment,
    *,
    today: date,
    not_after: date | None = None,
    objected_on: date | None = None,
    planned_on: date | None = None,
    answer_by: date | None = None,
) -> None:
    """Write what was assessed into the case's own columns, and put it on its desk.

    ``not_after``: the day on which it was due already; passing time never moves it later.
    ``objected_on``: the day on which the tenant objected; with the report itself when nothing is given.
    ``planned_on``: the day on which somebody last decided how it goes on; a term that ends later was noticed then.
    ``answer_by``: the day on which the open question to the reporter closes.
    """
    case.level, case.override_reason = _level(case, assessment)
    case.computed_level = assessment.level
    case.reasons = [to_json(reason) for reason in assessment.reasons]
    case.key_date, case.key_time, case.key_rule = assessment.key_date, assessment.key_time, assessment.key_rule
    case.contact_by = _contact_by(case, assessment)
    latest = min(_decision_due(case, objected_on or case.received_on), _term_due(case, planned_on))
    case.due_on = min(_due_on(case, assessment, answer_by), latest, not_after or date.max)
    _settle(case, assessment.next_change_on, today=today)


def look_by(case: Case, today: date) -> date:
    """By when somebody looks at what came in from outside.

    Today where the case rests with what was planned, decided or asked; where it is still to be begun with, as it was.
    """
    if not case.is_open:
        return today
    rests = RESTS_ON[case.status] is not Desk.TODO or case.contacted_on is not None
    return min(case.due_on, today) if rests else case.due_on


def _settle(case: Case, turns_on: date | None, *, today: date) -> None:
    """Where the queue puts it, on which desk, and on which day that changes by itself."""
    case.queue_on = due.queue_on(case.due_on, today)
    case.desk = desk(case.status, level=case.level, new_fact=case.new_fact, due_on=case.due_on, today=today).value
    case.next_change_on = min([day for day in (turns_on, _comes_back_on(case)) if day and day > today], default=None)


@dataclass(frozen=True)
class _News:
    """Something learned at one instant: a referral's answers, or one fact."""

    at: datetime
    on: date
    said: Mapping[str, Any]
    fact: known.Learned | None = None

    def reads(self, before: Mapping[str, Any]) -> Mapping[str, Any]:
        """The values that it gives, seen against what was known before it."""
        return self.said if self.fact is None else effects.effect(self.fact, before)


def _news(referrals: Sequence[Referral], learned: Sequence[Entry]) -> Iterator[_News]:
    for referral in referrals:
        if referral.withdrawn_at is None:
            yield _News(referral.received_at, referral.received_on, dict(_said(referral)))
    withdrawn = {referral.reference for referral in referrals if referral.withdrawn_at is not None}
    for entry in learned:
        if entry.what == "fact" and entry.data.get("referral") not in withdrawn:
            fact = known.from_json(entry.data)
            yield _News(entry.at, fact.learned_on, {}, fact)


def _said(referral: Referral) -> Iterator[tuple[str, Any]]:
    """What a report states; an unknown, an unsaid and a blank state nothing."""
    for name, reader in READERS.items():
        value = getattr(referral, name)
        if value not in SAYS_NOTHING and value != []:
            yield name, reader(value)


def _frozen(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that differ from "not known"."""
    return {name: value for name, value in values.items() if value is not None}


def _level(case: Case, assessment: Assessment) -> tuple[Urgency, str | None]:
    """What staff decided stands, until the clock itself, or what was learned since, is more urgent than that."""
    if case.override_reason is None or assessment.overrules:
        return assessment.level, None
    rose = assessment.level < case.computed_level
    if rose and assessment.level <= case.level:
        return assessment.level, None
    return case.level, case.override_reason


def _contact_by(case: Case, assessment: Assessment) -> date:
    """The assessed day; an override only hastens."""
    by = assessment.contact_by
    return by if case.override_reason is None else min(by, case.contact_by)


def _due_on(case: Case, assessment: Assessment, answer_by: date | None) -> date:
    """By when somebody acts: until the first contact that contact, then what was planned or what makes it urgent."""
    hastened = max(case.received_on, assessment.hastened_by or date.max)
    if rests_for_reporter(case.status, case.level):
        return min(_answer_due(case, answer_by or case.due_on), hastened)
    if case.contacted_on is None and not _is_left_alone(case):
        return case.contact_by
    return min(_planned(case), hastened)


def _is_left_alone(case: Case) -> bool:
    """No first contact is due with a tenant whom a team lead told everybody to leave alone, once somebody planned."""
    return case.objection == Objection.NO_CONTACT and case.next_action_on is not None


def _planned(case: Case) -> date:
    planned = case.next_action_on or add_working_days(case.contacted_on or case.contact_by, FOLLOW_UP_DAYS)
    return due.cap_due(planned, key_date=case.key_date, received_on=case.received_on)


def _decision_due(case: Case, objected_on: date) -> date:
    """A team lead decides on an objection within one working day (intake.md, gate rule 4)."""
    undecided = case.objection == Objection.UNDECIDED and case.status is not CaseStatus.CLOSED
    return objections.decide_by(objected_on) if undecided else date.max


def _term_due(case: Case, planned_on: date | None) -> date:
    """Before a stay or the longest term of a pathway ends somebody looks at it."""
    ends_on = terms.first(case.pathway_until, case.term_ends_on)
    if ends_on is None or case.status is not CaseStatus.IN_GUIDANCE:
        return date.max
    return max(case.received_on, terms.due_by(case.pathway, ends_on, planned_on=planned_on))


def _answer_due(case: Case, answer_by: date) -> date:
    """Only the legal clock runs while we wait, until the question closes without an answer."""
    if case.key_date is not None:
        return min(answer_by, max(case.received_on, last_working_day_before(case.key_date)))
    return answer_by


def _comes_back_on(case: Case) -> date | None:
    """A case that rests returns to the team on the day on which it is due."""
    return None if case.status is CaseStatus.CLOSED else case.due_on
