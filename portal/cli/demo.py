"""``demo``: the whole portal on one machine, for trying out: pages, worker and a mailbox that catches all mail."""

from __future__ import annotations

import os
import socket
import urllib.error
import urllib.request
from pathlib import Path

import click

from portal import config, migrations
from portal.cli import demo_seed
from portal.cli.groups import Group, ready_engine
from portal.cli.staff import ensure_staff
from portal.cli.supervisor import Children, Ended

HOST = "127.0.0.1"
START_SECONDS = 60
WEB = (
    "granian",
    "--interface",
    "wsgi",
    "--workers",
    "2",
    "--blocking-threads",
    "128",
    "--no-ws",
    "--log-level",
    "error",
)
SINK = ("aiosmtpd", "-n", "-c", "aiosmtpd.handlers.Mailbox")

demo = Group("demo", help="Try the portal out on this machine.")
demo.add_command(demo_seed.seed)


@demo.command()
def run() -> None:
    """Migrate, start everything, and print where it is; Ctrl-C stops all of it."""
    _require_demo()
    port = _port()
    mail_port = _set_up(port)
    staff = ensure_staff(config.settings().data_dir)
    demo_seed.add_when_empty({role: email for role, email, _ in staff})
    try:
        with Children(os.environ) as children:
            _start(children, port, mail_port)
            if children.wait_until(lambda: _is_ready(port), START_SECONDS):
                _say_where(f"http://{HOST}:{port}", staff)
            children.watch()
    except Ended as ended:
        raise click.ClickException(str(ended)) from None


def _require_demo() -> None:
    if config.settings().env != "demo":
        raise click.ClickException("this is for the demo alone: set PORTAL_ENV=demo, or call `make run`.")


def _set_up(port: int) -> int | None:
    """Migrate and note where everything will be; the port of the mail sink, None where mail goes elsewhere."""
    migrations.upgrade(ready_engine())
    _keep("base_url", f"http://{HOST}:{port}")
    if any(name in os.environ for name in ("PORTAL_SMTP_HOST", "PORTAL_SMTP_PORT")):
        return None
    mail_port = _free_port()
    _keep("smtp_port", str(mail_port))
    return mail_port


def _start(children: Children, port: int, mail_port: int | None) -> None:
    """Start what READY promises; the sink takes every mail and sends none on."""
    children.start("The web server", [*WEB, "--host", HOST, "--port", str(port), "wsgi:application"])
    if mail_port:
        folder = config.settings().data_dir / "mail"
        children.start("The mail sink", [*SINK, "-l", f"{HOST}:{mail_port}", str(folder)])
    children.start("The worker", ["flask", "--app", "wsgi", "worker"])


def _port() -> int:
    """The port asked for in PORT, when it is free."""
    text = os.environ.get("PORT", "8000")
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise click.ClickException("PORT must be a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError as error:
            raise click.ClickException(
                f"port {text} cannot be used ({error.strerror}): try PORT=8123 make run."
            ) from None
    return int(text)


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as probe:
        found: int = probe.getsockname()[1]
    return found


def _keep(name: str, text: str) -> None:
    """Let every process of the demo, and commands beside it, find the same (config.defaults.kept)."""
    file = config.settings().data_dir / "settings" / name
    file.write_text(text, encoding="utf-8")


def _is_ready(port: int) -> bool:
    """The pages answer, the database is as it should be, and the worker has shown itself."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _say_where(address: str, staff: list[tuple[str, str, str]]) -> None:
    click.echo(f"Pages      {address}/")
    click.echo(f"Staff      {address}/staff/login")
    click.echo(f"Mails      {address}/dev/mail")
    click.echo(f"Data       {_short(config.settings().data_dir)}")
    for role, email, password in staff:
        click.echo(f"STAFF {role} {email} {password}")
    click.echo(f"READY {address}")


def _short(folder: Path) -> Path:
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
