"""Every form that takes an address: no accent before the @, as few servers take it; after it any language."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse
from wtforms.fields.core import UnboundField

from portal import forms
from portal.domain.intake.question import Value
from portal.domain.intake.questions import BY_NAME
from portal.domain.vocabulary import Kind, Role
from portal.forms.fields import Form
from portal.models import MailState, Outbox, Referral
from portal.notify import outbox
from portal.notify.notices import Notice
from portal.store import accounts
from tests import pages, people
from tests.answers import walk
from tests.factories import A_DAY, make_case, make_referral
from tests.reporters import LANDLORD, Reporter, landlord_at, rows
from tests.reports import REPORTS

pytestmark = pytest.mark.usefixtures("monday")
ACCENT = "jürgen@voorbeeld.example"
SAID = "Vóór de @ mag geen letter met een accent staan. Geef een ander e-mailadres."
TYPED, KEPT = "jan@café.example", "jan@xn--caf-dma.example"
Send = Callable[[Flask, Session, str], TestResponse]


def report(app: Flask, _session: Session, typed: str) -> TestResponse:
    reporter = landlord_at(app, "reporter")
    answer = reporter.press({**LANDLORD, "reporter_email": typed})
    return answer if answer.status_code == 422 else reporter.send({})


def report_of_a_tenant(app: Flask, session: Session, typed: str) -> TestResponse:
    return _entered(app, session, Kind.TENANT, "tenant_email", typed)


def report_by_staff(app: Flask, session: Session, typed: str) -> TestResponse:
    return _entered(app, session, Kind.LANDLORD, "reporter_email", typed)


def link_to_come_back(app: Flask, _session: Session, typed: str) -> TestResponse:
    reporter = Reporter(app)
    reporter.open("/refer/landlord/later")
    return reporter.send({"reporter_email": typed})


def lost_link(app: Flask, session: Session, typed: str) -> TestResponse:
    make_referral(session, reporter_email=KEPT)
    session.commit()
    return people.send(app.test_client(), "/follow", email=typed)


def invitation(app: Flask, session: Session, typed: str) -> TestResponse:
    given = {"name": "Nora Novak", "email": typed, "role": "intake_worker", "team": ""}
    return people.send(_member(app, session, Role.TEAM_LEAD), "/staff/accounts/new", **given)


def address_put_right(app: Flask, session: Session, typed: str) -> TestResponse:
    client = _member(app, session, Role.INTAKE_WORKER)
    session.rollback()
    case = make_case(session, referral={"reporter_email": "jan@voorbeedl.example"})
    referral = session.exec(select(Referral).where(Referral.case_id == case.id)).one()
    ids: dict[str, Any] = {"referral_id": referral.id, "case_id": case.id}
    known: dict[str, Any] = {"reference": referral.reference, "follow": referral.follow_key, "received_at": A_DAY}
    to, domain = "jan@voorbeedl.example", "portaal.example"
    outbox.put(session, Notice.RECEIPT, to=to, at=A_DAY, domain=domain, **ids, **known).state = MailState.DEAD
    session.commit()
    given = {"version": str(case.version), "referral": referral.reference, "email": typed}
    at = f"/staff/cases/{case.reference}/unreached"
    return people.send(client, at, **given)


FORMS: dict[str, tuple[Send, set[str]]] = {
    "a report": (report, {"reporter_email"}),
    "a report by staff": (report_by_staff, {"reporter_email"}),
    "a report of a tenant": (report_of_a_tenant, {"tenant_email"}),
    "a link to come back": (link_to_come_back, {"LinkForm"}),
    "a link that was lost": (lost_link, {"LostLinkForm"}),
    "an invitation": (invitation, {"InviteForm"}),
    "an address put right": (address_put_right, {"ReaddressForm"}),
}
"""With the question or the form that asks for it."""
NAMES = {"LoginForm", "ForgottenForm"}
"""What is typed here is the name of an account: it is looked up, and no mail goes to what was typed."""


@pytest.mark.parametrize("form", FORMS)
def test_no_accent_before_the_at_and_any_language_after_it(app: Flask, session: Session, form: str) -> None:
    send = FORMS[form][0]

    refused = send(app, session, ACCENT)
    mailed = {mail.to_addr for mail in rows(app, Outbox)}
    taken = send(app, session, TYPED)

    page = pages.read(refused.text)
    assert (refused.status_code, len(page.errors)) == (422, 1)
    assert [said for said in page.errors.values() if said.endswith(SAID)]
    assert ACCENT in refused.text
    assert mailed <= {"jan@voorbeedl.example"}
    assert taken.status_code == 303
    assert KEPT in {mail.to_addr for mail in rows(app, Outbox)}


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("question", ["reporter_email", "tenant_email"])
def test_so_it_is_for_every_kind_that_is_asked(app: Flask, kind: Kind, question: str) -> None:
    known, errors = walk(app, kind, {question: ACCENT})
    kept, none = walk(app, kind, {question: TYPED})

    if question in kept:
        assert (question in known, list(errors), kept[question]) == (False, [question], KEPT)
        assert SAID in errors[question][0]
    assert none == {}


@pytest.mark.parametrize("at", ["/staff/login", "/staff/reset"])
def test_where_an_address_is_a_name_no_answer_tells_one_from_another(app: Flask, session: Session, at: str) -> None:
    people.make_account(session)

    answers = [people.send(app.test_client(), at, email=typed, password="x") for typed in (ACCENT, TYPED)]

    assert len({(answer.status_code, answer.location) for answer in answers}) == 1
    assert rows(app, Outbox) == []


def test_every_form_that_asks_for_an_address_is_in_the_table() -> None:
    questions = {question.name for question in BY_NAME.values() if question.value is Value.EMAIL}
    asking = {form.__name__ for form in _forms(Form) if any(map(_is_address, vars(form).values()))}

    assert questions | asking == NAMES.union(*(asked for _send, asked in FORMS.values()))


def _entered(app: Flask, session: Session, kind: Kind, field: str, typed: str) -> TestResponse:
    worker = Reporter(app)
    worker.client = _member(app, session, Role.INTAKE_WORKER)
    worker.open(f"/staff/new/{kind.slug}/phone")
    answer = worker.press({**REPORTS[kind], field: typed})
    return answer if answer.status_code == 422 else worker.send({"step": "send"})


def _member(app: Flask, session: Session, role: Role) -> FlaskClient:
    """Somebody of the team, the same one each time."""
    session.rollback()
    known = accounts.by_email(session, f"{role}@portaal.example")
    return people.browser_of(app, known) if known else people.signed_in(app, role)


def _forms(kind: type[Form]) -> Iterator[type[Form]]:
    for module in pkgutil.iter_modules(forms.__path__):
        importlib.import_module(f"portal.forms.{module.name}")
    for below in kind.__subclasses__():
        yield below
        yield from _forms(below)


def _is_address(field: object) -> bool:
    return isinstance(field, UnboundField) and field.kwargs.get("view") == "email"
