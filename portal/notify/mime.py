"""The form in which a mail leaves: our headers, and the same words as text and as HTML, in lines of plain ASCII.

The email package parses and folds every header of every part anew, which takes longer than writing a letter and
sending it. Here it is asked only for a header that is not one short line already, and once for each. Nothing of this
would have to be changed by a 7-bit server.
"""

from __future__ import annotations

import binascii
from collections.abc import Mapping
from email.policy import SMTP
from functools import lru_cache

from portal.domain.mail_addresses import ENCODED

LONGEST = 78
BOUNDARY = "=_words"
"""Stands in no body: in quoted-printable a sign of equality is followed by two digits or by the end of the line."""
_MANY = f'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="{BOUNDARY}"\r\n'
_PART = '\r\n--{}\r\nContent-Type: text/{}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}'


def compose(headers: Mapping[str, str], *, text: str, html: str) -> str:
    """The whole mail; a value that could become another header is a ValueError."""
    first = "".join(_header(name, value) for name, value in headers.items())
    parts = (_PART.format(BOUNDARY, kind, _body(page)) for kind, page in (("plain", text), ("html", html)))
    return f"{first}{_MANY}{''.join(parts)}\r\n--{BOUNDARY}--\r\n"


def _header(name: str, value: str) -> str:
    line = f"{name}: {value}\r\n"
    is_plain = value.isascii() and value.isprintable() and ENCODED not in value
    return line if is_plain and len(line) <= LONGEST else _folded(name, value)


@lru_cache(maxsize=64)
def _folded(name: str, value: str) -> str:
    """As the email package writes it: encoded, and in several lines where it is long."""
    return str(SMTP.fold(*SMTP.header_store_parse(name, value)))


def _body(page: str) -> str:
    return binascii.b2a_qp(page.encode()).decode("ascii").replace("\n", "\r\n")
