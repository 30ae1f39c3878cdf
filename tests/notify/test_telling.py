"""Who is told in which way: at once, in the digest that follows, or not at all; and who cannot be left out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from portal.domain.vocabulary import Role, Urgency
from portal.models import Account, DigestItem, Outbox, Preference
from portal.notify import telling
from portal.notify.notices import Notice
from portal.notify.telling import How, Receiver
from portal.store import preferences
from tests.factories import MONDAY, make_account

AT = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
ONE: dict[str, Any] = {"reference": "CDFH-JKMN-P", "level": 1, "due_on": date(2026, 11, 24)}
TEAM = telling.team("intake@portaal.example")
DUTY = telling.duty("wacht@portaal.example")


def test_each_receiver_is_told_in_the_way_it_chose(session: Session) -> None:
    usual, digest, nothing = (_colleague(session, Role.TEAM_LEAD) for _ in range(3))
    _say(session, digest, Notice.OVERDUE, How.DIGEST)
    _say(session, nothing, Notice.OVERDUE, How.NONE)
    listed = telling.listed([("CDFH-JKMN-P", Urgency.U1, date(2026, 11, 20))], total=1)
    everybody = [*telling.colleagues(session, MONDAY), DUTY]

    put = telling.tell(session, Notice.OVERDUE, receivers=everybody, at=AT, domain="portaal.example", **listed)
    session.commit()

    assert put == 2
    assert set(session.exec(select(Outbox.to_addr))) == {usual.email, DUTY.address}
    assert [item.receiver for item in session.exec(select(DigestItem))] == [f"account:{digest.id}"]


def test_a_notice_that_a_role_is_not_offered_is_not_told_to_it_and_one_address_is_mailed_once(session: Session) -> None:
    worker, lead = _colleague(session, Role.INTAKE_WORKER), _colleague(session, Role.TEAM_LEAD)
    receivers = [telling.colleague(worker), telling.colleague(lead), telling.duty(lead.email)]

    telling.tell(session, Notice.UNCLAIMED, receivers=receivers, at=AT, domain="portaal.example", **ONE)

    assert list(session.exec(select(Outbox.to_addr))) == [lead.email]


@pytest.mark.parametrize("notice", [Notice.ACUTE, Notice.UNCLAIMED])
def test_the_mailbox_on_duty_hears_of_what_is_acute_whatever_anybody_chose(session: Session, notice: Notice) -> None:
    session.add(Preference(receiver=telling.DUTY, notice=notice, how=How.NONE))
    session.flush()

    assert telling.tell(session, notice, receivers=[DUTY], at=AT, domain="portaal.example", **ONE) == 1
    assert How.DIGEST not in telling.ways(Role.TEAM_LEAD, notice)
    assert How.NONE not in telling.ways(telling.TEAM, Notice.NEW_REFERRAL)


def test_the_digest_tells_everything_once_and_is_then_forgotten(session: Session) -> None:
    karim, left = _colleague(session, Role.TEAM_LEAD, language="fr"), _colleague(session, Role.TEAM_LEAD)
    left.disabled_at = AT
    receivers = [telling.colleague(karim), telling.colleague(left), TEAM]
    rows = [("CDFH-JKMN-P", Urgency.U1, date(2026, 11, 20)), ("T8K4-WMRY-H", Urgency.U3, MONDAY)]
    for _ in range(2):
        context = telling.listed(rows, total=2)
        telling.tell(session, Notice.TERMS, receivers=receivers, at=AT, domain="portaal.example", **context)
    session.commit()
    assert list(session.exec(select(Outbox))) == []

    sent = telling.send_digests(session, team_address=TEAM.address, at=AT, domain="portaal.example")
    again = telling.send_digests(session, team_address=TEAM.address, at=AT, domain="portaal.example")
    session.commit()

    mails = {row.to_addr: row for row in session.exec(select(Outbox))}
    assert (sent, again) == (2, 0)
    assert mails.keys() == {karim.email, TEAM.address}
    assert mails[karim.email].language == "fr"
    lines = ["terms CDFH-JKMN-P 1 2026-11-20", "terms T8K4-WMRY-H 3 2026-11-23"]
    assert mails[karim.email].context == {"items": "\n".join(lines), "more": 0}
    assert session.exec(select(DigestItem)).all() == []


@pytest.mark.parametrize(
    ("role", "told"),
    [
        (Role.TEAM_LEAD, {"terms", "objections"}),
        (Role.INTAKE_WORKER, {"terms"}),
        (Role.ADMIN, None),
        (Role.AUDITOR, None),
    ],
)
def test_whose_role_changed_is_told_only_what_the_new_one_may_know(
    session: Session, role: Role, told: set[str] | None
) -> None:
    karim = _colleague(session, Role.TEAM_LEAD)
    listed = telling.listed([("CDFH-JKMN-P", Urgency.U1, date(2026, 11, 20))], total=1)
    for notice in (Notice.TERMS, Notice.OBJECTIONS):
        _say(session, karim, notice, How.DIGEST)
        receivers = [telling.colleague(karim)]
        telling.tell(session, notice, receivers=receivers, at=AT, domain="portaal.example", **listed)

    karim.role = role
    sent = telling.send_digests(session, team_address=TEAM.address, at=AT, domain="portaal.example")
    session.commit()

    mails = session.exec(select(Outbox)).all()
    lines = [{line.split()[0] for line in mail.context["items"].splitlines()} for mail in mails]
    assert (sent, lines) == ((1, [told]) if told else (0, []))
    assert session.exec(select(DigestItem)).all() == []


def test_a_mail_names_so_many_cases_and_counts_the_others(session: Session) -> None:
    rows = [(f"CDFH-{number:04}-P", Urgency.U2, MONDAY) for number in range(telling.MOST_LINES + 3)]

    context = telling.listed(rows, total=80)

    assert len(str(context["cases"]).splitlines()) == telling.MOST_LINES
    assert context["more"] == 30
    karim = telling.colleague(_colleague(session, Role.TEAM_LEAD))
    telling.tell(session, Notice.ART14, receivers=[karim], at=AT, domain="portaal.example", **context)
    telling.tell(session, Notice.TERMS, receivers=[karim], at=AT, domain="portaal.example", **context)
    telling.send_digests(session, team_address=TEAM.address, at=AT, domain="portaal.example")
    digest = session.exec(select(Outbox)).one().context
    assert len(digest["items"].splitlines()) == telling.MOST_LINES
    assert digest["more"] == 30 + 30 + telling.MOST_LINES


def test_only_who_is_there_and_asked_for_it_hears_of_each_new_referral(session: Session) -> None:
    asked, away, silent = (_colleague(session, Role.INTAKE_WORKER) for _ in range(3))
    assert telling.choosers(session, Notice.NEW_REFERRAL, MONDAY) == []
    for one in (asked, away):
        _say(session, one, Notice.NEW_REFERRAL, How.AT_ONCE)
    away.away_until = MONDAY
    session.flush()

    assert telling.choosers(session, Notice.NEW_REFERRAL, MONDAY) == [telling.colleague(asked)]
    back = telling.choosers(session, Notice.NEW_REFERRAL, MONDAY + timedelta(days=1))
    assert {one.key for one in back} == {f"account:{asked.id}", f"account:{away.id}"}
    assert telling.chosen(telling.colleague(silent), Notice.NEW_REFERRAL, {}) is How.NONE


def _colleague(session: Session, role: Role, **values: Any) -> Account:
    return make_account(session, role=role, password_hash="x", **values)


def _say(session: Session, account: Account, notice: Notice, how: How) -> None:
    receiver: Receiver = telling.colleague(account)
    preferences.keep(session, receiver.key, {**preferences.of_receiver(session, receiver.key), notice: how})
    session.flush()
