"""Three weeks on the clock: what two workers mail, minute for minute, is what ought to be, and each of it once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlmodel import Session, col, func, select

from portal import clock, config, create_app, db
from portal.cli.jobs import JOBS
from portal.domain.triage.state import Objection
from portal.domain.vocabulary import CaseStatus, Kind, Pathway, Role
from portal.models import Account, Case, Draft, Outbox, Preference, Schedule
from portal.notify.delivery import Desk
from portal.notify.failures import Failure
from portal.notify.post import Parcel, Postman
from portal.notify.worker import Worker
from portal.services import claims, intake, resume, triage
from portal.services.intake import Sent
from portal.store.schedule import UNRECKONED
from portal.views import policies
from tests import haste
from tests.answers import walk
from tests.factories import make_account, make_case
from tests.notify.almanac import DAY, DUTY, MINUTE, TARGETS, TEAM, Almanac, Mail, Person, at, before, later
from tests.notify.almanac import Case as Known

DAYS = 21
HOUSE = "@huis.example"
PEOPLE = (
    Person("an", "intake_worker"),
    Person("bo", "intake_worker", digests=frozenset({"due_today"}), refuses=frozenset({"overdue"})),
    Person("lea", "team_lead"),
    Person("lou", "team_lead", refuses=frozenset({"objections", "overdue"})),
    Person("ada", "admin"),
)


@dataclass(frozen=True)
class Report:
    """What is reported on which day at which hour; ``stage`` and the rest make its level."""

    day: int
    hour: str
    label: str
    level: int
    answers: dict[str, Any]
    second: bool = False


@dataclass(frozen=True)
class Deed:
    """What a colleague does."""

    day: int
    hour: str
    verb: str
    label: str
    by: str = "an"


FIRE = {"homeless_now": "yes"}
SUMMONS, JUDGMENT, NOTICE = ({"stage": stage} for stage in ("summons", "judgment", "formal_notice"))
NOTHING: dict[str, str] = {}
AGAINST = {**NOTICE, "tenant_reaction": "objects"}
REPORTS = (
    Report(0, "09:10", "binnen", 0, FIRE),
    Report(0, "10:00", "zitting", 2, {"stage": "summons", "hearing": 10}),
    Report(0, "11:30", "laat", 0, FIRE),
    Report(0, "14:00", "vraag", 3, NOTICE),
    Report(0, "17:30", "avond", 1, SUMMONS),
    Report(1, "09:00", "verzet", 3, AGAINST),
    Report(1, "23:50", "nacht", 0, FIRE),
    Report(2, "08:10", "dood", 2, JUDGMENT),
    Report(3, "09:30", "later", 3, NOTICE),
    Report(3, "15:00", "terug", 3, NOTICE),
    Report(4, "11:50", "vrijdag", 1, SUMMONS),
    Report(5, "10:00", "zaterdag", 0, FIRE),
    Report(6, "02:40", "zondag", 4, NOTHING),
    Report(7, "10:00", "nogeens", 3, AGAINST),
    Report(9, "12:20", "gat", 1, SUMMONS),
    Report(13, "01:30", "klok", 0, FIRE),
    Report(13, "02:40", "klok2", 1, SUMMONS, second=True),
)
DEEDS = (
    Deed(0, "09:50", "claim", "binnen"),
    Deed(0, "11:00", "reach", "binnen"),
    Deed(0, "14:10", "claim", "vraag"),
    Deed(0, "14:20", "ask", "vraag"),
    Deed(0, "16:00", "draft", "concept"),
    Deed(1, "15:00", "claim", "laat", "bo"),
    Deed(3, "10:00", "claim", "later", "bo"),
    Deed(3, "10:10", "ask", "later", "bo"),
    Deed(4, "09:30", "claim", "terug", "bo"),
    Deed(4, "10:00", "decide", "verzet", "lea"),
    Deed(5, "11:30", "claim", "zaterdag", "lou"),
    Deed(7, "10:30", "release", "terug", "bo"),
    Deed(14, "07:00", "away", "lou", "lou"),
)


@dataclass(frozen=True)
class Weeks:
    """From which Monday, and between which moments no worker runs."""

    first: date
    off: tuple[tuple[int, str], tuple[int, str]]

    def at(self, day: int, hour: str, *, second: bool = False) -> datetime:
        return at(self.first + day * DAY, hour, second=second)


WEEKS = {
    "march": Weeks(date(2027, 3, 15), ((8, "07:30"), (10, "10:17"))),
    "october": Weeks(date(2027, 10, 18), ((8, "07:30"), (10, "06:40"))),
    "leap day": Weeks(date(2028, 2, 14), ((8, "13:00"), (10, "19:00"))),
    "new year": Weeks(date(2026, 12, 14), ((9, "13:00"), (11, "13:00"))),
}


class Recorder(Postman):
    """A mail server that takes everything at once, but for the address that nobody reads."""

    def __init__(self, mails: list[tuple[datetime, str]]) -> None:
        self.mails = mails

    def send(self, parcel: Parcel) -> Failure | None:
        self.mails.append((clock.now(), parcel.message_id))
        return Failure("550", final=True) if parcel.to.startswith("dood") else None

    def close(self) -> None:
        """Nothing is open."""


class Weekly:
    """The portal and the almanac side by side: what happens to the one happens to the other."""

    def __init__(self, app: Flask, session: Session, weeks: Weeks) -> None:
        self.session, self.weeks = session, weeks
        self.almanac = Almanac(PEOPLE, first=weeks.first, days=DAYS)
        self.answers = walk(app, Kind.LANDLORD, {"stage": "none", **CALM})[0]
        self.cases: dict[str, int] = {}
        self.accounts = {one.name: self._account(one) for one in PEOPLE}
        self._guided("termijn", "bo", pathway=Pathway.CRISIS, ends=28, before_days=14)
        self._guided("verblijf", "lea", pathway=Pathway.DW, ends=40, before_days=30)
        self._untold("lang", art14=12)
        session.commit()

    # What happens, in the portal and in the almanac.

    def report(self, made: Report) -> None:
        now, today = clock.now(), clock.today()
        answers = {name: value for name, value in made.answers.items() if name != "hearing"}
        hearing = self.weeks.first + made.answers["hearing"] * DAY if "hearing" in made.answers else None
        if hearing:
            answers["hearing_date"] = hearing.isoformat()
        reporter = f"{made.label}@melder.example"
        whole = {**self.answers, **answers, "informed_on": today.isoformat(), "reporter_email": reporter}
        sent = Sent(kind=Kind.LANDLORD, answers=whole, submission_key=f"{made.label:0>32}", language="nl")
        policy, mailboxes = policies.policy(), policies.mailboxes()
        stored = intake.receive(self.session, sent, at=now, today=today, policy=policy, mailboxes=mailboxes)
        case = self.session.get_one(Case, stored.case_id)
        self.cases[made.label] = stored.case_id

        known = Known(made.label, made.level, today, later(today, TARGETS[made.level]), reporter, hearing)
        known.due = min(known.due, before(hearing)) if hearing else known.due
        known.contact_by = known.due
        if made.answers is AGAINST:
            known.undecided, known.due = True, min(known.due, later(today, 1, closing=False))
        assert (int(case.level), case.due_on) == (known.level, known.due), made.label
        self.almanac.cases[made.label] = known
        self.almanac.lies(known, now)
        self.almanac.post("receipt", reporter, made.label)
        self.almanac.post("new_referral", TEAM, made.label)
        if known.level == 0 or known.due <= today:
            self.almanac.post("acute", DUTY, made.label)

    def do(self, deed: Deed) -> None:
        getattr(self, deed.verb)(deed.label, self.accounts[deed.by])

    def claim(self, label: str, by: Account) -> None:
        claims.claim(self.session, self._case(label), by=by, at=clock.now(), today=clock.today())
        self.almanac.cases[label].owner = by.name

    def release(self, label: str, by: Account) -> None:
        claims.release(self.session, self._case(label), by=by, at=clock.now())
        known = self.almanac.cases[label]
        known.owner, known.waits, known.heard = None, [], False
        self.almanac.lies(known, clock.now())

    def reach(self, label: str, by: Account) -> None:
        """The tenant was not told yet what we keep, which is due on that day now."""
        triage.reach(self.session, self._case(label), by=by, **self._now())
        known = self.almanac.cases[label]
        known.due, known.art14 = later(clock.today(), 5, closing=False), clock.today()

    def ask(self, label: str, by: Account) -> None:
        case = self._case(label)
        triage.ask(self.session, case, {"question": "Welke datum?"}, by=by, **self._now())
        policies.tell_of_question(self.session, case, at=clock.now(), today=clock.today())
        known = self.almanac.cases[label]
        known.asked, known.desk, known.due = clock.today(), "waiting", later(clock.today(), 10)
        self.almanac.post("question", known.reporter, label)

    def decide(self, label: str, by: Account) -> None:
        case = self._case(label)
        triage.decide_objection(self.session, case, Objection.GO_ON, "Het gezin vraagt hulp.", by=by, **self._now())
        known = self.almanac.cases[label]
        known.undecided, known.due = False, known.contact_by

    def draft(self, label: str, _by: Account) -> None:
        address, today = f"{label}@melder.example", clock.today()
        now, key = clock.now(), "1" * 32
        draft = Draft(token_hash=key, submission_key=key, kind=Kind.LANDLORD, created_at=now, active_at=now)
        self.session.add(draft)
        mailboxes = policies.mailboxes()
        resume.ask(
            self.session, draft, address=address, language="nl", at=clock.now(), today=today, mailboxes=mailboxes
        )
        self.almanac.post("resume", address)
        self.almanac.drafts[address] = [today + 3 * DAY, today + 10 * DAY]

    def away(self, label: str, by: Account) -> None:
        until = clock.today() + 2 * DAY
        self.session.get_one(Account, by.id).away_until = until
        self.almanac.people[label].away_until = until

    # What was there before.

    def _account(self, person: Person) -> Account:
        role = Role(person.role)
        made = make_account(self.session, name=person.name, email=person.name + HOUSE, role=role, password_hash="-")
        said = {**dict.fromkeys(person.digests, "digest"), **dict.fromkeys(person.refuses, "none")}
        self.session.add_all(Preference(receiver=f"account:{made.id}", notice=n, how=how) for n, how in said.items())
        return made

    def _guided(self, label: str, owner: str, *, pathway: Pathway, ends: int, before_days: int) -> None:
        first = self.weeks.first
        ends_on = first + ends * DAY
        guided = {"status": CaseStatus.IN_GUIDANCE, "pathway": pathway, "pathway_until": ends_on}
        self._old(label, owner, due=before(ends_on - (before_days - 1) * DAY), term=ends_on, values=guided)

    def _untold(self, label: str, *, art14: int) -> None:
        day = self.weeks.first + art14 * DAY
        far = self.weeks.first + 60 * DAY
        values = {"status": CaseStatus.ASSIGNED, "pathway": Pathway.PW, "art14_due_on": day}
        self._old(label, "an", due=far, art14=day, values=values)

    def _old(self, label: str, owner: str, *, due: date, values: dict[str, Any], **known: Any) -> None:
        received = self.weeks.first - 10 * DAY
        planned = {"contacted_on": received, "next_action_on": self.weeks.first + 60 * DAY}
        referral = {"received_on": received, "reporter_email": f"{label}@melder.example"}
        owned = {"claimed_by_id": self.accounts[owner].id, "claimed_at": clock.now()}
        case = make_case(self.session, referral=referral, today=self.weeks.first, **owned, **planned, **values)
        self.cases[label] = case.id or 0
        assert case.desk == "guided", label
        self.almanac.cases[label] = Known(label, 4, received, due, owner=owner, desk="guided", **known)

    def _case(self, label: str) -> Case:
        return self.session.get_one(Case, self.cases[label], populate_existing=True)

    def _now(self) -> dict[str, Any]:
        return {"at": clock.now(), "today": clock.today(), "policy": policies.policy()}


CALM = {
    "homeless_now": "no",
    "unusable_home": "no",
    "problems": ["upkeep"],
    "payment_plan": "none",
    "hearing_date": "",
    "leave_by": "",
    "eviction_date": "",
}


def names(session: Session, weekly: Weekly) -> dict[str, str]:
    """The label of each case by its reference, and of each mailbox by its address."""
    mailboxes = {config.settings().intake_mailbox: TEAM, config.settings().duty_mailbox: DUTY}
    people = {one.email: one.name for one in weekly.accounts.values()}
    cases = {session.get_one(Case, case_id).reference: label for label, case_id in weekly.cases.items()}
    return {**mailboxes, **people, **cases}


def sent(session: Session, weekly: Weekly, mails: list[tuple[datetime, str]]) -> Counter[Mail]:
    """What left, as the almanac would say it."""
    by = {row.message_id: row for row in session.exec(select(Outbox))}
    known = names(session, weekly)
    return Counter(
        (when, by[key].notice, known.get(by[key].to_addr, by[key].to_addr), _about(by[key].context, known))
        for when, key in mails
    )


def _about(context: dict[str, Any], known: dict[str, str]) -> str:
    if "items" in context:
        lines = [line.split() for line in context["items"].splitlines()]
        return " ".join(sorted(f"{notice}:{known[reference]}" for notice, reference, *_rest in lines))
    if "cases" in context:
        return " ".join(sorted(known[line.split()[0]] for line in context["cases"].splitlines()))
    return known[context["reference"]] if "reference" in context else str(context.get("count", ""))


def next_moment(session: Session, now: datetime) -> datetime:
    """The next minute at which the database itself says that something is due."""
    jobs = session.exec(select(func.min(Schedule.next_at)).where(Schedule.name != "escalation")).one()
    lying = session.exec(select(func.min(Case.escalate_at)).where(col(Case.escalate_at).is_not(None))).one()
    found = [moment for moment in (jobs, lying) if moment is not None and moment != UNRECKONED]
    session.rollback()
    soonest = min(found, default=now + DAY)
    whole = soonest.replace(second=0, microsecond=0)
    return max(whole if whole == soonest else whole + MINUTE, now + MINUTE)


def live(weekly: Weekly, workers: list[Worker], traveller: Any) -> None:
    """Go from one moment at which something happens or is due to the next; the workers take turns in being first."""
    weeks = weekly.weeks
    now, end = weeks.at(0, "06:00"), weeks.at(DAYS, "00:00")
    off = [weeks.at(*moment) for moment in weeks.off]
    happens: dict[datetime, list[Report | Deed]] = {}
    for one in (*REPORTS, *DEEDS):
        moment = weeks.at(one.day, one.hour, second=isinstance(one, Report) and one.second)
        happens.setdefault(moment, []).append(one)
    while now < end:
        traveller.move_to(now)
        deeds = happens.pop(now, [])
        for one in deeds:
            weekly.report(one) if isinstance(one, Report) else weekly.do(one)
            weekly.session.commit()
        runs = not off[0] <= now < off[1]
        for one_of_both in workers[: 1 + bool(deeds)] if runs else ():
            one_of_both.round()
        workers.reverse()
        soonest = min([*happens, end])
        due = next_moment(weekly.session, now) if runs else off[1]
        following = min(soonest, due, now + GRID)
        while now < following:
            weekly.almanac.minute(now, runs=not off[0] <= now < off[1])
            now += MINUTE


GRID = timedelta(hours=11)
NOTICES = {
    *("receipt", "new_referral", "acute", "resume", "reminder", "question", "question_reminder"),
    *("unclaimed", "due_today", "overdue", "objections", "dead_letters", "digest"),
}


@contextmanager
def portal(url: str, folder: Path, shared_folder: Path) -> Iterator[Flask]:
    """An application that was made at the beginning of the weeks."""
    app = create_app({"env": "test", "database_url": url, "data_dir": folder, "rate_limits": "off"})
    app.jinja_env.bytecode_cache = haste.Templates(str(shared_folder))
    haste.hasten(app.extensions["engine"])
    with app.app_context():
        yield app
    app.extensions["engine"].dispose()


def worker(mails: list[tuple[datetime, str]], name: str) -> Worker:
    opener = partial(db.open_session, db.engine())
    desk = Desk(open_session=opener, settings=config.settings(), sites=config.sites(), postman=Recorder(mails))
    return Worker(desk, JOBS, stopping=lambda: False, name=name)


def walk_through(url: str, folder: Path, shared_folder: Path, weeks: Weeks) -> tuple[Counter[Mail], Counter[Mail]]:
    """What was mailed in these weeks, and what ought to be."""
    mails: list[tuple[datetime, str]] = []
    with (
        time_machine.travel(weeks.at(0, "06:00"), tick=False) as traveller,
        portal(url, folder, shared_folder) as app,
        db.open_session(db.engine(), writes=True) as session,
    ):
        weekly = Weekly(app, session, weeks)
        live(weekly, [worker(mails, "first"), worker(mails, "second")], traveller)
        return sent(session, weekly, mails), weekly.almanac.mails


@pytest.mark.parametrize("weeks", WEEKS.values(), ids=WEEKS.keys())
def test_three_weeks_on_sqlite(sqlite_url: str, tmp_path: Path, shared_folder: Path, weeks: Weeks) -> None:
    compare(*walk_through(sqlite_url, tmp_path, shared_folder, weeks))


def test_three_weeks_on_postgresql(postgresql_url: str, tmp_path: Path, shared_folder: Path) -> None:
    compare(*walk_through(postgresql_url, tmp_path, shared_folder, WEEKS["new year"]))


def compare(mailed: Counter[Mail], expected: Counter[Mail]) -> None:
    """Nothing too much, nothing too little, nothing twice; and every notice of the schedule came up."""
    assert sorted((mailed - expected).elements()) == []
    assert sorted((expected - mailed).elements()) == []
    assert max(expected.values()) == 1
    digests = " ".join(about for _when, notice, _to, about in expected if notice == "digest").split()
    assert {line.partition(":")[0] for line in digests} == {"due_today", "unanswered", "terms", "art14"}
    assert {notice for _when, notice, _to, _about in expected} == NOTICES
