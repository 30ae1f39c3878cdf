"""Who gets which list: colleagues their own cases, the mailbox what nobody can see to, team leads what they decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from portal.domain.vocabulary import CaseStatus, Pathway, Role, Urgency
from portal.models import Case, Entry, MailState, Outbox, Preference
from portal.notify.notices import LISTS
from portal.services import reminding
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes
from portal.services.reminding import Round
from tests.factories import MONDAY, make_account, make_case

AT = datetime(2026, 11, 23, 7, tzinfo=UTC)
DAY = timedelta(1)
HOUSE = "@huis.example"
MAILBOXES = Mailboxes(intake=f"team{HOUSE}", duty=f"wacht{HOUSE}", domain="huis.example")
Lists = dict[tuple[str, str], set[str]]


def now(today: date = MONDAY, after: date | None = None) -> Round:
    return Round(
        at=AT + (today - MONDAY), today=today, after=after or today - DAY, policy=Policy(), mailboxes=MAILBOXES
    )


def lists(session: Session) -> Lists:
    """The references that each mail names, by notice and mailbox, and take the mails away."""
    session.flush()
    found: Lists = {}
    for row in session.exec(select(Outbox)):
        key = (row.notice, row.to_addr.removesuffix(HOUSE))
        assert key not in found
        found[key] = {line.split()[0] for line in row.context.get("cases", "").splitlines()}
        session.delete(row)
    session.flush()
    return found


@pytest.fixture
def staff(session: Session) -> dict[str, int]:
    """Somebody of each kind by name; nobody lets a list wait for a digest."""
    values: dict[str, dict[str, Any]] = {
        "an": {},
        "bo": {},
        "lead": {"role": Role.TEAM_LEAD},
        "admin": {"role": Role.ADMIN},
        "away": {"away_until": MONDAY + 60 * DAY},
        "left": {"disabled_at": AT},
        "promoted": {"role": Role.AUDITOR},
    }
    made = {name: make_account(session, email=name + HOUSE, password_hash="-", **of) for name, of in values.items()}
    receivers = ["team", *(f"account:{account.id}" for account in made.values())]
    session.add_all(Preference(receiver=one, notice=notice, how="at_once") for one in receivers for notice in LISTS)
    return {name: account.id or 0 for name, account in made.items()}


OWNERS = ("an", "bo", "lead", "away", "left", "promoted", None)


def owned(session: Session, staff: dict[str, int], **values: Any) -> dict[str | None, str]:
    """The reference of one such case of everybody, and of nobody."""
    given = {"status": CaseStatus.IN_TRIAGE, **values}
    return {name: make_case(session, claimed_by_id=staff[name] if name else None, **given).reference for name in OWNERS}


def shared(notice: str, cases: dict[str | None, str], *owners: str) -> Lists:
    """Each of these owners their own, and the mailbox of the team all the others."""
    found = {(notice, owner): {cases[owner]} for owner in owners}
    return {**found, (notice, "team"): {cases[name] for name in OWNERS if name not in owners}}


def test_what_is_due_today_goes_to_whoever_has_it_and_the_rest_to_the_team(
    session: Session, staff: dict[str, int]
) -> None:
    cases = owned(session, staff, due_on=MONDAY, queue_on=MONDAY, desk="todo")
    owned(session, staff, due_on=MONDAY - DAY, queue_on=MONDAY, desk="todo")
    owned(session, staff, due_on=MONDAY + DAY, queue_on=MONDAY + DAY, desk="todo")

    reminding.due_today(session, now())

    assert lists(session) == shared("due_today", cases, "an", "bo", "lead")


def test_what_became_due_since_the_last_list_of_the_morning_stands_in_the_next(
    session: Session, staff: dict[str, int]
) -> None:
    friday, listed = MONDAY - 3 * DAY, AT - 3 * DAY
    saturday = owned(session, staff, due_on=friday + DAY, queue_on=MONDAY, desk="todo")
    after_eight = owned(session, staff, due_on=friday, queue_on=MONDAY, desk="todo")
    before_eight = owned(session, staff, due_on=friday, queue_on=MONDAY, desk="todo")
    noted = owned(session, staff, due_on=friday, queue_on=MONDAY, desk="todo")
    owned(session, staff, due_on=friday, queue_on=MONDAY, desk="guided")
    happened = [(after_eight, "fact", listed + DAY / 24), (before_eight, "fact", listed), (noted, "note", AT)]
    for cases, what, at in happened:
        ids = [id_of(session, reference) for reference in cases.values()]
        session.add_all(Entry(case_id=case_id, at=at, what=what) for case_id in ids)
    session.flush()

    reminding.due_today(session, replace(now(after=friday), since=listed))

    first, second = (shared("due_today", cases, "an", "bo", "lead") for cases in (saturday, after_eight))
    assert lists(session) == {key: first[key] | second[key] for key in first}


def id_of(session: Session, reference: str) -> int:
    return session.exec(select(Case).where(Case.reference == reference)).one().id or 0


def test_what_is_overdue_goes_to_whoever_has_it_and_all_of_it_to_the_leads(
    session: Session, staff: dict[str, int]
) -> None:
    cases = owned(session, staff, due_on=MONDAY - DAY, queue_on=MONDAY, desk="todo")
    owned(session, staff, due_on=MONDAY, queue_on=MONDAY, desk="todo")

    reminding.overdue(session, now())

    expected = shared("overdue", cases, "an", "bo", "lead")
    assert lists(session) == expected | {("overdue", "lead"): set(cases.values())}


def test_objections_that_are_to_be_decided_go_to_the_leads(session: Session, staff: dict[str, int]) -> None:
    open_one = make_case(session, claimed_by_id=staff["an"], status=CaseStatus.IN_TRIAGE, objection="undecided")
    make_case(session, objection="go_on")
    make_case(session)
    open_one.due_on = MONDAY + DAY
    session.flush()

    reminding.objections(session, now())
    told = lists(session)
    open_one.due_on = MONDAY + 2 * DAY
    session.flush()
    reminding.objections(session, now())

    assert told == {("objections", "lead"): {open_one.reference}}
    assert lists(session) == {}


def test_questions_without_an_answer_are_told_of_once(session: Session, staff: dict[str, int]) -> None:
    waits = {"status": CaseStatus.WAITING_FOR_REPORTER, "desk": "waiting"}
    cases = owned(session, staff, asked_on=MONDAY - 7 * DAY, **waits)
    owned(session, staff, asked_on=MONDAY - 6 * DAY, **waits)
    owned(session, staff, asked_on=MONDAY - 10 * DAY, **waits)
    owned(session, staff, asked_on=MONDAY - 7 * DAY)

    reminding.unanswered(session, now(after=MONDAY - 3 * DAY))

    assert lists(session) == shared("unanswered", cases, "an", "bo", "lead")


def test_terms_are_told_of_once_before_they_end(session: Session, staff: dict[str, int]) -> None:
    guided: dict[str, Any] = {"status": CaseStatus.IN_GUIDANCE, "desk": "guided", "pathway": Pathway.DW}
    cases = owned(session, staff, pathway_until=MONDAY + 30 * DAY, **guided)
    longest = make_case(
        session, claimed_by_id=staff["an"], term_ends_on=MONDAY + 30 * DAY, **guided | {"pathway": Pathway.PW}
    )
    crisis = make_case(
        session, claimed_by_id=staff["an"], pathway_until=MONDAY + 14 * DAY, **guided | {"pathway": Pathway.CRISIS}
    )
    owned(session, staff, pathway_until=MONDAY + 31 * DAY, **guided)
    owned(session, staff, pathway_until=MONDAY + 14 * DAY, **guided)
    owned(session, staff, pathway_until=MONDAY + 30 * DAY, status=CaseStatus.ASSIGNED, desk="guided")

    reminding.ending(session, now(after=MONDAY - 3 * DAY))
    expected = shared("terms", cases, "an", "bo", "lead")
    expected["terms", "an"] |= {longest.reference, crisis.reference}

    assert lists(session) == expected


def test_adults_are_told_in_time_of_what_we_keep(session: Session, staff: dict[str, int]) -> None:
    friday = MONDAY + 4 * DAY
    cases = owned(session, staff, art14_due_on=friday + DAY)
    owned(session, staff, art14_due_on=friday - DAY)
    owned(session, staff, art14_due_on=friday + 3 * DAY)
    owned(session, staff, art14_due_on=friday, status=CaseStatus.CLOSED)

    reminding.untold(session, now(friday))

    assert lists(session) == shared("art14", cases, "an", "bo", "lead")


def test_dead_letters_are_told_of_when_there_are_new_ones(session: Session, staff: dict[str, int]) -> None:
    assert staff
    mail: dict[str, Any] = {"to_addr": "melder@huis.example", "created_at": AT, "due_at": AT, "finished_at": AT}
    session.add(Outbox(notice="receipt", message_id="<1@huis.example>", state=MailState.SENT, **mail))
    session.flush()

    reminding.dead_letters(session, now(), since=None)
    none = session.exec(select(Outbox).where(Outbox.notice == "dead_letters")).all()
    session.add(Outbox(notice="receipt", message_id="<2@huis.example>", state=MailState.DEAD, **mail))
    session.flush()
    reminding.dead_letters(session, now(), since=AT - DAY)
    reminding.dead_letters(session, now(), since=AT)
    told = session.exec(select(Outbox).where(Outbox.notice == "dead_letters")).all()

    assert none == []
    assert {row.to_addr for row in told} == {f"lead{HOUSE}", f"admin{HOUSE}"}
    assert [row.context for row in told] == [{"count": 1}] * 2


def test_a_list_names_fifty_cases_in_the_order_of_the_queue_and_says_how_many_more(
    session: Session, staff: dict[str, int]
) -> None:
    given: dict[str, Any] = {"due_on": MONDAY, "queue_on": MONDAY, "desk": "todo", "claimed_by_id": staff["an"]}
    status: dict[str, Any] = {"status": CaseStatus.IN_TRIAGE}
    made = [make_case(session, level=Urgency(4 - number % 5), **given, **status) for number in range(53)]

    reminding.due_today(session, now())

    (mail,) = session.exec(select(Outbox)).all()
    lines = [line.split() for line in mail.context["cases"].splitlines()]
    assert (len(lines), mail.context["more"]) == (50, 3)
    assert [int(level) for _reference, level, _day in lines] == sorted(int(case.level) for case in made)[:50]
    assert {day for _reference, _level, day in lines} == {MONDAY.isoformat()}
