"""The golden letters in ``tests/letters``: what each notice says, to be read and reviewed as text.

After a change of words: ``.venv/bin/python -m tests.notify.golden``, then read the difference before committing it.
"""

from __future__ import annotations

import re
import tempfile
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from itertools import product
from pathlib import Path
from typing import Any

from flask import Flask

from portal import config, create_app
from portal.models import Outbox
from portal.notify import letters
from portal.notify.notices import LISTS, Notice
from tests.notify.conftest import EVENING

FOLDER = Path(__file__).parents[1] / "letters"
LANGUAGES = ("nl", "fr", "en")
CASES = "CDFH-JKMN-P 1 2026-11-24\nDCFH-JKMN-T 3 2026-11-27\nFCDH-JKMN-W - -"
ITEMS = "terms DCFH-JKMN-T 3 2026-12-01\noverdue CDFH-JKMN-P 1 2026-11-20\nterms CDFH-JKMN-P 2 2026-11-30"
STYLE = re.compile(r"(?<=<style>).*?(?=</style>)", re.DOTALL)
WORDS: dict[Notice, dict[str, Any]] = {
    Notice.RECEIPT: {"reference": "CDFH-JKMN-P", "received_at": EVENING.isoformat(), "follow": "5f" * 16},
    Notice.SELF_RECEIPT: {"reference": "CDFH-JKMN-P", "received_at": EVENING.isoformat(), "follow": "5f" * 16},
    Notice.NEW_REFERRAL: {"reference": "CDFH-JKMN-P", "level": 1, "due_on": "2026-11-24"},
    Notice.ACUTE: {"reference": "CDFH-JKMN-P", "level": 0, "due_on": "2026-11-23"},
    Notice.RESUME: {"resume": "5f" * 16},
    Notice.REMINDER: {"resume": "5f" * 16},
    Notice.QUESTION: {"reference": "CDFH-JKMN-P", "follow": "5f" * 16},
    Notice.QUESTION_REMINDER: {"reference": "CDFH-JKMN-P", "follow": "5f" * 16},
    Notice.LINKS: {"links": "\n".join((f"CDFH-JKMN-P {'5f' * 16}", f"DCFH-JKMN-T {'6e' * 16}"))},
    Notice.INVITATION: {"account": "7.0"},
    Notice.RESET: {"account": "7.3"},
    Notice.UNCLAIMED: {"reference": "CDFH-JKMN-P", "level": 0, "due_on": "2026-11-23"},
    **{notice: {"cases": CASES, "more": 12} for notice in LISTS},
    Notice.DEAD_LETTERS: {"count": 3},
    Notice.DIGEST: {"items": ITEMS, "more": 1},
}


def row_of(notice: Notice, **values: object) -> Outbox:
    """A row for this notice with invented, fixed values."""
    given: dict[str, Any] = {
        "notice": notice.value,
        "to_addr": "ontvanger@voorbeeld.example",
        "context": WORDS[notice],
        "message_id": f"<{'5f' * 16}@portaal.example>",
        "created_at": EVENING,
        "due_at": EVENING,
    }
    return Outbox(**(given | values))


def wire(app: Flask, row: Outbox, also: frozenset[str] | None = None) -> str:
    """The mail made of it as it leaves, as if all other notices had been put aside."""
    others = frozenset(set(Notice) - {row.notice}) if also is None else also
    with app.app_context():
        return letters.render(row, settings=config.settings(), site=config.sites()[row.language], also=others)


def letter(app: Flask, row: Outbox, also: frozenset[str] | None = None) -> EmailMessage:
    """The same as it is read."""
    return read(wire(app, row, also))


def read(mail: str) -> EmailMessage:
    """A written mail as whoever gets it reads it, with the ends of lines of this machine."""
    return message_from_string(mail.replace("\r\n", "\n"), policy=default)


def html(mail: EmailMessage) -> str:
    """Its HTML with all of its look, as whoever gets it sees it."""
    return str(mail.get_body(("html",)).get_content())  # type: ignore[union-attr]


def pages(mail: EmailMessage) -> dict[str, str]:
    """What is compared: file endings and contents, without the look and without the signed part of the link."""
    text = str(mail.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    found = {"txt": f"Subject: {mail['Subject']}\n\n{text}", "html": STYLE.sub("", html(mail))}
    token = re.compile(r"(/(?:follow|resume|invite|reset)/)[\w.-]+")
    return {ending: token.sub(r"\1TOKEN", page) for ending, page in found.items()}


def renew() -> None:
    """Write all of them anew."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"env": "test", "data_dir": folder})
        for notice, language in product(Notice, LANGUAGES):
            for ending, page in pages(letter(app, row_of(notice, language=language))).items():
                (FOLDER / f"{notice}.{language}.{ending}").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    renew()
