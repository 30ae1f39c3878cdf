"""The gate: does the tenant know, since when, how, from whom, and what did the tenant say."""

from __future__ import annotations

from portal.domain.intake import choices
from portal.domain.intake.question import REPORTER_SELF, TODAY, Ago, Need, Question, Section, Value, row, when
from portal.domain.vocabulary import BOUND_BY_SECRECY, N_, Informed, Kind, NoticeKind, Reaction

GD, WP, DR, DV = Kind.BAILIFF, Kind.NEIGHBOURHOOD_POLICE, Kind.DOCTOR, Kind.SERVICE_PROVIDER
NOTICE = (NoticeKind.CLAIM, NoticeKind.EVICTION_ORDER)
VOLUNTARY = when("notice_kind", NoticeKind.VOLUNTARY, kinds=frozenset({Kind.BAILIFF, Kind.COURT_REGISTRY}))
LEGAL = when("notice_kind", *NOTICE, kinds=frozenset({Kind.BAILIFF, Kind.COURT_REGISTRY}))
KNOWS = when("informed", Informed.YES)

#                 LP LS GD WP DR IM DV HU
QUESTIONS = (
    Question(
        name="notice_kind",
        section=Section.GATE,
        value=Value.CHOICE,
        label=N_("Wat meldt u?"),
        needs={**row("- -  R  -  -  -  -  -"), Kind.COURT_REGISTRY: Need.FIXED},
        fixed={Kind.COURT_REGISTRY: NoticeKind.CLAIM},
        choices=choices.NOTICE_KINDS,
        hint=N_(
            "Deze aanmelding vervangt de wettelijke kennisgeving niet. "
            "Die bezorgt u ons nog altijd zoals de wet het vraagt."
        ),
        missing=N_("Kies wat u meldt."),
        column=True,
    ),
    Question(
        name="informed",
        section=Section.GATE,
        value=Value.CHOICE,
        label=N_("Weet de huurder dat u aanmeldt?"),
        labels={WP: N_("Weet de bewoner dat u aanmeldt?"), DR: N_("Weet de patiënt dat u aanmeldt?")},
        needs=row("   R  R  c  R  R  R  R  -"),
        choices=choices.INFORMED,
        choices_by_kind={WP: choices.INFORMED_OF_RESIDENT, DR: choices.INFORMED_OF_PATIENT},
        hint=N_("De huurder hoeft niet akkoord te gaan."),
        hints={
            DR: N_("De patiënt moet het weten, en ermee instemmen."),
            DV: N_(
                "De huurder hoeft niet akkoord te gaan. Hebt u beroepsgeheim, dan mag uw cliënt er niet tegen zijn."
            ),
            WP: N_("De bewoner hoeft niet akkoord te gaan."),
        },
        missing=N_("Kies of de huurder weet dat u aanmeldt."),
        missings={WP: N_("Kies of de bewoner weet dat u aanmeldt."), DR: N_("Kies of de patiënt weet dat u aanmeldt.")},
        when=(VOLUNTARY,),
        column=True,
    ),
    Question(
        name="tenant_opposed",
        section=Section.GATE,
        value=Value.CHOICE,
        label=N_("Heeft de huurder zich verzet tegen deze kennisgeving?"),
        needs=row("   -  -  c  -  -  -  -  -"),
        choices=choices.YES_NO,
        hint=N_("Bij een huurcontract van voor 2019 kan de huurder zich verzetten. Dan stopt de aanmelding hier."),
        missing=N_("Kies of de huurder zich heeft verzet."),
        when=(LEGAL,),
        column=True,
    ),
    Question(
        name="informed_on",
        section=Section.GATE,
        value=Value.DATE,
        label=N_("Sinds wanneer weet de huurder dit?"),
        labels={
            WP: N_("Sinds wanneer weet de bewoner dit?"),
            DR: N_("Sinds wanneer weet de patiënt dit?"),
            GD: N_("Datum van de betekening, of sinds wanneer de huurder het weet"),
        },
        needs=row("   R  R  R  R  R  R  R  -"),
        hint=N_("Vandaag, of hoogstens 60 dagen geleden. Schrijf dag/maand/jaar."),
        hints={
            Kind.BAILIFF: N_(
                "Bij een wettelijke kennisgeving: de dag van de betekening. "
                "Anders: de dag waarop de huurder het hoorde, hoogstens 60 dagen geleden."
            )
        },
        missing=N_("Vul in sinds wanneer de huurder dit weet."),
        missings={
            GD: N_("Vul de dag van de betekening in, of sinds wanneer de huurder dit weet."),
            WP: N_("Vul in sinds wanneer de bewoner dit weet."),
            DR: N_("Vul in sinds wanneer de patiënt dit weet."),
        },
        between=(Ago(years=10), TODAY),
        when=(KNOWS, LEGAL),
        column=True,
    ),
    Question(
        name="informed_on_shortcut",
        section=Section.GATE,
        value=Value.CHOICE,
        label=N_("Of kies een dag"),
        needs=row("   O  O  O  O  O  O  O  -"),
        choices=choices.ON_SHORTCUTS,
        when=(KNOWS, LEGAL),
        beside="informed_on",
        kept=False,
    ),
    Question(
        name="informed_how",
        section=Section.GATE,
        value=Value.CHOICE,
        label=N_("Hoe?"),
        labels={
            WP: N_("Hoe hebt u het de bewoner gezegd?"),
            DR: N_("Hoe hebt u het de patiënt gezegd?"),
            Kind.LANDLORD: N_("Hoe hebt u het de huurder laten weten?"),
        },
        needs=row("   R  R  c  R  R  R  R  -"),
        choices=choices.INFORMED_HOW,
        choices_by_kind={Kind.DOCTOR: choices.INFORMED_HOW_DOCTOR},
        missing=N_("Kies hoe de huurder het weet."),
        missings={WP: N_("Kies hoe de bewoner het weet."), DR: N_("Kies hoe de patiënt het weet.")},
        when=(KNOWS,),
        column=True,
    ),
    Question(
        name="informed_by",
        section=Section.GATE,
        value=Value.TEXT,
        label=N_("Door wie?"),
        labels={
            WP: N_("Wie heeft het de bewoner gezegd?"),
            DR: N_("Wie heeft het de patiënt gezegd?"),
            Kind.LANDLORD: N_("Wie heeft het de huurder gezegd?"),
        },
        needs=row("   R  R  c  R  R  R  R  -"),
        hint=N_("Laat leeg als u het zelf was."),
        max_length=100,
        when=(KNOWS,),
        blank_means=REPORTER_SELF,
        column=True,
    ),
    Question(
        name="tenant_reaction",
        section=Section.GATE,
        value=Value.CHOICE,
        label=N_("Reactie van de huurder"),
        labels={WP: N_("Reactie van de bewoner"), Kind.LANDLORD: N_("Hoe reageerde de huurder?")},
        needs=row("   R  R  c  R  fixed R  R  -"),
        fixed={Kind.DOCTOR: Reaction.AGREES},
        choices=choices.REACTIONS,
        choices_by_kind={WP: choices.REACTIONS_OF_RESIDENT},
        hint=N_(
            "U mag ook aanmelden als de huurder het er niet mee eens is. Een teamverantwoordelijke beslist dan eerst."
        ),
        hints={
            WP: N_(
                "U mag ook aanmelden als de bewoner het er niet mee eens is. "
                "Een teamverantwoordelijke beslist dan eerst."
            ),
            DV: N_(
                "Is de huurder het er niet mee eens? Met beroepsgeheim kunt u dan niet aanmelden. "
                "Anders beslist een teamverantwoordelijke eerst."
            ),
        },
        missing=N_("Kies hoe de huurder reageerde."),
        missings={WP: N_("Kies hoe de bewoner reageerde.")},
        when=(KNOWS,),
        column=True,
    ),
    Question(
        name="patient_consent",
        section=Section.GATE,
        value=Value.TICK,
        label=N_("De patiënt stemt ermee in dat ik deze gegevens, en alleen deze, doorgeef"),
        needs=row("   -  -  -  -  R  -  -  -"),
        missing=N_("Zonder de instemming van de patiënt kunt u niet aanmelden."),
        when=(KNOWS,),
        column=True,
    ),
    Question(
        name="org_kind",
        section=Section.GATE,
        value=Value.CHOICE,
        label=N_("Soort organisatie"),
        needs=row("   -  -  -  -  -  -  R  -"),
        hints={DV: N_("Zo weten wij of u aan beroepsgeheim gebonden bent.")},
        choices=choices.ORG_KINDS,
        missing=N_("Kies de soort organisatie."),
        own=True,
        column=True,
    ),
    Question(
        name="client_weighed",
        section=Section.GATE,
        value=Value.TICK,
        label=N_("Mijn cliënt gaat akkoord, of ik woog mijn beroepsgeheim af"),
        needs=row("   -  -  -  -  -  -  c  -"),
        missing=N_("Bevestig dat uw cliënt akkoord gaat, of dat u uw beroepsgeheim afwoog."),
        when=(when("org_kind", *BOUND_BY_SECRECY),),
        column=True,
    ),
    Question(
        name="relation",
        section=Section.GATE,
        value=Value.CHOICE,
        label=N_("Bent u familie of (ex-)partner van de huurder?"),
        needs=row("   O  -  -  -  -  -  -  -"),
        choices=choices.YES_NO,
        hint=N_("Dan zijn wij extra voorzichtig bij het eerste contact."),
        when=(KNOWS,),
    ),
)
