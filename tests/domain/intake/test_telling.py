"""The ready texts: complete in every language for every kind, and saying what the Dutch one says."""

from __future__ import annotations

from itertools import product
from urllib.parse import parse_qsl

import pytest

from portal.domain.intake import telling
from portal.domain.intake.questions import COLUMNS
from portal.domain.intake.ready_texts import LETTERS, NAMES, OPENINGS
from portal.domain.vocabulary import Kind
from portal.views import exits

VALUES = {"service": "Dienst Proef", "house": "Huis {van} Proefstad", "phone": "015 12 34 56"}
EVERY = list(product(sorted(telling.KINDS), NAMES))


def test_everybody_who_has_a_tenant_to_tell_has_a_text() -> None:
    assert set(COLUMNS) - {Kind.TENANT} == telling.KINDS
    assert {frozenset(openings) for openings in OPENINGS.values()} == {telling.KINDS - {Kind.DOCTOR}}


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_text_is_complete(kind: Kind, language: str) -> None:
    ready = telling.ready_text(kind, language, values=VALUES)

    filled = {piece.value for piece in ready.pieces} - {""}
    assert filled == ({"house", "phone"} if language == "nl" else {"house", "phone", "service"})
    assert all(VALUES[value] in ready.text for value in filled)
    assert "{" not in ready.text.replace(VALUES["house"], "")
    assert ready.subject
    assert ready.text == ready.text.strip()
    assert ready.text.count("\n\n") == LETTERS["nl"].count("\n\n") == 4


@pytest.mark.parametrize("language", NAMES)
def test_each_kind_says_who_it_is(language: str) -> None:
    texts = {telling.ready_text(kind, language, values=VALUES).text for kind in telling.KINDS}

    assert len(texts) == len(telling.KINDS)


@pytest.mark.parametrize("language", NAMES)
def test_only_arabic_is_written_from_the_right_and_marks_its_number(language: str) -> None:
    ready = telling.ready_text(Kind.LANDLORD, language, values=VALUES)

    assert ready.direction == ("rtl" if language == "ar" else "ltr")
    assert (f"\u200e{VALUES['phone']}" in ready.text) is (language == "ar")


def test_a_doctor_promises_to_pass_nothing_on_without_consent() -> None:
    said = telling.ready_text(Kind.DOCTOR, "nl", values=VALUES).text

    assert "Zonder uw toestemming geef ik niets door" in said
    assert "Zonder uw toestemming" not in telling.ready_text(Kind.LANDLORD, "nl", values=VALUES).text
    assert "akkoord" in telling.advice(Kind.DOCTOR).why
    assert "hoeft niet akkoord" in telling.advice(Kind.LANDLORD).how


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_the_links_that_open_a_message_hold_the_same_text_and_nobody(kind: Kind, language: str) -> None:
    ready = telling.ready_text(kind, language, values=VALUES)

    message, mail = exits.sms_url(ready), exits.mail_url(ready)
    assert message.startswith("sms:?") and mail.startswith("mailto:?")
    assert parsed(message) == {"body": ready.text}
    assert parsed(mail) == {"subject": ready.subject, "body": ready.text.replace("\n", "\r\n")}


def parsed(url: str) -> dict[str, str]:
    """What a phone makes of the link."""
    return dict(parse_qsl(url.partition("?")[2]))
