"""A case, ready to be shown: the sentence to read out, what can be done now, what was sent, and what happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from flask_babel import gettext as _
from sqlmodel import Session

from portal.domain import access
from portal.domain.access import Action
from portal.domain.labels import PATHWAY_LABELS, STATUS_LABELS
from portal.domain.triage import lifecycle
from portal.domain.triage.state import CaseState
from portal.domain.vocabulary import CaseStatus
from portal.models import Account, Case, Entry, Referral
from portal.services import advising, assessing, safety, triage
from portal.services.assessing import Policy
from portal.store import cases, episodes, messages
from portal.views import (
    care_panels,
    case_advice,
    case_care,
    case_closing,
    case_facts,
    case_news,
    case_objection,
    case_timeline,
    chosen_level,
    clock_words,
    dwellings,
    owner_panel,
    plan_panel,
    referral_rows,
    told,
)
from portal.views.referral_rows import Report
from portal.views.told import Told

BEFORE_CONTACT = frozenset({CaseStatus.IN_TRIAGE, CaseStatus.CONTACTING})


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything that the template shows; forms come beside it."""

    reference: str
    version: int
    sentence: str
    level: int
    computed: str
    chosen_level: str
    status: str
    pathway: str
    safety: str
    safety_reason: str
    """Why a colleague set the mark; a report that set it says so itself."""
    objection: case_objection.Panel
    question: str
    new_fact: bool
    news: tuple[Told, ...]
    unreached: bool
    reports: tuple[Report, ...]
    reasons: tuple[case_advice.Reason, ...]
    advice: case_advice.Advised
    due: clock_words.Due
    plan: plan_panel.Plan
    facts: tuple[case_facts.Fact, ...]
    care: case_care.Care
    history: tuple[Told, ...]
    owning: owner_panel.Panel
    releases: care_panels.Releases
    informed: care_panels.Informed
    may_claim: bool
    may_release: bool
    is_open: bool
    not_contacted: bool
    asks_outcome: bool
    """A hearing or an eviction is over, and nobody noted how it ended: that comes first."""
    state: CaseState
    moves: tuple[lifecycle.Move, ...]
    dwellings: dwellings.Stocks

    @property
    def may_ask(self) -> bool:
        """Whether a question can be put to a reporter; it has a page of its own, on which it is looked over."""
        return any(move.to is CaseStatus.WAITING_FOR_REPORTER for move in self.moves)

    @property
    def first_waits(self) -> bool:
        """Whether somebody has to take the case, or to decide about an objection, before all else."""
        return self.may_claim or self.objection.may_decide

    @property
    def outcome_first(self) -> bool:
        """Whether noting how it ended stands out among what can be done."""
        return self.asks_outcome and not (self.first_waits or self.calls_first or self.rests)

    @property
    def calls_first(self) -> bool:
        """Whether the likely next step is to reach the tenant."""
        waits = self.may_claim or self.objection.barred or self.rests
        return self.not_contacted and not waits and self.state.status in BEFORE_CONTACT

    @property
    def rests(self) -> bool:
        """Whether the next word is somebody else's: of the reporter, of a team lead, or of the colleague who has it."""
        asked = self.state.status is CaseStatus.WAITING_FOR_REPORTER
        undecided = self.objection.undecided and not self.objection.may_decide
        return asked or undecided or self.owning.is_theirs


class Seen(Protocol):
    """A case in its transaction, and who looks at it when."""

    @property
    def session(self) -> Session: ...
    @property
    def case(self) -> Case: ...
    @property
    def by(self) -> Account: ...
    @property
    def at(self) -> datetime: ...
    @property
    def today(self) -> date: ...
    @property
    def policy(self) -> Policy: ...


