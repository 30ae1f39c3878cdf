"""How long a mail is tried: the settings' times with their jitter, and less where nobody waits for it any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from portal.domain.mailing import Step
from portal.models import Outbox
from portal.notify import lasting
from portal.notify.failures import Failure
from portal.notify.notices import LINK_LIVES, Notice
from tests.notify.conftest import EVENING

LATER, FINAL = Failure("451"), Failure("550", final=True)


def mail(notice: Notice, attempt: int = 1) -> Outbox:
    known: dict[str, Any] = {"to_addr": "a@b.example", "message_id": "<1@b.example>", "rendered": "To: jan"}
    return Outbox(notice=notice.value, attempt=attempt, created_at=EVENING, due_at=EVENING, **known)


def in_vain(row: Outbox, minutes: float, failure: Failure = LATER) -> tuple[Step, float | None]:
    """The step, and after how many minutes it is tried again, of an attempt so many minutes after it was put aside."""
    now = EVENING + timedelta(minutes=minutes)
    step, again = lasting.in_vain(row, failure, backoff=(60, 300, 900, 3600), hours=72, now=now)
    return step, None if again is None else (again - now) / timedelta(minutes=1)


def test_waits_are_a_tenth_longer_or_shorter_and_not_all_alike() -> None:
    waits = [in_vain(mail(Notice.RECEIPT, attempt=2), 1)[1] or 0 for _ in range(200)]

    assert 5 * 0.9 <= min(waits) < 5 < max(waits) <= 5 * 1.1


@pytest.mark.parametrize(
    ("notice", "attempt", "minutes", "failure", "step"),
    [
        (Notice.RECEIPT, 1, 0, LATER, Step.DEFER),
        (Notice.RECEIPT, 1, 0, FINAL, Step.BURY),
        (Notice.RECEIPT, 80, 71 * 60, LATER, Step.DEFER),
        (Notice.RECEIPT, 80, 72 * 60, LATER, Step.BURY),
        (Notice.INVITATION, 80, 72 * 60, LATER, Step.BURY),
        (Notice.RESET, 4, 58, LATER, Step.DEFER),
        (Notice.RESET, 5, 59, LATER, Step.DROP),
        (Notice.RESET, 5, 59, FINAL, Step.BURY),
    ],
)
def test_what_is_tried_in_vain_is_deferred_dead_or_cancelled(
    notice: Notice, attempt: int, minutes: int, failure: Failure, step: Step
) -> None:
    assert in_vain(mail(notice, attempt), minutes, failure)[0] is step


def test_a_mail_that_is_resent_has_its_hours_anew_but_a_link_has_not() -> None:
    usual, invitation = mail(Notice.RECEIPT, attempt=5), mail(Notice.INVITATION, attempt=5)
    for row in (usual, invitation):
        row.resent_at = EVENING + timedelta(days=6)
    week = 7 * 24 * 60

    assert [in_vain(row, week - 30)[0] for row in (usual, invitation)] == [Step.DEFER, Step.DEFER]
    assert in_vain(invitation, week - 30)[1] == 29
    assert [in_vain(row, week)[0] for row in (usual, invitation)] == [Step.DEFER, Step.DROP]


@pytest.mark.parametrize("notice", list(Notice))
def test_a_letter_is_kept_for_its_repeat_unless_it_holds_a_link_that_works_once(notice: Notice) -> None:
    kept = [step for step in Step if lasting.kept(mail(notice), step)]

    assert kept == ([] if notice in LINK_LIVES else [Step.DEFER])
