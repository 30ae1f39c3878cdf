"""Whole landlord's reports about invented households, page by page as they are typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.domain.intake import checking
from portal.domain.intake.questions import Answer, pages
from portal.domain.vocabulary import Kind

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Report:
    """What one landlord types; ``word`` makes this household's names unlike any other's."""

    word: str
    pages: tuple[Typed, ...]

    def personal(self) -> tuple[str, ...]:
        """The planted values that no log may hold."""
        of_tenant, of_reporter = self.pages[2], self.pages[5]
        return tuple(
            value
            for page, name in (
                (of_tenant, "tenant_last"),
                (of_tenant, "tenant_phone"),
                (of_reporter, "reporter_name"),
                (of_reporter, "reporter_email"),
                (self.pages[1], "street"),
                (self.pages[4], "description"),
            )
            for value in page[name]
        )


def report(word: str, number: int) -> Report:
    """One that passes every page; ``number`` below ten million."""
    typed: tuple[Typed, ...] = (
        {
            "informed": ["yes"],
            "informed_on_shortcut": ["yesterday"],
            "informed_how": ["phone"],
            "tenant_reaction": ["no_reaction"],
        },
        {
            "postcode": ["2800"],
            "street": [f"{word}straat"],
            "house_number": [f"{number % 200 + 1}"],
            "still_lives_there": ["yes"],
        },
        {
            "tenant_first": ["Amina"],
            "tenant_last": [f"Van {word}"],
            "tenant_phone": [f"047{number:07}"],
            "minors": ["yes"],
        },
        {
            "problems": ["rent_arrears"],
            "arrears_eur": ["1.400,50"],
            "rent_month": ["700"],
            "unusable_home": ["no"],
        },
        {"stage": ["formal_notice"], "description": [f"De familie {word} betaalt sinds de zomer niet meer."]},
        {
            "reporter_name": [f"Jan {word}mans"],
            "reporter_email": [f"{word.lower()}@verhuurder.example"],
            "declaration": ["yes"],
        },
    )
    return Report(word, typed)


def canonical(typed: Report, today: date) -> dict[str, Answer]:
    """The answers as the portal keeps them in a draft; RuntimeError when a page refuses them."""
    known: dict[str, Answer] = {}
    for page, fields in zip(pages(Kind.LANDLORD), typed.pages, strict=True):
        checked = checking.check(Kind.LANDLORD, fields, sections=page.sections, known=known, today=today)
        if checked.errors:
            raise RuntimeError(f"the report of the benchmark is refused: {sorted(checked.errors)}")
        known = checked.whole
    return known


def letters(number: int) -> str:
    """A made-up word for each number: names hold no digits."""
    word = ""
    for _ in range(5):
        number, rest = divmod(number, 20)
        word += "bdfghklmnprstvwzcjqx"[rest] + "aeiou"[(number + rest) % 5]
    return f"Zw{word}"
