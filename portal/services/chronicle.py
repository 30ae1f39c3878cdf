"""What the history of a case tells its clock: when it began anew, waited, was decided about, and objected to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from portal.domain.deadlines.calendar import is_working_day, working_days
from portal.domain.triage import contact, objections
from portal.domain.vocabulary import CaseStatus
from portal.models import Entry

PLANS = ("move", "next", "extension")
"""Lines of the history by which somebody decides how a case goes on."""
LOOKED = (*PLANS, "contact", "seen")
"""Lines after which whoever wrote them knew all that was told until then."""


@dataclass(frozen=True)
class Decided:
    """The last line by which a person said how it goes on: its day, and all lines until then, itself included."""

    on: date
    lines: Sequence[Entry]


def restarts(history: Iterable[Entry]) -> list[date]:
    """The days on which a closed case was taken up again."""
    return [_day(entry) for entry in history if entry.data.get("restarts")]


def waiting_days(history: Iterable[Entry], today: date) -> frozenset[date]:
    """The days spent waiting for the reporter, until today, on which our own targets stand still.

    The day of the question is not among them; a case that starts anew has not waited.
    """
    return frozenset(chain.from_iterable(_each_day(asked_on, until) for asked_on, until in _waits(history, today)))


def waited(history: Iterable[Entry], today: date) -> int:
    """Working days spent waiting for the reporter, until today."""
    return sum(map(is_working_day, waiting_days(history, today)))


def with_us(history: Sequence[Entry], received_on: date, until: date) -> int:
    """Working days since the case came, or came back, less those spent waiting for the reporter."""
    return max(working_days(max([received_on, *restarts(history)]), until) - waited(history, until), 0)


def planned_on(history: Iterable[Entry]) -> date | None:
    """The day of the last move, plan or extension."""
    return max((_day(entry) for entry in history if entry.what in PLANS and "on" in entry.data), default=None)


def decided(history: Sequence[Entry]) -> Decided | None:
    """The last decision of a person; None before there is one, and after a new start."""
    return _last(history, _is_decision)


def planned(history: Sequence[Entry]) -> Decided | None:
    """The last time that somebody wrote what happens next; None before, and after a new start."""
    return _last(history, lambda entry: entry.what == "next")


def chosen(history: Sequence[Entry]) -> Decided | None:
    """The last time that staff chose a level; None before, and after a new start."""
    return _last(history, lambda entry: entry.what == "level")


def is_taken_up(history: Sequence[Entry]) -> bool:
    """Whether a closed case has begun anew since it was closed, or since somebody saw that nothing was to be done."""
    for entry in reversed(history):
        if entry.data.get("restarts"):
            return True
        if entry.what == "seen" or (entry.what == "move" and entry.data["to"] == CaseStatus.CLOSED):
            return False
    return False


def tries(history: Iterable[Entry]) -> int:
    """How often the tenant was tried in vain since the case began, or began anew."""
    count = 0
    for entry in history:
        count = 0 if entry.data.get("restarts") else count + (entry.data.get("reached") == contact.NO)
    return count


def objected_on(history: Sequence[Entry]) -> date | None:
    """The day of the objection that nobody decided about yet; None when it came with the report, or there is none."""
    undecided = history[objections.settled(entry.what for entry in history) :]
    return next((_day(entry) for entry in undecided if entry.data.get("objects")), None)


def _last(history: Sequence[Entry], is_meant: Callable[[Entry], bool]) -> Decided | None:
    for number in range(len(history), 0, -1):
        entry = history[number - 1]
        if entry.data.get("restarts"):
            return None
        if is_meant(entry) and "on" in entry.data:
            return Decided(_day(entry), history[:number])
    return None


def _is_decision(entry: Entry) -> bool:
    return entry.what in LOOKED and entry.account_id is not None


def _waits(history: Iterable[Entry], today: date) -> list[tuple[date, date]]:
    """From the day of each question to the day on which it ended."""
    found: list[tuple[date, date]] = []
    asked_on = None
    for entry in history:
        if entry.data.get("restarts"):
            found, asked_on = [], None
        elif entry.what == "move" and asked_on is not None:
            found, asked_on = [*found, (asked_on, _day(entry))], None
        elif entry.what == "move" and entry.data["to"] == CaseStatus.WAITING_FOR_REPORTER:
            asked_on = _day(entry)
    return [*found, (asked_on, today)] if asked_on else found


def _each_day(after: date, until: date) -> Iterator[date]:
    return (after + timedelta(days) for days in range(1, (until - after).days + 1))


def _day(entry: Entry) -> date:
    return date.fromisoformat(entry.data["on"])
