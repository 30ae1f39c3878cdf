"""Which passwords are taken, and that a hash tells nothing about who exists."""

from __future__ import annotations

import time
import unicodedata
from statistics import median

import argon2
import pytest

from portal.domain.errors import Refused
from portal.services import passwords

ABOUT = ("an.peeters@portaal.example", "An Peeters", "Dienst huurbegeleiding", "Mechelen")
GOOD = (
    "fiets kraan wolk lepel",
    "gordijn-sleutel-maan",
    "Tr0ub4dor&3xyz",
    "x7!kQw9#zLp2",
    "twaalf tekens",
    "é" * 3 + "zebra kanarie",
    "9" + "fiets kraan wolk lepel " * 8,
)
WRONG = (
    ("", passwords.TOO_SHORT),
    ("elf tekens!", passwords.TOO_SHORT),
    ("fiets kraan " * 17, passwords.TOO_LONG),
    ("aaaaaaaaaaaa", passwords.TOO_COMMON),
    ("abababababab", passwords.TOO_COMMON),
    (" " * 14, passwords.TOO_COMMON),
    ("1234567890123", passwords.TOO_COMMON),
    ("abcdefghijkl", passwords.TOO_COMMON),
    ("1q2w3e4r5t6y", passwords.TOO_COMMON),
    ("wachtwoord2031!", passwords.TOO_COMMON),
    ("P@ssw0rd!!!!!!", passwords.TOO_COMMON),
    ("Mechelen2800!!!", passwords.TOO_COMMON),
    ("zomer2026zomer", passwords.TOO_COMMON),
    ("correct horse battery staple", passwords.TOO_COMMON),
    ("dienst huurbegeleiding", passwords.TOO_COMMON),
    ("an.peeters@portaal.example", passwords.TOO_COMMON),
    ("An.Peeters1234", passwords.TOO_COMMON),
    ("peeterspeeters99", passwords.TOO_COMMON),
)


@pytest.mark.parametrize("password", GOOD)
def test_a_good_password_is_taken(password: str) -> None:
    passwords.require_good(password, about=ABOUT)


@pytest.mark.parametrize(("password", "message"), WRONG)
def test_a_password_that_is_easy_to_guess_is_refused(password: str, message: str) -> None:
    with pytest.raises(Refused) as refusal:
        passwords.require_good(password, about=ABOUT)

    assert (refusal.value.message, refusal.value.field) == (message, "password")
    assert refusal.value.message % refusal.value.params


def test_every_line_of_the_shipped_list_is_refused() -> None:
    listed = [line for line in passwords.LIST.read_text(encoding="utf-8").splitlines() if len(line) >= 12]

    for line in (line for line in listed if not line.startswith("#")):
        with pytest.raises(Refused):
            passwords.require_good(line.upper(), about=())
    assert len(listed) > 300


def test_a_password_matches_its_hash_alone() -> None:
    stored = passwords.make_hash("fiets kraan wolk lepel")

    assert passwords.matches("fiets kraan wolk lepel", stored)
    assert not passwords.matches("fiets kraan wolk lepels", stored)
    assert not passwords.matches("fiets kraan wolk lepel", None)
    assert not passwords.matches("fiets kraan wolk lepel", "no hash at all")
    assert stored.startswith("$argon2id$")
    assert "fiets" not in stored


def test_accents_match_however_they_are_composed() -> None:
    stored = passwords.make_hash(unicodedata.normalize("NFD", "café crème brûlée"))

    assert passwords.matches(unicodedata.normalize("NFC", "café crème brûlée"), stored)


@pytest.mark.parametrize("typed", ["\0" * 12, "\ud800" * 12, "x" * 100_000, ""])
def test_no_input_breaks_the_comparison(typed: str) -> None:
    assert not passwords.matches(typed, passwords.make_hash("fiets kraan wolk lepel"))


def test_only_a_hash_with_other_parameters_is_outdated() -> None:
    old = argon2.PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("fiets kraan wolk lepel")

    assert passwords.is_outdated(old)
    assert not passwords.is_outdated(passwords.make_hash("fiets kraan wolk lepel"))


def test_an_unknown_name_takes_as_long_as_a_wrong_password() -> None:
    stored = passwords.make_hash("fiets kraan wolk lepel")
    passwords.matches("warm", None)

    known = median(_cpu_seconds(stored) for _ in range(7))
    unknown = median(_cpu_seconds(None) for _ in range(7))

    assert 0.5 < unknown / known < 2


def _cpu_seconds(stored: str | None) -> float:
    start = time.process_time()
    passwords.matches("gordijn-sleutel-maan", stored)
    return time.process_time() - start
