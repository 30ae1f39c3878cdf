"""What an invented reporter of each kind types: a whole report, right in every field, around the frozen day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from portal.domain.intake.questions import asked_in, pages
from portal.domain.vocabulary import Kind
from tests.factories import MONDAY

Typed = Mapping[str, str | list[str]]
Steps = Sequence[tuple[str, Typed]]
DAY = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")

KNOWS: Typed = {"informed": "yes", "informed_on": "20/11/2026", "informed_how": "conversation", "informed_by": ""}
HOME: Typed = {"postcode": "2800", "street": "Zwaluwenhof", "house_number": "12", "box": "3"}
PERSON: Typed = {"tenant_first": "Wendelien", "tenant_last": "Quackelbeen", "minors": "yes"}
ARREARS: Typed = {
    "problems": ["rent_arrears", "upkeep"],
    "arrears_eur": "1.400,50",
    "rent_month": "700",
    "payment_plan": "broken",
}
HEARING: Typed = {"stage": "petition", "hearing_date": "27/11/2026", "hearing_time": "9u30", "roll_number": "26A815"}

REPORTS: Mapping[Kind, Typed] = {
    Kind.LANDLORD: {
        **KNOWS,
        "tenant_reaction": "no_reaction",
        "relation": "no",
        **HOME,
        "still_lives_there": "yes",
        **PERSON,
        "tenant_phone": "0470 98 76 54",
        "contact_pref": ["call", "mornings"],
        **ARREARS,
        **HEARING,
        "description": "Eerste regel\nTweede regel",
        "reporter_name": "Odilon Vermeersch-Test",
        "reporter_email": "odilon@verhuurder.example",
        "declaration": "yes",
    },
    Kind.SOCIAL_LANDLORD: {
        **KNOWS,
        "informed_how": "registered_letter",
        "tenant_reaction": "objects",
        **HOME,
        "tenure": "social_sublet",
        "still_lives_there": "yes",
        **PERSON,
        "tenant_birth": "31/01/1984",
        **ARREARS,
        "steps_taken": ["reminder", "visit"],
        "stage": "conciliation",
        "hearing_date": "4/12/2026",
        "reporter_name": "Ludovica Steen-Test",
        "reporter_org": "Woonmaatschappij Proefhof",
        "reporter_email": "ludovica@woonmaatschappij.example",
        "own_ref": "WM-815",
        "declaration": "yes",
    },
    Kind.BAILIFF: {
        "notice_kind": "claim",
        "tenant_opposed": "no",
        "informed_on": "16/11/2026",
        **HOME,
        "still_lives_there": "unknown",
        **PERSON,
        "problems": ["rent_arrears"],
        **HEARING,
        "stage": "summons",
        "reporter_name": "Leontine Griet-Test",
        "reporter_org": "Kantoor Proefstuk",
        "reporter_email": "leontine@deurwaarder.example",
        "own_ref": "2026/0815",
        "on_behalf_of": "Proefvastgoed NV",
        "declaration": "yes",
    },
    Kind.NEIGHBOURHOOD_POLICE: {
        "informed": "yes",
        "informed_on_shortcut": "today",
        "informed_how": "conversation",
        "tenant_reaction": "agrees",
        **HOME,
        **PERSON,
        "problems": ["upkeep"],
        "signals": ["no_heating", "asks_for_help"],
        "homeless_now": "yes",
        "stage": "eviction_planned",
        "eviction_date": "7/12/2026",
        "reporter_name": "Isidoor Wacht-Test",
        "reporter_email": "isidoor@zone.example",
        "police_zone": "5916",
    },
    Kind.DOCTOR: {
        **KNOWS,
        "patient_consent": "yes",
        **HOME,
        **PERSON,
        "tenant_phone": "0470 98 76 54",
        "problems": ["conflict"],
        "vulnerable": "unsaid",
        "stage": "unknown",
        "reporter_name": "Philomena Dokter-Test",
        "reporter_email": "philomena@praktijk.example",
        "declaration": "yes",
    },
    Kind.ESTATE_AGENCY: {
        **KNOWS,
        "informed_how": "email",
        "tenant_reaction": "no_reaction",
        **HOME,
        "tenure": "private",
        "still_lives_there": "yes",
        **PERSON,
        "tenant_email": "wendelien@huurder.example",
        **ARREARS,
        "stage": "served",
        "served_date": "2/11/2026",
        "reporter_name": "Evarist Makelaar-Test",
        "reporter_org": "Immo Proefhuis",
        "reporter_email": "evarist@immo.example",
        "org_kbo": "0123.456.749",
        "own_ref": "IM 815",
        "on_behalf_of": "Eulalie Eigenaar-Test",
        "declaration": "yes",
    },
    Kind.SERVICE_PROVIDER: {
        **KNOWS,
        "informed_by": "Mijn collega",
        "tenant_reaction": "agrees",
        "org_kind": "caw",
        "client_weighed": "yes",
        **HOME,
        **PERSON,
        "problems": ["lease_end"],
        "must_leave_on": "31/12/2026",
        "unusable_home": "no",
        "homeless_now": "unknown",
        "reporter_name": "Ferdinande Zorg-Test",
        "reporter_org": "CAW Proefstad",
        "reporter_email": "ferdinande@dienst.example",
        "declaration": "yes",
    },
    Kind.TENANT: {
        **HOME,
        **PERSON,
        "tenant_phone": "0470 98 76 54",
        "tenant_lang": "fr",
        "problems": ["rent_arrears"],
        "arrears_eur": "1400",
        "unusable_home": "no",
        "homeless_now": "no",
        "stage": "petition",
        "hearing_date": "27/11/2026",
        "may_call_landlord": "no",
    },
    Kind.COURT_REGISTRY: {
        "tenant_opposed": "no",
        "informed_on": "16/11/2026",
        **HOME,
        "still_lives_there": "unknown",
        **PERSON,
        "problems": ["other"],
        **HEARING,
        "reporter_name": "Griffie Proefstad",
        "reporter_org": "Vredegerecht Proefstad",
        "reporter_email": "griffie@vredegerecht.example",
        "declaration": "yes",
    },
}


def steps_of(kind: Kind, *, today: date = MONDAY) -> Steps:
    """The whole report, page by page, with its dates as far from ``today`` as they are from the frozen day."""
    typed = {name: _moved(value, today - MONDAY) for name, value in REPORTS[kind].items()}
    return [
        (
            page.slug,
            {q.name: typed[q.name] for section in page.sections for q in asked_in(kind, section) if q.name in typed},
        )
        for page in pages(kind)
    ]


def _moved(value: str | list[str], by: timedelta) -> str | list[str]:
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return value
    return (datetime.strptime(value, "%d/%m/%Y") + by).strftime("%d/%m/%Y")  # noqa: DTZ007 - a day, no moment
