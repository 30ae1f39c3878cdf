"""What is said when a setting or the site file is wrong: one line, never a secret's value."""

from __future__ import annotations


class ConfigError(Exception):
    """The portal cannot start as it is configured; the message is one line that names the setting."""
