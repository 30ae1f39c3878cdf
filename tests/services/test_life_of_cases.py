"""The whole life of cases, in any order of steps, against a model in plain Python; ``LIVES=500`` tells many more."""

from __future__ import annotations

import calendar
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, ClassVar

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import Session, col, select

from portal import db
from portal.domain.deadlines.calendar import add_working_days, last_working_day_before
from portal.domain.errors import DomainError
from portal.domain.intake import checking
from portal.domain.intake.questions import Section
from portal.domain.triage.disclosure import ASKED, IN_HAND, OUTSIDE, RECEIVED, WITHDRAWN, ReporterStatus
from portal.domain.triage.known import Learned, What
from portal.domain.triage.spoken import Says, Spoken
from portal.domain.triage.state import Objection
from portal.domain.vocabulary import CaseStatus, Kind, Pathway, Role, Urgency
from portal.models import Account, Audit, Case, Entry, Referral
from portal.services import (
    claims,
    colleagues,
    contacts,
    episodes,
    follow_up,
    history,
    intake,
    nightly,
    questions,
    tenant,
    triage,
)
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes, Sent
from portal.store import cases, referrals, tallies
from portal.store import episodes as care
from tests import haste
from tests.factories import MONDAY, make_account
from tests.reports import REPORTS

S = CaseStatus
MANY = os.environ.get("LIVES")
MAILBOXES = Mailboxes(intake="intake@huis.example", duty="wacht@huis.example", domain="huis.example")

KINDS = (Kind.LANDLORD, Kind.SOCIAL_LANDLORD)
"""Of the second the tenant objects."""

TABLE: dict[S, set[S]] = {
    S.RECEIVED: set(),
    S.IN_TRIAGE: {
        S.CONTACTING,
        S.ASSIGNED,
        S.WAITING_FOR_REPORTER,
        S.REFERRED_ON,
        S.TENANT_DECLINED,
        S.OUT_OF_AREA,
    },
    S.CONTACTING: {S.ASSIGNED, S.WAITING_FOR_REPORTER, S.REFERRED_ON, S.TENANT_DECLINED, S.NOT_REACHED},
    S.WAITING_FOR_REPORTER: {S.IN_TRIAGE, S.CONTACTING},
    S.ASSIGNED: {S.IN_GUIDANCE, S.CLOSED},
    S.IN_GUIDANCE: {S.ASSIGNED, S.CLOSED},
    S.REFERRED_ON: {S.CLOSED},
    S.NOT_REACHED: {S.CLOSED},
    S.TENANT_DECLINED: {S.CLOSED},
    S.OUT_OF_AREA: {S.CLOSED},
    S.CLOSED: {S.IN_TRIAGE},
}
"""The moves of the design but the claim, written by hand."""

DECIDED = {S.ASSIGNED, S.IN_GUIDANCE, S.REFERRED_ON, S.TENANT_DECLINED, S.NOT_REACHED, S.OUT_OF_AREA}
STATUSES = st.sampled_from(S)
SOME_FACTS = st.sampled_from([What.HEARING, What.SERVED, What.EVICTION_DATE, What.PLAN_BROKEN, What.JUDGMENT])
OFFSETS = st.integers(-20, 30)
DICE = st.integers(1, 2**32)
TEAMS = {"an": "Noord", "bea": "Zuid", "lea": None}
PEOPLE = st.sampled_from(sorted(TEAMS))
PATHWAYS = st.sampled_from(Pathway)
DAYS_OF_A_STAY = st.sampled_from([0, 1, 60])


