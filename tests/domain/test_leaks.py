"""What a question to a reporter gives away: found however it is spelled, and only what that reporter did not tell."""

from __future__ import annotations

import pytest

from portal.domain.triage.leaks import Kind, Known, leaks
from portal.domain.triage.questions import TEXTS, Own, Topic, text
from tests.factories import MONDAY

GIVEN = ("CDFH-JKMN-P", "Fatima", "Testers", "Voorbeeldstraat 12", "+32470000001")
KNOWN = (
    Known(Kind.NAME, "Gülşen Yılmaz"),
    Known(Kind.NAME, "Testers"),
    Known(Kind.NAME, "Jan van den Berg"),
    Known(Kind.NAME, "محمد"),
    Known(Kind.ADDRESS, "Oude Steenweg"),
    Known(Kind.ADDRESS, "Voorbeeldstraat"),
    Known(Kind.PHONE, "0470 99 98 88"),
    Known(Kind.PHONE, "0470 00 00 01"),
    Known(Kind.EMAIL, "jan@berg.example"),
    Known(Kind.REFERENCE, "DCFH-JKMN-T"),
)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Kent u mevrouw YILMAZ?", ["Yılmaz"]),
        ("Woont gulsen daar nog?", ["Gülşen"]),
        ("Is het van de heer Berg?", ["Berg"]),
        ("Kent u محمد nog?", ["محمد"]),
        ("Op de oude  steenweg 4?", ["Oude Steenweg"]),
        ("Is +32 470/99.98.88 juist?", ["0470 99 98 88"]),
        ("Mailt Jan @ BERG.example u?", ["Jan", "Berg", "jan@berg.example"]),
        ("Gaat het over dcfh jkmn t?", ["DCFH-JKMN-T"]),
        ("Is Testers, Voorbeeldstraat 12, 0470 00 00 01 juist?", []),
        ("Van den oude weg: is dat juist?", []),
        ("", []),
    ],
)
def test_only_what_this_reporter_did_not_tell_is_found(question: str, found: list[str]) -> None:
    assert [leak.word for leak in leaks(question, given=GIVEN, known=KNOWN)] == found


@pytest.mark.parametrize("topic", Topic)
@pytest.mark.parametrize("own_ref", ["", "dossier {7} %s"])
def test_a_standard_text_holds_what_stands_on_the_reporters_own_page_and_no_more(topic: Topic, own_ref: str) -> None:
    written = text(topic, Own("CDFH-JKMN-P", MONDAY, own_ref))

    left = written.replace("CDFH-JKMN-P", "").replace("23/11/2026", "").replace(own_ref or "-", "")
    assert "CDFH-JKMN-P van 23/11/2026" in written and own_ref in written
    assert not any(one.isdigit() for one in left)
    assert left.endswith(TEXTS[topic]) and len(written) < 900
