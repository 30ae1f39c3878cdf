"""What revision 0006 fills in for the cases that exist already, from their reports and their history.

Words and terms stand here as they were at that revision; what the rules say later is no matter of the past.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any

import sqlalchemy as sa

Data = Mapping[str, Any]
Row = dict[str, Any]

MONTH = 1
LONGEST = {"PW": 36, "CRISIS": 4}
EXTENDED = {"CRISIS": 8}
"""Months that a pathway may last, and with the one extension that there is."""

CASES = sa.table(
    "cases",
    *(sa.column(name) for name in ("id", "status", "problems", "new_fact")),
    *(sa.column(name, sa.Date()) for name in ("asked_on", "art14_due_on", "term_ends_on", "received_on")),
    sa.column("next_change_on", sa.Date()),
)
REFERRAL = sa.table(
    "referral",
    *(sa.column(name) for name in ("id", "case_id", "kind", "tenant_last")),
    sa.column("received_on", sa.Date()),
    sa.column("problems", sa.JSON()),
    sa.column("answers", sa.JSON()),
)
ENTRY = sa.table("entry", sa.column("id"), sa.column("case_id"), sa.column("what"), sa.column("data", sa.JSON()))
DATES = ("assigned_on", "started_on", "ends_on", "term_ends_on", "ended_on")
EPISODE = sa.table(
    "episode",
    *(sa.column(name) for name in ("case_id", "pathway", "reason", "place", "outcome")),
    *(sa.column(name, sa.Date()) for name in DATES),
    sa.column("agreements", sa.JSON()),
)
NOTHING: Row = dict.fromkeys((*DATES, "reason", "place", "outcome"))
CO_TENANT = ("co_tenant_first", "co_tenant_last")
MET_ON = {
    "contact": ("on",),
    "attempt": ("tried_on",),
    "move": ("declined_on", "tenant_agreed_on"),
    "released": ("given_on",),
}
"""Lines of the history that tell of contact with the tenant, and what in them says on which day."""
SIDES = tuple(f"{side}_agreed_{part}" for side in ("tenant", "landlord") for part in ("by", "on", "how"))


def fill(connection: sa.Connection) -> None:
    """Every column that stays empty otherwise; the first night computes the clock of each open case from them."""
    _from_reports(connection)
    _from_history(connection)
    is_somebodys_work = sa.or_(CASES.c.status != "closed", CASES.c.new_fact)
    connection.execute(sa.update(CASES).where(is_somebodys_work).values(next_change_on=CASES.c.received_on))


def asked_on(lines: Iterable[tuple[str, Data]]) -> date | None:
    """The day on which a question was put last."""
    days = [_day(data, "on") for what, data in lines if what == "move" and data["to"] == "waiting_for_reporter"]
    return next((day for day in reversed(days) if day), None)


def episodes(lines: Iterable[tuple[str, Data]]) -> list[Row]:
    """The pathways of a case, the oldest first: each as it was opened, begun, made longer and ended."""
    found: list[Row] = []
    for what, data in lines:
        if what == "extension":
            _extend(found, data)
        elif what == "move" and "on" in data:
            _follow(found, data)
    return found


def _from_reports(connection: sa.Connection) -> None:
    """The problems that they name, and by when the adults whom they name must be told what we keep."""
    reports = connection.execute(
        sa.select(REFERRAL).order_by(REFERRAL.c.case_id, REFERRAL.c.received_on, REFERRAL.c.id)
    )
    for case_id, of_case in groupby(reports.mappings().all(), key=lambda report: report["case_id"]):
        given = list(of_case)
        named = " ".join(dict.fromkeys(problem for report in given for problem in report["problems"] or ()))
        due = (_months_after(report["received_on"], MONTH) for report in given if _is_about_others(dict(report)))
        _write(connection, case_id, problems=f" {named} " if named else "", art14_due_on=min(due, default=None))


def _is_about_others(report: Data) -> bool:
    """Tenants who report themselves have read it there; whoever lives with them has not."""
    tenant = report["kind"] != "tenant" and report["tenant_last"]
    return bool(tenant or any((report["answers"] or {}).get(name) for name in CO_TENANT))


def _from_history(connection: sa.Connection) -> None:
    """The open question, the pathways, and the first contact, at which the adults are told at the latest."""
    waiting = CASES.c.status == "waiting_for_reporter"
    connection.execute(sa.update(CASES).where(waiting).values(asked_on=CASES.c.received_on))
    status = {row.id: row.status for row in connection.execute(sa.select(CASES.c.id, CASES.c.status))}
    for case_id, lines in _histories(connection):
        if status[case_id] == "waiting_for_reporter" and (day := asked_on(lines)):
            _write(connection, case_id, asked_on=day)
        if first := min(_contacts(lines), default=None):
            later = CASES.c.art14_due_on > first
            connection.execute(sa.update(CASES).where(CASES.c.id == case_id, later).values(art14_due_on=first))
        if rows := episodes(lines):
            connection.execute(sa.insert(EPISODE), [{"case_id": case_id, **row} for row in rows])
            _write(connection, case_id, term_ends_on=None if rows[-1]["ended_on"] else rows[-1]["term_ends_on"])


def _histories(connection: sa.Connection) -> Iterator[tuple[int, list[tuple[str, Data]]]]:
    told = ENTRY.c.what.in_((*MET_ON, "extension"))
    lines = connection.execute(sa.select(ENTRY).where(told).order_by(ENTRY.c.case_id, ENTRY.c.id)).mappings().all()
    for case_id, of_case in groupby(lines, key=lambda line: line["case_id"]):
        yield case_id, [(line["what"], line["data"]) for line in of_case]


def _contacts(lines: Iterable[tuple[str, Data]]) -> Iterator[date]:
    for what, data in lines:
        if what != "attempt" or data.get("reached") == "yes":
            yield from (day for name in MET_ON.get(what, ()) if (day := _day(data, name)))


def _write(connection: sa.Connection, case_id: int, **values: object) -> None:
    connection.execute(sa.update(CASES).where(CASES.c.id == case_id).values(values))


def _follow(found: list[Row], data: Data) -> None:
    to = data["to"]
    if to in {"assigned", "closed"} or data["from"] == "closed":
        _end(found, data)
    if to == "assigned" and "pathway" in data:
        opened = {"pathway": data["pathway"], "reason": data.get("reason"), "assigned_on": _day(data, "on")}
        found.append({**NOTHING, **opened, "agreements": {}})
    elif to == "in_guidance" and _goes_on(found):
        _start(found[-1], data)


def _start(episode: Row, data: Data) -> None:
    day = _day(data, "on")
    longest = _months_after(day, LONGEST[episode["pathway"]]) if day and episode["pathway"] in LONGEST else None
    agreed = {name: data[name] for name in SIDES if name in data}
    stay = {"ends_on": _day(data, "ends_on"), "place": data.get("place")}
    episode.update(started_on=day, term_ends_on=longest, agreements=agreed, **stay)


def _extend(found: list[Row], data: Data) -> None:
    if _goes_on(found) and (began := found[-1]["started_on"]):
        months = EXTENDED.get(found[-1]["pathway"])
        found[-1].update(ends_on=_day(data, "ends_on"), term_ends_on=_months_after(began, months) if months else None)


def _end(found: list[Row], data: Data) -> None:
    if _goes_on(found):
        found[-1].update(ended_on=_day(data, "on"), outcome=data.get("outcome"))


def _goes_on(found: list[Row]) -> bool:
    return bool(found) and found[-1]["ended_on"] is None


def _day(data: Data, name: str) -> date | None:
    return date.fromisoformat(data[name]) if data.get(name) else None


def _months_after(day: date, months: int) -> date:
    """From date to date, else the last day of the month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
