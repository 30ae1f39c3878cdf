"""The procedure: how far it went, and the dates from which the deadline is computed; a blank date is not known."""

from __future__ import annotations

from portal.domain.intake import choices, choices_of_tenant
from portal.domain.intake.question import NOT_KNOWN, TODAY, Ago, Question, Section, Value, When, row, when
from portal.domain.vocabulary import N_, Kind, Problem, Stage

HU, GD, WP, DR = Kind.TENANT, Kind.BAILIFF, Kind.NEIGHBOURHOOD_POLICE, Kind.DOCTOR
FILED = when("stage", Stage.PETITION, Stage.SUMMONS)
HEARD = when("stage", Stage.CONCILIATION, Stage.PETITION, Stage.SUMMONS)
SERVED = when("stage", Stage.SERVED)
JUDGED = when("stage", Stage.JUDGMENT, Stage.SERVED, Stage.CONDITIONAL)
PLANNED = when("stage", Stage.EVICTION_PLANNED)
ENDING = when("problems", Problem.LEASE_END)

PAST = (Ago(years=10), TODAY)
AROUND_NOW = (Ago(years=10), Ago(years=-10))
"""Any date that may lie ahead; the width only catches a mistyped year."""


def unknown(name: str, needs: str, branch: When) -> Question:
    """The tick beside a date that says: I do not know it. It means the same as leaving the date blank."""
    return Question(
        name=f"{name}_unknown",
        section=Section.PROCEDURE,
        value=Value.TICK,
        label=N_("Ik weet de datum niet"),
        needs=row(needs),
        when=(branch,),
        beside=name,
    )


