"""What an invented landlord and an invented bailiff fill in, page by page, after wrong answers on each."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from portal import clock
from tests.browser.visitor import Typed, Visitor


class Step(NamedTuple):
    """A page: wrong answers that are refused, then what is filled in."""

    slug: str
    wrong: Typed
    right: Typed


def in_days(days: int) -> str:
    """A day as people here write it."""
    return (clock.today() + timedelta(days=days)).strftime("%d/%m/%Y")


def landlord() -> tuple[Step, ...]:
    """A private landlord whose tenant is 3 months behind, with a hearing in four weeks."""
    return (
        Step(
            "gate",
            {"informed": "yes", "informed_on": "31/02/2026", "informed_how": "phone"},
            {"informed_on": in_days(-3), "tenant_reaction": "no_reaction", "relation": "no"},
        ),
        Step(
            "dwelling",
            {"postcode": "28", "street": "Kerkstraat"},
            {"postcode": "2800", "house_number": "12 bus 3", "still_lives_there": "yes"},
        ),
        Step(
            "tenant",
            {"tenant_first": "Amina", "tenant_phone": "12", "contact_pref": ["sms", "mornings"]},
            {"tenant_last": "El Amrani", "tenant_phone": "0470 00 00 01", "tenant_lang": "ar", "minors": "yes"},
        ),
        Step(
            "problem",
            {"problems": ["rent_arrears"], "arrears_eur": "veel"},
            {"arrears_eur": "2.100", "rent_month": "700", "payment_plan": "none", "utilities_off": "no"},
        ),
        Step(
            "procedure",
            {"stage": "petition", "hearing_date": "morgen", "description": "Wij vinden samen geen oplossing."},
            {"hearing_date": in_days(28), "hearing_time": "9u"},
        ),
        Step(
            "reporter",
            {"reporter_name": "Jan Verhuurder", "reporter_email": "jan@"},
            {"reporter_email": "jan@verhuurder.example", "declaration": "yes"},
        ),
    )


def bailiff() -> tuple[Step, ...]:
    """A bailiff who served a claim today, with the date of the hearing."""
    return (
        Step("gate", {"notice_kind": "claim"}, {"tenant_opposed": "no", "informed_on_shortcut": "today"}),
        Step(
            "details",
            {"postcode": "2800", "tenant_last": "Testers", "stage": "summons", "hearing_date": "morgen"},
            {
                "street": "Voorbeeldstraat",
                "house_number": "7",
                "still_lives_there": "yes",
                "tenant_first": "Bilal",
                "minors": "unknown",
                "problems": ["rent_arrears", "nuisance"],
                "hearing_date": in_days(2),
                "hearing_time": "9:00",
                "reporter_name": "Els Deurwaarder",
                "reporter_org": "Kantoor Voorbeeld",
                "reporter_email": "els@kantoor.example",
                "declaration": "yes",
            },
        ),
    )


def report(visitor: Visitor, slug: str, steps: tuple[Step, ...]) -> None:
    """Without a mistake, up to the check of the answers."""
    visitor.open(f"/refer/{slug}")
    for step in steps:
        visitor.fill({**step.wrong, **step.right})
        visitor.send()
    assert visitor.path() == f"/refer/{slug}/check", visitor.page.inner_text("main")


def pass_gate(visitor: Visitor) -> None:
    """Up to the first page after a landlord's gate."""
    gate = landlord()[0]
    visitor.open("/refer/landlord")
    visitor.fill({**gate.wrong, **gate.right})
    visitor.send()
    assert visitor.path() == "/refer/landlord/dwelling", visitor.page.inner_text("main")
