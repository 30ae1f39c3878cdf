"""What stands out on a case: the one thing that its reader does next, and nothing when that is for somebody else."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from sqlmodel import Session

from portal.domain.vocabulary import CaseStatus, Role
from portal.models import Account, Case
from tests import people
from tests.factories import A_DAY, MONDAY, make_account, make_case

pytestmark = pytest.mark.usefixtures("monday")
S = CaseStatus
PRIMARY = re.compile(r'<(?:summary|button)[^>]* class="button(?: primary)?"[^>]*>([^<]+)<')
NUMBER = "0470 00 00 01"
CALL = "tel:0470000001"


@pytest.mark.parametrize(
    ("objection", "is_link", "words", "alert"),
    [
        ("undecided", False, "Contact door de huurder noteren", True),
        ("no_contact", False, "Contact door de huurder noteren", True),
        ("one_letter", True, "Contactpoging noteren", True),
        ("go_on", True, "Contactpoging noteren", False),
    ],
)
def test_nobody_is_invited_to_call_a_tenant_who_is_not_to_be_contacted(
    app: Flask, session: Session, objection: str, is_link: bool, words: str, alert: bool
) -> None:
    an = make_account(session)
    case = _stored(session, status=S.IN_TRIAGE, objection=objection, claimed_by_id=an.id)

    shown = _shown(app, an, case)

    assert (NUMBER in shown, CALL in shown) == (True, is_link)
    assert f"{words}</summary>" in shown
    assert ('<span class="tag alert">' in shown) is alert


@pytest.mark.parametrize(
    ("values", "first"),
    [
        ({"status": S.RECEIVED}, "In behandeling nemen"),
        ({"status": S.IN_TRIAGE}, "Contactpoging noteren"),
        ({"status": S.CONTACTING}, "Contactpoging noteren"),
        ({"status": S.IN_TRIAGE, "contacted_on": MONDAY}, "Status op “Contact leggen” zetten"),
        ({"status": S.ASSIGNED, "contacted_on": MONDAY, "pathway": "OGP"}, "Begeleiding starten"),
    ],
)
def test_one_thing_stands_out_for_who_has_the_case_and_nothing_for_a_colleague(
    app: Flask, session: Session, values: dict[str, object], first: str
) -> None:
    an, bo = make_account(session), make_account(session)
    is_free = values["status"] is S.RECEIVED
    case = _stored(session, **values, claimed_by_id=None if is_free else an.id)

    assert _stands_out(app, an, case) == [first]
    assert _stands_out(app, bo, case) == ([first] if is_free else [])


@pytest.mark.parametrize(
    "values",
    [{"status": S.WAITING_FOR_REPORTER, "question": "Welk nummer?"}, {"status": S.IN_TRIAGE, "objection": "undecided"}],
)
def test_nothing_stands_out_while_the_next_word_is_somebody_elses(
    app: Flask, session: Session, values: dict[str, object]
) -> None:
    an = make_account(session)
    case = _stored(session, **values, claimed_by_id=an.id)

    assert _stands_out(app, an, case) == []


def test_who_may_decide_about_an_objection_sees_that_first(app: Flask, session: Session) -> None:
    an, lead = make_account(session), make_account(session, role=Role.TEAM_LEAD)
    case = _stored(session, status=S.IN_TRIAGE, objection="undecided", claimed_by_id=an.id)

    assert _stands_out(app, lead, case) == ["Beslissen over het verzet"]


def test_a_contact_that_was_no_attempt_of_ours_is_told(app: Flask, session: Session) -> None:
    an = make_account(session)
    none, had = (_stored(session, status=S.CONTACTING, contacted_on=on) for on in (None, MONDAY))

    assert "Nog geen contactpoging." in _shown(app, an, none)
    assert "Eerste contact op ma 23/11." in _shown(app, an, had)
    assert "Nog geen contactpoging." not in _shown(app, an, had)


def test_the_sentence_speaks_to_who_has_it(app: Flask, session: Session) -> None:
    an, bo = make_account(session, name="An Peeters"), make_account(session, name="Bo Maes")
    case = _stored(session, status=S.IN_TRIAGE, claimed_by_id=an.id)

    assert "; u hebt dit dossier." in _shown(app, an, case)
    assert "; An Peeters heeft dit dossier." in _shown(app, bo, case)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"outcome": "moved_to_regular_market"}, "Afgesloten op ma 23/11: doorgestroomd naar de reguliere markt."),
        ({}, "Afgesloten op ma 23/11."),
        ({"closed_at": None}, "Dit dossier is afgesloten."),
    ],
)
def test_a_closed_case_says_how_it_ended_and_is_quiet(
    app: Flask, session: Session, values: dict[str, object], words: str
) -> None:
    an = make_account(session)
    closed = _stored(session, **{"status": S.CLOSED, "desk": "closed", "closed_at": A_DAY, **values})
    going_on = _stored(session, status=S.IN_TRIAGE)

    shown, other = _shown(app, an, closed), _shown(app, an, going_on)

    assert words in shown
    assert ("Voorgesteld traject" in shown, "Voorgesteld traject" in other) == (False, True)
    assert ('class="level past"' in shown, 'class="level past"' in other) == (True, False)


def test_a_plan_is_told_once_and_apart_when_something_else_is_due_first(app: Flask, session: Session) -> None:
    an, later = make_account(session), date(2026, 12, 1)
    plan = {"status": S.CONTACTING, "contacted_on": MONDAY, "next_action": "CAW bellen", "next_action_on": later}
    due, early = (_stored(session, **plan, due_on=day) for day in (later, MONDAY))

    assert "CAW bellen: uiterlijk di 1/12." in _shown(app, an, due)
    assert "Gepland op" not in _shown(app, an, due)
    assert "Gepland op di 1/12: CAW bellen" in _shown(app, an, early)


def _stored(session: Session, **values: object) -> Case:
    case = make_case(session, referral={"tenant_phone": "+32470000001"}, **values)  # type: ignore[arg-type]
    session.commit()
    return case


def _shown(app: Flask, account: Account, case: Case) -> str:
    return people.browser_of(app, account).get(f"/staff/cases/{case.reference}").text


def _stands_out(app: Flask, account: Account, case: Case) -> list[str]:
    """The buttons in full colour among what can be done, those inside a folded form left out."""
    moves = _shown(app, account, case).partition('class="moves"')[2].partition("</section>")[0]
    folded = re.sub(r"(?s)(<details(?! class)[^>]*>\s*<summary[^>]*>[^<]*</summary>).*?</details>", r"\1", moves)
    return PRIMARY.findall(folded)
