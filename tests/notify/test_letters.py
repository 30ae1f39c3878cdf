"""The letters: the words agreed on, the same in text and HTML, and nothing else that leaves with them."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import Session

from portal import create_app, tokens
from portal.clock import now
from portal.notify import outbox
from portal.notify.letters import FOLLOW
from portal.notify.notices import TELLS_OF_OTHERS, Notice
from portal.views import policies
from tests.notify import golden

NOBODY: frozenset[str] = frozenset()
KEYS = ("only-in-tests-0123456789abcdefghij",)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Letters are made without a database, and one portal makes them all."""
    return create_app({"env": "test", "data_dir": tmp_path_factory.mktemp("letters")})


@pytest.mark.parametrize("notice", Notice)
@pytest.mark.parametrize("language", golden.LANGUAGES)
def test_a_letter_says_what_was_agreed(app: Flask, notice: Notice, language: str) -> None:
    pages = golden.pages(golden.letter(app, golden.row_of(notice, language=language)))

    agreed = {ending: (golden.FOLDER / f"{notice}.{language}.{ending}").read_text(encoding="utf-8") for ending in pages}
    assert pages == agreed


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("notice", Notice)
def test_a_letter_in_another_language_keeps_no_line_of_the_dutch_one(app: Flask, notice: Notice, language: str) -> None:
    dutch = golden.pages(golden.letter(app, golden.row_of(notice)))["txt"].splitlines()
    other = golden.pages(golden.letter(app, golden.row_of(notice, language=language)))["txt"].splitlines()

    assert len(other) >= len(dutch) - 3
    assert [line for line in other if line in dutch and re.search(r"[a-z]+ [a-z]+", line)] == []


@pytest.mark.parametrize(
    "settings",
    [
        {"base_url": "http://127.0.0.1:8000"},
        {"base_url": "http://localhost:8000"},
        {"base_url": f"https://{'a.' * 79}be"},
        {"base_url": "https://meldpünt.example"},
        {"intake_mailbox": "Intake <in.take@meldpünt.example>"},
        {"intake_mailbox": "intake@localhost"},
        {"mail_from": "Dienst é <dienst@meldpünt.example>"},
    ],
)
def test_with_settings_that_are_taken_a_mail_is_put_aside_and_written(
    settings: dict[str, str], session: Session, tmp_path: Path
) -> None:
    known = create_app({"env": "test", "data_dir": tmp_path, **settings})
    with known.app_context():
        boxes = policies.mailboxes()
    words = golden.WORDS[Notice.DEAD_LETTERS]

    row = outbox.put(session, Notice.DEAD_LETTERS, to=boxes.intake, at=now(), domain=boxes.domain, **words)
    session.commit()

    wire = golden.wire(known, row)
    assert wire.isascii() and golden.read(wire)["Message-ID"] == row.message_id


WHO_ELSE = ("Wie krijgt welke mail?", "Wie kreeg nog een mail?", "Alleen u krijgt deze mail.")


@pytest.mark.parametrize("notice", Notice)
def test_a_letter_says_who_else_gets_which_mail(app: Flask, notice: Notice) -> None:
    text = golden.pages(golden.letter(app, golden.row_of(notice)))["txt"]

    assert len([words for words in WHO_ELSE if words in text]) == 1


@pytest.mark.parametrize(
    ("notice", "beside", "said"),
    [
        (Notice.NEW_REFERRAL, {Notice.RECEIPT}, "De melder: een ontvangstmail."),
        (Notice.NEW_REFERRAL, {Notice.SELF_RECEIPT, Notice.ACUTE}, "De melder: een ontvangstmail."),
        (Notice.ACUTE, {Notice.NEW_REFERRAL}, "De melder kreeg geen mail."),
        (Notice.ACUTE, {Notice.NEW_REFERRAL}, "Het intaketeam"),
        (Notice.NEW_REFERRAL, {Notice.ACUTE}, "De wacht"),
        (Notice.RECEIPT, set(), "Wie u aanmeldde, krijgt hierover geen automatische mail."),
        (Notice.SELF_RECEIPT, set(), "Uw verhuurder krijgt geen mail."),
    ],
)
def test_what_is_said_of_other_mails_is_what_was_put_aside(
    app: Flask, notice: Notice, beside: set[Notice], said: str
) -> None:
    assert said in golden.pages(golden.letter(app, golden.row_of(notice), frozenset(beside)))["txt"]


