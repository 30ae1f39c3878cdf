"""What the clock reads of one household: the value of each fact that stands today, and since when it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from portal.domain.vocabulary import PaymentPlan, Problem, Stage

BEFORE_JUDGMENT = frozenset(
    {Stage.NONE, Stage.FORMAL_NOTICE, Stage.CONCILIATION, Stage.PETITION, Stage.SUMMONS, Stage.UNKNOWN}
)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """A yes is True; "no", "unknown" and "unsaid" are all False.

    ``learned`` gives the day on which a fact's present value became known, by field name; a field that is
    absent was known at receipt. A value that is merely said again keeps its first day. When a case starts
    anew (a closed one gets a new fact), pass the day of the new start as ``received_on``.
    """

    received_on: date
    homeless_now: bool = False
    unusable_home: bool = False
    utilities_off: bool = False
    minors: bool = False
    vulnerable: bool = False
    stage: Stage = Stage.UNKNOWN
    problems: frozenset[Problem] = frozenset()
    arrears_eur: Decimal | None = None
    rent_month: Decimal | None = None
    arrears_months: Decimal | None = None
    payment_plan: PaymentPlan | None = None
    filing_date: date | None = None
    hearing_date: date | None = None
    hearing_time: time | None = None
    served_date: date | None = None
    leave_by: date | None = None
    eviction_date: date | None = None
    must_leave_on: date | None = None
    tenant_moved: bool = False
    learned: Mapping[str, date] = field(default_factory=dict)

    @property
    def step(self) -> Stage:
        """The stage, or served as soon as the day of service is known.

        Of two reporters the one who writes last may know less; "no procedure" is believed all the same.
        """
        earlier = (BEFORE_JUDGMENT | {Stage.JUDGMENT}) - {Stage.NONE}
        return Stage.SERVED if self.served_date is not None and self.stage in earlier else self.stage

    @property
    def months(self) -> Decimal | None:
        """Rent arrears in months, as given or else as worked out."""
        if self.arrears_months is not None:
            return self.arrears_months
        return self.arrears_eur / self.rent_month if self.arrears_eur is not None and self.rent_month else None

    @property
    def plan_broken(self) -> bool:
        return self.payment_plan is PaymentPlan.BROKEN

    @property
    def in_arrears(self) -> bool:
        return Problem.RENT_ARREARS in self.problems or bool(self.months)

    def known_since(self, names: tuple[str, ...]) -> date:
        """The day on which the last of these facts was learned, never before receipt."""
        fields = (source for name in names for source in self._sources(name))
        return max(self.received_on, *(self.learned.get(source, self.received_on) for source in fields))

    def _sources(self, name: str) -> tuple[str, ...]:
        """The fields behind a derived fact."""
        if name == "months":
            return ("arrears_months",) if self.arrears_months is not None else ("arrears_eur", "rent_month")
        if name == "step":
            return ("stage",) if self.step is self.stage else ("served_date",)
        return (name,)
