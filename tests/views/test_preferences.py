"""Choosing one's mails: what each role is offered, what is kept, what is refused, and who hears of a U0."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlmodel import Session, select

from portal.domain.vocabulary import Role
from portal.models import Account, MailState, Preference
from portal.notify import outbox, telling
from portal.notify.notices import Notice
from portal.views.preferences import LISTS
from tests import pages, people
from tests.factories import A_DAY, make_account

OWN = "/staff/notices"
DUTY = "wacht@portaal.example"


def test_choices_are_offered_by_role_kept_and_shown_again(app: Flask, session: Session) -> None:
    lead = people.signed_in(app, Role.TEAM_LEAD)
    page = pages.read(lead.get(OWN).text)
    assert page.value("way_unclaimed") == "at_once"
    assert page.value("way_terms") == "digest"
    assert page.value("way_new_referral") == "none"

    everything = {**_as_shown(Role.TEAM_LEAD), "language": "fr", "way_new_referral": "digest"}
    kept = people.send(lead, OWN, OWN, **everything)
    assert (kept.status_code, kept.location) == (303, f"{OWN}?kept=yes")
    session.expire_all()
    assert [(row.notice, row.how) for row in session.exec(select(Preference))] == [("new_referral", "digest")]
    assert session.exec(select(Account.language)).one() == "fr"
    again = pages.read(lead.get(kept.location).text)
    assert (again.value("way_new_referral"), again.value("language")) == ("digest", "fr")
    assert "Uw keuze is bewaard." in again.text

    stale = lead.post(OWN, data={**everything, "csrf_token": "oud"})
    assert stale.status_code == 400
    assert {name: value for name, value in pages.read(stale.text).hidden if name in everything} == everything
    for wrong in ({"way_acute": "digest"}, {"way_unclaimed": "never"}, {"language": "de"}, {"way_terms": ""}):
        refused = people.send(lead, OWN, OWN, **{**everything, **wrong})
        assert refused.status_code == 422, wrong
        assert pages.read(refused.text).errors
    assert "way_unclaimed" not in people.signed_in(app, Role.INTAKE_WORKER).get(OWN).text
    assert set(_fields(people.signed_in(app, Role.ADMIN).get(OWN).text)) == {"dead_letters"}


def test_a_list_comes_in_a_mail_of_its_own_and_news_at_once(app: Flask) -> None:
    shown = pages.read(people.signed_in(app, Role.TEAM_LEAD).get(OWN).text).text

    assert shown.count("In een aparte mail") == len(LISTS)
    assert shown.count("Meteen") == len(telling.OFFERED[Role.TEAM_LEAD]) - len(LISTS)


def test_who_is_offered_no_mails_is_told_so(app: Flask) -> None:
    auditor, worker = people.signed_in(app, Role.AUDITOR), people.signed_in(app, Role.INTAKE_WORKER)

    assert "Voor uw rol zijn er geen e-mails om te kiezen." in auditor.get(OWN).text
    assert "Voor uw rol" not in worker.get(OWN).text
    assert "Uw rol opent hier alleen uw account en uw taal." in auditor.get("/staff/").text
    assert "Uw rol opent hier" not in worker.get("/staff/").text
    assert ["Afwezig" in client.get("/staff/").text for client in (auditor, worker)] == [False, True]


def test_the_mailbox_of_the_team_has_choices_of_its_own_beside_who_hears_of_a_u0(app: Flask, session: Session) -> None:
    lead = people.signed_in(app, Role.TEAM_LEAD)
    asked = make_account(session, name="Karim Testers", password_hash="x")
    make_account(session, name="Lies Testers", role=Role.TEAM_LEAD, password_hash="x")
    session.add(Preference(receiver=f"account:{asked.id}", notice=Notice.ACUTE, how="at_once"))
    session.commit()
    assert f"De mailbox van de wacht: {DUTY}." in pages.read(lead.get(OWN).text).text
    assert "wacht" not in pages.read(people.signed_in(app, Role.INTAKE_WORKER).get(OWN).text).text
    page = pages.read(lead.get(f"{OWN}/team").text)
    assert f"De mailbox van de wacht: {DUTY}." in page.text
    assert "Karim Testers" in page.text
    assert "kwam niet aan" not in page.text
    for minute, state in enumerate((MailState.SENT, MailState.DEAD)):
        at = A_DAY + timedelta(minutes=minute)
        context: dict[str, Any] = {"reference": "CDFH-JKMN-P", "level": 0, "due_on": A_DAY}
        outbox.put(session, Notice.ACUTE, to=DUTY, at=at, domain="portaal.example", **context).state = state
    session.commit()
    failing = lead.get(f"{OWN}/team").text
    assert "kwam niet aan" in failing
    assert "tot die mailbox weer e-mail krijgt" not in failing
    session.delete(session.get_one(Preference, (f"account:{asked.id}", Notice.ACUTE)))
    session.commit()
    assert "Lies Testers, tot die mailbox weer e-mail krijgt." in pages.read(lead.get(f"{OWN}/team").text).text

    given = {**_as_shown(telling.TEAM), "way_due_today": "none"}
    assert people.send(lead, f"{OWN}/team", f"{OWN}/team", **given).status_code == 303
    stored = session.exec(select(Preference).where(Preference.receiver == "team")).one()
    assert (stored.notice, stored.how) == ("due_today", "none")


def _as_shown(kind: str) -> dict[str, Any]:
    return {f"way_{notice}": telling.usual(kind, notice).value for notice in telling.OFFERED[kind]}


def _fields(html: str) -> list[str]:
    return [part.partition('"')[0] for part in html.split(' name="way_')[1:]]
