"""One right answer to every question, as typed and as kept, and walks of the engine for every kind of reporter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Flask

from portal.domain.intake import checking
from portal.domain.intake.questions import Answer, pages
from portal.domain.vocabulary import Kind
from portal.forms.intake import page_form
from tests.factories import MONDAY

Typed = Mapping[str, Any]

RIGHT: dict[str, tuple[str | list[str], Answer]] = {
    "notice_kind": ("voluntary", "voluntary"),
    "informed": ("yes", "yes"),
    "tenant_opposed": ("no", "no"),
    "informed_on": ("20.11.2026", "2026-11-20"),
    "informed_how": ("phone", "phone"),
    "informed_by": ("Mijn collega", "Mijn collega"),
    "tenant_reaction": ("agrees", "agrees"),
    "patient_consent": ("yes", "yes"),
    "org_kind": ("caw", "caw"),
    "client_weighed": ("yes", "yes"),
    "relation": ("no", "no"),
    "postcode": ("2800", "2800"),
    "street": (" Zwaluwenhof ", "Zwaluwenhof"),
    "house_number": ("12", "12"),
    "box": ("bus 03", "03"),
    "tenure": ("social", "social"),
    "still_lives_there": ("unknown", "unknown"),
    "tenant_first": ("Wendelien", "Wendelien"),
    "tenant_last": ("Quackelbeen", "Quackelbeen"),
    "tenant_birth": ("31/01/1984", "1984-01-31"),
    "tenant_phone": ("0470 98 76 54", "+32470987654"),
    "tenant_email": ("wendelien@huurder.example", "wendelien@huurder.example"),
    "walk_in": ("yes", "yes"),
    "tenant_lang": ("fr", "fr"),
    "interpreter": ("no", "no"),
    "contact_pref": (["mornings", "call"], ["call", "mornings"]),
    "co_tenant_first": ("Ignace", "Ignace"),
    "co_tenant_last": ("Proefmans", "Proefmans"),
    "representative": ("Mr. Voorbeeld 015 11 22 33", "Mr. Voorbeeld 015 11 22 33"),
    "minors": ("unknown", "unknown"),
    "problems": (["upkeep", "rent_arrears"], ["rent_arrears", "upkeep"]),
    "arrears_eur": ("€ 1.400,50", "1400.50"),
    "rent_month": ("700", "700.00"),
    "arrears_months": ("2,5", "2.5"),
    "payment_plan": ("broken", "broken"),
    "steps_taken": (["visit", "called"], ["called", "visit"]),
    "signals": (["asks_for_help"], ["asks_for_help"]),
    "unusable_home": ("yes", "yes"),
    "homeless_now": ("yes", "yes"),
    "utilities_off": ("unknown", "unknown"),
    "vulnerable": ("unsaid", "unsaid"),
    "stage": ("eviction_planned", "eviction_planned"),
    "court": ("Vredegerecht Proefstad", "Vredegerecht Proefstad"),
    "roll_number": ("26A123", "26A123"),
    "eviction_date": ("2026-12-14", "2026-12-14"),
    "lease_start": ("01/09/2021", "2021-09-01"),
    "description": ("Een regel\r\nen nog een", "Een regel\nen nog een"),
    "reporter_name": ("Odilon Vermeersch-Test", "Odilon Vermeersch-Test"),
    "reporter_org": ("Kantoor Proefstuk", "Kantoor Proefstuk"),
    "reporter_role": ("medewerker", "medewerker"),
    "reporter_email": ("odilon@melder.example", "odilon@melder.example"),
    "reporter_phone": ("015 99 88 77", "+3215998877"),
    "org_kbo": ("0123.456.749", "0123456749"),
    "police_zone": ("5906", "5906"),
    "own_ref": ("dossier 7", "dossier 7"),
    "on_behalf_of": ("Verhuur NV", "Verhuur NV"),
    "landlord_contact": ("Huisbaas 015 33 44 55", "Huisbaas 015 33 44 55"),
    "may_call_landlord": ("no", "no"),
    "filled_by_helper": ("Een buur", "Een buur"),
    "declaration": ("yes", "yes"),
}
NOT_TAKEN = {
    "filing_date": "01/11/2026",
    "hearing_date": "01/12/2026",
    "hearing_time": "9:00",
    "served_date": "01/11/2026",
    "leave_by": "24/12/2026",
    "must_leave_on": "31/12/2026",
    "filing_date_unknown": "yes",
}
"""Answers of branches that the answers above do not take."""
TYPED: Typed = {name: typed for name, (typed, _) in RIGHT.items()} | NOT_TAKEN
KEPT = {name: kept for name, (_, kept) in RIGHT.items()}

WALKS: Mapping[str, tuple[Kind, dict[str, str]]] = {
    **{kind.value: (kind, {}) for kind in Kind},
    "bailiff: claim": (Kind.BAILIFF, {"notice_kind": "claim"}),
    "bailiff: eviction order": (Kind.BAILIFF, {"notice_kind": "eviction_order"}),
    "service: landlord's lawyer": (Kind.SERVICE_PROVIDER, {"org_kind": "landlord_lawyer"}),
}


def walk(app: Flask, kind: Kind, changes: Typed, *, today: date = MONDAY) -> tuple[dict[str, Answer], dict[str, Any]]:
    """The answers after every page was read as a form, and the first errors met; all questions are sent to all."""
    known: dict[str, Answer] = {}
    for page in pages(kind):
        with app.test_request_context(method="POST", data={**TYPED, **changes}):
            form = page_form(kind, page.sections, known)
            checked = form.read(known=known, today=today)
            if form.errors:
                return known, form.errors
        known = checked.whole
    assert checking.complete(kind, known, today=today) is None
    return known, {}
