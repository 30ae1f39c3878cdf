"""The eviction fund, as a town runs it: whom it may help, and with how much."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from portal.domain.vocabulary import N_, Tenure

TENURES = frozenset({Tenure.PRIVATE, Tenure.SOCIAL_SUBLET})
UP_TO = N_("Fonds ter bestrijding van uithuiszettingen: hoogstens %(amount)s")
"""What the hint says where there is a highest amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fund:
    """From and to how many months' rent of arrears, both included, and the highest amount when there is one."""

    from_months: int = 2
    to_months: int = 6
    highest_eur: int | None = None

    def helps(self, tenure: Tenure, owed: Decimal | None) -> bool:
        """Whether it is for a tenant who owes this many months; nobody is helped who owes nothing, or nobody knows."""
        return tenure in TENURES and owed is not None and owed > 0 and self.from_months <= owed <= self.to_months
