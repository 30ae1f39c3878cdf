"""Check your answers, send once, and the receipt: whatever people click, however often, in however many windows."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal import db
from portal.models import Audit, Case, Draft, Outbox, Referral
from tests import pages
from tests.reporters import (
    DWELLING,
    GATE,
    LANDLORD,
    LANDLORD_STEPS,
    TENANT,
    Reporter,
    counts,
    landlord_at,
    rows,
)

pytestmark = pytest.mark.usefixtures("monday")
DONE = "/refer/done/"


def at_once(*sends: Any) -> list[TestResponse]:
    """Let all of them run at the same moment; their answers in the order in which they came."""
    start, answers = threading.Barrier(len(sends)), []

    def run(send: Any) -> None:
        start.wait()
        answers.append(send())

    threads = [threading.Thread(target=run, args=(send,)) for send in sends]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def copy_of(reporter: Reporter) -> Reporter:
    """The same browser, once more: its cookies, and the page that it shows."""
    other = Reporter(reporter.client.application, reporter.kind)
    for name in ("portal", "draft", "receipt"):
        if cookie := reporter.client.get_cookie(name):
            other.client.set_cookie(name, cookie.value)
    other.at, other.page = reporter.at, reporter.page
    return other


def test_five_sends_at_once_make_one_referral(app: Flask) -> None:
    reporter = landlord_at(app, "check")
    windows = [copy_of(reporter) for _ in range(5)]

    answers = at_once(*(lambda window=window: window.send({}) for window in windows))

    assert [answer.status_code for answer in answers] == [303] * 5
    assert {answer.headers["Location"].partition(DONE)[1] for answer in answers} == {DONE}
    assert len(rows(app, Referral)) == len(rows(app, Case)) == 1
    assert rows(app, Draft) == []
    assert sorted(mail.notice for mail in rows(app, Outbox)) == ["new_referral", "receipt"]
    assert [line.action for line in rows(app, Audit)] == ["intake.received"]


@pytest.mark.parametrize("times", [2, 5])
def test_a_double_click_on_the_first_page_makes_one_draft_that_goes_on(app: Flask, times: int) -> None:
    reporter = Reporter(app)
    reporter.open("/refer/landlord")
    windows = [copy_of(reporter) for _ in range(times)]

    answers = at_once(*(lambda window=window: window.send(GATE) for window in windows))

    assert [answer.status_code for answer in answers] == [303] * times
    assert len(rows(app, Draft)) == 1
    for window in windows:
        assert window.open("dwelling").status_code == 200


def test_back_and_reload_after_sending_lead_to_the_receipt(app: Flask) -> None:
    reporter = landlord_at(app, "tenant")
    older = reporter.page
    for _, typed in LANDLORD_STEPS[2:]:
        reporter.press(typed)
    check = reporter.page
    reporter.press({})
    receipt = reporter.at

    for path in ("check", "tenant", "gate", "dwelling"):
        reporter.open(path)
        assert reporter.at.startswith(DONE)
    for page, typed in ((check, {}), (older, {**TENANT, "tenant_last": "Iemand Anders"})):
        answer = reporter.send(typed, page=page)
        assert answer.status_code == 303 and reporter.open(answer.headers["Location"]).status_code == 200
        assert reporter.at.startswith(DONE)
    assert receipt.startswith(DONE)
    assert [one.tenant_last for one in rows(app, Referral)] == ["Quackelbeen"]
    assert rows(app, Draft) == []


def test_two_windows_with_two_tenants_are_never_mixed(app: Flask) -> None:
    first = landlord_at(app, "tenant")
    second = copy_of(first)
    second.open("/refer/landlord")
    second.press(GATE)
    second.press({**DWELLING, "street": "Andere weg"})
    first.client = second.client

    answer = first.press(TENANT)

    assert answer.status_code == 409
    assert "twee aanmeldingen" in first.page.title
    assert first.page.links["Met de aanmelding die u het laatst opende"] == "/refer/landlord/tenant"
    first.press({"switch": "yes"})
    assert first.at.endswith("/problem")
    by_street = {(draft.answers or {})["street"]: draft.answers or {} for draft in rows(app, Draft)}
    assert by_street["Zwaluwenhof"]["tenant_last"] == "Quackelbeen"
    assert "tenant_last" not in by_street["Andere weg"]
    assert second.press({**TENANT, "tenant_last": "Tweede"}).status_code == 409


def test_sending_the_other_window_leaves_this_one_its_own(app: Flask) -> None:
    first = landlord_at(app, "check")
    second = copy_of(first)
    second.open("/refer/landlord")
    second.press({**GATE, "informed_how": "email"})
    first.client = second.client
    assert first.press({}).status_code == 409

    first.press({"switch": "yes"})

    assert first.at.startswith(DONE)
    assert second.open("dwelling").status_code == 200
    assert second.press(DWELLING).status_code == 200
    assert len(rows(app, Referral)) == len(rows(app, Draft)) == 1


def test_the_receipt_says_what_happens_next(app: Flask) -> None:
    reporter = landlord_at(app, "check")
    reporter.press({})

    (referral,) = rows(app, Referral)
    for words in (
        referral.reference,
        "Wat gebeurt er nu",
        "maandag 23 november",
        "zondag 21 februari",
        "U krijgt een mail",
    ):
        assert words in reporter.page.text
    follow = next(url for url in reporter.page.links.values() if url.startswith("/follow/"))
    assert "Ontvangen" in reporter.open(follow).text


def test_references_are_not_in_order(app: Flask) -> None:
    for _ in range(3):
        landlord_at(app, "check").press({})

    references = [referral.reference for referral in rows(app, Referral)]
    assert len({one[:4] for one in references}) == 3


def test_nobody_else_on_the_receipt_but_the_sender(app: Flask) -> None:
    reporter = landlord_at(app, "check")
    reporter.press({})

    reporter.press({})

    assert reporter.at == "/refer/landlord/gate"
    (draft,) = rows(app, Draft)
    own = {"reporter_name", "reporter_email", "reporter_phone"}
    assert (set(draft.own), draft.answers, draft.passed_gate) == (own, None, False)
    assert reporter.page.values["informed_by"] == [""]
    for name, typed in LANDLORD_STEPS[:5]:
        assert reporter.press({**typed, **({"tenant_last": "Tweede"} if name == "tenant" else {})}).status_code == 200
    assert reporter.page.value("reporter_name") == LANDLORD["reporter_name"]
    assert "own_ref" not in rows(app, Draft)[0].own and not reporter.page.value("own_ref")
    reporter.press({"declaration": "yes", **{name: reporter.page.value(name) for name in own}})
    reporter.press({})
    assert sorted(one.tenant_last for one in rows(app, Referral)) == ["Quackelbeen", "Tweede"]


@pytest.mark.parametrize("token", ["x", "IjNXVzktWFAyWS1IIg.awSNxg.PDLwl6URnB1Ng_nS7XSdlaVWqAC4gnTYtwLaoO8Z-OU"])
def test_a_wrong_receipt_is_not_found(app: Flask, token: str) -> None:
    reporter = landlord_at(app, "check")
    reporter.press({})

    assert reporter.client.get(DONE + token).status_code == 404
    assert reporter.send({}, to=DONE + token).status_code == 404


def test_a_refusal_at_sending_is_told_and_audited_and_the_draft_stays(app: Flask) -> None:
    reporter = landlord_at(app, "check")
    with db.open_session(app.extensions["engine"], writes=True) as session:
        draft = session.get_one(Draft, rows(app, Draft)[0].id)
        draft.own = {**draft.own, "reporter_name": "85073003328"}
        session.commit()

    answer = reporter.press({})

    assert answer.status_code == 422 and reporter.page.title.startswith("Fout:")
    assert "/refer/landlord/reporter#reporter_name" in reporter.page.links.values()
    assert counts(app, Referral, Case, Outbox) == [0, 0, 0]
    assert [line.details["field"] for line in rows(app, Audit)] == ["reporter_name"]
    assert len(rows(app, Draft)) == 1


def test_pages_read_each_other_as_people_do() -> None:
    page = pages.read(
        "<title>Een</title><form action='/x'><input name='a' value='1'><textarea name='b'>\nt</textarea></form>"
    )

    assert (page.title, page.values, page.actions) == ("Een", {"a": ["1"], "b": ["t"]}, ["/x"])
