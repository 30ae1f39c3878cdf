"""The accounts of the team, as a team lead and an admin meet them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from portal import clock, config
from portal.domain.vocabulary import CaseStatus, Role
from portal.models import Account, Audit, Case, Outbox
from portal.notify import letters
from tests import pages, people
from tests.factories import make_case
from tests.notify import golden

pytestmark = pytest.mark.usefixtures("monday")
NEW = "gordijn sleutel maan 7"
R = Role


class Team:
    """A team lead, an admin and a worker, each in a browser of their own."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.app, self.session = app, session
        self.lead = people.make_account(session, email="lea@portaal.example", name="Lea Lens", role=R.TEAM_LEAD)
        self.admin = people.make_account(session, email="ada@portaal.example", name="Ada Bos", role=R.ADMIN)
        self.worker = people.make_account(session)
        self.by_lead, self.by_admin, self.by_worker = (
            people.browser_of(app, account) for account in (self.lead, self.admin, self.worker)
        )

    def page_of(self, client: FlaskClient, account: Account) -> str:
        return pages.read(client.get("/staff/accounts").text).links[account.name]

    def post(self, client: FlaskClient, account: Account, what: str, **typed: str) -> TestResponse:
        """Open the page of an account, and press or send one of its forms, whether it is there or not."""
        at = self.page_of(client, account)
        page = client.get(at).text
        carried = {"csrf_token": people.csrf_of(page), "version": self.version(page)}
        return client.post(f"{at}/{what}", data={**carried, **typed})

    @staticmethod
    def version(page: str) -> str:
        found = re.search(r'name="version" value="([^"]+)"', page)
        return found[1] if found else ""

    def now(self, account: Account) -> Account:
        self.session.rollback()
        return self.session.get_one(Account, account.id, populate_existing=True)

    def trail(self) -> list[str]:
        self.session.rollback()
        return [
            row.action for row in self.session.exec(select(Audit).order_by("id")) if not row.action.startswith("case.")
        ]


@pytest.fixture
def team(app: Flask, session: Session) -> Team:
    return Team(app, session)


def test_a_colleague_is_invited_by_mail_and_again_until_a_password_is_chosen(team: Team) -> None:
    typed = {"name": "Nora Novak", "email": "Nora@Portaal.example", "role": "intake_worker", "team": " Noord  1 "}
    made = people.send(team.by_lead, "/staff/accounts/new", **typed)
    nora = team.session.exec(select(Account).where(Account.email == "nora@portaal.example")).one()
    listed = pages.read(team.by_lead.get("/staff/accounts").text)
    assert (made.status_code, made.location) == (303, listed.links["Nora Novak"])
    assert (nora.team, nora.role, nora.password_hash) == ("Noord 1", R.INTAKE_WORKER, None)
    assert "uitgenodigd" in listed.text

    again = team.post(team.by_lead, nora, "invitation")
    team.session.rollback()
    first, second = team.session.exec(select(Outbox).order_by(col(Outbox.id))).all()
    with team.app.app_context():
        own, site = config.settings(), config.site()
        mails = [golden.read(letters.render(row, settings=own, site=site)) for row in (first, second)]
    texts = [str(mail.get_body(("plain",)).get_content()) for mail in mails]  # type: ignore[union-attr]
    old, link = (re.findall(r"/staff/invite/\S+", text)[0] for text in texts)

    client = team.app.test_client()
    assert (again.status_code, first.to_addr, first.context) == (303, nora.email, {"account": f"{nora.id}.0"})
    assert [client.get(place).status_code for place in (old, link)] == [410, 200]
    assert all("Nora" not in text and "Novak" not in text for text in texts)
    assert people.send(client, link, password=NEW, repeated=NEW).status_code == 303
    assert team.post(team.by_lead, nora, "invitation").status_code == 422
    assert team.trail() == ["account.created", "account.invited", "account.invited", "invite.accepted"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "Nora\nNovak"}, "name"),
        ({"email": "nora"}, "email"),
        ({"email": people.ADDRESS}, "email"),
        ({"role": ""}, "role"),
        ({"role": "admin"}, "role"),
        ({"role": "koning"}, "role"),
        ({"team": "x" * 61}, "team"),
        ({"team": "a\nb"}, "team"),
        ({"team": "Noord 93.05.18-223.61"}, "team"),
    ],
)
def test_what_is_wrong_in_an_invitation_is_said_at_its_field_and_nothing_typed_is_lost(
    team: Team, typed: dict[str, str], field: str
) -> None:
    right = {"name": "Nora Novak", "email": "nora@portaal.example", "role": "intake_worker", "team": "Noord"}

    answer = people.send(team.by_lead, "/staff/accounts/new", **{**right, **typed})

    page = pages.read(answer.text)
    assert (answer.status_code, [name.removesuffix("-0") for name in page.summary]) == (422, [field])
    assert page.value("email") == {**right, **typed}["email"]
    assert team.session.exec(select(Outbox)).all() == []


