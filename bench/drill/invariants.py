"""What must hold after every fault: the invariants of promises.md as questions to the database, sink and logs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from bench import reports
from bench.drill.writers import Acknowledged
from bench.reports import Report
from portal import clock
from portal.domain.mailing import WAITING
from portal.domain.triage.lifecycle import MOVES
from portal.models import Audit, Case, Draft, Entry, MailState, Outbox, Referral
from portal.notify.notices import TO_REPORTER, Notice
from portal.services import intake
from portal.store import messages

TABLE = {(row.origin, row.to) for row in MOVES}


@dataclass(frozen=True)
class Evidence:
    """Everything that the faults left behind."""

    session: Session
    acknowledged: Sequence[Acknowledged]
    planted: Collection[str]
    """Personal data that were typed."""
    mails: Mapping[str, list[str]]
    claims: Sequence[tuple[str, int]]
    logs: Sequence[Path]


def acknowledged_reports_are_present_complete_and_audited(found: Evidence) -> Iterator[str]:
    for one in found.acknowledged:
        referral = found.session.exec(
            select(Referral).where(Referral.submission_key == one.submission_key)
        ).one_or_none()
        if referral is None or referral.reference != one.reference:
            yield f"{one.reference} is lost"
        else:
            yield from _differences(referral, one.report)
    sent = select(Draft.id).where(col(Draft.submission_key).in_(select(Referral.submission_key)))
    yield from (f"draft {number} was sent and is still there" for number in found.session.exec(sent))


def every_report_is_whole(found: Evidence) -> Iterator[str]:
    """Nothing half stored, acknowledged or not: case, history, trail and mails came with it."""
    referrals = dict(found.session.exec(select(Referral.id, Referral.case_id)).all())
    received = Counter(found.session.exec(select(Entry.case_id).where(Entry.what == "received")))
    audited = Counter(found.session.exec(select(Audit.referral_id).where(Audit.action == "intake.received")))
    mailed = Counter(found.session.exec(select(Outbox.referral_id).where(Outbox.notice == Notice.RECEIPT)))
    told = Counter(found.session.exec(select(Outbox.referral_id).where(Outbox.notice == Notice.NEW_REFERRAL)))
    for number, its_case in referrals.items():
        if [received[its_case], audited[number], mailed[number], told[number]] != [1, 1, 1, 1]:
            yield f"referral {number} is half stored"
    for case_id in found.session.exec(select(Case.id).where(col(Case.id).not_in(select(Referral.case_id)))):
        yield f"case {case_id} has no report"


def one_report_for_each_key_and_household(found: Evidence) -> Iterator[str]:
    for name, count in _counted(found.session, Referral.submission_key):
        yield f"{count} reports have the key {name[:6]}"
    for name, count in _counted(found.session, Referral.tenant_last):
        yield f"a household was stored {count} times ({len(name)} characters)"


def every_mail_arrived_with_one_message_id_or_is_dead(found: Evidence) -> Iterator[str]:
    for row in found.session.exec(select(Outbox)):
        arrived = found.mails.get(row.to_addr, [])
        if row.state in WAITING:
            yield f"mail {row.id} is still waiting"
        elif row.state is MailState.SENT and row.message_id not in arrived:
            yield f"mail {row.id} is marked as sent and never arrived"
        elif row.notice == Notice.RECEIPT and len(set(arrived)) > 1:
            yield f"mail {row.id} arrived with {len(set(arrived))} Message-IDs"


def no_mail_more_often_than_it_was_tried(found: Evidence) -> Iterator[str]:
    times = Counter(message_id for arrived in found.mails.values() for message_id in arrived)
    for row in found.session.exec(select(Outbox)):
        if times[row.message_id] > messages.tries(row.attempt):
            yield f"mail {row.id} arrived {times[row.message_id]} times and was tried {row.attempt} times"


def whoever_is_not_reached_is_seen(found: Evidence) -> Iterator[str]:
    for row in found.session.exec(select(Outbox).where(Outbox.state == MailState.DEAD)):
        if not row.error or row.finished_at is None:
            yield f"mail {row.id} is dead and does not say why"
        if row.notice in TO_REPORTER and row.case_id and not found.session.get_one(Case, row.case_id).unreached:
            yield f"nobody sees at case {row.case_id} that mail {row.id} is dead"


def no_mail_without_a_row(found: Evidence) -> Iterator[str]:
    known = set(found.session.exec(select(Outbox.message_id)))
    for arrived in found.mails.values():
        for message_id in set(arrived) - known:
            yield f"{message_id} has no row"


def cases_moved_along_the_table_with_a_trail(found: Evidence) -> Iterator[str]:
    cases = dict(found.session.exec(select(Case.id, Case.status)).all())
    audited = Counter(found.session.exec(select(Audit.case_id, Audit.action)))
    steps = found.session.exec(select(Entry).where(col(Entry.what).in_(("claim", "move"))).order_by(col(Entry.id)))
    at = dict.fromkeys(cases, "received")
    written: Counter[tuple[int | None, str]] = Counter()
    for step in steps:
        origin, to = step.data["from"], step.data["to"]
        if origin != at[step.case_id] or (origin != to and (origin, to) not in TABLE):
            yield f"case {step.case_id} went from {at[step.case_id]} by {origin} to {to}"
        at[step.case_id] = to
        written[step.case_id, f"case.{step.what}"] += 1
    yield from (
        f"case {number} is {now}, its history says {at[number]}" for number, now in cases.items() if at[number] != now
    )
    for key, steps_made in written.items():
        if audited[key] != steps_made:
            yield f"case {key[0]} has {audited[key]} lines of the trail for {steps_made} steps"


def one_owner_for_each_claim(found: Evidence) -> Iterator[str]:
    owners = dict(found.session.exec(select(Case.reference, Case.claimed_by_id)).all())
    claims = Counter(found.session.exec(select(Entry.case_id).where(Entry.what == "claim")))
    yield from (f"case {number} was claimed {times} times" for number, times in claims.items() if times > 1)
    for reference, account in found.claims:
        if owners.get(reference) != account:
            yield f"{reference} was claimed by {account} and belongs to {owners.get(reference)}"


def the_database_finds_itself_whole(found: Evidence) -> Iterator[str]:
    if found.session.get_bind().dialect.name == "sqlite":
        answer = found.session.execute(sa.text("PRAGMA integrity_check")).scalar_one()
        if answer != "ok":
            yield str(answer)
    else:
        found.session.execute(sa.text("SET LOCAL enable_indexscan = off"))
        found.session.execute(sa.text("SET LOCAL enable_indexonlyscan = off"))
    for table in SQLModel.metadata.sorted_tables:
        for key in table.foreign_keys:
            if count := found.session.execute(_orphans(table, key)).scalar_one():
                yield f"{count} rows of {table.name} point nowhere by {key.parent.name}"


def no_personal_data_in_logs(found: Evidence) -> Iterator[str]:
    planted = {value.lower() for value in found.planted}
    for log in found.logs:
        said = log.read_text(encoding="utf-8", errors="replace").lower()
        if any(value in said for value in planted):
            yield f"{log.name} holds what somebody typed"


CHECKS: Mapping[str, Callable[[Evidence], Iterator[str]]] = {
    "acknowledged: present, complete, audited": acknowledged_reports_are_present_complete_and_audited,
    "nothing half stored": every_report_is_whole,
    "one report per submission key": one_report_for_each_key_and_household,
    "mail arrived, one Message-ID, or dead": every_mail_arrived_with_one_message_id_or_is_dead,
    "no mail more often than it was tried": no_mail_more_often_than_it_was_tried,
    "a dead mail says why, and its case too": whoever_is_not_reached_is_seen,
    "no mail without a row": no_mail_without_a_row,
    "moves along the table, each audited": cases_moved_along_the_table_with_a_trail,
    "one owner per claim": one_owner_for_each_claim,
    "the database's own check is clean": the_database_finds_itself_whole,
    "no personal data in logs": no_personal_data_in_logs,
}


OF_MAIL = (
    every_mail_arrived_with_one_message_id_or_is_dead,
    no_mail_more_often_than_it_was_tried,
    whoever_is_not_reached_is_seen,
    no_mail_without_a_row,
    the_database_finds_itself_whole,
    no_personal_data_in_logs,
)
"""Those that ask about nothing but mail."""


def violations(found: Evidence) -> dict[str, list[str]]:
    """What each check found; empty lists are what we hope for."""
    return {name: list(check(found)) for name, check in CHECKS.items()}


def violations_of_mail(found: Evidence) -> dict[str, list[str]]:
    """The same where nobody reported anything."""
    return {name: list(check(found)) for name, check in CHECKS.items() if check in OF_MAIL}


def _differences(referral: Referral, report: Report) -> Iterator[str]:
    """Every answer that was typed, the day that "yesterday" meant left aside, must stand in the row."""
    stored = intake.answers_of(referral)
    for name, typed in reports.canonical(report, clock.today()).items():
        if name != "informed_on" and not _same(typed, stored.get(name)):
            yield f"{referral.reference} is incomplete: {name}"


def _same(typed: object, stored: object) -> bool:
    try:
        return Decimal(str(typed)) == Decimal(str(stored))
    except InvalidOperation:
        return typed == stored


def _counted(session: Session, column: Any) -> list[tuple[str, int]]:
    """What stands there more than once."""
    counted = sa.select(column, sa.func.count()).group_by(column).having(sa.func.count() > 1)
    return [(value, count) for value, count in session.execute(counted)]


def _orphans(table: sa.Table, key: sa.ForeignKey) -> sa.Select[int]:
    there = key.column.table.alias()
    found = there.c[key.column.name]
    joined = table.outerjoin(there, key.parent == found)
    return sa.select(sa.func.count()).select_from(joined).where(key.parent.is_not(None), found.is_(None))