@dataclass
class Stay:
    """One pathway episode, as its line on the case page would read."""

    pathway: Pathway
    started_on: date | None = None
    ends_on: date | None = None
    longest: date | None = None
    ended: bool = False

    @property
    def first_end(self) -> date | None:
        return min((day for day in (self.ends_on, self.longest) if day), default=None)

    def start(self, today: date, until: date) -> None:
        months = {Pathway.PW: 36, Pathway.CRISIS: 4}
        self.started_on, self.ends_on = today, until if self.is_lived_in else None
        self.longest = months_later(today, months[self.pathway]) if self.pathway in months else None

    @property
    def is_lived_in(self) -> bool:
        return self.pathway in {Pathway.DW, Pathway.CRISIS}

    @property
    def extends_to(self) -> date | None:
        """The last day to which it can be made longer: the shelter once, a transition home always."""
        if self.started_on is None or not self.is_lived_in:
            return None
        last = months_later(self.started_on, 8)
        return date.max if self.pathway is Pathway.DW else None if self.longest == last else last


def months_later(day: date, months: int) -> date:
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@dataclass
class Told:
    """What somebody with pencil and paper would know of one case."""

    id: int
    referral: str
    status: S = S.RECEIVED
    came_from: S | None = None
    owner: str | None = None
    objection: str | None = None
    tries: int = 0
    withdrawn: bool = False
    contacted: bool = False
    path: set[S] = field(default_factory=set)
    lines: int = 1
    version: int = 1
    news: bool = False
    """Something new that nobody has looked at."""
    asked: bool = False
    """The open question was put to the reporter, who had not withdrawn."""
    objected_on: date | None = None
    letter_went: bool = False
    heard: bool = False
    """Since the last decision about the objection: the one letter, and a word of the tenant."""
    pathway: Pathway | None = None
    stays: list[Stay] = field(default_factory=list)

    @property
    def stay(self) -> Stay | None:
        """The pathway that goes on."""
        return next((stay for stay in self.stays if not stay.ended), None)

    @property
    def lives_there(self) -> bool:
        """Whether the one dwelling is this household's."""
        return self.stay is not None and self.stay.pathway is Pathway.CRISIS and self.stay.started_on is not None

    def may_move(self, to: S, who: str) -> bool:
        bars = (
            to not in TABLE[self.status],
            self.status is S.WAITING_FOR_REPORTER and to is not self.came_from,
            (self.status, to) == (S.IN_TRIAGE, S.CONTACTING) and self.objection in {"undecided", "no_contact"},
            to is S.NOT_REACHED and not self.tries,
            self.status is S.CLOSED and who != "lea",
        )
        return not any(bars)

    def may_try(self, channel: str) -> bool:
        """In vain; of whom was reached it can always be said."""
        if self.objection == "one_letter":
            return self.heard or (channel == "letter" and not self.letter_went)
        return self.objection in {None, "go_on"}

    def go(self, to: S) -> None:
        self.came_from = self.status if to is S.WAITING_FOR_REPORTER else None
        self.asked = to is S.WAITING_FOR_REPORTER and not self.withdrawn
        if self.status is S.CLOSED:
            self.restart()
            self.owner = self.pathway = None
        self.contacted = self.contacted or (to in DECIDED and to is not S.IN_GUIDANCE)
        self.status = to
        self.path.add(to)

    def enter(self, to: S, pathway: Pathway, today: date, until: date) -> None:
        """What a move means for the pathway."""
        if to in {S.ASSIGNED, S.CLOSED} and self.stay:
            self.stay.ended = True
        if to is S.ASSIGNED:
            self.stays.append(Stay(pathway))
            self.pathway = pathway
        if to is S.IN_GUIDANCE and self.stay:
            self.stay.start(today, until)
        self.go(to)
        self.news = False

    def restart(self) -> None:
        """A closed case that something happens to begins anew, once."""
        if self.status is S.CLOSED and not self.news:
            self.tries, self.contacted = 0, False

    def tell(self) -> None:
        """A reporter, or the tenant, let us hear something."""
        self.news = self.news or self.withdrawn or self.status is not S.RECEIVED

    def page(self) -> ReporterStatus:
        """The whitelist, for a reporter whose address lies outside."""
        if self.withdrawn:
            return WITHDRAWN
        if self.status is S.WAITING_FOR_REPORTER:
            return ASKED
        if S.OUT_OF_AREA in self.path:
            return OUTSIDE
        return IN_HAND if self.path else RECEIVED


