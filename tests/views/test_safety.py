"""The mark that contact takes care: set and taken away by staff with a reason, seen first while it stands."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from portal.domain.vocabulary import CaseStatus, Role
from portal.models import Audit, Case
from portal.store import cases, tallies
from tests import pages, people
from tests.factories import make_case

pytestmark = pytest.mark.usefixtures("monday")
ALARM, ROW = "Opgelet bij contact.", "! opgelet bij contact: lees eerst het dossier"
WHY, OVER = "De partner leest mee. Bel alleen \u2019s ochtends.", "De partner woont er niet meer."


@pytest.fixture
def worker(app: Flask) -> FlaskClient:
    return people.signed_in(app, Role.INTAKE_WORKER)


def test_a_danger_that_is_learned_at_contact_stands_on_top_until_it_is_over(
    worker: FlaskClient, session: Session
) -> None:
    case = _stored(session, status=CaseStatus.CONTACTING)
    assert _seen(worker, case) == (False, False, False)

    assert _post(worker, case, "safety", safety_reason=WHY).status_code == 303
    marked = _page(worker, case)
    seen = _seen(worker, case)
    assert _post(worker, case, "safety/away", safety_reason=OVER).status_code == 303
    after = _page(worker, case)

    assert marked.text.index(ALARM) < marked.text.index(WHY) < marked.text.index("niemand heeft dit dossier")
    assert (seen, _seen(worker, case)) == ((True, True, True), (False, False, False))
    for words in ("Gemarkeerd: opgelet bij contact", WHY, "Markering weggenomen: opgelet bij contact", OVER):
        assert words in after.text
    assert _trail(session, case) == [{"safety": "set"}, {"safety": "taken_away"}]
    assert tallies.wrong(session) == {}


def test_a_mark_of_the_report_is_taken_away_and_one_may_come_back(worker: FlaskClient, session: Session) -> None:
    case = _stored(session, safety_mark=True)

    assert WHY not in _page(worker, case).text
    for path, reason in (("safety/away", OVER), ("safety", WHY)):
        assert _post(worker, case, path, safety_reason=reason).status_code == 303

    assert ALARM in _page(worker, case).text


@pytest.mark.parametrize(
    ("marked", "path", "other"), [(False, "safety", "safety/away"), (True, "safety/away", "safety")]
)
def test_it_takes_a_reason_and_the_page_as_it_is_now(
    worker: FlaskClient, session: Session, marked: bool, path: str, other: str
) -> None:
    case = _stored(session, safety_mark=marked)

    for typed in ("", " ", "x" * 1001, "rijksregister 93.05.18-223.61"):
        refused = _post(worker, case, path, safety_reason=typed)
        assert (refused.status_code, set(pages.read(refused.text).errors)) == (422, {"safety-reason"})
    late = _post(worker, case, path, version="9", safety_reason=WHY)
    senseless = _post(worker, case, other, safety_reason=WHY)
    assert (late.status_code, senseless.status_code, _fresh(session, case).safety_mark) == (409, 422, marked)

    assert _post(worker, case, path, safety_reason=WHY).status_code == 303
    assert _fresh(session, case).safety_mark is not marked


def test_a_closed_case_is_marked_too(worker: FlaskClient, session: Session) -> None:
    case = _stored(session, status=CaseStatus.CLOSED, desk="closed")

    assert _post(worker, case, "safety", safety_reason=WHY).status_code == 303
    assert WHY in _page(worker, case).text


def _seen(worker: FlaskClient, case: Case) -> tuple[bool, bool, bool]:
    """On the case, in its row of the queue, and behind the filter."""
    queue, filtered = worker.get("/staff/queue").text, worker.get("/staff/queue?view=all&safety=yes").text
    return ALARM in _page(worker, case).text, ROW in queue, f'id="{case.reference}"' in filtered


def _stored(session: Session, **values: object) -> Case:
    case = make_case(session, **values)  # type: ignore[arg-type]
    session.commit()
    return case


def _fresh(session: Session, case: Case) -> Case:
    session.rollback()
    session.expire_all()
    return cases.by_reference(session, case.reference)


def _page(worker: FlaskClient, case: Case) -> pages.Page:
    return pages.read(worker.get(f"/staff/cases/{case.reference}").text)


def _post(worker: FlaskClient, case: Case, path: str, **typed: str) -> TestResponse:
    hidden = dict(_page(worker, case).hidden)
    return worker.post(f"/staff/cases/{case.reference}/{path}", data={**hidden, **typed})


def _trail(session: Session, case: Case) -> list[dict[str, str]]:
    session.rollback()
    found = session.exec(select(Audit.details).where(Audit.case_id == case.id, Audit.action == "case.safety"))
    return [dict(details) for details in found]