@pytest.mark.parametrize("notice", Notice)
@pytest.mark.parametrize("language", golden.LANGUAGES)
@pytest.mark.parametrize("also", [NOBODY, None], ids=["alone", "with others"])
def test_text_and_html_say_the_same(app: Flask, notice: Notice, language: str, also: frozenset[str] | None) -> None:
    """The same sentences and the same links, in the same order."""
    pages = golden.pages(golden.letter(app, golden.row_of(notice, language=language), also))

    text = pages["txt"].split("\n\n", 1)[1]
    assert words_of_html(pages["html"], language) == re.sub(r"(?m)^(- |--$)", "", text).split()


@pytest.mark.parametrize("notice", Notice)
def test_only_some_letters_depend_on_who_else_was_mailed(app: Flask, notice: Notice) -> None:
    alone, besides = (golden.pages(golden.letter(app, golden.row_of(notice), also)) for also in (NOBODY, None))

    assert (alone != besides) == (notice in TELLS_OF_OTHERS)


@pytest.mark.parametrize("notice", Notice)
def test_the_headers_are_those_of_the_row(app: Flask, notice: Notice) -> None:
    row = golden.row_of(notice)

    mail = golden.letter(app, row)

    assert mail["Message-ID"] == row.message_id
    assert mail["Date"].datetime == row.created_at
    assert (mail["To"], mail["Auto-Submitted"]) == (row.to_addr, "auto-generated")
    assert "huurbegeleiding@portaal.example" in mail["From"]
    assert mail["Reply-To"] == "huurbegeleiding@portaal.example"
    assert mail.get_content_type() == "multipart/alternative"


@pytest.mark.parametrize("notice", Notice)
def test_a_seven_bit_server_changes_nothing(app: Flask, notice: Notice) -> None:
    sent = golden.wire(app, golden.row_of(notice)).encode()

    assert sent.isascii()
    assert not golden.read(sent.decode()).defects
    assert max(len(line) for line in sent.split(b"\r\n")) <= 78 + len("Message-ID: ")
    assert b"\n" not in sent.replace(b"\r\n", b"")


def test_a_long_domain_leaves_the_message_id_in_one_piece(app: Flask) -> None:
    long = f"<{'5f' * 16}@{'a' * 40}.{'b' * 40}.example>"

    sent = golden.wire(app, golden.row_of(Notice.RECEIPT, message_id=long)).encode()

    assert f"Message-ID: {long}\r\n".encode() in sent


def test_the_link_in_the_receipt_opens_this_referral_only_as_a_follow_link(app: Flask) -> None:
    text = golden.letter(app, golden.row_of(Notice.RECEIPT)).get_body(("plain",)).get_content()  # type: ignore[union-attr]

    token = re.search(r"^http://localhost/follow/(\S+)$", text, re.MULTILINE)
    assert token is not None
    assert tokens.read(KEYS, FOLLOW, token[1], max_age_days=1, now=now()) == "5f" * 16
    assert tokens.read(KEYS, "resume", token[1], max_age_days=1, now=now()) is None


HOSTILE = "CDFH-JKMN-P\r\nBcc: derde@voorbeeld.example"


@pytest.mark.parametrize(
    ("notice", "values"),
    [
        (Notice.ACUTE, {"context": golden.WORDS[Notice.ACUTE] | {"reference": HOSTILE}}),
        (Notice.RECEIPT, {"context": golden.WORDS[Notice.RECEIPT] | {"reference": HOSTILE}}),
        (Notice.RECEIPT, {"to_addr": HOSTILE}),
        (Notice.RECEIPT, {"to_addr": "a@b.example\nBcc: derde@voorbeeld.example"}),
        (Notice.RECEIPT, {"message_id": "<a@b.example>\r\nBcc: derde@voorbeeld.example"}),
    ],
)
def test_no_value_can_start_another_header(app: Flask, notice: Notice, values: dict[str, object]) -> None:
    assert golden.letter(app, golden.row_of(notice))["Bcc"] is None

    with pytest.raises(Exception, match="header|mail|linefeed|newline"):
        golden.wire(app, golden.row_of(notice, **values))


def test_what_is_put_in_html_is_escaped(app: Flask) -> None:
    words = golden.WORDS[Notice.ACUTE] | {"reference": "<b>&"}

    page = golden.pages(golden.letter(app, golden.row_of(Notice.ACUTE, context=words)))["html"]

    assert "<b>" not in page
    assert "&lt;b&gt;&amp;" in page


def words_of_html(page: str, language: str) -> list[str]:
    body, colon = page.partition("<body>")[2], "\N{NO-BREAK SPACE}:" if language == "fr" else ":"
    spelt_out = re.sub(r'<a [^>]*href="([^"]*)">([^<]*)</a>', rf"\2{colon} \1", body)
    apart = re.sub(r"<(?:br|p|h1|h2|li)[^>]*>", " ", spelt_out)
    return html.unescape(re.sub(r"<[^>]*>", "", apart)).split()
