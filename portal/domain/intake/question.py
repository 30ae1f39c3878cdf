"""The shape of one row of the matrix: what is asked, of which kind, in which branch, and how it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache

from portal.domain.vocabulary import N_, Kind

Choices = tuple[tuple[str, str], ...]
"""Pairs of the value that is sent and its label, a message id."""


class Section(StrEnum):
    """A part of the matrix; those who go step by step get one page for each."""

    GATE = "gate"
    DWELLING = "dwelling"
    TENANT = "tenant"
    PROBLEM = "problem"
    PROCEDURE = "procedure"
    REPORTER = "reporter"


class Value(StrEnum):
    """How an answer is typed; `typing.parse` has one parser for each."""

    TICK = "tick"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    TIME = "time"
    MONEY = "money"
    MONTHS = "months"
    TEXT = "text"
    LONG_TEXT = "long_text"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    ENTERPRISE_NUMBER = "enterprise_number"
    POLICE_ZONE = "police_zone"


class Need(StrEnum):
    """What the matrix says for one kind: the letters of the table."""

    R = "R"
    """Required, where its branch is taken."""
    O = "O"  # noqa: E741 - the table's own letter
    """Optional."""
    C = "c"
    """Conditional: required in its branch; without a branch, by a rule over several fields."""
    FIXED = "fixed"
    """Not asked: the value follows from the kind."""
    NEVER = "-"


COLUMNS = (
    Kind.LANDLORD,
    Kind.SOCIAL_LANDLORD,
    Kind.BAILIFF,
    Kind.NEIGHBOURHOOD_POLICE,
    Kind.DOCTOR,
    Kind.ESTATE_AGENCY,
    Kind.SERVICE_PROVIDER,
    Kind.TENANT,
)
"""The columns of the table in its own order: LP LS GD WP DR IM DV HU."""


def row(letters: str) -> Mapping[Kind, Need]:
    """The needs of one row, written as in the table; the registry is asked what a bailiff is asked."""
    needs = dict(zip(COLUMNS, (Need(letter) for letter in letters.split()), strict=True))
    return {**needs, Kind.COURT_REGISTRY: needs[Kind.BAILIFF]}


@dataclass(frozen=True)
class When:
    """A branch: the answer to `field` is (of several choices: holds) one of `any_of`; no `kinds` means every kind."""

    field: str
    any_of: frozenset[str]
    kinds: frozenset[Kind] = frozenset()


def when(name: str, *values: str, kinds: frozenset[Kind] = frozenset()) -> When:
    return When(name, frozenset(values), kinds)


@dataclass(frozen=True)
class Ago:
    """A day counted back from today; negative numbers lie ahead."""

    years: int = 0
    days: int = 0

    def on(self, today: date) -> date:
        year = today.year - self.years
        try:
            moved = today.replace(year=year)
        except ValueError:  # 29 February in a year without one
            moved = date(year, 2, 28)
        return moved - timedelta(days=self.days)


TODAY = Ago()


@dataclass(frozen=True, kw_only=True, eq=False)
class Question:
    """One field of the form: a row of the matrix, or a control that stands beside one (`beside`)."""

    name: str
    section: Section
    value: Value
    label: str
    needs: Mapping[Kind, Need]
    labels: Mapping[Kind, str] = field(default_factory=dict)
    hint: str = ""
    hints: Mapping[Kind, str] = field(default_factory=dict)
    missing: str = ""
    """What to say when it is required and blank."""
    missings: Mapping[Kind, str] = field(default_factory=dict)
    choices: Choices = ()
    choices_by_kind: Mapping[Kind, Choices] = field(default_factory=dict)
    pictures: Mapping[Kind, frozenset[str]] = field(default_factory=dict)
    """Choices beside which a drawing stands; it adds nothing to the label."""
    alone: frozenset[str] = frozenset()
    """Choices that cannot stand with another one ("niets van dit alles")."""
    fixed: Mapping[Kind, str] = field(default_factory=dict)
    default: str = ""
    when: tuple[When, ...] = ()
    """Shown when any of these holds; those of other kinds do not count; none left means always."""
    blank_means: str = ""
    """Blank is an answer too, and means this ("niet bekend", "uzelf")."""
    unless: str = ""
    """The tick that lifts the requirement."""
    beside: str = ""
    """The question that this optional control belongs to; such a control is no row of the matrix."""
    kept: bool = True
    """False for a shortcut: it fills in another field and is not stored itself."""
    max_length: int = 120
    between: tuple[Ago, Ago] | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    own: bool = False
    """The reporter's own data: may be kept before the gate and for a next referral."""
    autocomplete: str = ""
    autocomplete_self: str = ""
    """What the browser may fill in when tenants report themselves: only then is it their own."""
    in_sight: frozenset[Kind] = frozenset()
    """For whom it is never folded away, though it is optional and hangs on no other answer."""
    column: bool = False
    """A column of `referral`, because a rule, a query or a CHECK reads it; else an answer in JSON."""
    scanned: bool = False
    """Prose in which words of diagnosis, origin or offence are looked for."""

    def need(self, kind: Kind) -> Need:
        return self.needs[kind]

    def label_for(self, kind: Kind) -> str:
        return _worded(self.labels, kind, self.label)

    def hint_for(self, kind: Kind) -> str:
        return _worded(self.hints, kind, self.hint)

    def missing_for(self, kind: Kind) -> str:
        return _worded(self.missings, kind, self.missing)

    def choices_for(self, kind: Kind) -> Choices:
        return self.choices_by_kind.get(_words_of(kind), self.choices)

    def autocomplete_for(self, kind: Kind) -> str:
        """The HTML token, or "off": a browser must not put the landlord's number in the tenant's field."""
        return (self.autocomplete_self if kind is Kind.TENANT else "") or self.autocomplete or "off"

    def branches(self, kind: Kind) -> tuple[When, ...]:
        return _branches(self, kind)


@cache
def _branches(question: Question, kind: Kind) -> tuple[When, ...]:
    """Asked for every question at every check, and the same for ever."""
    return tuple(branch for branch in question.when if not branch.kinds or kind in branch.kinds)


def _words_of(kind: Kind) -> Kind:
    """The registry's questions are worded as the bailiff's, but those that staff answer about the registry itself."""
    return Kind.BAILIFF if kind is Kind.COURT_REGISTRY else kind


def _worded(words: Mapping[Kind, str], kind: Kind, otherwise: str) -> str:
    return words.get(kind, words.get(_words_of(kind), otherwise))


NOT_KNOWN = N_("niet bekend")
REPORTER_SELF = N_("uzelf")
