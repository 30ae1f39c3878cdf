"""The rows of the queue, ready to be shown: two lines of words for each case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from portal import clock
from portal.domain.labels import KIND_LABELS, OUTCOME_LABELS, STATUS_LABELS
from portal.domain.triage.state import Objection
from portal.domain.vocabulary import CaseStatus, Kind, Outcome
from portal.store.queue import Row, View
from portal.views import clock_words
from portal.views.clock_words import Clock, Due
from portal.views.said import said as _

TENANT = Kind.TENANT


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One case: the first line (level, reference, clock, owner) and the quiet second one."""

    level: int
    reference: str
    clock: Clock
    owner: str
    free: bool
    due: Due
    why: str
    kind: str
    status: str
    marks: tuple[str, ...]
    alarm: str
    pair: str
    """The reference and the version that is shown, as the box for several cases sends them; "" when it is closed."""
    who: str = ""
    """Tenant and address, only where somebody looked for a case: no list in an address shows a name."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading; without a title the list stands alone."""

    title: str
    rows: tuple[QueueRow, ...]


def groups(view: View, rows: Iterable[Row], *, today: date, account_id: int) -> list[Group]:
    """What is due today or late, then the rest; the closed ones are one list."""
    listed = list(rows)
    if view is View.CLOSED:
        closed = Group("", tuple(row_of(row, today=today, account_id=account_id) for row in listed))
        return [closed] if listed else []
    now = tuple(row_of(row, today=today, account_id=account_id) for row in listed if row.queue_on <= today)
    later = tuple(row_of(row, today=today, account_id=account_id) for row in listed if row.queue_on > today)
    return [group for group in (Group(_("Vandaag en te laat"), now), Group(_("Later"), later)) if group.rows]


def row_of(row: Row, *, today: date, account_id: int) -> QueueRow:
    return QueueRow(
        level=int(row.level),
        reference=row.reference,
        clock=_clock(row, today),
        owner=owner(row, account_id, today),
        free=row.owner_id is None,
        due=_due(row, today),
        why=" ".join(filter(None, _why(row, today))),
        kind=reporter(row.kind),
        status=". ".join(_status(row, today)),
        marks=tuple(_marks(row)),
        alarm=_("! opgelet bij contact: lees eerst het dossier") if row.safety_mark else "",
        pair="" if row.status is CaseStatus.CLOSED else f"{row.reference}.{row.version}",
    )


def owner(row: Row, account_id: int, today: date) -> str:
    """Who has it: "vrij", "bij u", or a name, with how long that colleague is away."""
    if row.owner_id is None:
        return str(_("vrij"))
    if row.owner_id == account_id:
        return str(_("bij u"))
    away = clock_words.away(row.owner_away_until, today, gone=row.owner_disabled_at is not None)
    return ", ".join(filter(None, (row.owner, away)))


def reporter(kind: Kind) -> str:
    """Who reported, as staff say it."""
    return str(_("Huurder zelf") if kind is TENANT else _(KIND_LABELS[kind]))


def _clock(row: Row, today: date) -> Clock:
    """What it is about; of a closed case nobody counts the days."""
    found = clock_words.clock(row, today)
    return replace(found, left="") if row.status is CaseStatus.CLOSED else found


def _due(row: Row, today: date) -> Due:
    if row.status is CaseStatus.CLOSED:
        outcome = _(OUTCOME_LABELS[Outcome(row.outcome)]) if row.outcome else ""
        closed_on = clock_words.day(clock.day_of(row.closed_at), today) if row.closed_at else ""
        return Due("", _("Afgesloten op %(day)s. %(outcome)s.", day=closed_on, outcome=outcome))
    return clock_words.due(row.due_on, today, row)


def _why(row: Row, today: date) -> Iterable[str]:
    yield clock_words.why(row.key_rule, row.key_date, row.reasons, today)
    if row.status is not CaseStatus.CLOSED:
        yield clock_words.term(row, today)


def _status(row: Row, today: date) -> Iterable[str]:
    """Only what the desk does not say already, and what is late beside the work: said, not shouted."""
    if row.status is CaseStatus.CLOSED:
        return
    if row.status is not CaseStatus.RECEIVED:
        yield _(STATUS_LABELS[row.status])
    if row.art14_due_on and row.art14_due_on < today:
        yield _("Art. 14 te laat")


def _marks(row: Row) -> Iterable[str]:
    if row.short:
        yield _("Bel mij: alleen een nummer")
    if row.new_fact:
        yield _("Nieuw feit")
    if row.objection == Objection.UNDECIDED:
        yield _("Verzet: nog te beslissen")
    if row.unreached:
        yield _("Melder niet bereikt")
    elif row.unverified:
        yield _("Melder niet bevestigd")
