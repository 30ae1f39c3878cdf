"""What a tenant lets us tell is the only way past the reporter's whitelist: one sentence, one reporter, a while."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlmodel import Session, select

from portal.models import Audit, Release
from tests.factories import A_DAY, MONDAY, make_account, make_referral
from tests.follow import PATHS, Desk

pytestmark = pytest.mark.usefixtures("monday")
CONTACT, GUIDANCE = "Wij hadden contact met de huurder.", "De begeleiding is gestart."


@pytest.fixture
def desk(app: Flask, session: Session) -> Desk:
    return Desk(app, session)


def test_a_release_is_the_only_way_and_leads_to_one_reporter(desk: Desk) -> None:
    other = make_referral(desk.session, reporter_email="els@buur.example")
    other.case_id = desk.referral.case_id
    desk.session.commit()
    mine, theirs = desk.link(), desk.link(other.follow_key)
    desk.move(*PATHS["in guidance"])
    before, of_the_other = desk.seen(mine), desk.seen(theirs)

    _released(desk, "contact")

    assert CONTACT not in before[1]
    assert CONTACT in desk.seen(mine)[1] and GUIDANCE not in desk.seen(mine)[1]
    assert desk.seen(theirs) == of_the_other
    assert _trail(desk) == [(desk.referral.id, ["contact"])] * 2
    pages = {repr(desk.seen(mine)) for path in PATHS.values() if desk.move(*path) is None}  # type: ignore[func-returns-value]
    assert len(pages) == 1 and CONTACT in pages.pop()


def test_what_ended_was_revoked_or_withdrawn_is_told_no_more(desk: Desk) -> None:
    link = desk.link()
    desk.move(*PATHS["in guidance"])
    silent = desk.seen(link)
    contact, guidance = _released(desk, "contact"), _released(desk, "guidance", until_on=MONDAY + timedelta(days=200))
    assert CONTACT in desk.seen(link)[1] and GUIDANCE in desk.seen(link)[1]

    with time_machine.travel(datetime(2026, 12, 24, 9, tzinfo=UTC)):
        assert CONTACT not in desk.seen(link)[1] and GUIDANCE in desk.seen(link)[1]
    guidance.revoked_at = contact.revoked_at = A_DAY
    desk.session.commit()
    assert desk.seen(link) == silent

    guidance.revoked_at = None
    desk.session.commit()
    assert GUIDANCE in desk.seen(link)[1]
    with time_machine.travel(datetime(2027, 2, 22, 9, tzinfo=UTC)):
        assert "Afgehandeld" in desk.seen(link)[1] and GUIDANCE not in desk.seen(link)[1]
    desk.referral.withdrawn_at = A_DAY
    desk.session.commit()
    lines = len(_trail(desk))
    assert GUIDANCE not in desk.seen(link)[1]
    assert len(_trail(desk)) == lines


def _released(desk: Desk, sentence: str, **values: Any) -> Release:
    account = make_account(desk.session)
    given: dict[str, Any] = {"given_on": MONDAY, "given_how": "phone", "until_on": MONDAY + timedelta(days=30)}
    row = Release(
        case_id=desk.referral.case_id,
        referral_id=desk.referral.id or 0,
        sentence=sentence,
        given_by_id=account.id or 0,
        **{**given, **values},
    )
    desk.session.add(row)
    desk.session.commit()
    return row


def _trail(desk: Desk) -> list[tuple[int | None, Any]]:
    desk.session.rollback()
    told = select(Audit.referral_id, Audit.details).where(Audit.action == "release.disclosed").order_by("id")
    return [(referral_id, details["sentences"]) for referral_id, details in desk.session.exec(told)]
