"""Which pathway the rules suggest, and why: advice that shows its reasons; a person decides (triage.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.domain.deadlines.calendar import month_later
from portal.domain.labels import PATHWAY_LABELS
from portal.domain.triage.fund import Fund
from portal.domain.vocabulary import N_, Pathway, PaymentPlan, Problem, Stage, Tenure, Urgency


class Advised(StrEnum):
    """The five pathways, and two answers that are none: information, and another town's service."""

    PW = "PW"
    PRE_OGP = "PRE_OGP"
    OGP = "OGP"
    DW = "DW"
    CRISIS = "CRISIS"
    INFO = "INFO"
    OUT_OF_AREA = "OUT_OF_AREA"


class Hint(StrEnum):
    """What may help beside the pathway."""

    NIGHT_SHELTER = "night_shelter"
    EVICTION_FUND = "eviction_fund"
    LAWYER = "lawyer"
    UTILITIES = "utilities"
    HOUSING_QUALITY = "housing_quality"
    TENANTS_UNION = "tenants_union"
    BUDGET_HELP = "budget_help"


ADVICE_LABELS = {
    **{Advised(pathway.value): label for pathway, label in PATHWAY_LABELS.items()},
    Advised.INFO: N_("Informatie, geen traject"),
    Advised.OUT_OF_AREA: N_("Buiten het werkingsgebied: stuur door"),
}

