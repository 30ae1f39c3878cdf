"""Reports as their senders wrote them, ready to be shown: labels and answers, section by section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask_babel import format_datetime
from flask_babel import gettext as _

from portal.domain.intake.questions import BY_NAME, TITLES, Answer, Section, Value
from portal.forms import display
from portal.models import Referral
from portal.views import queue_rows

COLUMNS = frozenset(Referral.model_fields)


@dataclass(frozen=True, slots=True)
class Part:
    """One section: its title, and rows of a label and an answer."""

    title: str
    rows: tuple[tuple[str, str | list[str], str], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One referral: who sent it and when, whether it was withdrawn, and every answer."""

    reference: str
    kind: str
    received: str
    withdrawn: bool
    parts: tuple[Part, ...]


def reports(referrals: Iterable[Referral]) -> Iterator[Report]:
    for referral in referrals:
        yield Report(
            reference=referral.reference,
            kind=queue_rows.reporter(referral.kind),
            received=str(format_datetime(referral.received_at, "EEE d/M/yyyy HH:mm")),
            withdrawn=referral.withdrawn_at is not None,
            parts=tuple(_parts(referral)),
        )


def answers_of(referral: Referral) -> dict[str, Answer]:
    """Columns and document together, as the answers that the questions know."""
    columns = {name: getattr(referral, name) for name in BY_NAME if name in COLUMNS}
    typed = {name: _canonical(name, value) for name, value in columns.items() if value not in (None, [])}
    return {**typed, **referral.answers}


def _parts(referral: Referral) -> Iterator[Part]:
    answers = answers_of(referral)
    for section in Section:
        found = display.rows(referral.kind, section, answers)
        rows = tuple((label, answer, "") for label, answer, _name in found if answer)
        if rows:
            yield Part(_(TITLES[section]), rows)


def _canonical(name: str, value: Any) -> Answer:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if BY_NAME[name].value is Value.MONTHS else f"{value:.2f}"
    return value if isinstance(value, list) else str(value)
