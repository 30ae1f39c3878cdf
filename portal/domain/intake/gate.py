"""The gate: the rules that no channel, no role and no flag gets around (the design's "The gate", rules 1 to 6).

The form, the one service that submits and the database's CHECKs say the same; here it is said in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.errors import Refused
from portal.domain.intake.gate_rules import RULES, Rule, Submission
from portal.domain.intake.questions import Answers
from portal.domain.vocabulary import SAFETY_PREFS, Informed, Kind, LegalBasis, NoticeKind, Reaction, YesNo

LEGAL_NOTICES = frozenset({NoticeKind.CLAIM, NoticeKind.EVICTION_ORDER})
FIELDS = frozenset(field for rule in RULES for field in rule.fields)
"""Where a rule of the gate can stand."""


class Exit(StrEnum):
    """The ways out of the gate besides yes; on each of them nothing about the tenant is stored."""

    NOT_YET = "not_yet"
    NOT_SAFE = "not_safe"
    UNKNOWN = "unknown"
    OPPOSED = "opposed"


@dataclass(frozen=True)
class Breach:
    """A rule that is broken: the message belongs to the first of the fields that stands on the page."""

    fields: tuple[str, ...]
    message: str

    @property
    def field(self) -> str:
        return self.fields[0]


def legal_basis(kind: Kind, answers: Answers) -> LegalBasis:
    """Only tenants report themselves; only bailiffs and the registry give a legal notice."""
    if kind is Kind.TENANT:
        return LegalBasis.SELF
    noticed = kind is Kind.BAILIFF and answers.get("notice_kind") in LEGAL_NOTICES
    return LegalBasis.LEGAL_NOTICE if noticed or kind is Kind.COURT_REGISTRY else LegalBasis.VOLUNTARY


def verdict(kind: Kind, answers: Answers, *, received_on: date, entered_by: str = "") -> tuple[Breach, ...]:
    """Every rule that these answers break; they are complete as `checking.ready` leaves them."""
    basis = legal_basis(kind, answers)
    submission = Submission(kind, answers, received_on, entered_by)
    return tuple(
        Breach(rule.fields, rule.message) for rule in RULES if _applies(rule, kind, basis) and rule.broken(submission)
    )


def require(kind: Kind, answers: Answers, *, received_on: date, entered_by: str = "") -> LegalBasis:
    """The legal basis on which this may be submitted; raises Refused with the first broken rule."""
    for breach in verdict(kind, answers, received_on=received_on, entered_by=entered_by):
        raise Refused(breach.message, field=breach.field)
    return legal_basis(kind, answers)


def exit_of(answers: Answers) -> Exit | None:
    """The exit taken at the gate, if any."""
    if answers.get("tenant_opposed") == YesNo.YES:
        return Exit.OPPOSED
    informed = answers.get("informed")
    return Exit(str(informed)) if informed in (Informed.NOT_YET, Informed.NOT_SAFE, Informed.UNKNOWN) else None


def safety_mark(answers: Answers) -> bool:
    """Stands on top of queue and case, and blocks letters to the address (rule 6)."""
    preferences = frozenset(answers.get("contact_pref") or ())
    return answers.get("relation") == YesNo.YES or not preferences.isdisjoint(SAFETY_PREFS)


def objection(answers: Answers) -> bool:
    """The tenant objects: the case is flagged for a team lead's decision within one working day (rule 4)."""
    return answers.get("tenant_reaction") == Reaction.OBJECTS


def _applies(rule: Rule, kind: Kind, basis: LegalBasis) -> bool:
    return (not rule.bases or basis in rule.bases) and (not rule.kinds or kind in rule.kinds)
