"""What every part of the drill stands on: a fresh durable database, a mail server, and the settings between them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session

from bench import databases, serving
from bench.drill import sink
from bench.drill.result import Result
from bench.drill.sink import Sink
from portal import db

LEASE_SECONDS = 5
QUIET_SECONDS = 120.0
LOOK_SECONDS = 0.2


@dataclass(frozen=True)
class Scene:
    """``environ`` is that of every process; what each says is kept in ``folder`` as a ``.log``."""

    environ: dict[str, str]
    folder: Path
    sink: Sink
    bind: sa.Engine

    def wait_until(self, happened: Callable[[Session], bool], *, patience: float = QUIET_SECONDS) -> bool:
        """Whether it did, in time."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            with Session(self.bind) as session:
                if happened(session):
                    return True
            time.sleep(LOOK_SECONDS)
        return False


def play(engine: str, part: Callable[[Scene], Result], *, secret: bool = False, **settings: object) -> Result:
    """One part on one database; then the database's own check of what it left on the disk.

    ``secret``: the mail server is reached over TLS only.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="drill-")))
        database = stack.enter_context(databases.ENGINES[engine](folder))
        certificates = sink.certificates(folder) if secret else None
        if certificates:
            settings |= {"smtp_tls": "starttls", "smtp_ca_file": certificates.ca_file}
        found_mail = stack.enter_context(sink.running(certificates))
        environ = serving.environment(
            database.url, folder, smtp_port=found_mail.port, outbox_lease=LEASE_SECONDS, **settings
        )
        bind = db.connect(database.url)
        stack.callback(bind.dispose)
        result = part(Scene(environ, folder, found_mail, bind))
        bind.dispose()
        offline = database.close_and_verify()
        result.violations["pages on disk are whole"] = [] if offline == "ok" else [offline]
        return result
