"""The staff's page of mails that are not out yet, and the demo's inbox."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlmodel import Session, select

from portal import clock, create_app
from portal.cli.jobs import JOBS
from portal.domain.vocabulary import Role
from portal.models import Audit, MailState, Outbox, Schedule
from portal.notify import outbox
from portal.notify.notices import Notice
from portal.store import messages, outgoing
from portal.views import mail_words
from tests.factories import make_referral
from tests.people import csrf_of, signed_in

HUGE = base64.urlsafe_b64encode(b'["2026-11-24T09:00:00+00:00", 99999999999999999999]').decode().rstrip("=")
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
    found = re.search(r'action="(/staff/outbox/[^"/]+/resend)"\s*>\s*<input[^>]*value="([^"]+)"', page)
    action, token = found.groups()  # type: ignore[union-attr]
    return action, token


@pytest.mark.parametrize(("role", "sees_reference"), [(Role.TEAM_LEAD, True), (Role.ADMIN, False)])
def test_who_may_read_cases_sees_which_one_a_mail_is_about(
    app: Flask, session: Session, role: Role, sees_reference: bool
) -> None:
    row = put(session, error="421", attempt=3, state=MailState.DEFERRED)

    client = signed_in(app, role)

    for address in ("/staff/outbox", "/staff/outbox?state=deferred"):
        page = client.get(address).text
        assert (str(row.context["reference"]) in page) is sees_reference
        assert "Nieuwe aanmelding, aan het intaketeam" in page
        assert "3 keer geprobeerd" in page
        assert "De mailserver had even geen tijd. (fout: 421)" in page
        assert "volgende poging" in page
        assert row.to_addr not in page


def test_a_notice_of_a_newer_version_is_listed_by_its_word(app: Flask, session: Session) -> None:
    put(session)
    row = put(session, notice="of_tomorrow")
    client = signed_in(app, Role.TEAM_LEAD)

    pages = [client.get(path) for path in ("/staff/outbox", f"/staff/cases/{row.context['reference']}")]

    assert [page.status_code for page in pages] == [200, 200]
    assert all("of_tomorrow" in page.text for page in pages)
    assert "Nieuwe aanmelding, aan het intaketeam" in pages[0].text


@pytest.mark.parametrize("role", [Role.INTAKE_WORKER, Role.AUDITOR])
def test_other_roles_see_no_mails(app: Flask, role: Role) -> None:
    assert signed_in(app, role).get("/staff/outbox").status_code == 403


def test_when_all_is_sent_the_page_says_so(app: Flask, session: Session) -> None:
    put(session, state=MailState.SENT)

    assert "Alle mail is verstuurd." in signed_in(app, Role.ADMIN).get("/staff/outbox").text


def test_a_mail_says_when_it_was_sent_and_one_that_waits_since_when(app: Flask, session: Session) -> None:
    at = datetime(2026, 11, 30, 2, 57, tzinfo=UTC)
    put(session, state=MailState.SENT, finished_at=at)
    put(session, state=MailState.LEASED, created_at=at)
    client = signed_in(app, Role.ADMIN)

    sent, waiting = (client.get(f"/staff/outbox?state={state}").text for state in ("sent", "leased"))

    assert "verstuurd op ma 30/11, 3:57" in sent and "sinds" not in sent
    assert "sinds ma 30/11, 3:57" in waiting and "verstuurd op" not in waiting
    assert 'aria-current="page">Uitgaande mail</a>' in sent


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
        1_000_000,
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


def test_every_state_has_its_count_and_its_list_in_pages(app: Flask, session: Session) -> None:
    now = clock.now()
    for number in range(52):
        put(session, created_at=now - timedelta(minutes=number), state=MailState.DEAD, error="timeout")
    put(session, created_at=now - timedelta(days=8), state=MailState.CANCELLED)
    put(session, state=MailState.CANCELLED)
    put(session, state=MailState.LEASED, attempt=1)
    client = signed_in(app, Role.TEAM_LEAD)

    overview = client.get("/staff/outbox").text
    first = client.get("/staff/outbox?state=dead").text
    second = client.get(unescape(re.search(r'href="([^"]+)" rel="next"', first)[1])).text  # type: ignore[index]

    tabs = dict(re.findall(r">([^<>]+) <small>(\d+)</small>", overview))
    assert tabs == {
        "Niet aangekomen": "52",
        "Later opnieuw": "0",
        "Te versturen": "0",
        "Wordt verstuurd": "1",
        "Niet meer nodig": "1",
        "Verstuurd": "0",
    }
    assert overview.count('class="mail"') == 12 + 1
    assert "Meer: Niet aangekomen" in overview
    assert [page.count('class="mail"') for page in (first, second)] == [50, 2]
    assert 'rel="next"' not in second
    assert "Naar het begin" in second
    keys = re.findall(r"/staff/outbox/(\w+)/resend", first + second)
    assert len(set(keys)) == 52
    assert "Van de laatste 7 dagen." in client.get("/staff/outbox?state=cancelled").text
    assert client.get("/staff/outbox?state=cancelled").text.count('class="mail"') == 1
    assert "Hier staat geen mail." in client.get("/staff/outbox?state=sent").text


@pytest.mark.parametrize(
    "query", ["state=anders", "state=dead&after=x", "after=W10", "state=dead&after=W10", f"state=dead&after={HUGE}"]
)
def test_an_address_that_nobody_made_is_refused(app: Flask, query: str) -> None:
    client = signed_in(app, Role.ADMIN)

    assert client.get(f"/staff/outbox?{query}").status_code == 400
    assert client.get("/staff/outbox?resent=x1").status_code == 200


def test_after_an_outage_all_that_died_of_it_start_again_each_with_its_line(app: Flask, session: Session) -> None:
    out = [put(session, state=MailState.DEAD, error="refused", attempt=9) for _ in range(3)]
    other = put(session, state=MailState.DEAD, error="550", attempt=1)
    client = signed_in(app, Role.ADMIN)
    page = client.get("/staff/outbox")
    assert "De mailserver nam de verbinding niet aan. (fout: refused) <strong>3 keer</strong>" in page.text
    token = csrf_of(page.text)

    done = client.post("/staff/outbox/resend", data={"csrf_token": token, "error": "refused"})
    again = client.post("/staff/outbox/resend", data={"csrf_token": token, "error": "refused"})
    odd = client.post("/staff/outbox/resend", data={"csrf_token": token, "error": "a b\x00"})

    session.rollback()
    session.expire_all()
    assert [answer.status_code for answer in (done, again, odd)] == [303, 303, 400]
    assert "3 mails vertrekken opnieuw." in client.get(done.location).text
    assert [row.state for row in (*out, other)] == [MailState.PENDING] * 3 + [MailState.DEAD]
    trail = session.exec(select(Audit.details).where(Audit.action == "outbox.resent")).all()
    assert sorted(line["mail"] for line in trail) == sorted(row.id or 0 for row in out)


def test_a_dead_mail_whose_matter_is_over_never_leaves_and_whoever_presses_is_told(
    app: Flask, session: Session
) -> None:
    over, missed = (put(session, state=MailState.DEAD, error="refused", attempt=9) for _ in range(2))
    client = signed_in(app, Role.ADMIN)
    stale = client.get("/staff/outbox").text
    messages.cancel(session, referral_id=over.referral_id, at=clock.now())
    session.commit()
    token = csrf_of(stale)

    pressed = client.post(f"/staff/outbox/{messages.line(over, None).key}/resend", data={"csrf_token": token})
    told = client.get(pressed.location).text
    all_of_them = client.post("/staff/outbox/resend", data={"csrf_token": token, "error": "refused"})

    session.rollback()
    session.expire_all()
    assert "Er vertrekt geen mail: hij is al opnieuw onderweg, of waarover hij ging, is voorbij." in told
    assert told.count("niet meer nodig: waarover hij ging, is voorbij") == 1
    assert re.findall(r"/staff/outbox/(\w+)/resend", told) == [messages.line(missed, None).key]
    assert "(fout: refused) <strong>1 keer</strong>" in told
    assert "1 mail vertrekt opnieuw." in client.get(all_of_them.location).text
    assert (over.state, missed.state) == (MailState.DEAD, MailState.PENDING)
    assert len(session.exec(select(Audit).where(Audit.action == "outbox.resent")).all()) == 1


def test_the_page_says_who_sends_and_what_recurs_when(app: Flask, session: Session) -> None:
    now = clock.now()
    client = signed_in(app, Role.TEAM_LEAD)
    assert "Er draait geen verzender." in client.get("/staff/outbox").text
    messages.beat(session, "worker:fris", at=now)
    messages.beat(session, "worker:stil", at=now - timedelta(minutes=2))
    session.add(Schedule(name="digest", next_at=now - timedelta(hours=1)))
    session.add(Schedule(name="recompute", next_at=now + timedelta(hours=1), done_at=now))
    session.commit()

    page = " ".join(re.sub(r"<[^>]+>", " ", client.get("/staff/outbox").text).split())

    assert re.search(r"Verzender fris, gezien [^V]+ werkt Verzender stil, gezien [^W]+ reageert niet", page)
    assert re.search(r"Mail: overzichten te laat nog niet gedaan · volgende", page)
    assert re.search(r"Niveaus en termijnen opnieuw berekenen laatst", page)


def test_every_recurring_job_has_words() -> None:
    assert {job.name for job in JOBS} == set(mail_words.JOBS)


def test_pages_of_the_outbox_and_figures_read_one_index(session: Session) -> None:
    since = clock.now()
    seen = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: seen.append(given[2:4]))
    outgoing.page(session, MailState.SENT, since=since)
    outgoing.page(session, MailState.DEAD, since=since, after=(since, 7))
    messages.figures(session, since=since)

    selects = [given for given in seen if given[0].startswith("SELECT")]
    for statement, values in selects:
        plan = plan_of(session, statement, values)
        assert "ix_outbox_" in plan, (statement, plan)
        assert "SCAN outbox\n" not in plan


def plan_of(session: Session, statement: str, values: Any) -> str:
    """How the database reads this; PostgreSQL is kept from reading a table that is nearly empty as a whole."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        session.execute(sa.text("SET LOCAL enable_seqscan = off"))
    explain = f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{statement}"
    return "\n".join(str(row[-1]) for row in session.connection().exec_driver_sql(explain, values)) + "\n"


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
