"""The way back: a link is mailed to whoever asks, its page only has a button, and the button opens the draft."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal import clock, create_app, tokens
from portal.models import Draft, MailState, Outbox
from portal.notify.letters import FOLLOW, RESUME
from tests import pages
from tests.reporters import DWELLING, GATE, LANDLORD_STEPS, Reporter, landlord_at, rows

pytestmark = pytest.mark.usefixtures("monday")
KEYS = ("only-in-tests-0123456789abcdefghij",)
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINE = {"reporter_email": "odilon@verhuurder.example"}


def asked_at(app: Flask, page: str = "not-yet") -> Reporter:
    """A landlord who asked for a link, at the exit or on a page of the form."""
    reporter = Reporter(app)
    reporter.go(LANDLORD_STEPS, until="gate" if page == "not-yet" else page)
    if page == "not-yet":
        reporter.press({**GATE, "informed": "not_yet"})
    else:
        reporter.open(reporter.page.links["Later verdergaan"])
    assert reporter.press(MINE).status_code == 200
    assert reporter.at == "/refer/landlord/later/mailed"
    return reporter


def link(app: Flask, *, purpose: str = RESUME, keys: tuple[str, ...] = KEYS) -> str:
    (draft,) = rows(app, Draft)
    assert draft.resume_key
    return "/resume/" + tokens.sign(keys, purpose, draft.resume_key)


def elsewhere(app: Flask, url: str) -> Reporter:
    """The same person with another device, who opened the mailed link."""
    reporter = Reporter(app)
    reporter.open(url)
    return reporter


def test_the_mail_goes_to_who_asked_in_the_language_of_the_page(app: Flask) -> None:
    reporter = Reporter(app)
    reporter.open("/refer/landlord/later?lang=fr")
    reporter.press(MINE)

    (mail,), (draft,) = rows(app, Outbox), rows(app, Draft)
    assert (mail.notice, mail.to_addr, mail.language) == ("resume", MINE["reporter_email"], "fr")
    assert mail.context == {"resume": draft.resume_key}
    assert (draft.remind_on, draft.reminders) == (clock.today() + timedelta(days=3), 0)


@pytest.mark.parametrize(("step", "at"), [("not-yet", "/refer/landlord/gate"), ("problem", "/refer/landlord/problem")])
def test_the_button_behind_the_link_goes_on_where_it_stopped_as_often_as_one_likes(
    app: Flask, step: str, at: str
) -> None:
    asked_at(app, step)

    for _ in range(2):
        reporter = elsewhere(app, link(app))
        assert reporter.press({}).status_code == 200
        assert reporter.at == at
    assert len(rows(app, Draft)) == 1


def test_a_link_that_is_only_opened_does_nothing(app: Flask) -> None:
    asked_at(app)
    before, client = repr(rows(app, Draft)), app.test_client()

    for url in (link(app), link(app) + "/stop"):
        answers = [client.get(url), client.head(url)]
        assert {answer.status_code for answer in answers} == {200}
        assert {answer.headers["Referrer-Policy"] for answer in answers} == {"strict-origin"}
        assert "draft=" not in str([answer.headers for answer in answers])
    assert repr(rows(app, Draft)) == before
    assert client.post(link(app)).status_code == 400


def test_a_report_that_was_sent_says_so_and_opens_nothing(app: Flask) -> None:
    reporter = asked_at(app)
    url = link(app)
    reporter.open("gate")
    for _name, typed in LANDLORD_STEPS:
        reporter.press(typed)
    reporter.press({})
    assert reporter.at.startswith("/refer/done/") and rows(app, Draft) == []

    for address in (url, url + "/stop"):
        sent = elsewhere(app, address)
        assert sent.page.title.startswith("Deze aanmelding is al verstuurd")
        assert "Quackelbeen" not in sent.page.text and sent.page.actions == []
    assert "draft=" not in str(post(app.test_client(), url).headers)
    assert app.test_client().get(url.replace("/resume/", "/follow/")).status_code == 404


@pytest.mark.parametrize("ending", ["sent", "outside", "goes on"])
def test_what_leads_to_a_draft_is_not_mailed_any_more_when_there_is_none(app: Flask, ending: str) -> None:
    reporter = asked_at(app, "dwelling")
    other = landlord_at(app, "gate")
    other.open("/refer/landlord/later")
    other.press({"reporter_email": "mieke@verhuurder.example"})

    reporter.open("dwelling")
    reporter.press(DWELLING if ending != "outside" else {**DWELLING, "postcode": "9000"})
    if ending == "sent":
        for _name, typed in LANDLORD_STEPS[2:]:
            reporter.press(typed)
        reporter.press({})
        assert reporter.at.startswith("/refer/done/")

    states = {mail.to_addr: mail.state for mail in rows(app, Outbox) if mail.notice == "resume"}
    mine = MailState.PENDING if ending == "goes on" else MailState.CANCELLED
    assert states == {MINE["reporter_email"]: mine, "mieke@verhuurder.example": MailState.PENDING}


def test_wrong_links_get_one_and_the_same_page(app: Flask) -> None:
    asked_at(app)
    right = link(app)
    wrong = [
        link(app, purpose=FOLLOW),
        "/resume/" + tokens.sign(KEYS, RESUME, "0" * 32),
        link(app, keys=("another-key-0123456789abcdefghijklm",)),
        right[:-1] + ("A" if right[-1] != "A" else "B"),
        right + "=",
        "/resume/x",
    ]
    client = app.test_client()
    assert post(client, right).status_code == 303

    answers = [client.get(url + end) for url in wrong for end in ("", "/stop")]
    answers += [post(client, url + end) for url in wrong for end in ("", "/stop")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({re.sub(r'(href=")[^"]*(\?lang)', r"\1\2", answer.text) for answer in answers}) == 1


def test_a_link_dies_with_its_draft(app: Flask) -> None:
    asked_at(app)

    young_links = ((29, 10), (58, 40), (89, 80))
    assert [opened_after(app, days, mailed=mailed) for days, mailed in young_links] == [303, 303, 404]


def test_a_link_grows_old_also_when_somebody_works_on_its_draft(app: Flask) -> None:
    reporter = asked_at(app)
    with time_machine.travel(MORNING + timedelta(days=20)):
        reporter.open("gate")
        reporter.press(GATE)

    assert [opened_after(app, days) for days in (29, 31)] == [303, 404]


def test_stopping_the_reminders_takes_a_press_and_leaves_the_link(app: Flask) -> None:
    asked_at(app)
    reporter = elsewhere(app, link(app) + "/stop")
    assert rows(app, Draft)[0].remind_on is not None

    assert reporter.press({}).status_code == 200

    assert rows(app, Draft)[0].remind_on is None
    assert reporter.page.title.startswith("U krijgt geen herinneringen meer")
    reporter.open(reporter.page.links["Ga verder met uw aanmelding"])
    reporter.press({})
    assert reporter.at == "/refer/landlord/gate"


def test_an_address_that_takes_no_mail_is_refused_and_stays_typed(app: Flask) -> None:
    reporter = Reporter(app)
    reporter.open("/refer/landlord/later")

    for typed in ("", "odilon", "a@b.example\nBcc: c@d.example", "é@verhuurder.example", "a" * 250 + "@b.be"):
        answer = reporter.press({"reporter_email": typed})
        assert (answer.status_code, set(reporter.page.errors)) == (422, {"reporter_email"})
        assert reporter.page.summary == ["reporter_email"]
        assert reporter.page.value("reporter_email") == typed
    assert (rows(app, Draft), rows(app, Outbox)) == ([], [])
    assert reporter.press(MINE).status_code == 200


def test_the_address_that_is_known_stands_there_already(app: Flask) -> None:
    reporter = landlord_at(app, "check")

    reporter.open(reporter.page.links["Later verdergaan"])

    assert reporter.page.value("reporter_email") == "odilon@verhuurder.example"
    assert reporter.page.links["Terug"] == "/refer/landlord/check"


def test_a_link_says_when_this_browser_is_busy_with_another_report(app: Flask) -> None:
    asked_at(app)
    url, busy = link(app), landlord_at(app, "tenant")

    assert "met een andere aanmelding bezig" in pages.read(busy.client.get(url).text).text
    assert "met een andere aanmelding bezig" not in pages.read(app.test_client().get(url).text).text


def test_too_many_links_for_one_address_have_to_wait(database_url: str, tmp_path: Path) -> None:
    app = create_app({"env": "test", "database_url": database_url, "data_dir": tmp_path})
    codes = []
    for _ in range(6):
        reporter = Reporter(app)
        reporter.open("/refer/landlord/later")
        codes.append(reporter.send(MINE).status_code)

    assert codes == [303] * 5 + [429]
    assert len(rows(app, Outbox)) == len(rows(app, Draft)) == 5
    app.extensions["engine"].dispose()


def test_over_https_the_button_works_though_the_address_is_not_passed_on(sqlite_url: str, tmp_path: Path) -> None:
    """With "no-referrer" a browser would send no Referer at all, and the button would be refused."""
    base = "https://portaal.example"
    app = create_app({"env": "test", "database_url": sqlite_url, "data_dir": tmp_path, "base_url": base})
    client = app.test_client()
    path = "/refer/landlord/later"
    form = pages.read(client.get(path, base_url=base).text)
    client.post(path, data={**MINE, **dict(form.hidden)}, base_url=base, headers={"Referer": f"{base}/"})

    page = client.get(link(app), base_url=base)
    sent_along: dict[str, dict[str, str]] = {"strict-origin": {"Referer": f"{base}/"}, "no-referrer": {}}
    answer = post(client, link(app), base, **sent_along[page.headers["Referrer-Policy"]])

    assert answer.status_code == 303
    assert post(client, link(app), base).status_code == 400
    app.extensions["engine"].dispose()


def test_a_draft_that_was_resumed_can_be_finished_elsewhere(app: Flask) -> None:
    asked_at(app, "dwelling")
    reporter = elsewhere(app, link(app))
    reporter.press({})

    assert reporter.at == "/refer/landlord/dwelling"
    assert reporter.press(DWELLING).status_code == 200 and reporter.at == "/refer/landlord/tenant"


def test_the_worker_reminds_on_the_third_day(app: Flask) -> None:
    asked_at(app)
    notices = []

    for days in (2, 3):
        with time_machine.travel(MORNING + timedelta(days=days)):
            assert app.test_cli_runner().invoke(args=["worker", "--once"]).exit_code == 0
        notices.append(sorted(mail.notice for mail in rows(app, Outbox)))

    assert notices == [["resume"], ["reminder", "resume"]]


def test_a_tenant_comes_back_to_what_was_filled_in(app: Flask) -> None:
    reporter = Reporter(app, "tenant")
    reporter.open("/refer/tenant")
    reporter.press({"postcode": "2800", "street": "Zwaluwenhof", "house_number": "12"})
    reporter.open("/refer/tenant/later")
    reporter.press(MINE)

    again = elsewhere(app, link(app))
    again.press({})

    (draft,) = rows(app, Draft)
    assert (draft.own, draft.answers or {}) == ({}, (draft.answers or {}) | {"tenant_email": MINE["reporter_email"]})
    again.open("/refer/tenant/dwelling")
    assert again.page.value("street") == "Zwaluwenhof"


def opened_after(app: Flask, days: int, mailed: int = 0) -> int:
    """The answer to pressing the button, so many days after the link was asked for, of the mail of that day."""
    with time_machine.travel(MORNING + timedelta(days=mailed)):
        url = link(app)
    with time_machine.travel(MORNING + timedelta(days=days)):
        return post(app.test_client(), url).status_code


def post(client: FlaskClient, url: str, base: str = "http://localhost", **headers: str) -> TestResponse:
    """Press the button, with the token of whichever page."""
    form = pages.read(client.get("/refer/landlord/later", base_url=base).text)
    return client.post(url, data=dict(form.hidden), base_url=base, headers=headers)
