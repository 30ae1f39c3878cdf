"""Settings of this machine from the environment, words and numbers of the town from the site file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g

from portal.config import defaults, environment, production
from portal.config.environment import Settings
from portal.config.errors import ConfigError
from portal.config.parsers import LANGUAGES
from portal.config.site import Site, read_site

__all__ = ["ConfigError", "Settings", "Site", "load", "read", "settings", "site", "sites"]

MEBIBYTE = 1024 * 1024


def load(app: Flask, overrides: Mapping[str, Any] | None = None) -> None:
    """Read, check and attach all configuration; ConfigError in one line when anything is wrong."""
    found = read(os.environ, overrides)
    _make_folder(found)
    production.refuse_danger(app, found)
    app.extensions["portal.settings"] = found
    app.extensions["portal.sites"] = {code: read_site(found.site_file, code) for code in LANGUAGES}
    app.config.update(_flask(found))
    app.config.update(_mail(found))


def read(environ: Mapping[str, str], overrides: Mapping[str, Any] | None = None) -> Settings:
    """The settings, from ``environ`` and ``overrides`` (names without prefix, lower case), which win."""
    given = environment.texts(environ, overrides or {})
    return environment.parse(given, defaults.for_environment(given))


def settings() -> Settings:
    """Those of the current application."""
    found: Settings = current_app.extensions["portal.settings"]
    return found


def site() -> Site:
    """The site file of the current application, in the language of the request; in Dutch outside one."""
    return sites()[g.get("language", LANGUAGES[0])]


def sites() -> Mapping[str, Site]:
    """The site file by the language of its texts."""
    found: Mapping[str, Site] = current_app.extensions["portal.sites"]
    return found


def _make_folder(found: Settings) -> None:
    try:
        found.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConfigError(f"PORTAL_DATA_DIR cannot be made ({error.strerror}).") from None


def _flask(found: Settings) -> dict[str, Any]:
    address = urlsplit(found.base_url)
    newest, *older = found.secret_keys
    return {
        "TESTING": found.env == "test",
        "SECRET_KEY": newest,
        "SECRET_KEY_FALLBACKS": older,
        "SERVER_NAME": address.netloc,
        "PREFERRED_URL_SCHEME": address.scheme,
        "TRUSTED_HOSTS": [address.hostname, "127.0.0.1", "localhost"],
        "SESSION_COOKIE_NAME": "__Host-portal" if found.secure else "portal",
        "SESSION_COOKIE_SECURE": found.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_CONTENT_LENGTH": MEBIBYTE,
        "MAX_FORM_MEMORY_SIZE": MEBIBYTE // 2,
        "MAX_FORM_PARTS": 400,
    }


def _mail(found: Settings) -> dict[str, Any]:
    return {
        "MAIL_SERVER": found.smtp_host,
        "MAIL_PORT": found.smtp_port,
        "MAIL_USE_TLS": found.smtp_tls == "starttls",
        "MAIL_USE_SSL": found.smtp_tls == "tls",
        "MAIL_USERNAME": found.smtp_user,
        "MAIL_PASSWORD": found.smtp_password,
        "MAIL_DEFAULT_SENDER": found.mail_from,
        "MAIL_SUPPRESS_SEND": False,
        "MAIL_DEBUG": False,
    }