HINT_LABELS = {
    Hint.NIGHT_SHELTER: N_("Nachtopvang"),
    Hint.EVICTION_FUND: N_("Fonds ter bestrijding van uithuiszettingen"),
    Hint.LAWYER: N_("Advocaat (pro Deo)"),
    Hint.UTILITIES: N_("Water, gas of elektriciteit: neem contact op met de leverancier of netbeheerder"),
    Hint.HOUSING_QUALITY: N_("Onderzoek naar de kwaliteit van de woning"),
    Hint.TENANTS_UNION: N_("Huurdersbond"),
    Hint.BUDGET_HELP: N_("Budgethulp"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PathwayFacts:
    """What the advice reads, and no more.

    ``in_area``: the postcode is served, or the tenant stays homeless in our area (then the place of stay decides).
    ``leaves_on``: the earliest day of leaving the home, known or computed. ``arrears_months`` is None when unknown.
    """

    today: date
    in_area: bool = True
    tenure: Tenure = Tenure.UNKNOWN
    problems: frozenset[Problem] = frozenset()
    stage: Stage = Stage.UNKNOWN
    payment_plan: PaymentPlan = PaymentPlan.UNKNOWN
    arrears_months: Decimal | None = None
    unusable_home: bool = False
    homeless_now: bool = False
    utilities_off: bool = False
    leaves_on: date | None = None
    level: Urgency = Urgency.U4
    fund: Fund = field(default_factory=Fund)

    @property
    def is_social(self) -> bool:
        return self.tenure in {Tenure.SOCIAL, Tenure.SOCIAL_SUBLET}

    @property
    def plan_broken(self) -> bool:
        return self.payment_plan is PaymentPlan.BROKEN

    def owes(self, months: int) -> bool:
        """Whether at least this many months' rent are owed; not when unknown."""
        return self.arrears_months is not None and self.arrears_months >= months


Reason = tuple[str, Mapping[str, object]]
"""A message id and its parameters."""


@dataclass(frozen=True, slots=True)
class Advice:
    """``flagged``: look twice, for the rule fits this case only by default. ``beside``: pathways to start as well."""

    code: Advised
    reasons: tuple[Reason, ...]
    beside: tuple[Pathway, ...] = ()
    hints: tuple[Hint, ...] = ()
    flagged: bool = False

    @property
    def pathway(self) -> Pathway | None:
        """The pathway to choose without giving a reason; None for information and for another town."""
        return None if self.code in {Advised.INFO, Advised.OUT_OF_AREA} else Pathway(self.code.value)


Question = Callable[[PathwayFacts], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    code: Advised
    reason: str
    applies: Question
    beside_dw: Question = lambda _: False
    beside_reason: str = ""
    flagged: bool = False


TENANCY_PROBLEMS = frozenset(
    {
        Problem.RENT_ARREARS,
        Problem.NUISANCE,
        Problem.UPKEEP,
        Problem.DAMAGE,
        Problem.CONFLICT,
        Problem.LEASE_END,
    }
)
"""Problems that stay when the home is usable again: a crisis dwelling alone does not end them."""

INFORMATION_PROBLEMS = frozenset({Problem.UNFIT, Problem.LEASE_END, Problem.UTILITIES})
AT_COURT = frozenset({Stage.PETITION, Stage.SUMMONS, Stage.JUDGMENT, Stage.SERVED, Stage.EVICTION_PLANNED})


def _at_court(facts: PathwayFacts) -> bool:
    return facts.stage in AT_COURT or (facts.stage is Stage.CONDITIONAL and facts.plan_broken)


def _out_within_a_month(facts: PathwayFacts) -> bool:
    """Homeless now counts, and so does an eviction that is planned for a day that nobody knows."""
    if facts.leaves_on is None:
        return facts.homeless_now or facts.stage is Stage.EVICTION_PLANNED
    return facts.homeless_now or facts.leaves_on <= month_later(facts.today)


def _on_the_street(facts: PathwayFacts) -> bool:
    return facts.homeless_now or facts.stage is Stage.EVICTED


def _in_conciliation(facts: PathwayFacts) -> bool:
    return facts.stage is Stage.CONCILIATION


def _social_cannot_pay(facts: PathwayFacts) -> bool:
    return facts.is_social and (facts.plan_broken or facts.owes(2))


def _only_information(facts: PathwayFacts) -> bool:
    return bool(facts.problems) and facts.problems <= INFORMATION_PROBLEMS


RULES: tuple[Rule, ...] = (
    Rule(Advised.OUT_OF_AREA, N_("Het adres ligt buiten het werkingsgebied."), lambda f: not f.in_area),
    Rule(Advised.INFO, N_("Er is geen huurcontract."), lambda f: f.tenure is Tenure.OWNER_OR_NONE),
    Rule(
        Advised.CRISIS,
        N_("De woning is plots onbruikbaar."),
        lambda f: f.unusable_home,
        beside_dw=lambda f: bool(f.problems & TENANCY_PROBLEMS),
        beside_reason=N_("Er is ook een huurprobleem: denk aan een doorstroomwoning."),
    ),
    Rule(
        Advised.OGP,
        N_("Er loopt een procedure bij de vrederechter."),
        _at_court,
        beside_dw=_out_within_a_month,
        beside_reason=N_("Het gezin is dakloos binnen een maand: denk ook aan een doorstroomwoning."),
    ),
    Rule(Advised.DW, N_("De huurder is dakloos of al uit de woning gezet."), _on_the_street),
    Rule(
        Advised.PRE_OGP,
        N_("Sociale huurder die opgeroepen is in verzoening."),
        lambda f: _in_conciliation(f) and f.is_social,
    ),
    Rule(
        Advised.PRE_OGP,
        N_("Sociale huurder met een verbroken betalingsplan of minstens 2 maanden achterstal."),
        _social_cannot_pay,
    ),
    Rule(
        Advised.PW,
        N_("Oproeping in verzoening bij een huurder die geen sociale huurder is: kijk na of PW past."),
        _in_conciliation,
        flagged=True,
    ),
    Rule(Advised.INFO, N_("Alleen vragen over kwaliteit, opzeg of nutsvoorzieningen."), _only_information),
    Rule(Advised.PW, N_("Er is een probleem dat het huurcontract in gevaar kan brengen."), lambda f: bool(f.problems)),
    Rule(Advised.INFO, N_("Er is geen probleem gemeld dat bij een traject past."), lambda _: True),
)
"""The design's list in its order: the first that applies is the advice."""

HINTS: tuple[tuple[Hint, Question], ...] = (
    (Hint.NIGHT_SHELTER, _on_the_street),
    (Hint.LAWYER, lambda f: f.level <= Urgency.U1),
    (Hint.EVICTION_FUND, lambda f: f.fund.helps(f.tenure, f.arrears_months)),
    (Hint.BUDGET_HELP, lambda f: Problem.RENT_ARREARS in f.problems or f.plan_broken),
    (Hint.UTILITIES, lambda f: f.utilities_off or Problem.UTILITIES in f.problems),
    (Hint.HOUSING_QUALITY, lambda f: Problem.UNFIT in f.problems),
    (Hint.TENANTS_UNION, _only_information),
)


def suggest(facts: PathwayFacts) -> Advice:
    """The first rule that applies, with what stands beside it; another town's service gets no hints of ours."""
    rule = next(rule for rule in RULES if rule.applies(facts))
    beside = rule.beside_dw(facts)
    reasons = (rule.reason, rule.beside_reason) if beside else (rule.reason,)
    return Advice(
        code=rule.code,
        reasons=tuple((reason, {}) for reason in reasons),
        beside=(Pathway.DW,) if beside else (),
        hints=() if rule.code is Advised.OUT_OF_AREA else tuple(hint for hint, fits in HINTS if fits(facts)),
        flagged=rule.flagged,
    )
