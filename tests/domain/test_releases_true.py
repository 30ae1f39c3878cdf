"""No sentence is told to a reporter that is not so, and what tells of contact with the tenant is told in one place."""

from __future__ import annotations

from datetime import date

import pytest

from portal.domain.errors import Refused
from portal.domain.triage import contact, releases
from portal.domain.triage.disclosure import Sentence
from portal.domain.triage.releases import TRUE_WHEN, Course

MET = ("attempt", {"reached": "yes", "tried_on": "2026-11-20"})
PLAN = ("fact", {"fact": "plan_agreed"})
COURSES = {
    Sentence.CONTACT: ([Course((MET,))], [Course(), Course((("attempt", {**MET[1], "reached": "no"}), PLAN))]),
    Sentence.GUIDANCE: ([Course(guided=True)], [Course((MET, PLAN), agreed=True)]),
    Sentence.ARRANGEMENTS: ([Course((PLAN,)), Course(agreed=True)], [Course((MET,), guided=True)]),
}


@pytest.mark.parametrize("sentence", Sentence)
def test_a_sentence_can_be_released_when_it_is_so_and_never_before(sentence: Sentence) -> None:
    so, not_so = COURSES[sentence]

    for course in so:
        releases.require_true(sentence, course)
        assert sentence in releases.true_ones(course)
    for course in not_so:
        assert sentence not in releases.true_ones(course)
        with pytest.raises(Refused) as refusal:
            releases.require_true(sentence, course)
        assert (refusal.value.field, refusal.value.message) == ("sentence", TRUE_WHEN[sentence][1])


def test_that_a_tenant_lets_us_tell_it_does_not_make_it_so() -> None:
    assert releases.true_ones(Course((("released", {"given_on": "2026-11-20"}),))) == ()
    assert releases.true_ones(Course((("release_refused", {"asked_on": "2026-11-20"}),))) == ()


@pytest.mark.parametrize(
    ("what", "data", "day"),
    [
        ("contact", {"on": "2026-11-20"}, 20),
        ("attempt", {"reached": "yes", "tried_on": "2026-11-19"}, 19),
        ("attempt", {"reached": "no", "tried_on": "2026-11-19"}, None),
        ("move", {"to": "tenant_declined", "on": "2026-11-23", "declined_on": "2026-11-18"}, 18),
        ("move", {"to": "in_guidance", "on": "2026-11-23", "tenant_agreed_on": "2026-11-17"}, 17),
        ("move", {"to": "referred_on", "on": "2026-11-23"}, None),
        ("released", {"given_on": "2026-11-16"}, 16),
        ("release_refused", {"asked_on": "2026-11-15", "how": "phone"}, 15),
        ("informed", {"given_on": "2026-11-16"}, None),
    ],
)
def test_a_line_tells_when_the_tenant_was_met(what: str, data: dict[str, str], day: int | None) -> None:
    assert contact.met_on(what, data) == (date(2026, 11, day) if day else None)
