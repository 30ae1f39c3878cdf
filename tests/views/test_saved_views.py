"""Lists of one's own: kept under a name, counted to a bound, one of them where the queue begins, dropped again."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session, select

from portal.domain import reference
from portal.domain.vocabulary import CaseStatus, Kind, Role
from portal.models import Case, SavedView
from portal.services import saved_views
from portal.store import queue_counts
from tests import pages, people
from tests.factories import A_DAY, MONDAY, make_account, make_case

pytestmark = pytest.mark.usefixtures("monday")

VIEWS = "/staff/queue/views"
POLICE = "view=all&kind=neighbourhood_police&safety=yes"
CASES: sa.Table = Case.__table__  # type: ignore[attr-defined]
NUMBER = "Hier staat een rijksregisternummer. Dat mogen wij niet bewaren. Haal het weg."
A_WEEK = timedelta(days=7)


def test_a_list_is_kept_begins_the_queue_and_is_dropped(app: Flask, session: Session) -> None:
    safe = make_case(session, referral={"kind": Kind.NEIGHBOURHOOD_POLICE}, kind=Kind.NEIGHBOURHOOD_POLICE)
    safe.safety_mark = True
    other = make_case(session, due_on=MONDAY, queue_on=MONDAY)
    session.commit()
    worker = people.signed_in(app, Role.INTAKE_WORKER)

    page = pages.read(worker.get(f"/staff/queue?safety=yes&{POLICE}&level=").text)
    assert safe.reference in page.text
    assert other.reference not in page.text
    assert "Soort melder: Wijkpolitie" in page.text
    assert "Filters (2)" in page.text
    assert worker.get(f"/staff/queue?{POLICE}&off=kind").location == "/staff/queue?view=all&safety=yes"
    assert "1 dossier buiten deze lijst is vandaag te doen of te laat." in page.text
    assert page.links["Toon wat te doen is"] == "/staff/queue?view=todo"

    typed = {"query": dict(page.hidden)["query"], "name": " Wijk  en veilig ", "start": "yes"}
    kept = people.send(worker, VIEWS, "/staff/queue?view=all", **typed)
    assert (kept.status_code, kept.location) == (303, f"/staff/queue?{POLICE}")
    begun = worker.get("/staff/queue")
    assert (begun.status_code, begun.location) == (302, f"/staff/queue?{POLICE}")
    shown = worker.get(begun.location).text
    assert 'aria-current="page">Wijk en veilig <small>1</small>' in shown
    assert shown.count("aria-current") == 2
    assert pages.read(shown).title.startswith("Wijk en veilig")
    assert worker.get(pages.read(shown).links["Wijk en veilig"]).location == begun.location
    assert other.reference in worker.get("/staff/queue?view=todo").text

    for typed, answer, words in (
        ({"name": "wijk EN veilig"}, 422, "U hebt al een lijst met deze naam."),
        ({"name": " "}, 422, "Geef de lijst een naam."),
        ({"name": "x" * 61}, 422, "Geef een naam van hoogstens 60 tekens."),
        ({"name": "Wijk 93.05.18-223.61"}, 422, NUMBER),
        ({"name": "Goed", "query": "view=all&name=Testers"}, 400, ""),
        ({"name": "Goed", "query": "view=nothing"}, 400, ""),
        ({"name": "Goed", "query": ""}, 400, ""),
    ):
        refused = people.send(worker, VIEWS, "/staff/queue?view=all", **{"query": POLICE, **typed})
        assert refused.status_code == answer, typed
        if answer == 422:
            again = pages.read(refused.text)
            assert again.errors == {"list-name": f"Fout: {words}"}
            assert again.value("name") == typed["name"]
            assert again.title.startswith("Fout:")
            assert dict(again.hidden)["query"] == POLICE

    assert people.send(worker, f"{VIEWS}/start", VIEWS, name="").location == VIEWS
    assert worker.get("/staff/queue").status_code == 200
    assert people.send(worker, f"{VIEWS}/start", VIEWS, name="Wijk en veilig").status_code == 303
    assert worker.get("/staff/queue").status_code == 302
    assert people.send(worker, f"{VIEWS}/delete", VIEWS, name="Wijk en veilig").status_code == 303
    assert worker.get("/staff/queue").status_code == 200
    assert people.send(worker, f"{VIEWS}/delete", "/staff/queue", name="Wijk en veilig").status_code == 404


def test_a_list_is_counted_up_to_a_thousand_and_says_what_was_not_looked_at(app: Flask, session: Session) -> None:
    an, first = make_account(session), make_case(session, due_on=MONDAY, queue_on=MONDAY)
    row = dict(session.execute(sa.select(*(column for column in CASES.c if column.name != "id"))).mappings().one())
    session.execute(sa.insert(CASES), [{**row, "reference": reference.new()} for _ in range(1, queue_counts.SCAN)])
    for _ in range(3):
        make_case(session, status=CaseStatus.IN_TRIAGE, claimed_by_id=an.id, channel="phone", queue_on=MONDAY + A_WEEK)
    first.safety_mark = True
    for name, query in (
        ("Veel", "view=all&channel=web"),
        ("Weinig", "view=all&safety=yes"),
        ("Ver", "view=all&channel=phone"),
        ("Klein", "view=mine&channel=phone"),
        ("Leeg", "view=closed&safety=yes"),
    ):
        saved_views.keep(session, an, name, query, start=False, at=A_DAY)
    session.commit()

    shown = people.browser_of(app, an).get("/staff/queue").text

    assert dict(re.findall(r">(Veel|Weinig|Ver|Klein|Leeg)(.*?)</a>", shown)) == {
        "Veel": " <small>1000+</small>",
        "Weinig": " <small>minstens 1</small>",
        "Ver": "",
        "Klein": " <small>3</small>",
        "Leeg": " <small>0</small>",
    }


def test_nobody_sees_changes_or_begins_with_the_list_of_somebody_else(app: Flask, session: Session) -> None:
    an, jo = make_account(session), make_account(session)
    saved_views.keep(session, an, "Veilig", POLICE, start=True, at=A_DAY)
    saved_views.keep(session, an, "Verouderd", "view=gone&colour=red", start=False, at=A_DAY)
    session.commit()
    his, hers = people.browser_of(app, jo), people.browser_of(app, an)

    assert "Veilig" in hers.get(VIEWS).text
    assert "Veilig" not in his.get(VIEWS).text
    assert his.get("/staff/queue").status_code == 200
    hers_only = {one.name: f"{VIEWS}/{one.id}" for one in session.exec(select(SavedView))}
    session.commit()
    assert [hers.get(hers_only[name]).status_code for name in ("Veilig", "Verouderd")] == [302, 404]
    assert his.get(hers_only["Veilig"]).status_code == 404
    for verb in ("start", "delete"):
        assert people.send(his, f"{VIEWS}/{verb}", "/staff/queue", name="Veilig").status_code == 404

    assert hers.get("/staff/queue").status_code == 302
    assert people.send(hers, f"{VIEWS}/start", VIEWS, name="Verouderd").status_code == 303
    page = hers.get("/staff/queue")
    assert page.status_code == 200
    assert "Verouderd" not in page.text
    session.expire_all()
    starts = session.exec(select(SavedView.name).where(SavedView.is_start)).all()
    assert starts == ["Verouderd"]
