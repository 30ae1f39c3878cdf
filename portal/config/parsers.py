"""From the text of a setting to its value; each raises ValueError with words that never repeat a secret."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from portal.domain import mail_addresses
from portal.domain.errors import Refused

LANGUAGES = ("nl", "fr", "en")
LONGEST_NUMBER = 12
KEY_LENGTH, KEY_VARIETY = 32, 10
PORTS = range(1, 65536)
LONGEST_HOST = 160
"""A Message-ID with it fits its column."""
DRIVERS = {"sqlite": "sqlite"} | dict.fromkeys(("postgres", "postgresql", "postgresql+psycopg"), "postgresql+psycopg")
Value = TypeVar("Value")


def one_of(*words: str) -> Callable[[str], str]:
    """A parser that takes exactly these words."""

    def parse(text: str) -> str:
        if text not in words:
            raise ValueError(f"must be one of {', '.join(words)}")
        return text

    return parse


def whole(smallest: int, largest: int) -> Callable[[str], int]:
    """A parser of whole numbers between two bounds."""

    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER and smallest <= int(text) <= largest):
            raise ValueError(f"must be a whole number from {smallest} to {largest}")
        return int(text)

    return parse


def several(parse: Callable[[str], Value]) -> Callable[[str], tuple[Value, ...]]:
    """A parser of a comma-separated list of at least one."""

    def parse_all(text: str) -> tuple[Value, ...]:
        return tuple(parse(part.strip()) for part in text.split(","))

    return parse_all


def key(text: str) -> str:
    """A signing key: long, and of many different characters."""
    if len(text) < KEY_LENGTH or len(set(text)) < KEY_VARIETY:
        raise ValueError(
            f"is too weak: at least {KEY_LENGTH} random characters, as from "
            "python3 -c 'import secrets; print(secrets.token_hex(32))'"
        )
    return text


def database_url(text: str) -> str:
    """A SQLAlchemy address; PostgreSQL always by psycopg, SQLite always in a file."""
    kind, found, rest = text.partition("://")
    if not found or kind not in DRIVERS or (kind == "sqlite" and not rest.startswith("/")):
        raise ValueError("must start with sqlite:/// or postgresql://")
    try:
        address = make_url(f"{DRIVERS[kind]}://{rest}")
    except (ArgumentError, ValueError):  # Their words repeat what was given.
        raise ValueError("cannot be read as the address of a database") from None
    if kind == "sqlite" and (not address.database or address.database.startswith((":memory:", "file:"))):
        raise ValueError("must name a file: what is only in memory is lost")
    return f"{DRIVERS[kind]}://{rest}"


def base_url(text: str) -> str:
    """The address people use, without a path, its host in ASCII: ``https://meldpunt.example``."""
    parts = urlsplit(text)
    plain = not (parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not plain:
        raise ValueError("must be like https://meldpunt.example, without a path")
    if parts.port is not None and parts.port not in PORTS:
        raise ValueError("has a port that does not exist")
    host = _host(parts.hostname)
    return f"{parts.scheme}://{host}" if parts.port is None else f"{parts.scheme}://{host}:{parts.port}"


def _host(name: str) -> str:
    """Also the domain of every Message-ID, which takes less than a browser does."""
    try:
        found = mail_addresses.in_ascii(name)
    except Refused:
        found = ""
    if not 0 < len(found) <= LONGEST_HOST:
        raise ValueError(
            "must name a host in letters, digits, hyphens and points, or as an IPv4 address: mails bear it"
        )
    return found


def mailbox(text: str) -> str:
    """One address, as mails are put aside for it; a name before it is left out."""
    return _address(text)[1]


def sender(text: str) -> str:
    """One address, with or without a name before it."""
    _address(text)
    return text


def _address(text: str) -> tuple[str, str]:
    try:
        return mail_addresses.split(text)
    except Refused:
        raise ValueError("must be one e-mail address, as every mail server takes it") from None


def languages(text: str) -> tuple[str, ...]:
    """Languages of the pages; Dutch is always one of them and comes first."""
    found = several(one_of(*LANGUAGES))(text)
    if found[0] != "nl" or len(set(found)) < len(found):
        raise ValueError("must begin with nl and name each language once")
    return found


def rate_limits(text: str) -> float:
    """``on`` is 1, ``off`` is 0, a number multiplies every limit."""
    try:
        factor = {"on": 1.0, "off": 0.0}[text] if text in {"on", "off"} else float(text)
    except ValueError:
        factor = -1.0
    if not 0 <= factor <= 1000:  # NaN is refused too
        raise ValueError("must be on, off or a factor from 0 to 1000")
    return factor


def folder(text: str) -> Path:
    """A folder, which may still have to be made."""
    path = Path(text).expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise ValueError("is not a folder")
    return path


def readable_file(text: str) -> Path:
    """A file that is there and can be read."""
    path = Path(text).expanduser().absolute()
    try:
        path.open("rb").close()
    except OSError as error:
        raise ValueError(f"names a file that cannot be read ({error.strerror})") from None
    return path


def words(text: str) -> str:
    """Any text on one line."""
    if not text.isprintable():
        raise ValueError("has a character that cannot be printed")
    return text
