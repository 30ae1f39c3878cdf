"""The demo's mails as they arrived: the Maildir that its mail sink writes, read and never changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path


@dataclass(frozen=True)
class Mail:
    """One mail; ``name`` is its file's, and identifies it."""

    name: str
    subject: str
    to: str
    sent: str
    text: str
    html: str


def mails(folder: Path) -> list[Mail]:
    """All of them, the newest first; none where nothing was delivered yet."""
    newest_first = sorted(_files(folder).items(), key=lambda entry: (_age(entry[1]), entry[0]), reverse=True)
    return [_read(name, path) for name, path in newest_first]


def mail(folder: Path, name: str) -> Mail | None:
    """The one with this name, which is looked up and never made into a path."""
    path = _files(folder).get(name)
    return _read(name, path) if path else None


def linked(text: str, base_url: str) -> list[list[tuple[str, bool]]]:
    """Lines of (piece, whether it is a link to our own pages); every other address stays text."""
    ours = re.compile(f"({re.escape(base_url)}(?:/[^\\s<>\"']*)?)(?![^\\s])")
    return [[(piece, bool(ours.fullmatch(piece))) for piece in ours.split(line) if piece] for line in text.splitlines()]


def _files(folder: Path) -> dict[str, Path]:
    places = (folder / "new", folder / "cur")
    return {path.name.partition(":")[0]: path for place in places if place.is_dir() for path in place.iterdir()}


def _age(path: Path) -> int:
    return path.stat().st_mtime_ns


def _read(name: str, path: Path) -> Mail:
    message = message_from_bytes(path.read_bytes(), policy=default)
    return Mail(
        name=name,
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        sent=str(message["Date"] or ""),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    return "".join(_contents(message, kind))


def _contents(message: EmailMessage, kind: str) -> Iterator[str]:
    body = message.get_body((kind,))
    if body is not None:
        yield str(body.get_content())
