"""What somebody planned for a case: always said, once, and where something else is due first, why the plan waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from portal.domain.deadlines.calendar import last_working_day_before
from portal.domain.triage.state import Objection
from portal.forms.fields import day
from portal.forms.triage import NextForm
from portal.models import Case
from portal.views import clock_words


@dataclass(frozen=True, slots=True)
class Plan:
    """``said`` is "" when none is, or just that is due; ``on`` and ``what`` are what the form begins with."""

    said: str
    waits: tuple[str, ...]
    on: date | None
    what: str

    def form(self) -> NextForm:
        return NextForm(formdata=None, data={"next_action_on": day(self.on), "next_action": self.what})


def of(case: Case, today: date) -> Plan:
    if case.next_action is None or case.next_action_on is None:
        return Plan("", (), None, "")
    on = clock_words.day(case.next_action_on, today)
    return Plan(
        said="" if _is_due(case) else _("Gepland op %(day)s: %(what)s", day=on, what=case.next_action),
        waits=tuple(_waits(case, case.next_action_on, today)),
        on=case.next_action_on if case.next_action_on >= today else None,
        what=case.next_action,
    )


def _is_due(case: Case) -> bool:
    """Whether the sentence of what is due tells the plan already, and its day."""
    told = clock_words.planned(case) and case.objection != Objection.UNDECIDED
    return bool(told) and case.due_on == case.next_action_on


def _waits(case: Case, planned_on: date, today: date) -> Iterator[str]:
    """Why the case comes back earlier than was planned."""
    if case.contacted_on is None and case.objection != Objection.NO_CONTACT:
        yield _("Het eerste contact gaat voor. Daarna is dit aan de beurt.")
    elif case.is_open and case.due_on < min(planned_on, _last_day(case, today)):
        yield _("Er kwam daarna iets bij dat niet zo lang kan wachten. Dat gaat voor.")
    if planned_on > _last_day(case, today):
        known = clock_words.clock(case, today)
        yield _(
            "Uw datum is te laat (%(what)s %(day)s). Het dossier komt vroeger terug.", what=known.what, day=known.when
        )


def _last_day(case: Case, today: date) -> date:
    """The last working day before the key date, as long as that lies ahead."""
    return last_working_day_before(case.key_date) if case.key_date and case.key_date >= today else date.max
