"""One address has its share of a day's mails; above it the report stands, and staff see that no mail went."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from portal.models import Audit, Entry, Outbox
from portal.notify import outbox
from portal.notify.notices import Notice
from tests.factories import make_referral
from tests.notify.conftest import EVENING

ADDRESS = "jan@verhuurder.example"
FACTOR = 0.05
"""Three mails a day, and fifteen to an address that was confirmed."""
WORDS: dict[str, Any] = {"reference": "CDFH-JKMN-P", "received_at": EVENING, "follow": "5f" * 16}
TEAM: dict[str, Any] = {"reference": "CDFH-JKMN-P", "level": 1, "due_on": EVENING.date()}


def offer(session: Session, *, to: str = ADDRESS, hours: int = 0, factor: float = FACTOR, **rest: Any) -> bool:
    at = EVENING + timedelta(hours=hours)
    mail = outbox.offer(session, Notice.RECEIPT, to=to, factor=factor, at=at, domain="b.example", **rest, **WORDS)
    session.commit()
    return mail is not None


def test_above_the_share_no_mail_goes_until_a_day_later(session: Session) -> None:
    assert [offer(session, hours=hour) for hour in (0, 1, 2, 3)] == [True, True, True, False]

    assert offer(session, to="mieke@verhuurder.example", hours=3)
    assert not offer(session, hours=23)
    assert offer(session, hours=24)


def test_the_trail_and_the_case_say_that_no_mail_went(session: Session) -> None:
    referral = make_referral(session)
    for _ in range(4):
        offer(session, referral_id=referral.id, case_id=referral.case_id)

    (line,) = session.exec(select(Audit).where(Audit.action == "mail.capped")).all()
    assert (line.referral_id, line.case_id, line.details) == (referral.id, referral.case_id, {"notice": "receipt"})
    assert [entry.what for entry in session.exec(select(Entry).order_by("id"))] == ["received", "mail_capped"]


def test_a_mail_without_a_case_leaves_its_line_in_the_trail_alone(session: Session) -> None:
    for _ in range(4):
        offer(session)

    assert [line.action for line in session.exec(select(Audit))] == ["mail.capped"]
    assert session.exec(select(Entry)).all() == []


@pytest.mark.parametrize(("confirmed", "went"), [(True, 15), (False, 3)])
def test_an_address_that_was_confirmed_behind_a_mailed_link_has_more(
    session: Session, confirmed: bool, went: int
) -> None:
    referral = make_referral(session, verified_at=EVENING if confirmed else None)

    answers = [offer(session, referral_id=referral.id) for _ in range(17)]

    assert answers.count(True) == went


def test_limits_that_are_off_and_the_teams_own_mailboxes_have_no_bound(session: Session) -> None:
    assert all(offer(session, factor=0) for _ in range(20))
    for _ in range(20):
        outbox.put(session, Notice.ACUTE, to="wacht@huis.example", at=EVENING, domain="b.example", **TEAM)
    session.commit()

    assert len(session.exec(select(Outbox)).all()) == 40


def test_the_share_holds_for_an_office_of_forty_reports_a_day() -> None:
    assert outbox.MOST_A_DAY > 40
    assert outbox.MOST_WHEN_CONFIRMED > outbox.MOST_A_DAY
