"""What production refuses to start with."""

from __future__ import annotations

import stat
from pathlib import Path

from flask import Flask
from sqlalchemy import make_url

from portal.config.environment import Settings
from portal.config.errors import ConfigError

WEAK = ("change", "example", "password", "secret", "test", "0123456789")


def refuse_danger(app: Flask, settings: Settings) -> None:
    """Raise ConfigError for a weak key, debug, plain http, an unencrypted mail login or data others can read."""
    if settings.env != "production":
        return
    if app.debug:
        raise ConfigError("FLASK_DEBUG is on: production does not start in debug mode.")
    if any(word in key.lower() for key in settings.secret_keys for word in WEAK):
        raise ConfigError("PORTAL_SECRET_KEYS holds a key made of words: take random characters.")
    if not settings.secure:
        raise ConfigError("PORTAL_BASE_URL must start with https:// in production.")
    if settings.smtp_password and settings.smtp_tls == "none":
        raise ConfigError("PORTAL_SMTP_TLS is none: a password would travel unencrypted.")
    _refuse_open_folder(settings)
    _refuse_open_file(settings)


def _refuse_open_folder(settings: Settings) -> None:
    mode = settings.data_dir.stat().st_mode
    if mode & (stat.S_IROTH | stat.S_IWOTH | stat.S_IXOTH):
        raise ConfigError(f"PORTAL_DATA_DIR {settings.data_dir} is open to everybody on this machine: chmod 700.")


def _refuse_open_file(settings: Settings) -> None:
    """A database elsewhere than in the data folder; the portal itself makes one that is closed to others."""
    name = make_url(settings.database_url).database or ""
    file = Path(name)
    if not settings.database_url.startswith("sqlite") or not file.is_file():
        return
    if file.parent.stat().st_mode & stat.S_IXOTH and file.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
        raise ConfigError("PORTAL_DATABASE_URL names a file that everybody on this machine can read: chmod 600.")
