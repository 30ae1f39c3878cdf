"""The whole form of every kind, filled in at random: what is accepted is stored exactly, what is refused not at all.

Below HTTP, on both databases at once; every report is rolled back. `FORM_EXAMPLES` asks for more of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from sqlmodel import Session, SQLModel, func, select

from portal import db
from portal.domain.errors import Refused
from portal.domain.intake import checking, gate
from portal.domain.intake.questions import (
    BY_NAME,
    QUESTIONS,
    Answer,
    Answers,
    Need,
    Question,
    Section,
    Value,
    asked,
    pages,
)
from portal.domain.vocabulary import Kind
from portal.models import Audit, Case, Entry, Outbox, Referral
from portal.services import intake
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes, Sent
from tests import databases, haste
from tests.answers import KEPT, TYPED
from tests.factories import A_DAY, MONDAY, make_account
from tests.reports import REPORTS
from tests.strategies import Raw, reports

MORE = os.environ.get("FORM_EXAMPLES", "")
anything = settings(
    max_examples=int(MORE or 12),
    derandomize=not MORE,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
MAILBOXES = Mailboxes(intake="intake@huis.example", duty="wacht@huis.example", domain="huis.example")
TABLES = (Referral, Case, Entry, Outbox, Audit)
OF_ITS_OWN = {"id", "case_id", "reference", "follow_key"}
"""What is drawn or counted anew for every row, and so differs between databases."""
LISTED = (Value.TICK, Value.CHOICE, Value.CHOICES)
PROSE = (Value.TEXT, Value.LONG_TEXT)
POISONS = ("\0", "\x1b", "\x7f", "\ud800", "\udfff", "\u202a", "\u202e", "\u2066", "\u2069", "\ufffe", "\uffff")


@dataclass(frozen=True)
class Place:
    """A database that reports are sent to."""

    engine: sa.Engine
    staff: int


@dataclass(frozen=True)
class Outcome:
    """What became of a report: refused at a field, or stored."""

    refused: tuple[str, str] | None
    answers: Answers
    rows: Mapping[str, Any]
    """The referral and its case as the database gives them back."""


@pytest.fixture(scope="module")
def places(shared_folder: Path, run_pid: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Place]]:
    """An SQLite and a PostgreSQL database with one member of staff; nothing else is ever committed there."""
    with (
        databases.sqlite(shared_folder, tmp_path_factory.mktemp("form")) as embedded,
        databases.postgresql(shared_folder, run_pid) as server,
    ):
        found = [_place(url) for url in (embedded, server)]
        yield found
        for place in found:
            place.engine.dispose()


@pytest.mark.parametrize("kind", Kind)
def test_any_answers_to_the_whole_form_are_stored_exactly_or_not_at_all(places: list[Place], kind: Kind) -> None:
    seen = set()

    @anything
    @given(raw=reports(kind))
    def whole(raw: Raw) -> None:
        answers, accepted = _fill_in(kind, raw)
        seen.add(accepted)
        if accepted:
            seen.add(_sent_as_it_was_checked(places, kind, answers))
        elif gate.verdict(kind, checking.ready(kind, answers), received_on=MONDAY, entered_by="x"):
            assert _same_on_all(places, kind, answers).refused, "what the gate stops is not stored by any channel"

    whole()
    assert seen == {True, False}, "some are accepted, some are refused"


@pytest.mark.parametrize("kind", Kind)
def test_no_field_of_any_kind_keeps_a_character_that_cannot_be_stored_or_hides(kind: Kind) -> None:
    full = {**{q.name: TYPED[q.name] for q in asked(kind) if q.value in PROSE and q.name in TYPED}, **REPORTS[kind]}
    raw = {name: [typed] if isinstance(typed, str) else list(typed) for name, typed in full.items()}
    clean = _read_at_once(kind, raw)
    written = {name for name in clean.whole if BY_NAME[name].value not in LISTED}
    assert clean.errors == {}
    assert len(written) >= 8

    for poison in POISONS:
        poisoned = {name: [f"{raw[name][0]}{poison}x"] if name in written & raw.keys() else raw[name] for name in raw}
        checked = _read_at_once(kind, poisoned)
        assert poison not in "".join(str(answer) for name, answer in checked.whole.items() if name in written)
        assert {name for name in written & raw.keys() if BY_NAME[name].value in PROSE} <= checked.errors.keys()


def _sent_as_it_was_checked(places: list[Place], kind: Kind, answers: Answers) -> bool:
    """Whether it was stored; then it was stored exactly, though answers nobody was asked for came along."""
    strays = {name: answer for name, answer in KEPT.items() if not _asked_for(BY_NAME[name], kind, answers)}
    outcome = _same_on_all(places, kind, {**strays, **answers})
    if outcome.refused:
        return False
    assert _numbers_read(outcome.answers) == _numbers_read(checking.ready(kind, answers))
    assert answers.keys() <= outcome.answers.keys()
    given_unasked = _given(kind, outcome.answers)
    for name in outcome.answers:
        assert name in given_unasked or _asked_for(BY_NAME[name], kind, outcome.answers), name
    return True


def _fill_in(kind: Kind, raw: Raw) -> tuple[Answers, bool]:
    """Page after page as a browser does; the answers, and whether they may be sent."""
    known: Answers = {}
    for page in pages(kind):
        checked = checking.check(kind, raw, sections=page.sections, known=known, today=MONDAY)
        if checked.errors or gate.exit_of(checked.answers):
            return _read_at_once(kind, raw).whole, False
        known = checked.whole
    assert checking.complete(kind, known, today=MONDAY) is None, "page by page and as a whole, the form says the same"
    assert _read_at_once(kind, checking.as_raw(known)).whole == known, "a draft is read back as it was kept"
    return known, True


def _read_at_once(kind: Kind, raw: Raw) -> checking.Checked:
    return checking.check(kind, raw, sections=tuple(Section), known={}, today=MONDAY)


def _same_on_all(places: list[Place], kind: Kind, answers: Answers) -> Outcome:
    """Both databases come to the same, in verdict and in rows."""
    first, second = (_hand_in(place, kind, answers) for place in places)
    assert first == second
    return first


def _hand_in(place: Place, kind: Kind, answers: Answers) -> Outcome:
    by = place.staff if kind is Kind.COURT_REGISTRY else None
    report = Sent(kind=kind, answers=answers, submission_key="a" * 32, language="nl", entered_by_id=by)
    with db.open_session(place.engine, writes=True) as session:
        try:
            sent = intake.receive(session, report, at=A_DAY, today=MONDAY, policy=Policy(), mailboxes=MAILBOXES)
        except Refused as refusal:
            assert not any(_counts(session)), "what is refused leaves nothing behind"
            return Outcome((str(refusal.field), refusal.message), {}, {})
        assert all(_counts(session))
        session.expunge_all()
        referral = session.get_one(Referral, sent.id)
        rows = {**_plain(referral), "case": _plain(session.get_one(Case, referral.case_id))}
        return Outcome(None, intake.answers_of(referral), rows)


def _counts(session: Session) -> list[int]:
    session.flush()
    return [session.exec(select(func.count()).select_from(table)).one() for table in TABLES]


def _plain(row: SQLModel) -> dict[str, Any]:
    return row.model_dump(exclude=OF_ITS_OWN)


def _place(url: str) -> Place:
    engine = db.connect(url)
    haste.hasten(engine)
    with db.open_session(engine, writes=True) as session:
        staff = make_account(session, email="an@portaal.example").id
        session.commit()
    assert staff is not None
    return Place(engine, staff)


def _numbers_read(answers: Answers) -> dict[str, Answer | Decimal]:
    """Amounts come back without the zeros behind the point."""
    return {
        name: Decimal(str(answer)) if BY_NAME[name].value in (Value.MONEY, Value.MONTHS) else answer
        for name, answer in answers.items()
    }


def _asked_for(question: Question, kind: Kind, answers: Answers) -> bool:
    """The matrix read once more: this kind is asked it, and what was answered leads to it."""
    if question.needs[kind] in (Need.NEVER, Need.FIXED) or not question.kept:
        return False
    led = [branch for branch in question.when if kind in (branch.kinds or [kind])]
    held = {**{one.name: one.fixed[kind] for one in QUESTIONS if kind in one.fixed}, **answers}
    return not led or any(branch.any_of & set(_as_list(held.get(branch.field, []))) for branch in led)


def _given(kind: Kind, answers: Answers) -> set[str]:
    """What nobody is asked: it follows from the kind, or from an act that was served."""
    served = {"informed_how"} if answers.get("notice_kind") in ("claim", "eviction_order") else set()
    return served | {question.name for question in QUESTIONS if kind in question.fixed}


def _as_list(answer: Answer) -> list[str]:
    return answer if isinstance(answer, list) else [answer]
