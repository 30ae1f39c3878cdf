"""The rule table of the clock, in the order of the design; one row for each arm, so that each can say its own words.

Sources: Judicial Code art. 1344ter to 1344septies (notice to the OCMW, hearing within 15 days, eviction at the
earliest one month after service of the judgment).
"""

from __future__ import annotations

from datetime import date

from portal.domain.deadlines.calendar import days_after, month_later
from portal.domain.deadlines.facts import BEFORE_JUDGMENT, Facts
from portal.domain.deadlines.timeline import Band, Dated, Near, Past, Plain, always
from portal.domain.vocabulary import N_, Problem, Stage, Urgency

U0, U1, U2, U3, U4 = Urgency

EVICT = Band(U2, (Near(U1, wd=10), Near(U0, wd=5)))
HEAR = Band(U2, (Near(U1, cal=6), Near(U0, cal=2, wd=2)))
HEAR_AT_LEAST_U1 = Band(U1, (Near(U0, cal=2, wd=2),))
CONCILIATION = Band(U3, (Near(U2, cal=6),))
LEASE_END = Band(U3, (Near(U2, cal=31), Near(U1, cal=14)))

FILING_TO_HEARING_DAYS = 15


def dissolution_hearing(facts: Facts) -> date | None:
    """Any hearing but that of a conciliation, also one after service (opposition)."""
    return None if facts.step is Stage.CONCILIATION else facts.hearing_date


def latest_hearing(facts: Facts) -> date | None:
    unplanned = facts.step is Stage.PETITION and facts.hearing_date is None
    return days_after(facts.filing_date, FILING_TO_HEARING_DAYS) if unplanned and facts.filing_date else None


def awaits_eviction_date(facts: Facts) -> bool:
    return facts.step is Stage.SERVED and facts.eviction_date is None


def earliest_eviction(facts: Facts) -> date | None:
    unplanned = awaits_eviction_date(facts) and facts.leave_by is None
    return month_later(facts.served_date) if unplanned and facts.served_date else None


def under_two_months(facts: Facts) -> bool:
    return facts.in_arrears and facts.months is not None and facts.months < 2


