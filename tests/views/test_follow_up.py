"""What a reporter sees behind the mailed link: one page for all that professional secrecy covers, to the byte."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlmodel import Session, SQLModel

from portal import clock, config, tokens
from portal.domain.vocabulary import CaseStatus
from portal.models import Referral
from tests.factories import A_DAY, make_case
from tests.follow import PATHS, Desk

pytestmark = pytest.mark.usefixtures("monday")
IN_HAND = "Een medewerker heeft uw aanmelding gelezen."


@pytest.fixture
def desk(app: Flask, session: Session) -> Desk:
    return Desk(app, session)


def test_what_secrecy_covers_is_one_page_to_the_byte(desk: Desk) -> None:
    link, seen = desk.link(), {}
    for name, path in PATHS.items():
        desk.move(*path)
        seen[name] = desk.seen(link)
    other = make_case(desk.session)
    desk.move(CaseStatus.RECEIVED, joined_to_id=other.id)
    seen["joined"] = desk.seen(link)

    assert len({repr(page) for page in seen.values()}) == 1
    status, text, headers = seen["closed"]
    assert status == 200 and IN_HAND in text and "In behandeling" in text
    assert desk.referral.reference in text and "dossier 7" in text
    assert dict(headers)["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in dict(headers)


def test_nothing_about_the_tenant_stands_on_it(desk: Desk) -> None:
    desk.move(*PATHS["closed"], outcome="declined")
    _, text, headers = desk.seen(desk.link())

    for word in ("Testers", "Fatima", "Voorbeeldstraat", "2800", "0470", "Geheim", "declined", "Jan Verhuurder"):
        assert word not in text + repr(headers)


def test_what_was_not_read_yet_is_received(desk: Desk) -> None:
    desk.move()

    assert "Ontvangen" in desk.seen(desk.link())[1]
    assert IN_HAND not in desk.seen(desk.link())[1]


def test_only_the_reporter_who_was_asked_sees_a_question(desk: Desk) -> None:
    asked = (CaseStatus.IN_TRIAGE, CaseStatus.WAITING_FOR_REPORTER)
    desk.move(*asked, asked_reference="CCCC-CCCC-C", question="Geheime vraag")
    not_asked = desk.seen(desk.link())
    desk.move(CaseStatus.IN_TRIAGE)
    assert desk.seen(desk.link()) == not_asked

    desk.move(*asked, asked_reference=desk.referral.reference, question="Geheime vraag")

    text = desk.seen(desk.link())[1]
    assert "We hebben een vraag voor u" in text


def test_outside_is_told_only_to_who_gave_such_an_address(desk: Desk) -> None:
    outside = (CaseStatus.IN_TRIAGE, CaseStatus.OUT_OF_AREA)
    desk.move(*outside)
    assert "Niet bevoegd" not in desk.seen(desk.link())[1]
    assert IN_HAND in desk.seen(desk.link())[1]

    desk.referral.postcode = "9000"
    desk.session.commit()

    assert "Niet bevoegd: adres buiten het werkingsgebied" in desk.seen(desk.link())[1]


def test_on_the_closing_day_it_is_handled_whatever_happened(desk: Desk) -> None:
    seen = set()
    with time_machine.travel(datetime(2027, 2, 20, 12, tzinfo=UTC)):
        assert "Afgehandeld" not in desk.seen(desk.link())[1]
    with time_machine.travel(datetime(2027, 2, 21, 0, 30, tzinfo=clock.BRUSSELS)):
        link = desk.link()
        for path in ((), *PATHS.values(), (CaseStatus.IN_TRIAGE, CaseStatus.OUT_OF_AREA)):
            desk.move(*path)
            seen.add(repr(desk.seen(link)))

    assert len(seen) == 1 and "Afgehandeld" in seen.pop()


def test_a_wrong_an_old_and_a_revoked_link_are_one_page(desk: Desk) -> None:
    right = desk.link()
    body, _, signature = right.rpartition(".")
    with time_machine.travel(datetime(2025, 1, 1, tzinfo=UTC)):
        old = desk.link()
    with desk.app.app_context():
        keys = config.settings().secret_keys
        another_purpose = "/follow/" + tokens.sign(keys, "receipt", desk.referral.follow_key)
        of_nobody = "/follow/" + tokens.sign(keys, "follow", "0" * 32)
    wrong = [body + "." + signature[::-1], right + "=", right[:-1], "/follow/x", "/follow/" + "é" * 30]
    wrong += [old, another_purpose, of_nobody, "/follow/" + desk.referral.follow_key]
    assert desk.seen(right)[0] == 200
    seen = {repr(desk.seen(link)) for link in wrong}
    desk.referral.follow_key = "f" * 32
    desk.session.commit()
    seen.add(repr(desk.seen(right)))

    assert len(seen) == 1
    assert desk.seen(right)[0] == 404
    assert "Deze link werkt niet" in desk.seen(right)[1]
    assert desk.seen(desk.link())[0] == 200


def test_looking_writes_nothing(desk: Desk) -> None:
    def everything() -> list[list[Any]]:
        desk.session.rollback()
        return [list(desk.session.execute(sa.select(table))) for table in SQLModel.metadata.sorted_tables]

    before = everything()
    pages = ("", "/answer", "/fact", "/fact/hearing", "/correct", "/withdraw", "/thanks")
    for link in (*(desk.link() + page for page in pages), "/follow/x", "/follow", "/follow/mailed"):
        assert desk.client.get(link).status_code == desk.client.head(link).status_code

    assert everything() == before
    assert desk.client.post(desk.link()).status_code in (400, 405)


def test_the_address_is_not_passed_on(desk: Desk) -> None:
    for link in (desk.link(), "/follow/x"):
        assert dict(desk.seen(link)[2])["Referrer-Policy"] == "strict-origin"


def test_a_withdrawn_report_says_so(desk: Desk) -> None:
    desk.referral.withdrawn_at = A_DAY + timedelta(hours=1)
    desk.session.commit()

    assert "U trok uw aanmelding in" in desk.seen(desk.link())[1]
    assert isinstance(desk.session.get(Referral, desk.referral.id), Referral)
