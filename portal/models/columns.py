"""Column kinds the models share: ranked numbers, fixed words, JSON documents, and the names of constraints."""

from collections.abc import Iterable
from enum import IntEnum, StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Ranked(sa.types.TypeDecorator[IntEnum]):
    """An IntEnum stored as its number, so that ORDER BY sorts as people rank."""

    impl = sa.SmallInteger
    cache_ok = True

    def __init__(self, ranks: type[IntEnum]) -> None:
        super().__init__()
        self.ranks = ranks

    def process_bind_param(self, value: IntEnum | int | None, dialect: sa.Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else int(self.ranks(value))

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> IntEnum | None:  # noqa: ARG002
        return None if value is None else self.ranks(value)


def words(enum: type[StrEnum], name: str) -> sa.Enum:
    """A column of fixed words, stored by value and checked by the database under the name ``name``."""
    return sa.Enum(
        enum,
        name=name,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=40,
        values_callable=_values,
    )


def _values(enum: Iterable[Any]) -> list[str]:
    return [str(member.value) for member in enum]


def document() -> sa.JSON:
    """A JSON document where None is SQL NULL; assign a new value, an edit in place is not seen."""
    return sa.JSON(none_as_null=True)
