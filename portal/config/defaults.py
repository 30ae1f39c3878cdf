"""What a setting is when nobody gives it: strict in production, ready to run in demo, fixed in tests."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

from portal.config.environment import ROOT, SITE_FILE
from portal.config.errors import ConfigError

DEMO_DIR = ROOT / "instance" / "demo"
EVERYWHERE = {
    "trusted_proxies": "0",
    "smtp_port": "587",
    "smtp_tls": "starttls",
    "languages": "nl,fr,en",
    "outbox_backoff": "60,300,900,3600",
    "outbox_hours": "72",
    "outbox_lease": "300",
    "outbox_rate": "0",
    "rate_limits": "on",
    "site_file": str(SITE_FILE),
}
TRYING_OUT = {
    "smtp_host": "127.0.0.1",
    "smtp_tls": "none",
    "mail_from": "Dienst huurbegeleiding <huurbegeleiding@portaal.example>",
    "intake_mailbox": "intake@portaal.example",
    "duty_mailbox": "wacht@portaal.example",
}
DEMO = TRYING_OUT | {"smtp_port": "8025", "base_url": "http://127.0.0.1:8000", "outbox_backoff": "5,15,60,300"}
TEST = TRYING_OUT | {
    "smtp_port": "1",
    "base_url": "http://localhost",
    "secret_keys": "only-in-tests-0123456789abcdefghij",
    "outbox_backoff": "60",
}


def for_environment(given: Mapping[str, str]) -> dict[str, str]:
    """The texts that stand in for what was not given."""
    env = given.get("env", "production")
    found = EVERYWHERE | {"env": env}
    if env == "test":
        found |= TEST
    elif env == "demo":
        found |= DEMO | {"data_dir": str(DEMO_DIR)}
        found |= kept(Path(given.get("data_dir", DEMO_DIR)))
    else:
        found |= {"data_dir": str(ROOT / "instance")}
    return found | _depending_on(given, found)


def kept(folder: Path) -> dict[str, str]:
    """What the demo keeps between runs, a file each: its key, and where its mail sink and its pages are."""
    keeping = folder / "settings"
    for closed in (folder, keeping):
        closed.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = keeping / "secret_keys"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_hex(32), encoding="utf-8")
    return {file.name: file.read_text(encoding="utf-8").strip() for file in sorted(keeping.iterdir())}


def _depending_on(given: Mapping[str, str], found: Mapping[str, str]) -> dict[str, str]:
    together = {**found, **given}
    if "data_dir" not in together:
        raise ConfigError("PORTAL_DATA_DIR is missing: folder for data, closed to others (chmod 700).")
    depending = {"database_url": f"sqlite:///{Path(together['data_dir']).absolute() / 'portal.db'}"}
    if "intake_mailbox" in together:
        depending["duty_mailbox"] = found.get("duty_mailbox", together["intake_mailbox"])
    return depending