def test_an_invitation_that_was_left_empty_says_all_that_is_missing(team: Team) -> None:
    answer = people.send(team.by_lead, "/staff/accounts/new", name="", email="", role="", team="")

    assert answer.status_code == 422
    assert {name.removesuffix("-0") for name in pages.read(answer.text).summary} == {"name", "email", "role"}


def test_closing_an_account_signs_out_at_once_and_it_can_be_opened_again(team: Team) -> None:
    work = make_case(team.session, claimed_by_id=team.worker.id, status=CaseStatus.IN_TRIAGE)
    team.session.commit()
    assert team.by_worker.get("/staff/queue").status_code == 200
    page = team.by_lead.get(team.page_of(team.by_lead, team.worker)).text
    assert ("1 open dossier" in page, "op 1 toestel ingelogd" in page, work.reference in page) == (True, True, False)
    assert "Ja, sluit dit account" in page

    assert team.post(team.by_lead, team.worker, "disable").status_code == 303
    closed = team.by_lead.get("/staff/accounts").text
    refused = team.by_worker.get("/staff/queue").location, _sign_in(team.app).status_code
    assert team.post(team.by_lead, team.worker, "enable").status_code == 303

    assert "nu niet ingelogd" in closed
    assert ("gesloten" in closed, refused) == (True, ("/staff/login?next=/staff/queue", 422))
    assert (team.by_worker.get("/staff/queue").status_code, _sign_in(team.app).status_code) == (303, 303)
    assert team.trail()[:2] == ["account.disabled", "signin.refused"]
    assert [team.now(team.worker).epoch, team.trail()[2]] == [1, "account.enabled"]


def test_sessions_end_on_demand_and_with_another_role(team: Team) -> None:
    assert team.by_worker.get("/staff/queue").status_code == 200
    assert team.post(team.by_lead, team.worker, "sessions").status_code == 303
    assert team.by_worker.get("/staff/queue").status_code == 303

    again = people.browser_of(team.app, team.now(team.worker))
    assert again.get("/staff/queue").status_code == 200
    assert team.post(team.by_admin, team.worker, "change", role="auditor", team="").status_code == 303

    assert again.get("/staff/queue").status_code == 303
    assert team.now(team.worker).role is R.AUDITOR
    assert team.trail() == ["signout.all", "account.role"]


def test_open_cases_follow_their_owner_s_team_and_closed_ones_keep_theirs(team: Team) -> None:
    mine = make_case(team.session, claimed_by_id=team.worker.id, status=CaseStatus.IN_TRIAGE, team="Noord")
    over = make_case(team.session, claimed_by_id=team.worker.id, status=CaseStatus.CLOSED, team="Noord")
    other = make_case(team.session, claimed_by_id=team.lead.id, status=CaseStatus.IN_TRIAGE, team="Noord")
    team.session.commit()
    version = mine.version

    assert team.post(team.by_lead, team.worker, "change", role="intake_worker", team="Zuid").status_code == 303

    team.session.rollback()
    labels = [team.session.get_one(Case, case.id, populate_existing=True).team for case in (mine, over, other)]
    assert (labels, mine.version) == (["Zuid", "Noord", "Noord"], version + 1)
    assert team.by_worker.get("/staff/queue").status_code == 200
    assert team.trail() == ["account.team"]


