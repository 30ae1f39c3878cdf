"""The gate's rules as a table: each says on which fields it stands, for whom it holds and when it is broken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.intake.questions import BY_NAME, Answers
from portal.domain.vocabulary import (
    BOUND_BY_SECRECY,
    N_,
    Informed,
    InformedHow,
    Kind,
    LegalBasis,
    NoticeKind,
    OrgKind,
    Reaction,
    YesNo,
)

KNOWN_FOR_AT_MOST = timedelta(days=60)


@dataclass(frozen=True)
class Submission:
    """What the rules look at."""

    kind: Kind
    answers: Answers
    received_on: date
    entered_by: str

    def text(self, name: str) -> str:
        """A single answer; "" when it is blank or not a single one."""
        answer = self.answers.get(name)
        return answer.strip() if isinstance(answer, str) else ""

    def one_of_documented(self, name: str) -> bool:
        return self.text(name) in [value for value, _ in BY_NAME[name].choices_for(self.kind)]


@dataclass(frozen=True)
class Rule:
    """`broken` says when; `bases` and `kinds` for whom it holds, empty meaning everybody."""

    fields: tuple[str, ...]
    message: str
    broken: Callable[[Submission], bool]
    bases: frozenset[LegalBasis] = frozenset()
    kinds: frozenset[Kind] = frozenset()


def _day(submission: Submission) -> date | None:
    try:
        return date.fromisoformat(submission.text("informed_on"))
    except ValueError:
        return None


def _outside_60_days(submission: Submission) -> bool:
    day = _day(submission)
    return day is None or not submission.received_on - KNOWN_FOR_AT_MOST <= day <= submission.received_on


def _not_served_yet(submission: Submission) -> bool:
    day = _day(submission)
    return day is None or day > submission.received_on


def _is_bound(submission: Submission) -> bool:
    return submission.kind is Kind.SERVICE_PROVIDER and submission.text("org_kind") in BOUND_BY_SECRECY


def _same(submission: Submission, one: str, other: str) -> bool:
    first, second = submission.text(one).casefold(), submission.text(other).casefold()
    return bool(first) and first == second


VOLUNTARY = frozenset({LegalBasis.VOLUNTARY})
LEGAL_NOTICE = frozenset({LegalBasis.LEGAL_NOTICE})
FOR_ANOTHER = VOLUNTARY | LEGAL_NOTICE
BAILIFF, REGISTRY = frozenset({Kind.BAILIFF}), frozenset({Kind.COURT_REGISTRY})
DOCTOR, SERVICE = frozenset({Kind.DOCTOR}), frozenset({Kind.SERVICE_PROVIDER})

RULES = (
    Rule(
        ("notice_kind",),
        N_("Kies wat u meldt."),
        lambda s: s.text("notice_kind") not in frozenset(NoticeKind),
        kinds=BAILIFF,
    ),
    Rule(
        ("informed",),
        N_("Wij nemen een aanmelding pas aan als de huurder weet dat u aanmeldt."),
        lambda s: s.text("informed") != Informed.YES,
        bases=VOLUNTARY,
    ),
    Rule(
        ("informed_on",),
        N_("Dit moet in de laatste 60 dagen gezegd zijn. Is het langer geleden? Zeg het dan opnieuw."),
        _outside_60_days,
        bases=VOLUNTARY,
    ),
    Rule(
        ("informed_how",),
        N_("Kies hoe de huurder het weet."),
        lambda s: not s.one_of_documented("informed_how"),
        bases=VOLUNTARY,
    ),
    Rule(
        ("informed_by",),
        N_("Vul in wie het de huurder heeft gezegd."),
        lambda s: not s.text("informed_by"),
        bases=VOLUNTARY,
    ),
    Rule(
        ("tenant_reaction",),
        N_("Kies hoe de huurder reageerde."),
        lambda s: not s.one_of_documented("tenant_reaction"),
        bases=VOLUNTARY,
    ),
    Rule(
        ("informed_how",),
        N_("Een wettelijke kennisgeving kan pas na de betekening."),
        lambda s: s.text("informed_how") != InformedHow.SERVICE,
        bases=LEGAL_NOTICE,
    ),
    Rule(
        ("informed_on",),
        N_("Vul de dag van de betekening in: vandaag of een vroegere dag."),
        _not_served_yet,
        bases=LEGAL_NOTICE,
    ),
    Rule(
        ("tenant_opposed",),
        N_("Heeft de huurder zich verzet, dan mogen wij deze kennisgeving niet aannemen."),
        lambda s: s.text("tenant_opposed") != YesNo.NO,
        bases=LEGAL_NOTICE,
    ),
    Rule(
        ("entered_by",),
        N_("Alleen een medewerker kan een verzoekschrift van de griffie invoeren."),
        lambda s: not s.entered_by.strip(),
        kinds=REGISTRY,
    ),
    Rule(
        ("patient_consent",),
        N_("Zonder de instemming van de patiënt kunt u niet aanmelden."),
        lambda s: s.text("patient_consent") != YesNo.YES,
        kinds=DOCTOR,
    ),
    Rule(
        ("tenant_reaction",),
        N_("Een arts kan alleen aanmelden als de patiënt akkoord gaat."),
        lambda s: s.text("tenant_reaction") != Reaction.AGREES,
        kinds=DOCTOR,
    ),
    Rule(
        ("org_kind",),
        N_("Kies de soort organisatie."),
        lambda s: s.text("org_kind") not in frozenset(OrgKind),
        kinds=SERVICE,
    ),
    Rule(
        ("client_weighed",),
        N_("Bevestig dat uw cliënt akkoord gaat, of dat u uw beroepsgeheim afwoog."),
        lambda s: _is_bound(s) and s.text("client_weighed") != YesNo.YES,
        kinds=SERVICE,
    ),
    Rule(
        ("tenant_reaction",),
        N_("Uw cliënt is het er niet mee eens. Door uw beroepsgeheim kunt u dan niet aanmelden."),
        lambda s: _is_bound(s) and s.text("tenant_reaction") == Reaction.OBJECTS,
        kinds=SERVICE,
    ),
    Rule(
        ("tenant_phone", "reporter_phone"),
        N_("Het nummer van de huurder is ook dat van u. Kent u dat van de huurder niet? Laat het dan leeg."),
        lambda s: _same(s, "tenant_phone", "reporter_phone"),
        bases=FOR_ANOTHER,
    ),
    Rule(
        ("tenant_email", "reporter_email"),
        N_("Het e-mailadres van de huurder is ook dat van u. Kent u dat van de huurder niet? Laat het dan leeg."),
        lambda s: _same(s, "tenant_email", "reporter_email"),
        bases=FOR_ANOTHER,
    ),
)
