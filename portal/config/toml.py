"""From a TOML table to a frozen dataclass, by its annotations; ConfigError names the key that is wrong."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from portal.config.errors import ConfigError
from portal.config.parsers import LANGUAGES

Table = TypeVar("Table")
KINDS = {str: "text", int: "a whole number", bool: "true or false", date: "a date", tuple: "a list", dict: "a table"}


def build(kind: type[Table], table: object, path: str = "", *, language: str) -> Table:
    """An instance of the dataclass ``kind``; ``path`` is where the table stands, for the message.

    A text may be a table of texts by language; the one of ``language`` is taken, or else the Dutch one.
    """
    if not isinstance(table, Mapping):
        raise ConfigError(f"{path} must be a table.")
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    for name in table:
        if name not in known:
            raise ConfigError(f"{path}{'.' if path else ''}{name} is not a key of the site file.")
    hints = get_type_hints(kind)
    return kind(
        **{
            name: _field(field, hints[name], table, f"{path}{'.' if path else ''}{name}", language)
            for name, field in known.items()
        }
    )


def _field(field: Field[Any], hint: Any, table: Mapping[str, object], path: str, language: str) -> Any:
    if field.name not in table:
        return _default(field, path)
    value = _value(hint, table[field.name], path, language)
    check = field.metadata.get("check")
    problem = check(value) if check else None
    if problem:
        raise ConfigError(f"{path} {problem}.")
    return value


def _default(field: Field[Any], path: str) -> Any:
    if field.default is not MISSING:
        return field.default
    if field.default_factory is not MISSING:
        return field.default_factory()
    raise ConfigError(f"{path} is missing.")


def _value(hint: Any, value: object, path: str, language: str) -> Any:
    if is_dataclass(hint) and isinstance(hint, type):
        return build(hint, value, path, language=language)
    if get_origin(hint) is tuple:
        return _list(hint, value, path, language)
    kind = _without_none(hint)
    if kind is str and isinstance(value, Mapping):
        return _spoken(value, path, language)
    return _plain(kind, value, path)


def _spoken(texts: Mapping[str, object], path: str, language: str) -> str:
    """The text in one language; all of them are looked at, so that a mistake is found whoever reads."""
    for code, text in texts.items():
        if code not in LANGUAGES or not isinstance(text, str) or not text.strip():
            raise ConfigError(f"{path}.{code} must be a text in one of {', '.join(LANGUAGES)}.")
    if LANGUAGES[0] not in texts:
        raise ConfigError(f"{path}.{LANGUAGES[0]} is missing.")
    return str(texts.get(language, texts[LANGUAGES[0]]))


def _list(hint: Any, value: object, path: str, language: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise ConfigError(f"{path} must be a list.")
    part = get_args(hint)[0]
    return tuple(_value(part, item, f"{path}[{number}]", language) for number, item in enumerate(value))


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in {Union, types.UnionType}:
        return next(part for part in get_args(hint) if part is not type(None))
    return hint


def _plain(kind: type, value: object, path: str) -> object:
    # A bool is an int and a datetime is a date to isinstance(), but not to whoever writes a site file.
    if type(value) is not kind:
        raise ConfigError(f"{path} must be {KINDS[kind]}.")
    return value
