"""The shape of a story: what was reported, how long ago, and what the team did since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from portal.cli.seeding.people import Household
from portal.domain.intake.questions import Answer
from portal.domain.vocabulary import Kind

SATURDAY = 5


@dataclass(frozen=True)
class Day:
    """A day counted from today, on a working day of the week: one that lies ahead moves on, one behind moves back."""

    offset: int

    def on(self, today: date) -> date:
        return on_a_weekday(today + timedelta(days=self.offset), later=self.offset > 0)


@dataclass(frozen=True)
class Step:
    """What somebody of the team did: so many days ago, and by whom (``lead`` or ``worker``)."""

    ago: int
    verb: str
    given: Mapping[str, str | Day] = field(default_factory=dict)
    by: str = "worker"


@dataclass(frozen=True)
class Story:
    """One case; ``ago`` is how many days ago the report came, ``informed`` how long before that the tenant knew."""

    kind: Kind
    ago: int
    said: Mapping[str, Answer | Day]
    steps: tuple[Step, ...] = ()
    informed: int = 1
    hour: time = time(9, 40)

    def received_on(self, today: date) -> date:
        return on_a_weekday(today - timedelta(days=self.ago), later=False)

    def answers(self, household: Household, reporter: str, today: date) -> dict[str, Answer]:
        """The canonical answers, as the portal keeps them."""
        informed_on = self.received_on(today) - timedelta(days=self.informed)
        about = {} if self.kind is Kind.TENANT else {"informed_on": informed_on.isoformat(), "reporter_name": reporter}
        return {**household.answers(), **about, **{name: resolve(answer, today) for name, answer in self.said.items()}}


def resolve(answer: Answer | Day, today: date) -> Answer:
    return answer.on(today).isoformat() if isinstance(answer, Day) else answer


def on_a_weekday(day: date, *, later: bool) -> date:
    """Offices report, and courts sit, from Monday to Friday."""
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1 if later else -1)
    return day


def claim(ago: int, by: str = "worker") -> Step:
    return Step(ago, "claim", by=by)


def move(ago: int, to: str, *, by: str = "worker", **given: str | Day) -> Step:
    return Step(ago, "move", {"to": to, **given}, by)


def ask(ago: int, question: str) -> Step:
    """A question to the reporter."""
    return Step(ago, "ask", {"question": question})


def note(ago: int, text: str) -> Step:
    return Step(ago, "note", {"text": text})


def fact(ago: int, what: str, **given: str | Day) -> Step:
    return Step(ago, "fact", {"fact": what, **given})


def plan(ago: int, on: Day, text: str) -> Step:
    return Step(ago, "next", {"on": on, "text": text})


def tried(ago: int, channel: str, text: str) -> Step:
    """The tenant was not reached."""
    return Step(ago, "attempt", {"channel": channel, "reached": "no", "text": text})


def contacted(ago: int) -> Step:
    return Step(ago, "reach")


def decide(ago: int, decision: str, reason: str) -> Step:
    return Step(ago, "objection", {"decision": decision, "reason": reason}, "lead")
