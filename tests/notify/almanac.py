"""What ought to be mailed in three weeks: a slow walk from minute to minute with a calendar and a clock of its own.

Nothing of the portal is used here: the days, the hours and the rules are written down once more, as issue and design
have them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Brussels")
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
HOLIDAYS = {date(2026, 12, 25), date(2027, 1, 1), date(2027, 3, 29), date(2027, 11, 1), date(2027, 11, 11)}
"""The legal holidays on weekdays in and after the weeks that are walked, as they stand in a printed calendar."""
CLOSED = {date(2026, 12, 24), date(2026, 12, 31)}
"""The closing days of the site file."""
MORNING = ((9, 0, 12, 0),)
HOURS = (
    (*MORNING, (13, 30, 16, 0)),
    MORNING,
    (*MORNING, (13, 30, 16, 0)),
    (*MORNING, (13, 30, 18, 0)),
    MORNING,
    (),
    (),
)
"""From Monday on, as in the site file."""
TARGETS = (0, 1, 3, 5, 10)
PATIENCE = {0: 60, 1: 240}
"""Minutes of working time for which a case of the level may lie there."""
DUTY, TEAM = "duty", "team"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
Holds = Callable[["Case"], object]
Mail = tuple[datetime, str, str, str]
"""The minute, the notice, the mailbox, and the cases that it names."""


def is_legal(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def works(day: date) -> bool:
    return is_legal(day) and day not in CLOSED


def later(day: date, number: int, *, closing: bool = True) -> date:
    """So many working days later; a term of the law does not stop for the days on which we are closed."""
    while number:
        day += DAY
        number -= works(day) if closing else is_legal(day)
    return day


def before(day: date) -> date:
    """The last working day before, as the law counts."""
    day -= DAY
    while not is_legal(day):
        day -= DAY
    return day


def at(day: date, hour: str, *, second: bool = False) -> datetime:
    """The instant of an hour on the wall; ``second`` of two such hours in the night of October."""
    local = datetime.combine(day, time.fromisoformat(hour), tzinfo=HERE)
    return local.replace(fold=int(second)).astimezone(UTC)


@dataclass
class Case:
    """A case as the walk knows it; ``waits`` are the moments and the terms for which it may lie there."""

    label: str
    level: int
    received: date
    due: date
    reporter: str = ""
    hearing: date | None = None
    owner: str | None = None
    contact_by: date = date.max
    """By when there would be contact if nobody objected."""
    desk: str = "todo"
    undecided: bool = False
    waits: list[tuple[datetime, int, date]] = field(default_factory=list)
    heard: bool = False
    """The team leads were told that nobody has it."""
    asked: date | None = None
    reminded: bool = False
    told: set[str] = field(default_factory=set)
    hastened: datetime = LONG_AGO
    """When it rose: it may be due since then."""
    term: date | None = None
    art14: date | None = None


@dataclass
class Person:
    name: str
    role: str
    digests: frozenset[str] = frozenset()
    refuses: frozenset[str] = frozenset()
    away_until: date = date.min


class Almanac:
    """Feed it what happens, and ask for each minute what is mailed."""

    def __init__(self, people: Iterable[Person], *, first: date, days: int) -> None:
        self.people = {person.name: replace(person) for person in people}
        self.cases: dict[str, Case] = {}
        self.drafts: dict[str, list[date]] = {}
        self.mails: Counter[Mail] = Counter()
        self._waiting: list[tuple[str, str, str]] = []
        self._digest: dict[str, set[str]] = defaultdict(set)
        self._owed: set[str] = set()
        self._died = self._told_of_dead = 0
        self._today = first
        self._listed = at(first - DAY, "08:00")
        self._working = sorted(_working_minutes(first - DAY, days + 40))

    def worked(self, start: datetime, end: datetime) -> int:
        """Minutes of work between two instants."""
        return bisect_left(self._working, end) - bisect_left(self._working, start)

    # What happens.

    def post(self, notice: str, to: str, about: str = "") -> None:
        """A mail that leaves as soon as a worker is there."""
        self._waiting.append((notice, to, about))

    def lies(self, case: Case, now: datetime) -> None:
        """From now on it lies there for everybody."""
        case.waits.append((now, case.level, case.due))

    def rise(self, case: Case, today: date, now: datetime) -> None:
        """What a hearing that comes near makes of a case, when the night was."""
        level, was = level_by(case.hearing, today), case.level
        if case.hearing is None or level == was:
            return
        case.level = level
        if level > was:
            return
        days = _days(case.received, (today - case.received).days + 1)
        case.hastened = now
        case.due = min(case.due, *(later(day, TARGETS[level_by(case.hearing, day)]) for day in days))
        if level == 0 or case.due <= today:
            self.post("acute", DUTY, case.label)
        if case.owner is None and case.heard:
            case.waits, case.heard = [], False
        self.lies(case, now)

    # What is mailed in a minute.

    def minute(self, now: datetime, *, runs: bool) -> None:
        """What becomes due, and what is done about it when a worker runs."""
        local = now.astimezone(HERE)
        for name in NAMES.get((local.hour, local.minute), ()):
            if name == "night" or works(local.date()):
                self._owed.add(name)
        if runs:
            self._work(now, local)
            for notice, to, about in self._waiting:
                self.mails[now, notice, to, about] += 1
                self._died += to.startswith("dood")
            self._waiting.clear()

    def _work(self, now: datetime, local: datetime) -> None:
        self._today = today = local.date()
        self._escalate(now)
        if not self._owed:
            return
        if self._is_owed("night"):
            self._night(today, now)
        for name, done in (("lists", self._lists), ("digest", self._digests), ("decent", self._remind)):
            if self._may(name, local) and self._is_owed(name):
                done(today, now)
        if self._may("overdue", local) and self._is_owed("overdue"):
            self._overdue(today)

    def _is_owed(self, name: str) -> bool:
        owed = name in self._owed
        self._owed.discard(name)
        return owed

    def _may(self, name: str, local: datetime) -> bool:
        """A list that was missed is made up for on a working day from its hour on, a reminder until six."""
        late = name == "decent" and (local.hour, local.minute) > (18, 0)
        return works(local.date()) and (local.hour, local.minute) >= TIMES[name] and not late

    def _escalate(self, now: datetime) -> None:
        for case in [case for case in self.cases.values() if not case.heard and case.owner is None]:
            if case.desk == "todo" and any(self._is_over(*wait, now) for wait in case.waits):
                case.heard = True
                for to in (*self._present("team_lead"), DUTY):
                    self._tell("unclaimed", to, [case], at_once=True)

    def _is_over(self, since: datetime, level: int, due: date, now: datetime) -> bool:
        left, worked = max(self.worked(since, at(due + DAY, "00:00")), 0), self.worked(since, now)
        if not left and now >= since + 60 * MINUTE:
            return True
        return bool(left and 2 * worked >= left) or (level in PATIENCE and worked >= PATIENCE[level])

    def _night(self, today: date, now: datetime) -> None:
        for case in self.cases.values():
            if case.asked and case.desk == "waiting" and later(case.asked, 10) <= today:
                case.desk, case.due, case.asked = "todo", today, None
            self.rise(case, today, now)
            if case.term and case.desk == "guided" and case.due <= today:
                case.desk = "todo"

    def _lists(self, today: date, now: datetime) -> None:
        self._to_owners("due_today", lambda case: case.desk == "todo" and self._became_due(case, today))
        self._listed = now
        tomorrow = later(today, 1)
        undecided = [case for case in self.cases.values() if case.undecided and case.due <= tomorrow]
        for lead in self._present("team_lead"):
            self._tell("objections", lead, undecided)
        self._once("unanswered", lambda case: case.asked and later(case.asked, 5) <= today)
        self._once("terms", lambda case: case.term and case.due <= today)
        self._once("art14", lambda case: case.art14 and case.art14 < tomorrow)
        if self._died > self._told_of_dead:
            self._told_of_dead = self._died
            for one in self._present("team_lead", "admin"):
                self.post("dead_letters", one, str(self._died))

    def _became_due(self, case: Case, today: date) -> bool:
        """Whether the last list did not have it: it was not due then, or not known to be."""
        last = self._listed.astimezone(HERE).date()
        return last < case.due <= today or (case.due == last and case.hastened > self._listed)

    def _overdue(self, today: date) -> None:
        late = [case for case in self.cases.values() if case.desk == "todo" and case.due < today]
        self._to_owners("overdue", lambda case: case in late, but_not="team_lead")
        for lead in self._present("team_lead"):
            self._tell("overdue", lead, late)

    def _digests(self, _today: date, _now: datetime) -> None:
        for to, lines in self._digest.items():
            self.post("digest", to, " ".join(sorted(lines)))
        self._digest.clear()

    def _remind(self, today: date, _now: datetime) -> None:
        for address, days in self.drafts.items():
            if days and days[0] <= today:
                self.post("reminder", address)
                days[:] = [day for day in days if day > today]
        for case in self.cases.values():
            if case.asked and not case.reminded and later(case.asked, 3) <= today:
                case.reminded = True
                self.post("question_reminder", case.reporter, case.label)

    # Who is told.

    def _present(self, *roles: str) -> list[str]:
        here = [one for one in self.people.values() if one.away_until < self._today]
        return [one.name for one in here if one.role in roles]

    def _once(self, notice: str, holds: Holds) -> None:
        new = [case for case in self.cases.values() if notice not in case.told and holds(case)]
        for case in new:
            case.told.add(notice)
        self._to_owners(notice, lambda case: case in new)

    def _to_owners(self, notice: str, holds: Holds, *, but_not: str = "") -> None:
        found = [case for case in self.cases.values() if holds(case)]
        here = self._present("intake_worker", "team_lead")
        for one in here:
            if self.people[one].role != but_not:
                self._tell(notice, one, [case for case in found if case.owner == one])
        self._tell(notice, TEAM, [case for case in found if case.owner not in here])

    def _tell(self, notice: str, to: str, about: list[Case], *, at_once: bool = False) -> None:
        person = self.people.get(to, Person(to, ""))
        labels = sorted(case.label for case in about)
        if not labels or notice in person.refuses:
            return
        if not at_once and (notice in DIGESTED or notice in person.digests):
            self._digest[to] |= {f"{notice}:{label}" for label in labels}
        else:
            self.post(notice, to, " ".join(labels))


DIGESTED = {"unanswered", "terms", "art14"}
TIMES = {"night": (0, 0), "lists": (8, 0), "digest": (8, 5), "decent": (9, 0), "overdue": (14, 0)}
NAMES = {hour: (name,) for name, hour in TIMES.items()}


def level_by(hearing: date | None, today: date) -> int:
    """Of a summons with its hearing: two days, six days, more, or over."""
    if hearing is None or hearing < today:
        return 1
    ahead = [today + n * DAY for n in range(1, (hearing - today).days + 1)]
    if len(ahead) <= 2 or sum(map(is_legal, ahead)) <= 2:
        return 0
    return 1 if len(ahead) <= 6 else 2


def _days(first: date, number: int) -> list[date]:
    return [first + n * DAY for n in range(number)]


def _working_minutes(first: date, number: int) -> Iterator[datetime]:
    for day in _days(first, number):
        for opens, opens_at, closes, closes_at in HOURS[day.weekday()] if works(day) else ():
            for minute in range(opens * 60 + opens_at, closes * 60 + closes_at):
                yield at(day, f"{minute // 60:02}:{minute % 60:02}")
