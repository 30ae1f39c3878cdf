"""What a rule says when it refuses: a Dutch message id, its parameters, and the field it belongs to."""

from __future__ import annotations

from datetime import timedelta


class DomainError(Exception):
    """A rule was broken; ``message`` is a message id that the outer layer translates with ``params``."""

    def __init__(self, message: str, *, field: str | None = None, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.params: dict[str, object] = params


class Refused(DomainError):
    """What was asked is not allowed by the rules of the service."""


class Forbidden(Refused):
    """What was asked can be done, but never by somebody with this role; what nobody can do now is Refused."""


class Conflict(DomainError):
    """Somebody else was first: the row has changed since the form was shown."""


class Taken(Conflict):
    """Somebody else has it; nothing need have changed since the form was shown."""


class NotFound(DomainError):
    """There is no such thing, or not for this person."""


class TooMany(DomainError):
    """It was done too often; after ``wait`` it may be done again."""

    def __init__(self, message: str, *, wait: timedelta) -> None:
        super().__init__(message)
        self.wait = wait
