"""``export``: the cases as data, for figures and for whoever takes them along; the only thing printed on stdout."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any, TextIO

import click
from sqlmodel import Session

from portal import clock, db, migrations
from portal.cli.groups import Group, ready_engine
from portal.models import Case, Referral
from portal.store import audit, cases
from portal.views.referral_rows import answers_of

OF_CASE = (
    "reference",
    "status",
    "level",
    "computed_level",
    "contact_by",
    "due_on",
    "queue_on",
    "key_date",
    "reasons",
    "pathway",
    "claimed_by",
    "received_at",
)
OF_REFERRAL = ("reference", "kind", "legal_basis")
OF_INFORMED = ("on", "how", "by", "reaction", "statement_version")
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@click.group("export", cls=Group)
def export() -> None:
    """Print what is stored, as data."""


@export.command("cases")
@click.option("--format", "form", type=click.Choice(["json", "csv"]), default="json", show_default=True)
def export_cases(form: str) -> None:
    """All cases with their referrals, the oldest first; the trail says that they were exported."""
    migrations.require_newest(ready_engine())
    with db.open_session(db.engine(), writes=True) as session:
        audit.record(session, at=clock.now(), action="cases.exported", form=form)
        session.commit()
    with db.open_session(db.engine(), writes=False) as session:
        WRITERS[form](all_of(session), sys.stdout)


def all_of(session: Session) -> Iterator[dict[str, Any]]:
    """Each case as plain values, read in batches."""
    last = 0
    while batch := cases.all_cases(session, last):
        owners = cases.emails(session, {case.claimed_by_id for case in batch if case.claimed_by_id})
        for case in batch:
            last = case.id or last
            reports = cases.referrals_of(session, last)
            yield {**_case(case, owners), "referrals": [_referral(report) for report in reports]}
        session.expunge_all()


def write_json(found: Iterator[dict[str, Any]], out: TextIO) -> None:
    """One list; a case a line, so that a large export needs no memory."""
    out.write("[")
    out.writelines(
        (",\n" if number else "\n") + json.dumps(case, ensure_ascii=False) for number, case in enumerate(found)
    )
    out.write("\n]\n")


def write_csv(found: Iterator[dict[str, Any]], out: TextIO) -> None:
    """A line for each referral, with its case before it; no cell can be read as a formula."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*OF_CASE, *(f"referral_{name}" for name in OF_REFERRAL), *(f"informed_{n}" for n in OF_INFORMED)])
    for case in found:
        for referral in case["referrals"] or [{}]:
            informed = referral.get("informed", {})
            cells = [*_cells(case), *(referral.get(name) for name in OF_REFERRAL), *map(informed.get, OF_INFORMED)]
            writer.writerow([guarded(cell) for cell in cells])


def guarded(cell: object) -> str:
    """The text of a cell; a quote before whatever a spreadsheet would run."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_A_FORMULA) else text


WRITERS: dict[str, Callable[[Iterator[dict[str, Any]], TextIO], None]] = {"json": write_json, "csv": write_csv}


def _cells(case: dict[str, Any]) -> list[object]:
    rules = " ".join(reason["rule"] for reason in case["reasons"])
    return [rules if name == "reasons" else case[name] for name in OF_CASE]


def _case(case: Case, owners: dict[int, str]) -> dict[str, Any]:
    return {
        "reference": case.reference,
        "status": case.status.value,
        "level": case.level.name,
        "computed_level": case.computed_level.name,
        "contact_by": case.contact_by.isoformat(),
        "due_on": case.due_on.isoformat(),
        "queue_on": case.queue_on.isoformat(),
        "key_date": case.key_date.isoformat() if case.key_date else None,
        "reasons": [_reason(reason) for reason in case.reasons],
        "pathway": case.pathway.value if case.pathway else None,
        "claimed_by": owners.get(case.claimed_by_id or 0),
        "received_at": case.received_at.isoformat(),
    }


def _reason(reason: dict[str, Any]) -> dict[str, Any]:
    return {**reason, "level": None if reason["level"] is None else f"U{reason['level']}"}


def _referral(referral: Referral) -> dict[str, Any]:
    return {
        "reference": referral.reference,
        "kind": referral.kind.value,
        "legal_basis": referral.legal_basis.value,
        "answers": answers_of(referral),
        "informed": {
            "on": referral.informed_on.isoformat() if referral.informed_on else None,
            "how": referral.informed_how.value if referral.informed_how else None,
            "by": referral.informed_by,
            "reaction": referral.tenant_reaction.value if referral.tenant_reaction else None,
            "statement_version": referral.statement_version,
        },
    }
