"""The problem: what threatens the tenancy, in facts; never a detail of health, and never an offence."""

from __future__ import annotations

from decimal import Decimal

from portal.domain.intake import choices
from portal.domain.intake.question import Question, Section, Value, row, when
from portal.domain.intake.words import Signal
from portal.domain.vocabulary import N_, Kind, Problem

HU = Kind.TENANT
LP = Kind.LANDLORD
WP, DR = Kind.NEIGHBOURHOOD_POLICE, Kind.DOCTOR
ARREARS = when("problems", Problem.RENT_ARREARS)

#                 LP LS GD WP DR IM DV HU
QUESTIONS = (
    Question(
        name="problems",
        section=Section.PROBLEM,
        value=Value.CHOICES,
        label=N_("Wat is het probleem?"),
        labels={DR: N_("Waarom kan de patiënt de woning verliezen?")},
        needs=row("   R  R  R  R  R  R  R  R"),
        choices=choices.PROBLEMS,
        choices_by_kind={HU: choices.PROBLEMS_OF_TENANT},
        hint=N_("U mag er meer dan één kiezen."),
        hints={DR: N_("U mag er meer dan één kiezen. Niets over gezondheid.")},
        missing=N_("Kies minstens één probleem."),
        column=True,
    ),
    Question(
        name="arrears_eur",
        section=Section.PROBLEM,
        value=Value.MONEY,
        label=N_("Huurachterstal (bedrag)"),
        labels={LP: N_("Hoeveel huur is er nog te betalen?"), HU: N_("Hoeveel huur moet u nog betalen?")},
        needs=row("   c  c  O  -  -  c  O  O"),
        hint=N_("In euro, bijvoorbeeld 1.234,56. Een schatting is goed."),
        missing=N_("Vul in hoeveel huur er nog te betalen is. Een schatting is goed."),
        minimum=Decimal(0),
        maximum=Decimal("999999.99"),
        when=(ARREARS,),
        column=True,
    ),
    Question(
        name="rent_month",
        section=Section.PROBLEM,
        value=Value.MONEY,
        label=N_("Maandelijkse huurprijs (zonder kosten)"),
        needs=row("   c  c  O  -  -  c  O  O"),
        hint=N_("In euro, bijvoorbeeld 750."),
        missing=N_("Vul de maandelijkse huurprijs in."),
        minimum=Decimal(0),
        maximum=Decimal(5000),
        when=(ARREARS,),
        column=True,
    ),
    Question(
        name="arrears_months",
        section=Section.PROBLEM,
        value=Value.MONTHS,
        label=N_("Hoeveel maanden achterstal is dat ongeveer?"),
        needs=row("   O  O  O  -  -  O  O  O"),
        hint=N_("Laat leeg, dan rekenen wij het uit. Halve maanden mogen: 2,5."),
        minimum=Decimal(0),
        maximum=Decimal(60),
        when=(ARREARS,),
        column=True,
    ),
    Question(
        name="arrears_months_unknown",
        section=Section.PROBLEM,
        value=Value.TICK,
        label=N_("Ik weet niet hoeveel maanden"),
        needs=row("   -  -  -  -  -  -  -  O"),
        when=(ARREARS,),
        beside="arrears_months",
    ),
    Question(
        name="payment_plan",
        section=Section.PROBLEM,
        value=Value.CHOICE,
        label=N_("Is er een betalingsplan?"),
        needs=row("   O  R  O  -  -  O  O  O"),
        choices=choices.PAYMENT_PLANS,
        missing=N_("Kies of er een betalingsplan is."),
        column=True,
    ),
    Question(
        name="steps_taken",
        section=Section.PROBLEM,
        value=Value.CHOICES,
        label=N_("Wat deed u al?"),
        needs=row("   O  R  -  -  -  O  O  -"),
        choices=choices.STEPS_TAKEN,
        missing=N_("Kies minstens één stap die u al deed."),
    ),
    Question(
        name="signals",
        section=Section.PROBLEM,
        value=Value.CHOICES,
        label=N_("Wat stelde u ter plaatse vast?"),
        needs=row("   -  -  O  R  -  O  O  -"),
        choices=choices.SIGNALS,
        alone=frozenset({Signal.NONE_OF_THESE}),
        hint=N_("Alleen wat u zelf zag, geen oordeel."),
        hints={WP: N_("Alleen wat u zelf zag: geen oordeel, geen strafbare feiten.")},
        missing=N_("Kies wat u vaststelde, of “Niets van dit alles”."),
    ),
    Question(
        name="unusable_home",
        section=Section.PROBLEM,
        value=Value.CHOICE,
        label=N_("Is de woning plots onbruikbaar (brand, gaslek, instorting)?"),
        labels={WP: N_("Woning plots onbruikbaar (brand, gaslek, instorting)")},
        needs=row("   O  O  O  O  O  O  R  R"),
        choices=choices.YES_NO,
        choices_by_kind={WP: choices.YES_ALONE},
        missing=N_("Kies of de woning plots onbruikbaar is."),
        column=True,
        in_sight=True,
    ),
    Question(
        name="homeless_now",
        section=Section.PROBLEM,
        value=Value.CHOICE,
        label=N_("Is de huurder (of het gezin) nu al dakloos?"),
        labels={
            DR: N_("Is de patiënt (of het gezin) nu al dakloos?"),
            HU: N_("Bent u (of uw gezin) nu al dakloos?"),
            WP: N_("De bewoner (of het gezin) is nu al dakloos"),
        },
        needs=row("   O  O  O  O  O  O  R  R"),
        choices=choices.YES_NO_UNKNOWN,
        choices_by_kind={WP: choices.YES_ALONE},
        missing=N_("Kies of er nu al iemand dakloos is."),
        column=True,
        in_sight=True,
    ),
    Question(
        name="utilities_off",
        section=Section.PROBLEM,
        value=Value.CHOICE,
        label=N_("Is water, gas of elektriciteit afgesloten?"),
        needs=row("   O  O  O  O  O  O  O  O"),
        choices=choices.YES_NO_UNKNOWN,
        column=True,
    ),
    Question(
        name="vulnerable",
        section=Section.PROBLEM,
        value=Value.CHOICE,
        label=N_("Is er een bijzondere kwetsbaarheid?"),
        needs=row("   -  -  -  -  O  -  O  O"),
        choices=choices.YES_NO_UNSAID,
        hint=N_("Ja of nee is genoeg. Vertel niet wat er is."),
        column=True,
    ),
)
