"""The whole way, on both databases: report, mail, follow page, queue, decision, and what the reporter then reads."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.browser import colleagues, reporters
from tests.browser.conftest import Live, opened, serving
from tests.browser.visitor import Visitor
from tests.notify import servers
from tests.notify.servers import Handler

ROOT = Path(__file__).parents[2]


@pytest.fixture
def post() -> Iterator[tuple[int, Handler]]:
    """A mail server that takes everything, and what it got."""
    with servers.obliging() as found:
        yield found


@pytest.fixture
def portal(database_url: str, tmp_path: Path, post: tuple[int, Handler]) -> Iterator[Live]:
    """A portal of the test's own, on each database in turn."""
    with serving(database_url, tmp_path, smtp_port=post[0]) as found:
        yield found


def test_from_a_report_to_what_its_reporter_reads(
    portal: Live, post: tuple[int, Handler], new_context: CreateContextCallback, database_url: str, tmp_path: Path
) -> None:
    landlord = Visitor(opened(new_context()), portal.url)
    worker = Visitor(opened(new_context()), portal.url)
    colleagues.let_in(worker.page.context, portal, colleagues.colleague(portal))
    sooner = colleagues.waiting_case(portal, in_days=1)
    later = colleagues.waiting_case(portal)

    reporters.report(landlord, "landlord", reporters.landlord())
    landlord.send()
    reference = landlord.page.locator(".reference").inner_text()
    _deliver(portal, port=post[0], database_url=database_url, folder=tmp_path)
    link = _link(post[1], "jan@verhuurder.example")
    landlord.page.goto(link)
    assert landlord.title() == "Ontvangen"

    worker.open("/staff/queue?view=all")
    listed = worker.page.locator(".case a").all_inner_texts()
    assert listed == [sooner, reference, later]
    assert worker.page.locator(".level").all_inner_texts()[1][:2] == "U1"
    worker.follow(reference)
    _press(worker, "form[action$='/claim']")
    worker.page.locator("summary", has_text="Traject kiezen").click()
    worker.form = "form:has(button[value=assigned])"
    worker.fill({"pathway": "OGP"})
    assert worker.send() == 200

    landlord.page.goto(link)
    assert landlord.title() == "In behandeling"
    assert reference in landlord.page.inner_text("main")
    assert "OGP" not in landlord.page.content()


def _press(worker: Visitor, form: str) -> None:
    worker.form = form
    assert worker.send("button") == 200


def _deliver(portal: Live, *, port: int, database_url: str, folder: Path) -> None:
    """Run the worker once, as an operator would."""
    environment = {
        **os.environ,
        "PORTAL_ENV": "test",
        "PORTAL_DATABASE_URL": database_url,
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_BASE_URL": portal.url,
        "PORTAL_SMTP_PORT": str(port),
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--once"]
    subprocess.run(command, check=True, cwd=ROOT, env=environment, capture_output=True, timeout=60)


def _link(post: Handler, address: str) -> str:
    """The follow link in the mail to this address."""
    mail = next(mail for mail in post.mails if mail.rcpt_tos == [address])
    message = message_from_bytes(bytes(mail.original_content or b""), policy=policy.default)
    text = message.get_body(("plain",))
    assert text
    found = re.search(r"http\S+/follow/\S+", text.get_content())
    assert found
    return found[0]
