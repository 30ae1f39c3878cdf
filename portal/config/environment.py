"""The settings an operator gives in the environment: their names, kinds, defaults and meaning in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.config import parsers
from portal.config.errors import ConfigError

PREFIX = "PORTAL_"
ROOT = Path(__file__).parents[2]
SITE_FILE = ROOT / "portal" / "site.toml"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What runs the portal on this machine; secrets stay out of its repr."""

    env: str
    secret_keys: tuple[str, ...] = field(repr=False)
    """Newest first."""
    database_url: str = field(repr=False)
    data_dir: Path
    base_url: str
    trusted_proxies: int
    smtp_host: str
    smtp_port: int
    smtp_tls: str
    smtp_ca_file: Path | None
    smtp_user: str | None
    smtp_password: str | None = field(repr=False)
    mail_from: str
    intake_mailbox: str
    duty_mailbox: str
    languages: tuple[str, ...]
    outbox_backoff: tuple[int, ...]
    """Seconds before each next attempt; the last repeats."""
    outbox_hours: int
    """Hours after which a mail that was tried in vain is not tried again."""
    outbox_lease: int
    """Seconds."""
    outbox_rate: int
    """Mails per minute over all workers; 0 is no bound."""
    rate_limits: float
    """Multiplies every limit; 0 is off."""
    site_file: Path

    @property
    def secure(self) -> bool:
        """Whether people reach the portal over https."""
        return self.base_url.startswith("https://")


@dataclass(frozen=True)
class Setting:
    """One row of the table in docs/operations.md."""

    name: str
    parse: Callable[[str], Any]
    default: str | None
    """None: needed in production."""
    meaning: str
    secret: bool = False

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return PREFIX + self.name.upper()


SETTINGS = (
    Setting("env", parsers.one_of("production", "demo", "test"), "production", "production, demo or test"),
    Setting(
        "secret_keys", parsers.several(parsers.key), None, "signing keys, comma-separated, newest first", secret=True
    ),
    Setting(
        "database_url", parsers.database_url, "portal.db in the data folder", "sqlite:/// or postgresql://", secret=True
    ),
    Setting("data_dir", parsers.folder, "instance", "folder for data, closed to others (chmod 700)"),
    Setting("base_url", parsers.base_url, None, "the address people use, https in production"),
    Setting("trusted_proxies", parsers.whole(0, 5), "0", "how many proxies stand in front and set X-Forwarded-*"),
    Setting("smtp_host", parsers.words, None, "the mail server"),
    Setting("smtp_port", parsers.whole(1, 65535), "587", "its port"),
    Setting("smtp_tls", parsers.one_of("starttls", "tls", "none"), "starttls", "starttls, tls or none"),
    Setting("smtp_ca_file", parsers.readable_file, "", "certificates to trust instead of the system's"),
    Setting("smtp_user", parsers.words, "", "name at the mail server"),
    Setting("smtp_password", parsers.words, "", "password at the mail server", secret=True),
    Setting("mail_from", parsers.sender, None, "sender of all mail"),
    Setting("intake_mailbox", parsers.mailbox, None, "mailbox of the team"),
    Setting("duty_mailbox", parsers.mailbox, "the intake mailbox", "mailbox for what is acute (U0)"),
    Setting("languages", parsers.languages, "nl,fr,en", "languages of the pages, of nl, fr, en; nl first"),
    Setting(
        "outbox_backoff",
        parsers.several(parsers.whole(0, 604800)),
        "60,300,900,3600",
        "seconds before each next attempt; the last repeats",
    ),
    Setting("outbox_hours", parsers.whole(1, 720), "72", "hours after which a mail that was tried in vain is dead"),
    Setting(
        "outbox_lease", parsers.whole(5, 3600), "300", "seconds a worker holds a mail; longer than one conversation"
    ),
    Setting("outbox_rate", parsers.whole(0, 10000), "0", "mails per minute over all workers; 0 is no bound"),
    Setting("rate_limits", parsers.rate_limits, "on", "on, off or a factor"),
    Setting("site_file", parsers.readable_file, "portal/site.toml", "what a town changes"),
)
BY_NAME = {setting.name: setting for setting in SETTINGS}
EMPTY = {"smtp_ca_file": None, "smtp_user": None, "smtp_password": None}


def texts(environ: Mapping[str, str], overrides: Mapping[str, Any]) -> dict[str, str]:
    """What was given, by setting name: the environment, secrets also from a file; overrides win."""
    _refuse_unknown(environ, overrides)
    given = {}
    for setting in SETTINGS:
        text = _from_environment(setting, environ)
        if text:
            given[setting.name] = text
    return given | {name: _as_text(value) for name, value in overrides.items()}


def parse(given: Mapping[str, str], defaults: Mapping[str, str]) -> Settings:
    """The settings as values; a wrong or missing one is a ConfigError that names its variable."""
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        text = given.get(setting.name, defaults.get(setting.name))
        if text is None and setting.name not in EMPTY:
            raise ConfigError(f"{setting.variable} is missing: {setting.meaning}.")
        values[setting.name] = _value(setting, text) if text else EMPTY.get(setting.name)
    return Settings(**values)


def _refuse_unknown(environ: Mapping[str, str], overrides: Mapping[str, Any]) -> None:
    known = {setting.variable for setting in SETTINGS}
    known |= {f"{setting.variable}_FILE" for setting in SETTINGS if setting.secret}
    given = {name for name in environ if name.startswith(PREFIX)} | {PREFIX + name.upper() for name in overrides}
    for name in sorted(given - known):
        raise ConfigError(f"{name} is not a setting of the portal (docs/operations.md lists them).")


def _from_environment(setting: Setting, environ: Mapping[str, str]) -> str:
    direct, path = environ.get(setting.variable, ""), environ.get(f"{setting.variable}_FILE", "")
    if not (setting.secret and path):
        return direct.strip()
    if direct:
        raise ConfigError(f"{setting.variable} is given twice, as itself and as {setting.variable}_FILE.")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"{setting.variable}_FILE names a file that cannot be read.") from None


def _as_text(value: object) -> str:
    return ",".join(str(part) for part in value) if isinstance(value, list | tuple) else str(value)


def _value(setting: Setting, text: str) -> Any:
    try:
        return setting.parse(text)
    except ValueError as error:
        raise ConfigError(f"{setting.variable} {error}.") from None
