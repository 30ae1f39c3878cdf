"""Writers of SQLite take turns, also across connections, and a turn always ends."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from portal.db.turns import HELD, Turns

Info = dict[Any, Any]


def test_a_second_writer_waits_until_the_first_gives_its_turn_back(tmp_path: Path) -> None:
    turns, first, second, order = Turns(str(tmp_path / "a.db")), Info(), Info(), list[str]()
    turns.take(first)

    def take_second() -> None:
        turns.take(second)
        order.append("second")

    waiting = threading.Thread(target=take_second)
    waiting.start()

    waiting.join(0.05)
    order.append("first")
    turns.give_back(first)
    waiting.join(5)

    assert order == ["first", "second"]
    assert second[HELD]


def test_giving_back_a_turn_that_was_not_taken_lets_nobody_else_in(tmp_path: Path) -> None:
    turns, holder = Turns(str(tmp_path / "a.db")), Info()
    turns.take(holder)

    turns.give_back({})

    assert holder[HELD]
    assert turns._threads.locked()


def test_without_a_folder_to_lock_in_a_writer_goes_on(tmp_path: Path) -> None:
    turns, info = Turns(str(tmp_path / "missing" / "a.db")), Info()

    turns.take(info)
    turns.give_back(info)

    assert not turns._threads.locked()
