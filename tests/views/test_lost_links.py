"""A link that is asked for again: one answer for every address, and a mail only to one that reported."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlmodel import Session, select

from portal.models import Outbox
from tests import pages
from tests.follow import Desk, Seen

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def desk(app: Flask, session: Session) -> Desk:
    return Desk(app, session)


def test_known_and_unknown_addresses_get_one_answer(desk: Desk) -> None:
    def ask(email: str, reference: str = "") -> list[Seen]:
        asked = desk.seen("/follow", {"email": email, "reference": reference})
        return [asked, desk.seen(dict(asked[2])["Location"])]

    known = ask("jan@verhuurder.example")
    answers = [known, ask("piet@verhuurder.example"), ask("jan@verhuurder.example", desk.referral.reference)]
    answers.append(ask("piet@verhuurder.example", desk.referral.reference))

    assert len({repr(answer) for answer in answers}) == 1
    assert [part[0] for part in known] == [303, 200]
    assert [mail.to_addr for mail in _mails(desk)] == ["jan@verhuurder.example"] * 2


def test_the_mailed_link_opens_the_page_and_the_old_one_still_does(desk: Desk) -> None:
    old = desk.link()
    desk.seen("/follow", {"email": "jan@verhuurder.example"})

    reference, key = _mails(desk)[0].context["links"].split()

    assert (reference, key) == (desk.referral.reference, desk.referral.follow_key)
    assert desk.client.get(desk.link(key)).status_code == desk.client.get(old).status_code == 200


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "jan"}, "email"),
        ({"email": "jan@verhuurder.example", "reference": "CCCC-CCCC-D"}, "reference"),
    ],
)
def test_what_cannot_be_an_address_or_a_reference_is_pointed_out(desk: Desk, typed: dict[str, str], field: str) -> None:
    answer = desk.client.post("/follow", data={**desk.token, **typed})

    page = pages.read(answer.text)
    assert (answer.status_code, page.summary) == (422, [field])
    assert page.value("email") == typed["email"]
    assert _mails(desk) == []


def test_a_link_that_does_not_work_leads_to_a_new_one(desk: Desk) -> None:
    answer = desk.client.get("/follow/x")

    assert re.search(r'href="/follow"', answer.text)
    assert desk.client.post("/follow", data={"email": "jan@verhuurder.example"}).status_code == 400
    assert _mails(desk) == []


def _mails(desk: Desk) -> list[Outbox]:
    desk.session.rollback()
    return list(desk.session.exec(select(Outbox)))