def of(on: Seen) -> CasePage:
    """Build the page of a case, and leave a line in the trail that this person read it."""
    session, case, by, today, policy = on.session, on.case, on.by, on.today, on.policy
    triage.read(session, case, by=by, at=on.at)
    state = triage.state_of(session, case, today=today, policy=policy)
    moves = lifecycle.options(state, by.role)
    has_it = cases.owner(session, case)
    due = clock_words.due(case.due_on, today, case)
    case_id = case.id or 0
    past, reports = cases.entries(session, case_id), cases.referrals_of(session, case_id)
    names = _names(session, past)
    return CasePage(
        reference=case.reference,
        version=case.version,
        sentence=_sentence(case, due, _has(has_it, by, today), today),
        level=int(case.level),
        computed=case.computed_level.name if case.level is not case.computed_level else "",
        chosen_level=chosen_level.words(case, past, names, today),
        status=_(STATUS_LABELS[case.status]),
        pathway=_(PATHWAY_LABELS[case.pathway]) if case.pathway else "",
        safety=_("Opgelet bij contact. Lees eerst hoe u de huurder mag bereiken.") if case.safety_mark else "",
        safety_reason=_reason_of_the_mark(past) if case.safety_mark else "",
        objection=case_objection.of(case, past, by=by),
        question=case.question or "",
        new_fact=case.new_fact,
        news=case_news.of(case, past, names, today),
        unreached=case.unreached,
        reports=tuple(_reports(reports, past, names)),
        reasons=tuple(case_advice.reasons(case, today)),
        advice=case_advice.of(advising.advice(case, reports, past, today=today, policy=policy), policy.fund),
        due=due,
        plan=plan_panel.of(case, today),
        facts=tuple(case_facts.rows(assessing.facts_of(reports, past), today)),
        care=case_care.of(case, past, reports, episodes.of_case(session, case_id), today),
        history=case_timeline.of(past, messages.of_case(session, case_id), names, today),
        owning=owner_panel.of(session, case, by=by, today=today),
        releases=care_panels.releases_of(session, case, past, today=today),
        informed=care_panels.informed_of(session, case, today=today),
        may_claim=case.is_open and case.claimed_by_id is None,
        may_release=case.is_open and case.claimed_by_id is not None and _may_release(case, by),
        is_open=case.is_open,
        not_contacted=case.contacted_on is None,
        asks_outcome=case.is_open and clock_words.asks_outcome(case, today),
        state=state,
        moves=moves,
        dwellings=dwellings.of(session, moves, state, policy, today),
    )


def since(on: Seen, version: int) -> tuple[Told, ...]:
    """What happened after the version that a page showed, the newest first; that it was read is kept."""
    triage.read(on.session, on.case, by=on.by, at=on.at)
    past = cases.entries(on.session, on.case.id or 0)
    newer = [entry for entry in past if entry.data.get("version", 1) > version]
    return tuple(told.lines(reversed(newer), _names(on.session, newer), on.today))


def _reports(sent: Sequence[Referral], past: Sequence[Entry], names: Mapping[int, str]) -> Iterable[Report]:
    spoken = any(entry.what == "contact" for entry in past)
    return referral_rows.reports(sent, spoken=spoken, names=names)


def _names(session: Session, entries: Sequence[Entry]) -> dict[int, str]:
    return cases.names(session, told.ids(entries))


def _reason_of_the_mark(past: Sequence[Entry]) -> str:
    return next((entry.data["text"] for entry in reversed(past) if entry.data.get("safety") == safety.SET), "")


def _sentence(case: Case, due: clock_words.Due, has: str, today: date) -> str:
    """What a colleague could read out."""
    if case.status is CaseStatus.CLOSED:
        return case_closing.sentence(case, today)
    known = clock_words.clock(case, today)
    when = _when(case, today)
    about = " ".join(part for part in (known.what, when) if part)
    due_words = ": ".join(clock_words.small(part.rstrip(".")) for part in (due.late, due.what) if part)
    return f"{about}; {due_words}; {has}."


def _has(owner: Account | None, by: Account, today: date) -> str:
    """Who has it, as it is said to the reader."""
    if owner is None:
        return str(_("niemand heeft dit dossier"))
    if owner.id == by.id:
        return str(_("u hebt dit dossier"))
    return str(_("%(name)s heeft dit dossier", name=owner_panel.named(owner, today)))


def _when(case: Case, today: date) -> str:
    if case.key_date is None:
        return ""
    on = clock_words.day(case.key_date, today, clock_words.LONG)
    if case.key_time is None:
        return on
    return str(_("%(day)s om %(hour)s in het vredegerecht", day=on, hour=clock_words.hour(case.key_time)))


def _may_release(case: Case, by: Account) -> bool:
    return case.claimed_by_id == by.id or access.may(by.role, Action.LEAD)
