"""The export: what each case holds, alone on stdout, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlmodel import Session, select

from portal import migrations
from portal.cli.export import guarded
from portal.domain.vocabulary import CaseStatus, Urgency
from portal.models import Audit
from tests.factories import make_account, make_case

PETITION = {
    "stage": "petition",
    "hearing_date": date(2026, 11, 25),
    "arrears_eur": Decimal("1234.5"),
    "arrears_months": Decimal("2.5"),
}


def test_an_old_schema_is_one_line(app: Flask) -> None:
    migrations.downgrade(app.extensions["engine"], "base")

    result = app.test_cli_runner().invoke(args=["export", "cases"])

    assert (result.exit_code, result.stdout) == (1, "")
    newest = migrations.newest()
    assert result.stderr == f"Error: the database is at nothing, this version needs {newest}: run `db upgrade`\n"


def test_every_case_is_an_object_with_its_referrals(app: Flask, session: Session) -> None:
    an = make_account(session, email="an@portaal.example")
    case = make_case(session, referral=PETITION, status=CaseStatus.IN_TRIAGE, claimed_by_id=an.id, level=Urgency.U1)
    session.commit()

    found = json.loads(_export(app, "--format", "json"))

    [exported] = found
    [referral] = exported.pop("referrals")
    answers = referral.pop("answers")
    assert {**exported, "reasons": [reason["rule"] for reason in exported["reasons"]]} == {
        "reference": case.reference,
        "status": "in_triage",
        "level": "U1",
        "computed_level": "U0",
        "contact_by": "2026-11-23",
        "due_on": "2026-11-23",
        "queue_on": "2026-11-23",
        "key_date": "2026-11-25",
        "reasons": ["A4", "A8"],
        "pathway": None,
        "claimed_by": "an@portaal.example",
        "received_at": "2026-11-23T09:00:00+00:00",
    }
    assert referral == {
        "reference": case.reference,
        "kind": "landlord",
        "legal_basis": "voluntary",
        "informed": {
            "on": "2026-11-23",
            "how": "conversation",
            "by": "Jan Verhuurder",
            "reaction": "agrees",
            "statement_version": "1",
        },
    }
    assert (answers["arrears_eur"], answers["arrears_months"], answers["hearing_date"]) == (
        "1234.50",
        "2.5",
        "2026-11-25",
    )
    assert answers["problems"] == ["rent_arrears"]


def test_no_cases_is_an_empty_list_and_the_trail_says_that_somebody_asked(app: Flask, session: Session) -> None:
    assert json.loads(_export(app)) == []
    assert session.exec(select(Audit.action)).all() == ["cases.exported"]


def test_the_table_has_a_line_for_each_referral_and_runs_no_formula(app: Flask, session: Session) -> None:
    case = make_case(session, referral={"informed_by": "=HYPERLINK(1)"})
    session.commit()

    header, line = csv.reader(io.StringIO(_export(app, "--format", "csv")))

    assert header[0] == "reference"
    assert line[0] == case.reference
    assert line[header.index("informed_by")] == "'=HYPERLINK(1)"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+32", "'+32"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("  =1", "'  =1"),
        ("Jan", "Jan"),
        (None, ""),
    ],
)
def test_a_cell_that_begins_as_a_formula_gets_a_quote(cell: str | None, shown: str) -> None:
    assert guarded(cell) == shown


def test_an_unknown_form_is_refused(app: Flask) -> None:
    assert app.test_cli_runner().invoke(args=["export", "cases", "--format", "xml"]).exit_code != 0


def _export(app: Flask, *options: str) -> str:
    result = app.test_cli_runner().invoke(args=["export", "cases", *options])
    assert result.exit_code == 0, result.output
    return result.stdout