class Life(RuleBasedStateMachine):
    """Two intake workers, a team lead, a few reporters and the night, on one database."""

    engine: ClassVar[sa.Engine]
    files = Bundle("files")

    def __init__(self) -> None:
        super().__init__()
        self.today = MONDAY
        self.told: list[Told] = []
        self.touched: list[Told] = []
        self.place = secrets.token_hex(4)
        self.policy = Policy(places={Pathway.CRISIS: (self.place,), Pathway.DW: ()})
        self.away: dict[str, date | None] = dict.fromkeys(TEAMS)

    @initialize(target=files, kind=st.sampled_from(KINDS), dice=DICE)
    def begin(self, kind: Kind, dice: int) -> Told:
        with self.writing() as session:
            roles = {"an": Role.INTAKE_WORKER, "bea": Role.INTAKE_WORKER, "lea": Role.TEAM_LEAD}
            self.ids = {
                name: make_account(session, name=name, role=role, team=TEAMS[name]).id or 0
                for name, role in roles.items()
            }
        return self._submit(kind, dice)

    @rule(target=files, kind=st.sampled_from(KINDS), dice=DICE)
    def submit(self, kind: Kind, dice: int) -> Told:
        return self._submit(kind, dice)

    def _submit(self, kind: Kind, dice: int) -> Told:
        """A case that has gone some of its way already: from received alone few lives get far."""
        report = Sent(kind, ANSWERS[kind], submission_key=secrets.token_hex(16), language="nl")
        with self.writing() as session:
            sent = intake.receive(
                session, report, at=self.at, today=self.today, policy=self.policy, mailboxes=MAILBOXES
            )
            case = session.get_one(Case, sent.case_id)
            told = Told(sent.case_id, sent.reference, objection=case.objection, lines=self.lines_of(session, case))
            told.objected_on = self.today if told.objection else None
        assert told.objection == ("undecided" if kind is Kind.SOCIAL_LANDLORD else None)
        self.told.append(told)
        self.touched = [told]
        self.move_some(told, dice)
        return told

    @rule(told=files, who=PEOPLE)
    def claim(self, told: Told, who: str) -> None:
        may = (told.status is not S.CLOSED and told.owner in {None, who}) or told.owner == who
        new = told.owner != who

        def step(session: Session, case: Case) -> None:
            claims.claim(session, case, by=self.account(session, who), at=self.at, today=self.today)

        if self.step(told, step, may=may, lines=int(new)) and new:
            told.owner = who
            self.taken(told)

    @rule(told=files, who=PEOPLE)
    def release(self, told: Told, who: str) -> None:
        def step(session: Session, case: Case) -> None:
            claims.release(session, case, by=self.account(session, who), at=self.at)

        if self.step(told, step, may=told.owner is not None and who in {told.owner, "lea"}):
            told.owner = None

    @rule(told=files, who=PEOPLE, to=PEOPLE)
    def hand_over(self, told: Told, who: str, to: str) -> None:
        def step(session: Session, case: Case) -> None:
            receiver, by = self.account(session, to), self.account(session, who)
            claims.hand_over(session, case, receiver, by=by, at=self.at, today=self.today)

        may = told.owner == who and to != who and told.status is not S.CLOSED
        if self.step(told, step, may=may):
            told.owner = to

    @rule(told=files, who=PEOPLE, to=PEOPLE)
    def assign(self, told: Told, who: str, to: str) -> None:
        """What nobody has, or oneself; a team lead gives on what anybody has."""
        may = told.owner == to or (told.status is not S.CLOSED and (told.owner in {None, who} or who == "lea"))

        def step(session: Session, case: Case) -> None:
            receiver, by = self.account(session, to), self.account(session, who)
            claims.assign(session, case, receiver, by=by, at=self.at, today=self.today)

        if self.step(told, step, may=may, lines=int(told.owner != to)) and told.owner != to:
            told.owner = to
            self.taken(told)

    @rule(who=PEOPLE, days=st.sampled_from([None, 0, 3, 12]))
    def be_away(self, who: str, days: int | None) -> None:
        self.away[who], self.touched = None if days is None else self.today + timedelta(days), []
        with self.writing() as session:
            by, until = self.account(session, "lea"), self.away[who]
            colleagues.set_away(session, self.account(session, who), until, by=by, at=self.at, today=self.today)

    @rule(told=files, who=PEOPLE, reason=st.sampled_from(["", "Zitting morgen."]))
    def take_over(self, told: Told, who: str, reason: str) -> None:
        """Of whoever is away; a team lead of anybody, and says why."""
        until = self.away[told.owner] if told.owner else None
        may = until is not None and until >= self.today
        may = told.status is not S.CLOSED and (may or (who == "lea" and bool(reason)))

        def step(session: Session, case: Case) -> None:
            claims.take_over(session, case, reason, by=self.account(session, who), at=self.at, today=self.today)

        may = told.owner is not None and (may or told.owner == who)
        if self.step(told, step, may=may, lines=int(told.owner != who)):
            told.owner = who

    @rule(giver=PEOPLE, to=PEOPLE, who=PEOPLE)
    def hand_over_all(self, giver: str, to: str, who: str) -> None:
        """Every open case of one's own, or as a team lead of anybody, and no other."""
        self.touched = [told for told in self.told if told.owner == giver and told.status is not S.CLOSED]
        may = who in {giver, "lea"} and to != giver
        try:
            with self.writing() as session:
                ends = [self.account(session, name) for name in (giver, to, who)]
                now: dict[str, Any] = {"at": self.at, "today": self.today, "batch": 2}
                moved = claims.hand_over_all(session, ends[0], ends[1], by=ends[2], **now)
        except DomainError:
            assert not may
            return
        assert (may, moved) == (True, len(self.touched))
        with self.reading() as session:
            for told in self.touched:
                told.owner, told.lines = to, told.lines + 1
                told.version = session.get_one(Case, told.id).version

    @rule(told=files, who=PEOPLE, to=STATUSES, pathway=PATHWAYS, days=DAYS_OF_A_STAY)
    def move(self, told: Told, who: str, to: S, pathway: Pathway, days: int) -> None:
        self._move(told, who, to, pathway, days)

    @rule(told=files, dice=DICE)
    def move_on(self, told: Told, dice: int) -> None:
        self.move_some(told, dice)

    def move_some(self, told: Told, dice: int) -> None:
        """Some rows of the table after each other, so that lives get far; a row may still be barred."""
        chance = Random(dice)  # noqa: S311 - told again from the same number
        for _ in range(chance.randrange(12)):
            rows, who = sorted(TABLE[told.status]), chance.choice(["an", "bea", "lea"])
            if rows:
                self._move(told, who, chance.choice(rows), chance.choice(list(Pathway)), 60)
            else:
                self.claim(told, who)

    def _move(self, told: Told, who: str, to: S, pathway: Pathway, days: int) -> None:
        until = self.today + timedelta(days)
        shelters = to is S.IN_GUIDANCE and told.pathway is Pathway.CRISIS
        full = shelters and any(other.lives_there for other in self.told)

        def step(session: Session, case: Case) -> None:
            given, by = self.given(pathway, until), self.account(session, who)
            if to is S.WAITING_FOR_REPORTER:
                triage.ask(session, case, given, by=by, **self.now)
            else:
                triage.move(session, case, to, given, by=by, **self.now)

        if self.step(told, step, may=told.may_move(to, who) and not full):
            told.enter(to, pathway, self.today, until)

    @rule(told=files, who=PEOPLE, days=st.sampled_from([0, 30, 61, 90, 200, 300]))
    def stay_longer(self, told: Told, who: str, days: int) -> None:
        until, stay = self.today + timedelta(days), told.stay
        typed = {"ends_on": until.isoformat(), "reason": "Nog geen woning."}

        def step(session: Session, case: Case) -> None:
            state = triage.state_of(session, case, today=self.today, policy=self.policy)
            episodes.extend(session, case, state, typed, by=self.account(session, who), **self.now)

        last = stay.extends_to if stay else None
        may = stay is not None and stay.ends_on is not None and last is not None and stay.ends_on < until <= last
        if self.step(told, step, may=may) and stay and stay.started_on:
            stay.ends_on = until
            stay.longest = months_later(stay.started_on, 8) if stay.pathway is Pathway.CRISIS else None

    @rule(told=files, who=PEOPLE, channel=st.sampled_from(["phone", "letter"]))
    def try_in_vain(self, told: Told, who: str, channel: str) -> None:
        typed = {"channel": channel, "reached": "no", "tried_on": self.today.isoformat()}

        def step(session: Session, case: Case) -> None:
            contacts.record(session, case, typed, by=self.account(session, who), **self.now)

        if self.step(told, step, may=told.status is not S.CLOSED and told.may_try(channel)):
            told.tries += 1
            told.letter_went = told.letter_went or channel == "letter"

    @rule(told=files, who=PEOPLE, objects=st.sampled_from(["", "yes"]))
    def reach(self, told: Told, who: str, objects: str) -> None:
        """Whatever was decided about an objection: it happened. The tenant may object then, and again."""
        typed = {"channel": "desk", "reached": "yes", "tenant_knew": "no", "tried_on": self.today.isoformat()}
        typed["objects"] = objects

        def step(session: Session, case: Case) -> None:
            contacts.record(session, case, typed, by=self.account(session, who), **self.now)

        if self.step(told, step, may=told.status is not S.CLOSED, lines=1 if told.contacted else 2):
            told.contacted = told.heard = True
            if objects and told.objection not in {"undecided", "no_contact"}:
                told.objection, told.objected_on = "undecided", self.today

    @rule(told=files, says=st.sampled_from(Says))
    def speak(self, told: Told, says: Says) -> None:
        """The tenant calls, who may object only now."""
        spoken = Spoken(reference=told.referral, says=says, name="", phone="", text="Bel mij.")

        def step(session: Session, _case: Case) -> None:
            tenant.speak(session, spoken, key=secrets.token_hex(16), **self.now)

        self.step(told, step, may=True)
        told.restart()
        told.news = told.news or told.status is not S.RECEIVED
        told.heard = True
        if says is Says.NO_CONTACT and told.objection is None:
            told.objection, told.objected_on = "undecided", self.today

    @rule(told=files, who=PEOPLE)
    def see(self, told: Told, who: str) -> None:
        def step(session: Session, case: Case) -> None:
            triage.see(session, case, by=self.account(session, who), **self.now)

        if self.step(told, step, may=told.news):
            told.news = False

    @rule(told=files, who=st.sampled_from(["an", "the reporter"]), what=SOME_FACTS, offset=OFFSETS)
    def learn(self, told: Told, who: str, what: What, offset: int) -> None:
        fact = Learned(what, self.today, day=self.today + timedelta(offset))

        def step(session: Session, case: Case) -> None:
            level = case.level
            if who == "an":
                triage.add_fact(session, case, fact, by=self.account(session, who), **self.now)
            else:
                follow_up.add_fact(session, self.referral(session, told), fact, **self.now)
                calmer.append(case.level > level)
            if case.level is Urgency.U0 < level:
                assert case.desk == "todo"
                assert case.due_on <= self.today

        calmer: list[bool] = []
        self.step(told, step, may=True)
        told.restart()
        told.news = told.news or told.status in DECIDED | {S.CLOSED}
        told.news = told.news or any(calmer) or (who != "an" and told.status is not S.RECEIVED)

    @rule(told=files)
    def correct(self, told: Told) -> None:
        def step(session: Session, _case: Case) -> None:
            follow_up.correct(session, self.referral(session, told), "Het is nummer 14.", kept=True, **self.now)

        self.step(told, step, may=True)
        told.tell()

    @rule(told=files)
    def answer(self, told: Told) -> None:
        waiting = told.asked

        def step(session: Session, _case: Case) -> None:
            follow_up.answer(session, self.referral(session, told), "Het is nummer 14.", kept=True, **self.now)

        self.step(told, step, may=True, lines=2 if waiting else 1)
        if waiting:
            told.go(told.came_from or S.IN_TRIAGE)
            with self.reading() as session:
                assert session.get_one(Case, told.id).due_on <= self.today
        told.tell()

    @rule(told=files)
    def withdraw(self, told: Told) -> None:
        waiting, again = told.asked, told.withdrawn

        def step(session: Session, _case: Case) -> None:
            follow_up.withdraw(session, self.referral(session, told), **self.now)

        self.step(told, step, may=True, lines=0 if again else 2 if waiting else 1)
        told.withdrawn = True
        if waiting:
            told.go(told.came_from or S.IN_TRIAGE)
        if not again:
            told.tell()

    @rule(told=files, who=PEOPLE, level=st.sampled_from(Urgency))
    def override(self, told: Told, who: str, level: Urgency) -> None:
        def step(session: Session, case: Case) -> None:
            triage.override(session, case, level, "Ik ken het gezin.", by=self.account(session, who), **self.now)
            assert case.level is level

        self.step(told, step, may=told.status is not S.CLOSED)

    @rule(told=files, who=PEOPLE, decision=st.sampled_from(Objection))
    def decide(self, told: Told, who: str, decision: Objection) -> None:
        def step(session: Session, case: Case) -> None:
            by = self.account(session, who)
            triage.decide_objection(session, case, decision, "Omdat.", by=by, **self.now)

        may = who == "lea" and told.objection is not None and decision is not Objection.UNDECIDED
        may = may and told.status is not S.CLOSED
        if self.step(told, step, may=may):
            told.objection, told.letter_went, told.heard = decision.value, False, False

    @rule(told=files, who=PEOPLE, days=st.integers(-2, 20))
    def plan(self, told: Told, who: str, days: int) -> None:
        def step(session: Session, case: Case) -> None:
            by = self.account(session, who)
            triage.set_next(session, case, self.today + timedelta(days), "Bellen", by=by, **self.now)

        if self.step(told, step, may=days >= 0 and told.status is not S.CLOSED):
            told.news = False

    @rule(days=st.sampled_from([1, 1, 3, 12]))
    def night(self, days: int) -> None:
        """The worker's midnights: questions that were open too long end, and what time changes is written."""
        self.today += timedelta(days)
        self.touched = self.told
        with self.writing() as session:
            before = {told.id: session.get_one(Case, told.id).due_on for told in self.told}
            self.midnight(session)
            assert self.midnight(session) == (0, 0, 0)
        with self.reading() as session:
            for told in self.told:
                case = session.get_one(Case, told.id)
                ended = told.status is S.WAITING_FOR_REPORTER and case.status is not told.status
                if ended:
                    assert case.due_on <= self.today
                    told.go(told.came_from or S.IN_TRIAGE)
                assert ended or case.due_on <= before[told.id]
                told.lines, told.version = self.lines_of(session, case), case.version
        self.looked_at_again()

    def midnight(self, session: Session) -> tuple[int, int, int]:
        return (
            questions.close_unanswered(session, **self.now),
            questions.remind(session, mailboxes=MAILBOXES, closing_days=90, **self.now),
            nightly.recompute_due(session, **self.now),
        )

    def looked_at_again(self) -> None:
        """After a night every case that is somebody's work stands as a fresh computation gives it; none is kept."""
        with db.open_session(self.engine, writes=True) as session:
            for told in self.told:
                case = session.get_one(Case, told.id)
                stands = _clock(case)
                if case.is_open or case.new_fact:
                    history.reassess(session, case, today=self.today, policy=self.policy, not_after=case.due_on)
                assert _clock(case) == stands

    @invariant()
    def every_case_is_as_it_was_told(self) -> None:
        """Those that the last step was about; a night is about all of them."""
        with self.reading() as session:
            for told in self.touched:
                case = session.get_one(Case, told.id)
                self.as_told(told, case)
                self.on_its_desk(case)
                self.within_its_term(session, told, case)
                self.as_its_reporter_sees_it(session, told)
                self.in_history_and_trail(session, told, case)
            assert tallies.wrong(session) == {}

    def as_told(self, told: Told, case: Case) -> None:
        owner = self.ids[told.owner] if told.owner else None
        assert (case.status, case.came_from, case.claimed_by_id) == (told.status, told.came_from, owner)
        assert (case.objection, case.is_open) == (told.objection, told.status is not S.CLOSED)
        assert case.new_fact is told.news
        assert (case.asked_reference is not None) == told.asked
        assert (case.question is not None) == (told.status is S.WAITING_FOR_REPORTER)
        assert (case.outcome is not None) == (case.closed_at is not None) == (told.status is S.CLOSED)
        assert told.contacted == (case.contacted_on is not None)
        assert (case.version, case.team) == (told.version, TEAMS[told.owner] if told.owner else None)
        if told.objection == "undecided" and told.objected_on and case.is_open:
            assert case.due_on <= add_working_days(told.objected_on, 1)

    def within_its_term(self, session: Session, told: Told, case: Case) -> None:
        rows = care.of_case(session, told.id)
        assert [
            (row.pathway, row.started_on, row.ends_on, row.term_ends_on, row.ended_on is not None) for row in rows
        ] == [(stay.pathway, stay.started_on, stay.ends_on, stay.longest, stay.ended) for stay in told.stays]
        stay = told.stay or Stay(Pathway.PW)
        assert (case.pathway, case.pathway_until, case.term_ends_on) == (told.pathway, stay.ends_on, stay.longest)
        assert {row.place for row in rows if row.ended_on is None} <= {None, self.place if told.lives_there else None}
        if case.status is S.IN_GUIDANCE and stay.first_end:
            assert case.due_on <= max(case.received_on, last_working_day_before(stay.first_end))

    def on_its_desk(self, case: Case) -> None:
        """Said again in words of the design: new or due is to do, and nothing hides behind a hearing."""
        if case.new_fact or (case.is_open and case.due_on <= self.today):
            desk = "todo"
        else:
            rests = {S.WAITING_FOR_REPORTER: "waiting", S.CLOSED: "closed"}
            desk = rests.get(case.status, "guided" if case.status in DECIDED else "todo")
            desk = "todo" if (case.status, case.level) == (S.WAITING_FOR_REPORTER, Urgency.U0) else desk
        assert case.desk == desk
        assert case.queue_on >= case.due_on or case.status is S.CLOSED
        assert case.queue_on == max(case.due_on, self.today) or not case.is_open
        assert case.due_on >= case.received_on
        if case.key_date is not None and case.is_open:
            assert case.due_on <= max(case.received_on, self.day_of_news(case), last_working_day_before(case.key_date))
        assert (case.level is case.computed_level) or case.override_reason

    def day_of_news(self, case: Case) -> date:
        """What was learned today cannot be due before today."""
        return self.today if case.key_date and last_working_day_before(case.key_date) < self.today else date.min

    def as_its_reporter_sees_it(self, session: Session, told: Told) -> None:
        referral = self.referral(session, told)
        seen = follow_up.status(session, referral, today=self.today, closing_days=10_000, serves=lambda _: False)
        assert seen == told.page()

    def in_history_and_trail(self, session: Session, told: Told, case: Case) -> None:
        entries = cases.entries(session, told.id)
        steps = [(entry.data["from"], entry.data["to"]) for entry in entries if {"from", "to"} <= entry.data.keys()]
        allowed = {(origin.value, to.value) for origin, tos in TABLE.items() for to in tos}
        allowed |= {("received", "in_triage")} | {(status.value, status.value) for status in S}
        assert set(steps) <= allowed
        ends = [to for _, to in steps] or [S.RECEIVED.value]
        assert (ends[-1], [origin for origin, _ in steps[1:]]) == (case.status.value, ends[:-1] if steps else [])
        assert len(entries) == told.lines
        trail = select(sa.func.count()).select_from(Audit).where(Audit.case_id == told.id)
        lines = [entry for entry in entries if entry.what not in {"received", "mail_capped"}]
        assert session.exec(trail.where(col(Audit.action).like("case.%"))).one() >= len(lines)

    def step(self, told: Told, do: Callable[[Session, Case], None], *, may: bool, lines: int = 1) -> bool:
        """Do it in a transaction of its own; whether it was allowed must be what the model says."""
        self.touched = [told]
        try:
            with self.writing() as session:
                case = cases.for_update(session, told.referral, None)
                before = (case.status, case.claimed_by_id, case.level, case.due_on)
                do(session, case)
                changes = (case.status, case.claimed_by_id, case.level, case.due_on) != before
        except DomainError:
            assert not may
            return False
        assert may
        with self.reading() as session:
            case = session.get_one(Case, told.id)
            assert case.version >= told.version + changes
            told.version, told.lines = case.version, told.lines + lines
        return True

    def taken(self, told: Told) -> None:
        if told.status is S.RECEIVED:
            told.go(S.IN_TRIAGE)

    def given(self, pathway: Pathway, until: date) -> dict[str, str]:
        """All that any move may ask for."""
        agreed = {f"{side}_agreed_{what}" for side in ("tenant", "landlord") for what in ("by", "on", "how")}
        return {
            **{name: "Jan" if name.endswith("by") else "phone" for name in agreed if not name.endswith("on")},
            **{name: self.today.isoformat() for name in (*(n for n in agreed if n.endswith("on")), "declined_on")},
            "declined_how": "phone",
            "pathway": pathway.value,
            "ends_on": until.isoformat(),
            "place": self.place,
            "reason": "Omdat.",
            "question": "Welk nummer?",
            "question_end": "closed",
            "referred_to": "CAW",
            "outcome": "payment_plan",
        }

    @property
    def at(self) -> datetime:
        return datetime.combine(self.today, time(9), tzinfo=UTC)

    @property
    def now(self) -> dict[str, Any]:
        return {"at": self.at, "today": self.today, "policy": self.policy}

    def account(self, session: Session, name: str) -> Account:
        return session.get_one(Account, self.ids[name])

    def referral(self, session: Session, told: Told) -> Referral:
        found = referrals.by_reference(session, told.referral)
        assert found
        return found

    def lines_of(self, session: Session, case: Case) -> int:
        return len(session.exec(select(Entry.id).where(Entry.case_id == case.id)).all())

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with db.open_session(self.engine, writes=True) as session:
            yield session
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with db.open_session(self.engine, writes=False) as session:
            yield session


