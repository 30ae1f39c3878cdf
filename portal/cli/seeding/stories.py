"""Forty stories that make the queue look like a Monday morning: every level, every desk, every kind of reporter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

from portal.cli.seeding.story import Day, Step, Story, ask, claim, contacted, decide, fact, move, note, plan, tried
from portal.domain.intake.questions import Answer
from portal.domain.vocabulary import Kind

Said = Mapping[str, Answer | Day]
EARLY = time(8, 20)
KNOWS: Said = {"informed": "yes", "informed_how": "conversation", "tenant_reaction": "no_reaction"}
BY_PHONE: Said = {**KNOWS, "informed_how": "phone"}
AGREES: Said = {**KNOWS, "tenant_reaction": "agrees"}
SIGNED: Said = {"declaration": "yes", "still_lives_there": "yes"}
LANDLORD: Said = {**KNOWS, **SIGNED, "reporter_email": "verhuurder@voorbeeld.example", "minors": "no"}
SOCIAL: Said = {
    **BY_PHONE,
    **SIGNED,
    "tenure": "social",
    "minors": "yes",
    "payment_plan": "none",
    "steps_taken": ["called", "reminder", "visit"],
    "reporter_org": "Woonmaatschappij Dijleland",
    "reporter_email": "huur@woonmaatschappij.example",
}
OFFICE: Said = {
    **SIGNED,
    "minors": "unknown",
    "problems": ["rent_arrears"],
    "reporter_org": "Gerechtsdeurwaarders De Vaart",
    "reporter_email": "kantoor@deurwaarders.example",
}
CLAIM: Said = {**OFFICE, "notice_kind": "claim", "tenant_opposed": "no"}
ORDER: Said = {**OFFICE, "notice_kind": "eviction_order", "tenant_opposed": "no"}
POLICE: Said = {
    **KNOWS,
    "minors": "no",
    "police_zone": "5916",
    "reporter_email": "wijk@politie.example",
    "problems": ["upkeep"],
}
DOCTOR: Said = {
    "informed": "yes",
    "informed_how": "conversation",
    "patient_consent": "yes",
    "minors": "unknown",
    "declaration": "yes",
    "problems": ["other"],
    "reporter_email": "praktijk@huisarts.example",
}
AGENCY: Said = {
    **BY_PHONE,
    **SIGNED,
    "tenure": "private",
    "minors": "unknown",
    "reporter_org": "Vastgoed Haverwerf",
    "reporter_email": "beheer@vastgoed.example",
    "on_behalf_of": "de eigenaar",
}
HELPER: Said = {
    **AGREES,
    "declaration": "yes",
    "minors": "yes",
    "unusable_home": "no",
    "homeless_now": "no",
    "org_kind": "poverty_association",
    "reporter_org": "Vereniging De Kring",
    "reporter_email": "onthaal@vereniging.example",
}
TENANT: Said = {"minors": "yes", "unusable_home": "no", "homeless_now": "no"}


def owes(eur: str, rent: str) -> Said:
    return {"problems": ["rent_arrears"], "arrears_eur": eur, "rent_month": rent}


def _guided(ago: int, pathway: str) -> tuple[Step, ...]:
    """Claimed, reached, assigned with a reason, in case the advice is another."""
    return (
        claim(ago),
        move(ago, "contacting"),
        contacted(ago - 1),
        move(ago - 1, "assigned", pathway=pathway, reason="Na overleg met de huurder."),
    )


STORIES = (
    # Today and last Friday: nobody has looked yet.
    Story(Kind.BAILIFF, 0, {**CLAIM, "stage": "summons", "hearing_date": Day(2), "hearing_time": "09:00"}, hour=EARLY),
    Story(Kind.LANDLORD, 0, {**LANDLORD, **owes("1400.50", "700.00"), "minors": "yes", "stage": "formal_notice"}),
    Story(Kind.TENANT, 0, {**TENANT, **owes("2100.00", "700.00"), "stage": "served", "served_date": Day(-21)}),
    Story(Kind.NEIGHBOURHOOD_POLICE, 0, {**POLICE, "unusable_home": "yes", "signals": ["no_heating"]}, hour=EARLY),
    Story(Kind.LANDLORD, 0, {**LANDLORD, **owes("650.00", "650.00"), "stage": "none"}, hour=time(7, 55)),
    Story(Kind.BAILIFF, 0, {**ORDER, "stage": "eviction_planned", "eviction_date": Day(7)}, informed=12, hour=EARLY),
    Story(Kind.SOCIAL_LANDLORD, 1, {**SOCIAL, **owes("1230.00", "410.00"), "stage": "formal_notice"}),
    Story(Kind.LANDLORD, 1, {**LANDLORD, "problems": ["nuisance"], "stage": "none", "tenant_reaction": "objects"}),
    Story(Kind.ESTATE_AGENCY, 2, {**AGENCY, **owes("2700.00", "900.00"), "stage": "petition", "filing_date": Day(-4)}),
    Story(
        *(Kind.LANDLORD, 3),
        {**LANDLORD, "problems": ["conflict"], "stage": "none", "relation": "yes", "contact_pref": ["call"]},
    ),
    # This week: overdue, claimed, being called.
    Story(Kind.BAILIFF, 4, {**CLAIM, "stage": "petition", "hearing_date": Day(2), "hearing_time": "10:30"}),
    Story(Kind.LANDLORD, 5, {**LANDLORD, **owes("3200.00", "800.00"), "stage": "formal_notice"}),
    Story(
        *(Kind.BAILIFF, 5, {**ORDER, "stage": "served", "served_date": Day(-20), "leave_by": Day(12)}),
        (claim(3), note(3, "Deurwaarder gebeld: nog geen datum.")),
        informed=10,
    ),
    Story(
        *(Kind.SERVICE_PROVIDER, 5, {**HELPER, **owes("900.00", "600.00"), "vulnerable": "yes"}),
        (claim(4), move(4, "contacting"), note(3, "Gebeld, geen antwoord. Morgen opnieuw.")),
    ),
    Story(
        *(Kind.SOCIAL_LANDLORD, 6, {**SOCIAL, "problems": ["nuisance"], "stage": "conciliation"}),
        (claim(5, "lead"), fact(4, "hearing", date=Day(9), time="14:00")),
    ),
    Story(
        *(Kind.LANDLORD, 6, {**LANDLORD, "problems": ["lease_end"], "must_leave_on": Day(24), "stage": "none"}),
        (claim(5), move(5, "contacting"), contacted(4), plan(4, Day(1), "Samen naar een huurwoning zoeken.")),
    ),
    Story(Kind.DOCTOR, 7, {**DOCTOR, "vulnerable": "yes"}, (claim(6), move(6, "contacting"))),
    Story(
        *(Kind.BAILIFF, 7, {**CLAIM, "stage": "summons", "hearing_date": Day(5), "hearing_time": "09:30"}),
        (claim(6), move(5, "contacting"), note(5, "Twee keer gebeld en een sms gestuurd.")),
    ),
    Story(
        *(Kind.ESTATE_AGENCY, 7, {**AGENCY, **owes("1900.00", "950.00"), "stage": "formal_notice"}),
        (
            claim(6),
            ask(5, "Is er een betalingsplan voorgesteld?"),
        ),
    ),
    Story(
        *(Kind.LANDLORD, 8, {**LANDLORD, **owes("1500.00", "750.00"), "stage": "formal_notice"}),
        (
            claim(7),
            ask(6, "Woont de huurder alleen?"),
            move(2, "in_triage", question_end="answered", answer="Ja, sinds de zomer."),
        ),
    ),
    # Last week: pathways begin.
    Story(Kind.LANDLORD, 8, {**LANDLORD, "problems": ["upkeep", "damage"], "stage": "none"}),
    Story(
        *(Kind.SOCIAL_LANDLORD, 9, {**SOCIAL, **owes("1640.00", "410.00"), "stage": "conciliation"}),
        (*_guided(8, "PRE_OGP"), plan(7, Day(0), "Verzoening voorbereiden met de huurder.")),
    ),
    Story(
        *(Kind.BAILIFF, 9, {**CLAIM, "stage": "petition", "hearing_date": Day(11), "hearing_time": "09:00"}),
        (*_guided(8, "OGP"), plan(6, Day(3), "Budgetplan nakijken voor de zitting.")),
    ),
    Story(
        *(Kind.LANDLORD, 10, {**LANDLORD, **owes("2000.00", "500.00"), "stage": "formal_notice"}),
        (*_guided(9, "PW"), plan(8, Day(-2), "Verhuurder bellen over de afbetaling.")),
    ),
    Story(
        *(Kind.SERVICE_PROVIDER, 10, {**HELPER, "homeless_now": "yes", "problems": ["other"]}),
        (
            claim(10, "lead"),
            move(10, "contacting"),
            contacted(10),
            move(9, "assigned", pathway="DW", reason="Dakloos."),
        ),
        hour=EARLY,
    ),
    Story(
        *(Kind.LANDLORD, 11, {**LANDLORD, "problems": ["conflict"], "stage": "none", "tenant_reaction": "objects"}),
        (
            claim(10, "lead"),
            decide(9, "one_letter", "De huurder krijgt één brief met ons aanbod."),
            note(9, "Verstuurd."),
        ),
    ),
    Story(
        *(Kind.NEIGHBOURHOOD_POLICE, 11, {**POLICE, "signals": ["severe_dirt", "unopened_post"]}),
        (*_guided(10, "PW"), plan(8, Day(6), "Huisbezoek samen met de wijkinspecteur.")),
    ),
    Story(
        *(Kind.BAILIFF, 12, {**ORDER, "stage": "judgment"}),
        (*_guided(11, "OGP"), fact(4, "served", date=Day(-4))),
        informed=3,
    ),
    Story(
        *(Kind.TENANT, 12, {**TENANT, "problems": ["unfit"], "utilities_off": "yes"}),
        (claim(11), move(11, "referred_on", referred_to="De woningcontroleur van de stad")),
    ),
    Story(
        *(Kind.ESTATE_AGENCY, 13, {**AGENCY, "problems": ["nuisance"], "stage": "none"}),
        (
            *(claim(12), move(12, "contacting")),
            tried(10, "phone", "Geen antwoord, drie keer gebeld."),
            tried(9, "home_visit", "Niemand thuis. Kaartje in de bus."),
            move(8, "not_reached"),
        ),
    ),
    # Before that: in guidance, and done.
    Story(
        *(
            Kind.LANDLORD,
            14,
            {**LANDLORD, **owes("1200.00", "600.00"), "payment_plan": "broken", "stage": "conditional"},
        ),
        (*_guided(13, "OGP"), move(10, "in_guidance"), plan(9, Day(4), "Nieuw afbetalingsplan bespreken.")),
    ),
    Story(
        *(Kind.SOCIAL_LANDLORD, 15, {**SOCIAL, **owes("820.00", "410.00"), "stage": "formal_notice"}),
        (
            *_guided(14, "PRE_OGP"),
            move(12, "in_guidance"),
            fact(3, "plan_agreed"),
            plan(3, Day(14), "Afbetaling opvolgen."),
        ),
    ),
    Story(
        *(Kind.BAILIFF, 16, {**CLAIM, "stage": "summons", "hearing_date": Day(-5), "hearing_time": "09:00"}),
        (*_guided(15, "OGP"), move(13, "in_guidance")),
    ),
    Story(
        *(Kind.LANDLORD, 17, {**LANDLORD, **owes("700.00", "700.00"), "stage": "none"}),
        (claim(16), move(16, "contacting"), move(15, "tenant_declined", declined_on=Day(-15), declined_how="phone")),
    ),
    Story(
        *(Kind.SERVICE_PROVIDER, 18, {**HELPER, **owes("1000.00", "500.00")}),
        (*_guided(17, "PW"), move(6, "closed", outcome="payment_plan")),
    ),
    Story(
        *(Kind.LANDLORD, 18, {**LANDLORD, **owes("2400.00", "800.00"), "stage": "formal_notice"}),
        (*_guided(17, "PW"), move(5, "closed", outcome="eviction_fund")),
    ),
    Story(
        *(Kind.BAILIFF, 19, {**ORDER, "stage": "served", "served_date": Day(-35)}),
        (*_guided(18, "OGP"), move(17, "in_guidance"), move(4, "closed", outcome="eviction_prevented")),
        informed=14,
    ),
    Story(
        *(Kind.DOCTOR, 20, {**DOCTOR, "minors": "no"}),
        (claim(19), move(19, "referred_on", referred_to="Thuiszorg"), move(13, "closed", outcome="referred_to_help")),
    ),
    Story(
        *(Kind.ESTATE_AGENCY, 20, {**AGENCY, "problems": ["damage"], "stage": "none"}),
        (claim(19), move(19, "out_of_area", reason="Andere gemeente."), move(19, "closed", outcome="mistake")),
    ),
    Story(
        *(Kind.LANDLORD, 21, {**LANDLORD, "problems": ["lease_end"], "must_leave_on": Day(-3), "stage": "none"}),
        (*_guided(20, "PW"), fact(3, "moved"), move(2, "closed", outcome="moved_to_regular_market")),
    ),
)