def test_nobody_closes_or_demotes_oneself_and_a_team_lead_leaves_admins_alone(team: Team) -> None:
    auditor = people.make_account(team.session, email="theo@portaal.example", name="Theo Toets", role=R.AUDITOR)
    tried = [
        team.post(team.by_lead, team.lead, "disable"),
        team.post(team.by_lead, team.lead, "change", role="intake_worker", team=""),
        team.post(team.by_admin, team.admin, "disable"),
        team.post(team.by_admin, team.admin, "change", role="intake_worker", team=""),
        team.post(team.by_lead, team.worker, "change", role="admin", team=""),
        *(
            team.post(team.by_lead, one, what, role="intake_worker", team="", away_until="")
            for one in (team.admin, auditor)
            for what in ("disable", "enable", "change", "sessions", "away", "invitation")
        ),
    ]

    assert {answer.status_code for answer in tried} == {422}
    assert all('id="error-summary"' in answer.text for answer in tried)
    assert team.trail() == []
    assert team.post(team.by_lead, team.lead, "change", role="team_lead", team="Zuid").status_code == 303
    assert team.post(team.by_admin, auditor, "disable").status_code == 303
    team.by_admin.get("/staff/accounts")
    assert [team.by_worker.get(place).status_code for place in ("/staff/accounts", "/staff/accounts/new")] == [403] * 2


def test_a_page_that_shows_an_older_account_is_told_so_and_keeps_what_was_typed(team: Team) -> None:
    at = team.page_of(team.by_lead, team.worker)
    page = team.by_lead.get(at).text
    carried = {"csrf_token": people.csrf_of(page), "version": Team.version(page)}
    assert team.post(team.by_admin, team.worker, "away", away_until="27/11/2026").status_code == 303

    stale = team.by_lead.post(f"{at}/change", data={**carried, "role": "team_lead", "team": "Zeilers"})
    without = team.by_lead.post(f"{at}/disable", data={"csrf_token": carried["csrf_token"]})

    assert (stale.status_code, "Zeilers" in stale.text, 'name="team"' in stale.text) == (409, True, False)
    assert (without.status_code, team.now(team.worker).role) == (409, R.INTAKE_WORKER)
    assert [team.by_lead.get(f"/staff/accounts/{key}").status_code for key in ("x", "0" * 20, "%ff")] == [404] * 3


def test_an_absence_is_noted_by_oneself_or_by_a_team_lead(team: Team) -> None:
    own = people.send(team.by_worker, "/staff/away", "/staff/", away_until="4/12/2026")
    assert (own.status_code, team.now(team.worker).away_until) == (303, date(2026, 12, 4))
    assert 'value="04/12/2026"' in team.by_worker.get("/staff/").text
    assert "afwezig tot en met 04/12/2026" in team.by_lead.get("/staff/accounts").text

    assert team.post(team.by_lead, team.worker, "away", away_until=" ").status_code == 303
    assert team.now(team.worker).away_until is None
    last = (clock.today() + timedelta(days=366)).strftime("%d/%m/%Y")
    assert people.send(team.by_worker, "/staff/away", "/staff/", away_until=last).status_code == 303
    assert team.trail() == ["account.away"] * 3


@pytest.mark.parametrize("typed", ["22/11/2026", "25/11/2027", "31/02/2027", "morgen", "x" * 999])
def test_a_day_that_cannot_end_an_absence_is_pointed_out(team: Team, typed: str) -> None:
    own = people.send(team.by_worker, "/staff/away", "/staff/", away_until=typed)
    lead = team.post(team.by_lead, team.worker, "away", away_until=typed)

    for answer in (own, lead):
        page = pages.read(answer.text)
        assert (answer.status_code, page.summary, page.value("away_until")) == (422, ["away-until"], typed)
    assert team.now(team.worker).away_until is None


def _sign_in(app: Flask) -> TestResponse:
    return people.send(app.test_client(), "/staff/login", email=people.ADDRESS, password=people.PASSWORD, next="")
