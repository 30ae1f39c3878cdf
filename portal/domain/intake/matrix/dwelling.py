"""The dwelling: first after the gate, so that who reports outside the served postcodes is spared the rest."""

from __future__ import annotations

from portal.domain.intake import choices, choices_of_tenant
from portal.domain.intake.question import Question, Section, Value, row
from portal.domain.vocabulary import N_, Kind, Tenure

HU, WP, DR = Kind.TENANT, Kind.NEIGHBOURHOOD_POLICE, Kind.DOCTOR

#                 LP LS GD WP DR IM DV HU
QUESTIONS = (
    Question(
        name="postcode",
        section=Section.DWELLING,
        value=Value.POSTCODE,
        label=N_("Postcode"),
        needs=row("   R  R  R  R  R  R  R  R"),
        hint=N_("De postcode van de woning, bijvoorbeeld 2800."),
        hints={HU: N_("De postcode van uw woning, bijvoorbeeld 2800.")},
        missing=N_("Vul de postcode van de woning in."),
        missings={HU: N_("Vul de postcode van uw woning in.")},
        autocomplete_self="postal-code",
        column=True,
    ),
    Question(
        name="street",
        section=Section.DWELLING,
        value=Value.TEXT,
        label=N_("Straat"),
        needs=row("   R  R  R  R  R  R  R  R"),
        missing=N_("Vul de straat van de woning in."),
        missings={HU: N_("Vul uw straat in.")},
        max_length=100,
        autocomplete_self="address-line1",
        column=True,
    ),
    Question(
        name="house_number",
        section=Section.DWELLING,
        value=Value.TEXT,
        label=N_("Huisnummer"),
        needs=row("   R  R  R  R  R  R  R  R"),
        missing=N_("Vul het huisnummer in."),
        missings={HU: N_("Vul uw huisnummer in.")},
        max_length=20,
        column=True,
    ),
    Question(
        name="box",
        section=Section.DWELLING,
        value=Value.TEXT,
        label=N_("Bus"),
        needs=row("   O  O  O  O  O  O  O  O"),
        hint=N_("Laat leeg als er geen busnummer is."),
        max_length=20,
        column=True,
        in_sight=frozenset(Kind),
    ),
    Question(
        name="tenure",
        section=Section.DWELLING,
        value=Value.CHOICE,
        label=N_("Soort verhuring"),
        labels={HU: N_("Van wie huurt u?")},
        needs=row("   fixed R O O O R O O"),
        fixed={Kind.LANDLORD: Tenure.PRIVATE},
        choices=choices.TENURES,
        choices_by_kind={HU: choices_of_tenant.TENURES, Kind.SOCIAL_LANDLORD: choices.TENURES_SOCIAL},
        missing=N_("Kies de soort verhuring."),
        column=True,
    ),
    Question(
        name="still_lives_there",
        section=Section.DWELLING,
        value=Value.CHOICE,
        label=N_("Woont de huurder er nog?"),
        labels={WP: N_("Woont de bewoner er nog?"), DR: N_("Woont de patiënt er nog?")},
        needs=row("   R  R  R  O  O  R  O  -"),
        choices=choices.YES_NO_UNKNOWN,
        missing=N_("Kies of de huurder er nog woont."),
    ),
)
