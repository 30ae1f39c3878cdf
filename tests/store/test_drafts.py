"""Drafts and referrals in the store: written once, found by what only their holder knows, forgotten in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from portal.domain.vocabulary import CaseStatus, Kind
from portal.models import Draft, Entry, MailState, Outbox
from portal.notify import outbox
from portal.notify.notices import Notice
from portal.store import drafts, referrals
from tests.factories import A_DAY, make_case, make_referral, referral_values

SINCE = A_DAY - timedelta(days=30)


def values(**given: Any) -> dict[str, Any]:
    row = {"token_hash": "t" * 64, "submission_key": "k" * 32, "kind": Kind.LANDLORD, "own": {}, **given}
    return Draft(**{"created_at": A_DAY, "active_at": A_DAY, **row}).model_dump(exclude={"id"})


def put(session: Session, **given: Any) -> None:
    drafts.insert_once(session, values(**given), alive_since=SINCE)


def test_a_draft_is_written_once(session: Session) -> None:
    put(session, own={"reporter_name": "Eerste"})
    put(session, own={"reporter_name": "Tweede"}, token_hash="u" * 64)

    assert [draft.own for draft in session.exec(select(Draft))] == [{"reporter_name": "Eerste"}]


def test_a_draft_that_died_makes_way(session: Session) -> None:
    put(session, active_at=SINCE - timedelta(seconds=1), passed_gate=True, answers={"tenant_last": "Oud"})
    put(session, own={"reporter_name": "Nieuw"})

    (draft,) = session.exec(select(Draft))
    assert (draft.own, draft.answers) == ({"reporter_name": "Nieuw"}, None)


@pytest.mark.parametrize(("active_at", "found"), [(SINCE, True), (SINCE - timedelta(seconds=1), False)])
def test_a_draft_is_found_while_it_lives(session: Session, active_at: datetime, found: bool) -> None:
    put(session, active_at=active_at)

    assert (drafts.by_token(session, "t" * 64, alive_since=SINCE) is not None) is found
    assert (drafts.for_update(session, "k" * 32, alive_since=SINCE) is not None) is found
    assert drafts.by_token(session, "k" * 64, alive_since=SINCE) is None


def test_old_drafts_are_forgotten_and_counted(session: Session) -> None:
    put(session, active_at=SINCE - timedelta(days=1))
    put(session, token_hash="u" * 64, submission_key="l" * 32)

    assert drafts.delete_older(session, SINCE, at=A_DAY) == 1
    assert [draft.submission_key for draft in session.exec(select(Draft))] == ["l" * 32]


def test_with_old_drafts_goes_what_was_still_to_be_mailed_of_them(session: Session) -> None:
    put(session, active_at=SINCE - timedelta(days=1), resume_key="a" * 32)
    put(session, token_hash="u" * 64, submission_key="l" * 32, resume_key="b" * 32)
    put(session, token_hash="v" * 64, submission_key="m" * 32, active_at=SINCE - timedelta(days=1))
    for key in ("a" * 32, "b" * 32):
        outbox.put(session, Notice.REMINDER, to="a@b.example", at=A_DAY, domain="b.example", resume=key)

    assert drafts.delete_older(session, SINCE, at=A_DAY) == 2
    states = {row.matter: row.state for row in session.exec(select(Outbox))}
    assert states == {"a" * 32: MailState.CANCELLED, "b" * 32: MailState.PENDING}


def test_a_referral_is_written_once_per_submission_key(session: Session) -> None:
    case = make_case(session)
    row = {**referral_values(), "case_id": case.id, "channel": "web", "language": "nl", "answers": {}}

    first = referrals.insert_once(session, row)
    again = referrals.insert_once(session, {**row, **referral_values(submission_key=row["submission_key"])})

    assert first is not None and again is None
    found = referrals.by_submission_key(session, row["submission_key"])
    assert found is not None and found.reference == row["reference"]


def test_a_referral_is_found_by_its_keys_and_by_nothing_else(session: Session) -> None:
    referral = make_referral(session)

    assert referrals.by_follow_key(session, referral.follow_key) is referral
    assert referrals.by_reference(session, referral.reference) is referral
    assert referrals.by_submission_key(session, referral.follow_key) is None
    assert referrals.by_follow_key(session, referral.submission_key) is None


def test_the_course_tells_statuses_and_nothing_that_was_said(session: Session) -> None:
    case = make_case(session, status=CaseStatus.CONTACTING)
    for what, data in (("claim", {"to": "in_triage"}), ("note", {"to": "closed"}), ("move", {"to": "contacting"})):
        session.add(Entry(case_id=case.id or 0, at=A_DAY, what=what, data=data))
    session.flush()

    course = referrals.course(session, case.id or 0)

    assert course.statuses == ("received", "in_triage", "contacting", "contacting")
    assert (course.joined, course.asked_reference) == (False, None)


def test_a_draft_whose_token_is_taken_is_not_written(session: Session) -> None:
    put(session, own={"reporter_name": "Eerste"})
    put(session, own={"reporter_name": "Tweede"}, submission_key="l" * 32)
    put(session, own={"reporter_name": "Derde"}, submission_key="m" * 32, token_hash="v" * 64)

    assert [draft.own["reporter_name"] for draft in session.exec(select(Draft))] == ["Eerste", "Derde"]