#                 LP LS GD WP DR IM DV HU
QUESTIONS = (
    Question(
        name="stage",
        section=Section.PROCEDURE,
        value=Value.CHOICE,
        label=N_("Stand van de procedure"),
        labels={
            WP: N_("Is er een uithuiszetting gepland?"),
            DR: N_("Is er een uithuiszetting gepland?"),
            Kind.LANDLORD: N_("Hoe ver staat het bij het gerecht?"),
            HU: N_("Welke brief kreeg u?"),
        },
        needs=row("   R  R  R  O  O  R  O  O"),
        choices=choices.STAGES,
        choices_by_kind={
            Kind.LANDLORD: choices.STAGES_OF_LANDLORD,
            GD: choices.STAGES_OF_BAILIFF,
            WP: choices.STAGES_SHORT,
            DR: choices.STAGES_SHORT,
            HU: choices_of_tenant.STAGES,
        },
        hint=N_("Kies de laatste stap die gezet is."),
        hints={HU: N_("Kies de laatste brief die u kreeg. Weet u het niet? Dat is niet erg."), WP: "", DR: ""},
        pictures={HU: choices_of_tenant.LETTERS},
        missing=N_("Kies hoe ver de procedure staat. “Weet ik niet” mag ook."),
        column=True,
        in_sight=frozenset(Kind),
    ),
    Question(
        name="filing_date",
        section=Section.PROCEDURE,
        value=Value.DATE,
        label=N_("Datum neerlegging verzoekschrift of dagvaarding"),
        labels={HU: N_("Datum op de brief")},
        needs=row("   c  O  O  -  -  O  O  O"),
        hint=N_("Laat leeg als u de datum niet weet."),
        hints={HU: N_("Laat leeg als u de brief niet hebt.")},
        between=PAST,
        when=(FILED,),
        blank_means=NOT_KNOWN,
        column=True,
    ),
    unknown("filing_date", "O  O  O  -  -  O  O  O", FILED),
    Question(
        name="hearing_date",
        section=Section.PROCEDURE,
        value=Value.DATE,
        label=N_("Datum van de zitting"),
        labels={HU: N_("Op welke dag moet u naar de vrederechter?")},
        needs=row("   c  c  c  -  -  c  c  c"),
        hint=N_("Laat leeg als u de datum niet weet."),
        between=AROUND_NOW,
        when=(HEARD,),
        blank_means=NOT_KNOWN,
        column=True,
    ),
    unknown("hearing_date", "O  O  O  -  -  O  O  O", HEARD),
    Question(
        name="hearing_time",
        section=Section.PROCEDURE,
        value=Value.TIME,
        label=N_("Uur van de zitting"),
        labels={HU: N_("Hoe laat?")},
        needs=row("   c  c  c  -  -  c  c  c"),
        hint=N_("Bijvoorbeeld 9:00 of 9u30."),
        when=(HEARD,),
        blank_means=NOT_KNOWN,
        column=True,
    ),
    Question(
        name="court",
        section=Section.PROCEDURE,
        value=Value.TEXT,
        label=N_("Vredegerecht"),
        labels={HU: N_("Welk vredegerecht? Dat staat boven op de brief")},
        needs=row("   O  O  O  -  -  O  O  O"),
        max_length=100,
        when=(HEARD, JUDGED, PLANNED),
    ),
    Question(
        name="roll_number",
        section=Section.PROCEDURE,
        value=Value.TEXT,
        label=N_("Rolnummer"),
        labels={HU: N_("Het nummer van de zaak (rolnummer) op de brief")},
        needs=row("   O  O  O  -  -  O  O  O"),
        max_length=20,
        when=(HEARD, JUDGED, PLANNED),
    ),
    Question(
        name="served_date",
        section=Section.PROCEDURE,
        value=Value.DATE,
        label=N_("Datum betekening van het vonnis (door de deurwaarder bezorgd)"),
        labels={HU: N_("Op welke dag bracht de deurwaarder de beslissing?"), GD: N_("Datum betekening van het vonnis")},
        needs=row("   c  c  c  -  -  c  c  c"),
        hint=N_("Laat leeg als u de datum niet weet."),
        between=PAST,
        when=(SERVED,),
        blank_means=NOT_KNOWN,
        column=True,
    ),
    unknown("served_date", "O  O  O  -  -  O  O  O", SERVED),
    Question(
        name="leave_by",
        section=Section.PROCEDURE,
        value=Value.DATE,
        label=N_("Datum in het vonnis waarop de woning leeg moet zijn (als die er staat)"),
        labels={HU: N_("Staat er een dag in waarop u weg moet zijn? Welke?")},
        needs=row("   O  O  O  -  -  O  O  O"),
        hint=N_("Staat er een termijn? Reken dan de datum uit."),
        hints={HU: N_("Laat leeg als er geen dag staat.")},
        between=AROUND_NOW,
        when=(JUDGED,),
        column=True,
    ),
    Question(
        name="eviction_date",
        section=Section.PROCEDURE,
        value=Value.DATE,
        label=N_("Geplande datum uithuiszetting"),
        labels={HU: N_("Op welke dag moet u uit uw woning?")},
        needs=row("   c  c  c  O  O  c  c  c"),
        hint=N_("Laat leeg als u de datum niet weet."),
        between=AROUND_NOW,
        when=(PLANNED,),
        blank_means=NOT_KNOWN,
        column=True,
    ),
    unknown("eviction_date", "O  O  O  O  O  O  O  O", PLANNED),
    Question(
        name="must_leave_on",
        section=Section.PROCEDURE,
        value=Value.DATE,
        label=N_("Einde van het contract of de opzeg"),
        labels={HU: N_("Op welke dag stopt uw huurcontract?")},
        needs=row("   c  c  O  -  -  c  c  c"),
        hint=N_("De dag waarop de huurder weg moet zijn. Laat leeg als u de datum niet weet."),
        hints={HU: N_("Laat leeg als u de datum niet weet.")},
        between=AROUND_NOW,
        when=(ENDING,),
        blank_means=NOT_KNOWN,
        column=True,
    ),
    unknown("must_leave_on", "O  O  O  -  -  O  O  O", ENDING),
    Question(
        name="lease_start",
        section=Section.PROCEDURE,
        value=Value.DATE,
        label=N_("Begin huurcontract"),
        labels={HU: N_("Sinds wanneer huurt u deze woning?")},
        needs=row("   O  O  O  -  -  O  -  O"),
        hint=N_("Bijvoorbeeld 01/09/2021."),
        between=(Ago(years=100), TODAY),
    ),
    Question(
        name="description",
        section=Section.PROCEDURE,
        value=Value.LONG_TEXT,
        label=N_("Korte toelichting"),
        labels={HU: N_("Wilt u nog iets vertellen?")},
        needs=row("   O  O  O  -  -  O  O  O"),
        hint=N_("Schrijf niets over gezondheid, afkomst of feiten voor de politie. Geen rijksregisternummer."),
        hints={HU: N_("U mag in uw eigen taal schrijven. Schrijf geen rijksregisternummer.")},
        max_length=1000,
        scanned=True,
        in_sight=frozenset(Kind),
    ),
)