def _answers(kind: Kind) -> dict[str, Any]:
    raw = {name: [value] if isinstance(value, str) else list(value) for name, value in REPORTS[kind].items()}
    checked = checking.check(kind, raw, sections=tuple(Section), known={}, today=MONDAY)
    assert checked.errors == {}
    return checked.whole


def _clock(case: Case) -> tuple[object, ...]:
    """What the night is for."""
    stands = (case.level, case.computed_level, case.reasons, case.key_date, case.key_rule, case.override_reason)
    return (*stands, case.due_on, case.queue_on, case.desk, case.next_change_on)


ANSWERS = {kind: _answers(kind) for kind in KINDS}


@pytest.mark.timeout(3600 if MANY else 120)
def test_whatever_happens_to_cases_is_what_was_told(
    database_url: str, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = db.connect(database_url)
    haste.hasten(engine)
    monkeypatch.setattr(Life, "engine", engine, raising=False)

    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=int(MANY or 8),
            stateful_step_count=15,
            derandomize=MANY is None,
            database=None,
            deadline=None,
            phases=tuple(Phase) if MANY else (Phase.generate,),  # A failure is made smaller with LIVES=50.
            suppress_health_check=list(HealthCheck),
        ),
    )

    engine.dispose()
    assert session.exec(select(sa.func.count()).select_from(Case)).one() > 0
