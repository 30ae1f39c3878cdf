"""When the receipt says that somebody reads it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from portal.clock import BRUSSELS
from portal.notify.reading import next_reading

NINE_TO_NOON = (time(9), time(12))
AFTERNOON = (time(13, 30), time(16))
WEEK = {0: (NINE_TO_NOON, AFTERNOON), 1: (NINE_TO_NOON,), 2: (), 3: (NINE_TO_NOON,), 4: (NINE_TO_NOON,), 5: (), 6: ()}
CLOSED = (date(2026, 12, 24),)

CASES = [
    ("while it is open", "2026-11-23 09:30", "2026-11-23 09:30"),
    ("before it opens", "2026-11-23 07:00", "2026-11-23 09:00"),
    ("at noon", "2026-11-23 12:15", "2026-11-23 13:30"),
    ("shortly before noon", "2026-11-23 11:30", "2026-11-23 13:30"),
    ("shortly before the end of the day", "2026-11-24 11:30", "2026-11-26 09:00"),
    ("in the evening", "2026-11-23 20:00", "2026-11-24 09:00"),
    ("on Saturday", "2026-11-21 20:05", "2026-11-23 09:00"),
    ("on a legal holiday", "2026-11-11 10:00", "2026-11-12 09:00"),
    ("before a closing day and Christmas", "2026-12-22 17:00", "2026-12-28 09:00"),
    ("on the night of summer time", "2026-03-28 23:30", "2026-03-30 09:00"),
]


@pytest.mark.parametrize(("received", "read"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_it_is_read_at_once_or_when_the_door_next_opens(received: str, read: str) -> None:
    at = datetime.fromisoformat(received).replace(tzinfo=BRUSSELS)

    found = next_reading(at.astimezone(UTC), hours=WEEK.__getitem__, closing_days=CLOSED)

    assert found == datetime.fromisoformat(read).replace(tzinfo=BRUSSELS)


def test_a_service_without_hours_promises_nothing() -> None:
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)

    assert next_reading(at, hours=lambda _weekday: ()) == at
