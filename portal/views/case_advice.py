"""What the rules say of a case, in words: why it is as urgent as it is, and which pathway and help they suggest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from portal.domain.labels import PATHWAY_LABELS
from portal.domain.triage import fund as funds
from portal.domain.triage.fund import Fund
from portal.domain.triage.pathways import ADVICE_LABELS, HINT_LABELS, Advice, Hint
from portal.forms import display
from portal.models import Case
from portal.views import clock_words


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that fired: its code and level ("" for what is only told), its words, and whether it decided."""

    rule: str
    level: str
    words: str
    deciding: bool


@dataclass(frozen=True, slots=True)
class Advised:
    """The suggested pathway with its reasons, what stands beside it, and side hints."""

    pathway: str
    reasons: tuple[str, ...]
    beside: tuple[str, ...]
    hints: tuple[str, ...]
    flagged: bool


def reasons(case: Case, today: date) -> Iterator[Reason]:
    for one in case.reasons:
        level = "" if one["level"] is None else f"U{one['level']}"
        words = clock_words.capital(clock_words.reason(one, today))
        rule = one["rule"] if level or one["rule"] == "M1" else ""
        yield Reason(rule, level, words, one["deciding"])


def of(found: Advice, fund: Fund) -> Advised:
    return Advised(
        pathway=_(ADVICE_LABELS[found.code]),
        reasons=tuple(_(message, **params) for message, params in found.reasons),
        beside=tuple(_(PATHWAY_LABELS[pathway]) for pathway in found.beside),
        hints=tuple(_hint(hint, fund) for hint in found.hints),
        flagged=found.flagged,
    )


def _hint(hint: Hint, fund: Fund) -> str:
    if hint is Hint.EVICTION_FUND and fund.highest_eur is not None:
        return str(_(funds.UP_TO, amount=display.money(str(fund.highest_eur))))
    return str(_(HINT_LABELS[hint]))
