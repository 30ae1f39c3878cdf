"""The staff's page of mails that are not out yet, and the demo's inbox."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from portal import clock, create_app
from portal.domain.vocabulary import Role
from portal.models import Audit, MailState, Outbox
from portal.notify import outbox
from portal.notify.notices import Notice
from tests.factories import make_referral
from tests.people import signed_in

TEAM: dict[str, Any] = {"level": 1, "due_on": "2026-11-24"}


def put(session: Session, **values: object) -> Outbox:
    """A mail to the team about a referral, in the state that the test asks for."""
    referral = make_referral(session)
    row = outbox.put(
        session,
        Notice.NEW_REFERRAL,
        to="team@voorbeeld.example",
        at=clock.now(),
        domain="portaal.example",
        referral_id=referral.id,
        case_id=referral.case_id,
        reference=referral.reference,
        **TEAM,
    )
    for name, value in values.items():
        setattr(row, name, value)
    session.commit()
    return row


def form_of(page: str) -> tuple[str, str]:
    """Where the page's resend button posts to, and the token that goes with it."""
    action, token = re.search(r'action="(/staff/outbox/[^"]+)"\s*>\s*<input[^>]*value="([^"]+)"', page).groups()  # type: ignore[union-attr]
    return action, token


@pytest.mark.parametrize(("role", "sees_reference"), [(Role.TEAM_LEAD, True), (Role.ADMIN, False)])
def test_who_may_read_cases_sees_which_one_a_mail_is_about(
    app: Flask, session: Session, role: Role, sees_reference: bool
) -> None:
    row = put(session, error="421", attempt=3)

    page = signed_in(app, role).get("/staff/outbox").text

    assert (str(row.context["reference"]) in page) is sees_reference
    assert "Nieuwe aanmelding, aan het intaketeam" in page
    assert "3 keer geprobeerd" in page
    assert "fout: 421" in page
    assert row.to_addr not in page


@pytest.mark.parametrize("role", [Role.INTAKE_WORKER, Role.AUDITOR])
def test_other_roles_see_no_mails(app: Flask, role: Role) -> None:
    assert signed_in(app, role).get("/staff/outbox").status_code == 403


def test_when_all_is_sent_the_page_says_so(app: Flask, session: Session) -> None:
    put(session, state=MailState.SENT)

    assert "Alle mail is verstuurd." in signed_in(app, Role.ADMIN).get("/staff/outbox").text


def test_a_dead_mail_starts_again_with_its_message_id_and_a_line_in_the_trail(app: Flask, session: Session) -> None:
    row = put(session, state=MailState.DEAD, error="550", attempt=1, finished_at=clock.now())
    client = signed_in(app, Role.ADMIN)
    action, token = form_of(client.get("/staff/outbox").text)

    answers = [client.post(action, data={"csrf_token": token}) for _ in range(2)]

    session.rollback()
    found = session.get_one(Outbox, row.id, populate_existing=True)
    trail = session.exec(select(Audit).where(Audit.action == "outbox.resent")).all()
    assert [answer.status_code for answer in answers] == [303, 303]
    assert (found.state, found.attempt, found.finished_at, found.message_id) == (
        MailState.PENDING,
        100,
        None,
        row.message_id,
    )
    assert [(line.case_id, line.details) for line in trail] == [(row.case_id, {"mail": row.id})]


@pytest.mark.parametrize("key", ["5f" * 16, "x", "%25", "5f" * 15 + "%5f"])
def test_a_mail_that_does_not_exist_is_not_resent(app: Flask, session: Session, key: str) -> None:
    put(session, state=MailState.DEAD)
    client = signed_in(app, Role.ADMIN)
    _, token = form_of(client.get("/staff/outbox").text)

    assert client.post(f"/staff/outbox/{key}/resend", data={"csrf_token": token}).status_code == 404


def test_nothing_is_resent_without_the_forms_token(app: Flask, session: Session) -> None:
    put(session, state=MailState.DEAD)
    client = signed_in(app, Role.ADMIN)
    action, _ = form_of(client.get("/staff/outbox").text)

    assert client.post(action).status_code == 400


HTML = "<!DOCTYPE html><html><head><style>p { color: teal; }</style></head><body><p>Dag</p></body></html>"


@pytest.fixture
def demo(sqlite_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    """A browser on a demo to which one mail was delivered."""
    app = create_app({"env": "demo", "database_url": sqlite_url, "data_dir": tmp_path, "base_url": "http://localhost"})
    new = tmp_path / "mail" / "new"
    new.mkdir(parents=True)
    (new / "een.mail").write_text(
        "Subject: Uw <b>aanmelding</b>\nTo: melder@voorbeeld.example\nMIME-Version: 1.0\n"
        'Content-Type: multipart/alternative; boundary="x"\n\n--x\nContent-Type: text/plain\n\n'
        "Volg: http://localhost/follow/abc\n<script>kwaad()</script>\n"
        f"--x\nContent-Type: text/html\n\n{HTML}\n--x--\n",
        encoding="utf-8",
    )
    yield app.test_client()
    app.extensions["engine"].dispose()


def test_the_demo_lists_its_mails(demo: FlaskClient) -> None:
    page = demo.get("/dev/mail").text

    assert 'href="/dev/mail/een.mail"' in page
    assert "Uw &lt;b&gt;aanmelding&lt;/b&gt;" in page
    assert "melder@voorbeeld.example" in page


def test_a_mail_of_the_demo_is_text_with_links(demo: FlaskClient) -> None:
    page = demo.get("/dev/mail/een.mail").text

    assert '<a href="http://localhost/follow/abc">' in page
    assert "<script>kwaad" not in page
    assert "&lt;script&gt;kwaad()" in page


def test_a_mail_of_the_demo_as_html_may_run_nothing(demo: FlaskClient) -> None:
    answer = demo.get("/dev/mail/een.mail/html")

    policy = answer.headers["Content-Security-Policy"]
    assert answer.text.strip() == HTML
    assert re.search(r"default-src 'none'; style-src 'sha256-[\w+/=]+';", policy)
    assert "script-src" not in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/dev/mail/anders", "/dev/mail/anders/html", "/dev/mail/..%2f..%2fportal.db"])
def test_a_mail_that_the_demo_does_not_have_is_not_found(demo: FlaskClient, path: str) -> None:
    assert demo.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/dev/mail", "/dev/mail/een.mail", "/dev/mail/een.mail/html"])
def test_outside_the_demo_there_is_no_inbox(client: FlaskClient, demo: FlaskClient, path: str) -> None:
    assert demo.get(path).status_code == 200
    assert client.get(path).status_code == 404