A1 = (
    Plain("A1", N_("huurder of gezin is nu al dakloos"), lambda f: f.homeless_now, U0, ("homeless_now",)),
    Plain("A1", N_("woning plots onbruikbaar"), lambda f: f.unusable_home, U0, ("unusable_home",)),
    Plain("A1", N_("huurder is al uit de woning"), lambda f: f.step is Stage.EVICTED, U0, ("step",)),
)
A2 = (
    Dated(
        "A2",
        N_("uithuiszetting op %(date)s"),
        lambda f: f.eviction_date,
        EVICT,
        Past(
            U0,
            N_("uithuiszetting was gepland op %(date)s: nagaan of ze doorging"),
            when=lambda f: f.step is not Stage.EVICTED,
        ),
        ("eviction_date",),
    ),
    Plain(
        "A2",
        N_("uithuiszetting gepland, datum niet bekend"),
        lambda f: f.step is Stage.EVICTION_PLANNED and f.eviction_date is None,
        U0,
        ("step",),
    ),
)
A3 = (
    Dated(
        "A3",
        N_("vonnis betekend: uit de woning tegen %(date)s"),
        lambda f: f.leave_by if awaits_eviction_date(f) else None,
        EVICT,
        Past(U0, N_("vonnis betekend, termijn voorbij sinds %(date)s: uithuiszetting kan elke dag")),
        ("step", "leave_by"),
    ),
    Dated(
        "A3",
        N_("vonnis betekend: uithuiszetting vermoedelijk vanaf %(date)s (de rechter kan die termijn inkorten)"),
        earliest_eviction,
        EVICT,
        Past(U0, N_("vonnis betekend, termijn voorbij sinds %(date)s: uithuiszetting kan elke dag")),
        ("step", "served_date"),
        computed=True,
    ),
    Plain(
        "A3",
        N_("vonnis betekend, geen datum bekend"),
        lambda f: awaits_eviction_date(f) and f.leave_by is None and f.served_date is None,
        U1,
        ("step",),
    ),
)
A4 = (
    Dated(
        "A4",
        N_("zitting op %(date)s"),
        dissolution_hearing,
        HEAR,
        Past(U1, N_("zitting was op %(date)s: uitslag nagaan"), when=lambda f: f.step in BEFORE_JUDGMENT),
        ("hearing_date",),
    ),
)
A5 = (
    Dated(
        "A5",
        N_("verzoekschrift neergelegd: zitting wettelijk uiterlijk op %(date)s (kan verschuiven)"),
        latest_hearing,
        HEAR_AT_LEAST_U1,
        Past(U1, N_("verzoekschrift neergelegd: zitting moest er zijn tegen %(date)s, datum nagaan")),
        ("step", "filing_date"),
        computed=True,
    ),
    Plain(
        "A5",
        N_("verzoekschrift neergelegd, datum van de zitting niet bekend"),
        lambda f: f.step is Stage.PETITION and f.hearing_date is None and f.filing_date is None,
        U1,
        ("step",),
    ),
    Plain(
        "A5s",
        N_("dagvaarding: de datum van de zitting staat in de dagvaarding"),
        lambda f: f.step is Stage.SUMMONS and f.hearing_date is None,
        U1,
        ("step",),
    ),
)
A6 = (
    Dated(
        "A6",
        N_("vonnis uitgesproken, nog niet betekend: uit de woning tegen %(date)s"),
        lambda f: f.leave_by if f.step is Stage.JUDGMENT else None,
        EVICT,
        Past(U0, N_("vonnis uitgesproken, nog niet betekend: termijn voorbij sinds %(date)s")),
        ("step", "leave_by"),
    ),
    Plain(
        "A6",
        N_("vonnis uitgesproken, nog niet betekend"),
        lambda f: f.step is Stage.JUDGMENT and f.leave_by is None,
        U2,
        ("step",),
    ),
    Plain(
        "A6c",
        N_("vonnis of akkoord met voorwaarden: betalingsplan niet gevolgd"),
        lambda f: f.step is Stage.CONDITIONAL and f.plan_broken,
        U1,
        ("step", "payment_plan"),
    ),
    Plain(
        "A6c",
        N_("vonnis of akkoord met voorwaarden"),
        lambda f: f.step is Stage.CONDITIONAL and not f.plan_broken,
        U3,
        ("step",),
    ),
)
A7 = (
    Dated(
        "A7",
        N_("verzoening op %(date)s"),
        lambda f: f.hearing_date if f.step is Stage.CONCILIATION else None,
        CONCILIATION,
        Past(U2, N_("verzoening was op %(date)s: uitslag nagaan")),
        ("step", "hearing_date"),
    ),
    Plain(
        "A7",
        N_("verzoening, datum niet bekend"),
        lambda f: f.step is Stage.CONCILIATION and f.hearing_date is None,
        U2,
        ("step",),
    ),
)
A8 = (
    Plain(
        "A8",
        N_("huurachterstal van 3 maanden of meer"),
        lambda f: f.months is not None and f.months >= 3,
        U2,
        ("months",),
    ),
    Plain("A8", N_("betalingsplan niet gevolgd"), lambda f: f.plan_broken, U2, ("payment_plan",)),
    Plain(
        "A8",
        N_("huurachterstal van 2 tot 3 maanden"),
        lambda f: f.months is not None and 2 <= f.months < 3,
        U3,
        ("months",),
    ),
    Plain("A8", N_("huurachterstal van minder dan 2 maanden"), under_two_months, U4, ("months",)),
    Plain(
        "A8",
        N_("huurachterstal, bedrag niet bekend"),
        lambda f: f.in_arrears and f.months is None,
        U3,
        ("problems",),
    ),
)
A9 = (Plain("A9", N_("ingebrekestelling"), lambda f: f.step is Stage.FORMAL_NOTICE, U3, ("step",)),)
A10 = (
    Dated(
        "A10",
        N_("huur eindigt op %(date)s"),
        lambda f: f.must_leave_on,
        LEASE_END,
        Past(U1, N_("huur is geëindigd op %(date)s")),
        ("must_leave_on",),
    ),
    Plain(
        "A10",
        N_("huur eindigt, datum niet bekend"),
        lambda f: Problem.LEASE_END in f.problems and f.must_leave_on is None,
        U3,
        ("problems",),
    ),
)

RULES: tuple[Plain | Dated, ...] = (*A1, *A2, *A3, *A4, *A5, *A6, *A7, *A8, *A9, *A10)

NOTHING_ELSE = Plain("A11", N_("geen dringende feiten bekend"), always, U4, ("received_on",))

ONE_STEP_UP = (
    Plain("M1", N_("minderjarige kinderen"), lambda f: f.minors, None, ("minors",)),
    Plain("M1", N_("bijzondere kwetsbaarheid"), lambda f: f.vulnerable, None, ("vulnerable",)),
    Plain("M1", N_("water, gas of elektriciteit afgesloten"), lambda f: f.utilities_off, None, ("utilities_off",)),
)
"""The most urgent level from U2 to U4 goes up by one, once, however many of these hold."""

SHOWN = (Plain("moved", N_("huurder is verhuisd"), lambda f: f.tenant_moved, None, ("tenant_moved",)),)
"""Facts that change no level: a person decides what they mean."""
