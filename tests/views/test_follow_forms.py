"""The forms behind the mailed link: what they take and refuse, and that no answer tells what the team did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlmodel import Session, select

from portal import clock
from portal.domain.vocabulary import CaseStatus, Kind, LegalBasis, Role, Urgency
from portal.models import Case, Entry, Outbox, Referral
from tests import pages
from tests.follow import PATHS, Desk, Seen
from tests.people import signed_in
from tests.reporters import landlord_at

pytestmark = pytest.mark.usefixtures("monday")
S = CaseStatus
READ = (S.IN_TRIAGE,)
STATES: dict[str, tuple[S, ...]] = {
    "received": (),
    "contacting": (S.IN_TRIAGE, S.CONTACTING),
    "waits for another": (S.IN_TRIAGE, S.WAITING_FOR_REPORTER),
    "out of area": (S.IN_TRIAGE, S.OUT_OF_AREA),
    **PATHS,
}
FACTS: dict[str, dict[str, str]] = {
    "hearing": {"date": "25/11/2026", "time": "9u45"},
    "judgment": {"date": "", "result": "conditional"},
    "served": {"date": "20/11/2026"},
    "eviction-date": {"date": "2026-12-20"},
    "arrears": {"amount": "1.400,50", "months": ""},
    "plan-agreed": {},
    "plan-broken": {},
    "moved": {"date": ""},
}
WRONG: tuple[tuple[str, dict[str, str], tuple[str, ...]], ...] = (
    ("fact/hearing", {"date": "", "time": "half tien"}, ("date", "time")),
    ("fact/hearing", {"date": "31/02/2026"}, ("date",)),
    ("fact/served", {"date": "24/11/2026"}, ("date",)),
    ("fact/eviction-date", {"date": "morgen"}, ("date",)),
    ("fact/arrears", {"amount": "", "months": ""}, ("amount",)),
    ("fact/arrears", {"amount": "1e9", "months": "veel"}, ("amount", "months")),
    ("fact/judgment", {"result": "gewonnen"}, ("result",)),
    ("correct", {"words": " "}, ("words",)),
    ("correct", {"words": "x" * 1001}, ("words",)),
    ("correct", {"words": "Zijn nummer is 85.07.30-033 28"}, ("words",)),
    ("answer", {"words": ""}, ("words",)),
    ("correct", {"words": "Huis\0nummer 14"}, ("words",)),
    ("fact/hearing", {"date": "25/11/2026\0", "time": "9u45"}, ("date",)),
)
WRITING = ("correct", "withdraw")
PAGES = ("answer", "fact", "fact/hearing", "correct", "withdraw")


@pytest.fixture
def desk(app: Flask, session: Session) -> Desk:
    return Desk(app, session)


def test_no_page_and_no_answer_tells_what_the_team_did(desk: Desk) -> None:
    link, seen = desk.link(), set()
    for path in STATES.values():
        desk.move(*path, asked_reference="CCCC-CCCC-C", question="Geheime vraag")
        seen.add(repr([*_everything(desk, link)]))
        desk.session.refresh(desk.referral)
        desk.referral.withdrawn_at = None
        desk.session.commit()

    assert len(seen) == 1
    told = seen.pop()
    assert "Geheim" not in told and "Testers" not in told and "Voorbeeldstraat" not in told
    assert told.count("(303, ") == 5 and told.count("(422, ") == 2 and told.count("(410, ") == 2


def _everything(desk: Desk, link: str) -> list[Seen]:
    posted: tuple[tuple[str, dict[str, str]], ...] = (
        ("fact/hearing", {"date": ""}),
        ("fact/hearing", FACTS["hearing"]),
        ("correct", {"words": "Mijn IBAN is BE68 5390 0754 7034"}),
        ("correct", {"words": "Het is huisnummer 14."}),
        ("answer", {"words": "Huisnummer 14."}),
        ("confirm", {}),
        ("withdraw", {}),
        ("correct", {"words": "Het is huisnummer 14."}),
        ("withdraw", {}),
    )
    return [desk.seen(f"{link}/{page}") for page in PAGES] + [desk.seen(f"{link}/{at}", typed) for at, typed in posted]


def test_every_fact_lands_and_leads_to_a_thank_you_that_shows_nothing_of_it(desk: Desk) -> None:
    link = desk.link()
    choices = pages.read(desk.client.get(f"{link}/fact").text).links.values()
    assert [url for url in choices if "/fact/" in url] == [f"{link}/fact/{slug}" for slug in FACTS]

    for slug, typed in FACTS.items():
        form = pages.read(desk.client.get(f"{link}/fact/{slug}").text)
        assert {*typed} <= form.names, slug
        answer = desk.client.post(f"{link}/fact/{slug}", data={**desk.token, **typed})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{link}/thanks"), slug

    kept = [entry for entry in _entries(desk) if entry.what == "fact"]
    assert [entry.data["fact"] for entry in kept] == [slug.replace("-", "_") for slug in FACTS]
    assert {entry.data["referral"] for entry in kept} == {desk.referral.reference}
    assert kept[0].data | {"date": "2026-11-25", "time": "09:45"} == kept[0].data
    assert kept[4].data["amount"] == "1400.50"
    thanks, page = desk.client.get(f"{link}/thanks").text, desk.client.get(f"{link}/fact/hearing").text
    assert "25/11" not in thanks and "9u45" not in thanks + page and pages.read(page).value("date") == ""


def test_what_is_wrong_comes_back_as_typed_and_stores_nothing(desk: Desk) -> None:
    link, before = desk.link(), len(_entries(desk))
    for at, typed, fields in WRONG:
        answer = desk.client.post(f"{link}/{at}", data={**desk.token, **typed})

        page = pages.read(answer.text)
        assert (answer.status_code, page.summary, tuple(page.errors)) == (422, [*fields], fields), (at, typed)
        assert page.title.startswith("Fout: ")
        assert {name: page.value(name) for name in typed if name != "result"} == {
            name: value for name, value in typed.items() if name != "result"
        }, at

    assert len(_entries(desk)) == before


def test_a_text_that_better_stays_away_is_warned_about_once(desk: Desk) -> None:
    link, typed = desk.link(), {"words": "Hij is depressief. Stort op BE68 5390 0754 7034."}
    answer = desk.client.post(f"{link}/correct", data={**desk.token, **typed})
    page = pages.read(answer.text)
    assert answer.status_code == 422
    assert "depressief" in page.errors["words"] and "rekeningnummer" in page.errors["words"]

    kept = desk.client.post(f"{link}/correct", data={**desk.token, **typed, "kept": dict(page.hidden)["kept"]})

    assert kept.status_code == 303
    assert _entries(desk)[-1].data["text"] == typed["words"]


def test_an_asked_reporter_answers_on_the_page_and_the_question_is_gone(desk: Desk) -> None:
    link = desk.link()
    waiting = {"asked_reference": desk.referral.reference, "question": "Welk huisnummer?", "came_from": S.CONTACTING}
    desk.move(S.IN_TRIAGE, S.CONTACTING, S.WAITING_FOR_REPORTER, **waiting)
    page = pages.read(desk.client.get(link).text)
    assert "Welk huisnummer?" in page.text and "Welk huisnummer?" in desk.client.get(f"{link}/answer").text
    assert "Welk huisnummer?" in desk.client.post(f"{link}/answer", data=desk.token).text

    answer = desk.client.post(page.actions[0], data={**desk.token, "words": "Nummer 14."})

    assert answer.headers["Location"] == f"{link}/thanks"
    assert (_case(desk).status, _case(desk).question) == (S.CONTACTING, None)
    text = desk.client.get(link).text
    assert "Welk huisnummer?" not in text and "Nummer 14." not in text and "In behandeling" in text


def test_a_question_is_mailed_to_the_one_who_is_asked_without_its_words(app: Flask, desk: Desk) -> None:
    desk.move(S.IN_TRIAGE)
    staff, address = signed_in(app, Role.INTAKE_WORKER), f"/staff/cases/{desk.referral.reference}"
    carried = dict(pages.read(staff.get(address).text).hidden)
    typed = {**carried, "to": "waiting_for_reporter", "question": "Welk huisnummer?"}
    refused = staff.post(f"{address}/move", data=typed)
    assert refused.status_code == 422 and f'action="{address}/question"' in refused.text
    assert "Een vraag stelt u op de pagina" in refused.text and "Welk huisnummer?" in refused.text
    assert _case(desk).status is S.IN_TRIAGE

    assert staff.post(f"{address}/question/send", data={**typed, "to": ""}).status_code == 303

    desk.session.rollback()
    mail = desk.session.exec(select(Outbox)).one()
    assert (mail.notice, mail.to_addr, mail.referral_id) == ("question", "jan@verhuurder.example", desk.referral.id)
    assert mail.context == {"reference": desk.referral.reference, "follow": desk.referral.follow_key}
    assert "Welk huisnummer?" in desk.client.get(desk.link()).text


def test_a_withdrawn_report_stays_with_the_team_and_offers_nothing_more(app: Flask, desk: Desk) -> None:
    link = desk.link()
    desk.move(S.IN_TRIAGE, S.ASSIGNED)
    assert "ongedaan" in desk.client.get(f"{link}/withdraw").text
    assert _case(desk).new_fact is False

    answer = desk.client.post(f"{link}/withdraw", data=desk.token)

    assert (answer.status_code, answer.headers["Location"]) == (303, link)
    assert "U trok uw aanmelding in" in desk.client.get(link).text
    assert _case(desk).new_fact is True
    staff = signed_in(app, Role.INTAKE_WORKER)
    assert desk.referral.reference in staff.get("/staff/queue").text
    page = pages.read(staff.get(f"/staff/cases/{desk.referral.reference}").text).text
    assert "ingetrokken door de melder" in page and "Aanmelding ingetrokken door de melder" in page
    assert "Testers" in page


def test_staff_read_in_words_who_added_what_and_that_nobody_confirmed(app: Flask, desk: Desk) -> None:
    link, staff = desk.link(), signed_in(app, Role.INTAKE_WORKER)
    desk.move(unverified=True)
    address = f"/staff/cases/{desk.referral.reference}"
    assert "Melder niet bevestigd." in staff.get("/staff/queue").text
    assert "melder niet bevestigd" in staff.get(address).text

    desk.client.post(f"{link}/confirm", data=desk.token)
    desk.client.post(f"{link}/fact/hearing", data={**desk.token, **FACTS["hearing"]})
    desk.client.post(f"{link}/correct", data={**desk.token, "words": "Het is huisnummer 14."})

    page = pages.read(staff.get(address).text).text
    for line in ("Aanmelding bevestigd", "Nieuw feit: Zitting", "Verbetering", "Het is huisnummer 14.", "09:45"):
        assert line in page
    assert page.count(f"de melder van {desk.referral.reference}") == 3
    assert "niet bevestigd" not in page and "Melder niet bevestigd." not in staff.get("/staff/queue").text


def test_what_is_sent_on_the_web_is_confirmed_behind_the_mailed_link_alone(app: Flask, session: Session) -> None:
    landlord = landlord_at(app, "check")
    landlord.press({})
    assert session.exec(select(Case)).one().unverified is True
    receipt = session.exec(select(Outbox).where(Outbox.notice == "receipt")).one()
    session.rollback()
    referral = session.exec(select(Referral)).one()
    assert receipt.context["follow"] == referral.follow_key
    landlord.kind = ""
    landlord.open(landlord.page.links["Volg uw aanmelding op uw eigen pagina"])

    landlord.press({})

    assert "Dank u" in landlord.page.title
    session.rollback()
    session.expire_all()
    assert session.exec(select(Case)).one().unverified is False
    assert session.exec(select(Referral)).one().verified_at is not None
    assert "Dit is mijn aanmelding" not in landlord.open(landlord.page.links["Naar uw aanmelding"]).text


def test_on_the_closing_day_every_form_is_over_whatever_is_sent(desk: Desk) -> None:
    link = desk.link()
    with time_machine.travel(datetime(2027, 2, 20, 23, 30, tzinfo=clock.BRUSSELS)):
        desk.token = _fresh_token(desk)
        assert desk.seen(f"{link}/correct", {"words": "Nummer 14."})[0] == 303
    with time_machine.travel(datetime(2027, 2, 21, 0, 30, tzinfo=clock.BRUSSELS)):
        desk.token = _fresh_token(desk)
        seen = {}
        for name, path in {"received": (), "read": READ, "closed": PATHS["closed"]}.items():
            desk.move(*path)
            seen[name] = [desk.seen(f"{link}/{page}") for page in PAGES]
            seen[name] += [desk.seen(f"{link}/{at}", {"words": "x"}) for at in ("answer", "correct", "withdraw")]
            seen[name] += [desk.seen(f"{link}/fact/{at}", {"date": "?"}) for at in ("moved", "hearing")]
            seen[name] += [desk.seen(f"{link}/confirm", {})]

    assert seen["received"] == seen["read"] == seen["closed"]
    assert {status for status, _, _ in seen["read"]} == {410}


def test_a_link_for_something_else_and_a_form_of_somebody_else_do_nothing(desk: Desk) -> None:
    link, before = desk.link(), len(_entries(desk))
    wrong = {
        repr(desk.seen(f"{bad}/{at}", {"words": "x"})) for bad in _wrong_links(desk) for at in ("correct", "withdraw")
    }
    stolen = desk.client.post(f"{link}/withdraw", data={"csrf_token": "x"})

    assert len(wrong) == 1 and wrong.pop().startswith("(404, ")
    assert stolen.status_code == 400
    assert desk.client.post(f"{link}/fact/petition", data=desk.token).status_code == 404
    assert desk.client.get(f"{link}/fact/eviction_date").status_code == 404
    assert len(_entries(desk)) == before
    assert desk.session.get_one(Referral, desk.referral.id).withdrawn_at is None


def test_a_tenant_is_offered_the_facts_in_the_first_person(desk: Desk) -> None:
    columns = {"kind": Kind.TENANT, "legal_basis": LegalBasis.SELF}
    desk.session.execute(sa.update(Referral).values(columns))
    desk.session.commit()

    text = desk.client.get(f"{desk.link()}/fact").text

    assert "Ik ben verhuisd" in text and "De huurder is verhuisd" not in text


def test_a_fact_raises_the_level_at_once(desk: Desk) -> None:
    assert _case(desk).level is Urgency.U3

    desk.client.post(f"{desk.link()}/fact/eviction-date", data={**desk.token, "date": "27/11/2026"})

    assert _case(desk).level is Urgency.U0


def _wrong_links(desk: Desk) -> list[str]:
    return ["/follow/x", desk.link()[:-1], desk.link("0" * 32), desk.link(purpose="receipt")]


def _fresh_token(desk: Desk) -> dict[str, str]:
    return {"csrf_token": dict(pages.read(desk.client.get("/follow").text).hidden)["csrf_token"]}


def _entries(desk: Desk) -> list[Entry]:
    desk.session.rollback()
    return list(desk.session.exec(select(Entry).order_by(Entry.id)))  # type: ignore[arg-type]


def _case(desk: Desk) -> Any:
    desk.session.rollback()
    desk.session.expire_all()
    return desk.session.exec(select(Case)).one()


def test_what_a_reporter_makes_u0_is_told_at_once_to_whoever_is_on_duty(desk: Desk, session: Session) -> None:
    page = f"{desk.link()}/fact/hearing"
    for day, told in (("", 0), ("27/11/2026", 0), ("25/11/2026", 1), ("24/11/2026", 1)):
        desk.client.post(page, data={**desk.token, **FACTS["hearing"], "date": day})

        mails = session.exec(select(Outbox.to_addr).where(Outbox.notice == "acute")).all()
        session.rollback()
        assert len(mails) == told, day
