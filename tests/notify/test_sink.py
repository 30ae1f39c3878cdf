"""Reading the demo's mails: newest first, by name only, with links to our own pages and no others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from portal.notify import sink

OURS = "http://127.0.0.1:8000"
MAIL = "Subject: {subject}\nTo: a@voorbeeld.example\nDate: Mon, 23 Nov 2026 09:00:00 +0000\n\nDag\n"


def deliver(folder: Path, name: str, *, age: int = 0) -> None:
    new = folder / "new"
    new.mkdir(exist_ok=True)
    (new / name).write_text(MAIL.format(subject=name), encoding="utf-8")
    os.utime(new / name, (1_800_000_000 - age, 1_800_000_000 - age))


def test_the_newest_mail_comes_first(tmp_path: Path) -> None:
    for name, age in (("b", 10), ("a", 5), ("c", 20)):
        deliver(tmp_path, name, age=age)

    assert [mail.subject for mail in sink.mails(tmp_path)] == ["a", "b", "c"]


def test_before_the_first_mail_there_is_none(tmp_path: Path) -> None:
    assert sink.mails(tmp_path / "mail") == []


def test_a_name_is_never_a_path(tmp_path: Path) -> None:
    deliver(tmp_path, "mail")
    (tmp_path / "secret").write_text("Subject: geheim\n\n", encoding="utf-8")

    found = sink.mail(tmp_path, "mail")

    assert found is not None
    assert found.text == "Dag\n"
    assert [sink.mail(tmp_path, name) for name in ("../secret", str(tmp_path / "secret"), "", "..")] == [None] * 4


@pytest.mark.parametrize(
    ("line", "links"),
    [
        (f"Volg: {OURS}/follow/a.b-c_d", [f"{OURS}/follow/a.b-c_d"]),
        (f"{OURS}/a en {OURS}/b", [f"{OURS}/a", f"{OURS}/b"]),
        (OURS, [OURS]),
        (f"{OURS}9/elders", []),
        (f"{OURS}.elders.example/x", []),
        ("https://elders.example/x", []),
        ("javascript:alert(1)", []),
    ],
)
def test_only_our_own_addresses_are_links(line: str, links: list[str]) -> None:
    (pieces,) = sink.linked(line, OURS)

    assert [piece for piece, is_link in pieces if is_link] == links
    assert "".join(piece for piece, _ in pieces) == line
