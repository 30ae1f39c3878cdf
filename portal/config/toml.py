"""From a TOML table to a frozen dataclass, by its annotations; ConfigError names the key that is wrong."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from portal.config.errors import ConfigError

Table = TypeVar("Table")
KINDS = {str: "text", int: "a whole number", bool: "true or false", date: "a date", tuple: "a list", dict: "a table"}


def build(kind: type[Table], table: object, path: str = "") -> Table:
    """An instance of the dataclass ``kind``; ``path`` is where the table stands, for the message."""
    if not isinstance(table, Mapping):
        raise ConfigError(f"{path} must be a table.")
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    for name in table:
        if name not in known:
            raise ConfigError(f"{path}{'.' if path else ''}{name} is not a key of the site file.")
    hints = get_type_hints(kind)
    return kind(
        **{
            name: _field(field, hints[name], table, f"{path}{'.' if path else ''}{name}")
            for name, field in known.items()
        }
    )


def _field(field: Field[Any], hint: Any, table: Mapping[str, object], path: str) -> Any:
    if field.name not in table:
        return _default(field, path)
    value = _value(hint, table[field.name], path)
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


def _value(hint: Any, value: object, path: str) -> Any:
    if is_dataclass(hint) and isinstance(hint, type):
        return build(hint, value, path)
    if get_origin(hint) is tuple:
        return _list(hint, value, path)
    return _plain(_without_none(hint), value, path)


def _list(hint: Any, value: object, path: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise ConfigError(f"{path} must be a list.")
    part = get_args(hint)[0]
    return tuple(_value(part, item, f"{path}[{number}]") for number, item in enumerate(value))


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in {Union, types.UnionType}:
        return next(part for part in get_args(hint) if part is not type(None))
    return hint


def _plain(kind: type, value: object, path: str) -> object:
    # A bool is an int and a datetime is a date to isinstance(), but not to whoever writes a site file.
    if type(value) is not kind:
        raise ConfigError(f"{path} must be {KINDS[kind]}.")
    return value
