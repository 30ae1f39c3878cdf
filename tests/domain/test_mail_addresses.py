"""Addresses as mail servers take them: what is kept of one, and what is refused."""

from __future__ import annotations

import pytest

from portal.domain import mail_addresses
from portal.domain.errors import Refused

ACCEPTED = [
    ("jan@voorbeeld.example", "jan@voorbeeld.example"),
    ("jan+huur@voorbeeld.test", "jan+huur@voorbeeld.test"),
    ("Intake <intake@voorbeeld.example>", "intake@voorbeeld.example"),
    ("jan@café.example", "jan@xn--caf-dma.example"),
    ("jan@straße.example", "jan@xn--strae-oqa.example"),
    ("j" * 64 + "@voorbeeld.example", "j" * 64 + "@voorbeeld.example"),
    ("jan@" + "a" * 63 + ".example", "jan@" + "a" * 63 + ".example"),
    ("wacht@localhost", "wacht@localhost"),
]
REFUSED = [
    "",
    "jan",
    "jan@",
    "@voorbeeld.example",
    "jan@voorbeeld.example\r\nBcc: x@y.example",
    "jan\n@voorbeeld.example",
    "jan@voorbeeld.example, piet@voorbeeld.example",
    "jan@voorbeeld.example@y.example",
    "jan peeters@voorbeeld.example",
    "jürgen@voorbeeld.example",
    "jan@voor beeld.example",
    "jan@a..example",
    "jan@mail_host.example",
    "jan@-a.example",
    "jan@" + "a" * 64 + ".example",
    "jan@[127.0.0.1]",
    "jan..peeters@voorbeeld.example",
    ".jan@voorbeeld.example",
    "=?utf-8?q?jan?= <jan@voorbeeld.example>",
    "Jan <jan@voorbeeld.example>, Piet <piet@voorbeeld.example>",
    "j" * 65 + "@voorbeeld.example",
    "jan@\u202evoorbeeld.example",
    "j" * 250 + "@voorbeeld.example",
    '"jan\\"x"@voorbeeld.example',
]


@pytest.mark.parametrize(("typed", "kept"), ACCEPTED)
def test_an_address_is_kept_as_servers_take_it(typed: str, kept: str) -> None:
    assert mail_addresses.bare(typed) == kept


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_not_one_plain_address_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        mail_addresses.bare(typed)


@pytest.mark.parametrize(
    ("domain", "kept"),
    [("localhost", "localhost"), ("127.0.0.1", "127.0.0.1"), ("café.example", "xn--caf-dma.example")],
)
def test_a_domain_of_our_own_is_kept_in_ascii(domain: str, kept: str) -> None:
    assert mail_addresses.in_ascii(domain) == kept


@pytest.mark.parametrize("domain", ["", "::1", "[::1]", "portal_web", "a..example", "x.", "caf é.example"])
def test_a_domain_that_no_message_id_can_bear_is_refused(domain: str) -> None:
    with pytest.raises(Refused):
        mail_addresses.in_ascii(domain)
