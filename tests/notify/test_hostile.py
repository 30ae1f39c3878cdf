"""Nothing that somebody types, configures or sends along can put a header, a receiver or a host into a mail."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from itertools import product
from urllib.parse import urlsplit

import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from portal import config, create_app
from portal.config import ConfigError
from portal.config.checks import mailbox as site_mailbox
from portal.config.parsers import mailbox as configured_mailbox
from portal.domain.errors import Refused
from portal.models import Outbox
from portal.notify import letters, outbox
from portal.notify.notices import Notice
from tests.notify import golden
from tests.notify.conftest import EVENING

OWN_HEADERS = [
    *("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version"),
    "Content-Type",
]
BREAKS = ("\r", "\n", "\r\n", "\0", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\u202e", "\ufeff", "\udcff")
HEADERS = ("Bcc: derde@voorbeeld.example", " Bcc: derde@voorbeeld.example", "\r\n<p>", "=?utf-8?q?=0D=0ABcc=3A_a=40b?=")
words = st.sampled_from(("CDFH-JKMN-P", "jan@b.example", "@", ",", ";", "<", ">", '"', "\\", "é", "x" * 2_000, " "))
hostile = st.lists(st.one_of(st.sampled_from(BREAKS), st.sampled_from(HEADERS), words), max_size=6).map("".join)
KNOWN = {"level": 1, "due_on": "2026-11-24"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = create_app({"env": "test", "data_dir": tmp_path_factory.mktemp("letters")})
    with app.app_context():
        yield app


def sent(row: Outbox, *, mail_from: str = "", reply_to: str = "") -> bytes:
    """The bytes that would leave, with another sender or another mailbox of the site when given."""
    own, site = config.settings(), config.sites()["nl"]
    own = dataclasses.replace(own, mail_from=mail_from or own.mail_from)
    site = dataclasses.replace(site, mailbox=reply_to or site.mailbox)
    return letters.render(row, settings=own, site=site).encode()


def must_be_ours(mail: bytes, *, to: str) -> None:
    parsed = message_from_bytes(mail, policy=default)
    assert parsed.keys() == OWN_HEADERS
    assert [address.addr_spec for address in parsed["To"].addresses] == [to]
    assert len(parsed["From"].addresses) == len(parsed["Reply-To"].addresses) == 1
    assert all(str(value).isprintable() for value in parsed.values())
    assert not parsed.defects
    assert mail.isascii()
    assert max(len(line) for line in mail.split(b"\r\n")) <= 998


@pytest.mark.parametrize("field", ["to", "reference", "domain"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=hostile)
@example(value="=?utf-8?q?=0D=0ABcc=3A_a=40b?=")
@example(value="CDFH-JKMN-P")
@example(value="jan@b.example")
@example(value="b.example\r\nBcc: derde@voorbeeld.example")
def test_a_mail_is_refused_before_it_is_stored_or_has_our_headers_and_no_other(
    app: Flask, field: str, value: str
) -> None:
    typed = {"to": "jan@b.example", "reference": "CDFH-JKMN-P", "domain": "b.example"} | {field: value}
    try:
        row = outbox.put(Session(), Notice.NEW_REFERRAL, at=EVENING, **typed, **KNOWN)  # type: ignore[arg-type]
    except (Refused, ValueError):
        assert value != {"to": "jan@b.example"}.get(field, "CDFH-JKMN-P")
        return

    must_be_ours(sent(row), to=row.to_addr)


@pytest.mark.parametrize("field", ["mail_from", "reply_to"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=hostile)
@example(value="jan@b.example")
@example(value="Dienst, huur <jan@b.example>")
@example(value="jän@b.example")
def test_a_mailbox_of_ours_is_refused_at_the_start_or_makes_one_header(app: Flask, field: str, value: str) -> None:
    if not _taken(field, value):
        assert value != "jan@b.example"
        return
    row = golden.row_of(Notice.RECEIPT)
    try:
        mail = sent(row, **{field: value})
    except Refused:
        return

    must_be_ours(mail, to=row.to_addr)


def _taken(field: str, value: str) -> bool:
    if field == "reply_to":
        return site_mailbox(value) is None
    try:
        return bool(configured_mailbox(value))
    except (ValueError, ConfigError):
        return False


LINK = re.compile(r"""\b[a-z]+://[^\s"'<>]*|(?<=href=")[^"]*""")


@pytest.mark.parametrize("reference", ["CDFH-JKMN-P", "//@kwaad.example\\\\kwaad.example"])
def test_every_link_of_every_letter_starts_where_the_settings_say(app: Flask, reference: str) -> None:
    """Whatever host a request names and whatever the context says."""
    own = dataclasses.replace(config.settings(), base_url="https://loket.stad.example")
    asked = {
        "base_url": "http://kwaad.example",
        "headers": {"X-Forwarded-Host": "kwaad.example", "Forwarded": "host=k"},
    }
    found = []
    with app.test_request_context("/", **asked):
        for notice, language in product(Notice, golden.LANGUAGES):
            row = golden.row_of(notice, language=language)
            row.context = {word: _with(reference, value) for word, value in row.context.items()}
            mail = golden.read(letters.render(row, settings=own, site=config.sites()[language], also=frozenset(Notice)))
            for kind in ("plain", "html"):
                found += LINK.findall(str(mail.get_body((kind,)).get_content()))  # type: ignore[union-attr]

    assert len(found) > 2 * len(Notice) * len(golden.LANGUAGES)
    assert {urlsplit(link).netloc for link in found} == {"loket.stad.example"}
    assert all(link.startswith("https://loket.stad.example/") for link in found)


def _with(reference: str, value: object) -> object:
    return value.replace("CDFH-JKMN-P", reference) if isinstance(value, str) else value
