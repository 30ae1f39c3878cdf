"""Of what is acute somebody always hears: the mailbox on duty, who asked for it, or who is there when neither would."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from portal.domain.vocabulary import Role
from portal.models import Account, MailState, Outbox, Preference
from portal.notify import acute, outbox, telling
from portal.notify.notices import Notice
from portal.notify.telling import How
from tests.factories import A_DAY, MONDAY, make_account

DUTY = "wacht@portaal.example"
ABOUT: dict[str, Any] = {"reference": "CDFH-JKMN-P", "level": 0, "due_on": MONDAY}
LEAD, WORKER = Role.TEAM_LEAD, Role.INTAKE_WORKER


def colleague(session: Session, name: str, role: Role = LEAD, **values: Any) -> Account:
    return make_account(session, name=name, email=f"{name}@portaal.example", role=role, password_hash="x", **values)


def asks(session: Session, account: Account, how: How = How.AT_ONCE) -> None:
    session.add(Preference(receiver=f"account:{account.id}", notice=Notice.ACUTE, how=how))
    session.flush()


def mail_ends(session: Session, address: str, state: MailState, *, minute: int = 0) -> None:
    at = A_DAY + timedelta(minutes=minute)
    outbox.put(session, Notice.ACUTE, to=address, at=at, domain="portaal.example", **ABOUT).state = state
    session.flush()


def told(session: Session) -> set[str]:
    """To whom a mail would be put aside now."""
    receivers = acute.who_hears(session, DUTY, MONDAY)
    telling.tell(session, Notice.ACUTE, receivers=receivers, at=A_DAY, domain="portaal.example", **ABOUT)
    put = {row.to_addr for row in session.new if isinstance(row, Outbox)}
    session.rollback()
    return {address.removesuffix("@portaal.example") for address in put}


def test_usually_the_mailbox_on_duty_and_who_asked_for_it_hear(session: Session) -> None:
    asked, lead = colleague(session, "asked", WORKER), colleague(session, "lead")
    asks(session, asked)
    mail_ends(session, DUTY, MailState.SENT)
    session.commit()

    heard = acute.hearing(session, DUTY, MONDAY)

    assert told(session) == {"asked", "wacht"}
    assert (heard.failing, heard.names, heard.stand_ins, heard.by_somebody) == (False, ("asked",), (), True)
    assert lead.name not in heard.names


def test_when_no_mail_reaches_the_mailbox_and_nobody_asked_the_team_leads_who_are_there_hear(
    session: Session,
) -> None:
    lead, against = colleague(session, "lead"), colleague(session, "against")
    asks(session, against, How.NONE)
    colleague(session, "away", away_until=MONDAY)
    colleague(session, "left", disabled_at=A_DAY)
    colleague(session, "worker", WORKER)
    mail_ends(session, DUTY, MailState.DEAD)
    session.commit()

    heard = acute.hearing(session, DUTY, MONDAY)

    assert told(session) == {"against", "lead", "wacht"}
    assert (heard.failing, heard.names, heard.by_somebody) == (True, (), True)
    assert set(heard.stand_ins) == {lead.name, "against"}


def test_nobody_stands_in_while_one_who_asked_is_reached(session: Session) -> None:
    asked = colleague(session, "asked", WORKER)
    colleague(session, "lead")
    asks(session, asked)
    mail_ends(session, DUTY, MailState.DEAD)
    session.commit()
    reached = told(session)

    mail_ends(session, asked.email, MailState.DEAD)
    session.commit()

    assert reached == {"asked", "wacht"}
    assert told(session) == {"asked", "lead", "wacht"}


def test_they_stand_in_until_a_mail_reaches_the_mailbox_again(session: Session) -> None:
    colleague(session, "lead")
    mail_ends(session, DUTY, MailState.DEAD)
    session.commit()
    before = told(session)

    mail_ends(session, DUTY, MailState.SENT, minute=1)
    session.commit()

    assert (before, told(session)) == ({"lead", "wacht"}, {"wacht"})


@pytest.mark.parametrize("reached", [True, False])
def test_without_a_team_lead_whom_mail_reaches_whoever_is_there_hears(session: Session, reached: bool) -> None:
    colleague(session, "lead")
    colleague(session, "worker", WORKER)
    mail_ends(session, DUTY, MailState.DEAD)
    mail_ends(session, "lead@portaal.example", MailState.SENT if reached else MailState.DEAD)
    session.commit()

    assert told(session) == {"wacht", "lead" if reached else "worker"}


def test_where_nobody_is_there_nobody_hears_and_that_is_known(session: Session) -> None:
    colleague(session, "away", away_until=MONDAY)
    mail_ends(session, DUTY, MailState.DEAD)
    session.commit()

    assert told(session) == {"wacht"}
    assert not acute.hearing(session, DUTY, MONDAY).by_somebody
