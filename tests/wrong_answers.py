"""What each kind of reporter may get wrong, and what is said of it: for each try the wrong answers, all on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal.domain.vocabulary import Kind

Try = Mapping[str, tuple[str | list[str], str]]
"""By field: what is typed, and words of the refusal that stands at it; none where the refusal stands at another."""

HOME: Try = {
    "postcode": ("28000", "Een postcode heeft vier cijfers"),
    "street": ("", "Vul de straat van de woning in."),
    "house_number": (" ", "Vul het huisnummer in."),
}
PERSON: Try = {
    "tenant_last": ("", "Vul de familienaam in."),
    "minors": ("misschien", "Wonen er minderjarige kinderen? Kies een van de antwoorden"),
}
REPORTER: Try = {
    "reporter_name": ("", "Vul uw voornaam en naam in."),
    "reporter_email": ("naam@", "Uw e-mailadres: Vul een e-mailadres in"),
}
DECLARED: Try = {"declaration": ("", "Bevestig dat de gegevens juist zijn")}
TOO_LONG_AGO: Try = {"informed_on": ("1/9/2026", "in de laatste 60 dagen")}
NOT_BLANK: Try = {
    "informed_on": ("", "Vul in sinds wanneer de huurder dit weet."),
    "informed_how": ("", "Kies hoe de huurder het weet."),
    "tenant_reaction": ("", "Kies hoe de huurder reageerde."),
}
NO_DAY: Try = {
    "informed_on": ("31/02/2026", "Sinds wanneer weet de huurder dit?"),
    "informed_how": ("service", "Kies een van de antwoorden"),
}
MONEY: Try = {
    "arrears_eur": ("veel", "Huurachterstal (bedrag): "),
    "rent_month": ("9000", "Maandelijkse huurprijs (zonder kosten): "),
    "arrears_months": ("61", "Hoeveel maanden achterstal is dat ongeveer? "),
}

WRONG: Mapping[Kind, Sequence[Try]] = {
    Kind.LANDLORD: (
        NOT_BLANK,
        TOO_LONG_AGO,
        {**HOME, "still_lives_there": ("", "Kies of de huurder er nog woont.")},
        {**PERSON, "tenant_phone": ("12", "Telefoon huurder: Vul een telefoonnummer in")},
        {**MONEY, "arrears_eur": ("-5", "Hoeveel huur is er nog te betalen? ")},
        {"problems": ([], "Kies minstens één probleem.")},
        {"hearing_date": ("morgen", "Datum van de zitting: "), "hearing_time": ("25:00", "Uur van de zitting: ")},
        {"description": ("nr. 85.07.30-033.28", "In “Korte toelichting” staat een rijksregisternummer")},
        {**REPORTER, **DECLARED, "reporter_phone": ("0470 98 76 54", "is ook dat van u")},
    ),
    Kind.SOCIAL_LANDLORD: (
        NOT_BLANK,
        NO_DAY,
        {
            **HOME,
            **PERSON,
            **MONEY,
            **REPORTER,
            **DECLARED,
            "tenure": ("private", "Soort verhuring: Kies een van de antwoorden"),
            "payment_plan": ("", "Kies of er een betalingsplan is."),
            "steps_taken": ([], "Kies minstens één stap die u al deed."),
            "stage": ("", "Kies hoe ver de procedure staat."),
            "reporter_org": ("", "Vul de naam van uw woonmaatschappij in."),
        },
        {"tenant_birth": ("1/1/2020", "Geboortedatum (als u die zeker weet): ")},
    ),
    Kind.BAILIFF: (
        {"notice_kind": ("", "Kies wat u meldt.")},
        {
            "informed_on": ("24/11/2026", "Datum van de betekening, of sinds wanneer de huurder het weet: "),
            "tenant_opposed": ("", "Kies of de huurder zich heeft verzet."),
        },
        {"informed_on": ("", "Vul de dag van de betekening in")},
        {
            **HOME,
            **PERSON,
            **REPORTER,
            **DECLARED,
            "still_lives_there": ("", "Kies of de huurder er nog woont."),
            "filing_date": ("1/1/2030", "Datum neerlegging verzoekschrift of dagvaarding: "),
            "hearing_date": ("27/13/2026", "Datum van de zitting: "),
            "roll_number": ("x" * 21, "Rolnummer: "),
            "reporter_org": ("", "Vul de naam van uw kantoor in."),
            "org_kbo": ("0123.456.748", "Dit ondernemingsnummer klopt niet."),
            "own_ref": ("x" * 31, "Uw dossiernummer: "),
        },
        {"stage": ("nu", "Stand van de procedure: "), "problems": (["geld"], "Wat is het probleem? ")},
    ),
    Kind.NEIGHBOURHOOD_POLICE: (
        {"informed": ("", "Kies of de bewoner weet dat u aanmeldt.")},
        {
            "informed_on_shortcut": ("", ""),
            "informed_on": ("", "Vul in sinds wanneer de bewoner dit weet."),
            "informed_how": ("", "Kies hoe de bewoner het weet."),
            "tenant_reaction": ("", "Kies hoe de bewoner reageerde."),
        },
        {"informed_on": ("20/11/2026", "Kies één van beide.")},
        {
            **HOME,
            **PERSON,
            **REPORTER,
            "tenant_first": ("", "Heeft de persoon maar één naam?"),
            "tenant_phone": ("bij de buren", "Telefoon bewoner: Vul een telefoonnummer in"),
            "problems": ([], "Kies minstens één probleem."),
            "signals": (["none_of_these", "no_heating"], "niets van dit alles"),
            "homeless_now": ("no", "De bewoner (of het gezin) is nu al dakloos: Kies een van de antwoorden"),
            "stage": ("petition", "Is er een uithuiszetting gepland? Kies een van de antwoorden"),
            "police_zone": ("zone", "Politiezone: Het nummer van een politiezone heeft vier cijfers."),
        },
    ),
    Kind.DOCTOR: (
        {
            "informed_on": ("", "Vul in sinds wanneer de patiënt dit weet."),
            "informed_how": ("letter", "Hoe hebt u het de patiënt gezegd? Kies een van de antwoorden"),
            "patient_consent": ("", "Zonder de instemming van de patiënt kunt u niet aanmelden."),
        },
        {**TOO_LONG_AGO, "patient_consent": ("on", "Vink dit aan, of laat het leeg.")},
        {
            **HOME,
            **PERSON,
            **REPORTER,
            **DECLARED,
            "tenant_phone": ("12", "Telefoon patiënt: Vul een telefoonnummer in"),
            "problems": ([], "Kies minstens één probleem."),
            "vulnerable": ("depressie", "Is er een bijzondere kwetsbaarheid? Kies een van de antwoorden"),
            "stage": ("served", "Is er een uithuiszetting gepland? Kies een van de antwoorden"),
        },
        {"reporter_phone": ("+32 470 987654", ""), "tenant_phone": ("0470 98 76 54", "is ook dat van u")},
    ),
    Kind.ESTATE_AGENCY: (
        NOT_BLANK,
        NO_DAY,
        {
            **HOME,
            **PERSON,
            **MONEY,
            **REPORTER,
            **DECLARED,
            "tenure": ("", "Kies de soort verhuring."),
            "tenant_email": ("geen", "E-mail huurder: Vul een e-mailadres in"),
            "served_date": ("1/1/2027", "Datum betekening van het vonnis"),
            "leave_by": ("ooit", "Datum in het vonnis waarop de woning leeg moet zijn"),
            "reporter_org": ("", "Vul de naam van uw kantoor in."),
            "org_kbo": ("123", "Dit ondernemingsnummer klopt niet."),
            "on_behalf_of": ("", "Vul in namens welke verhuurder u aanmeldt."),
        },
        {
            "reporter_email": ("Wendelien@huurder.example", ""),
            "tenant_email": ("wendelien@huurder.example", "is ook dat van u"),
        },
        {"description": ("BE68 5390 0754 7034", "In “Korte toelichting” staat een rekeningnummer.")},
    ),
    Kind.SERVICE_PROVIDER: (
        {**NOT_BLANK, "org_kind": ("", "Kies de soort organisatie.")},
        {"client_weighed": ("", "of dat u uw beroepsgeheim afwoog")},
        {"tenant_reaction": ("objects", "Door uw beroepsgeheim kunt u dan niet aanmelden.")},
        {
            **HOME,
            **PERSON,
            **REPORTER,
            **DECLARED,
            "unusable_home": ("", "Kies of de woning plots onbruikbaar is."),
            "homeless_now": ("", "Kies of er nu al iemand dakloos is."),
            "must_leave_on": ("later", "Einde van het contract of de opzeg: "),
            "reporter_org": ("", "Vul de naam van uw organisatie in."),
        },
        {"co_tenant_first": ("Ignace", ""), "co_tenant_last": ("", "Vul ook de familienaam van de medehuurder in.")},
    ),
    Kind.TENANT: (
        {"postcode": ("Mechelen", "Een postcode heeft vier cijfers"), "street": ("", "Vul uw straat in.")},
        {"tenant_last": ("", "Vul"), "tenant_phone": ("12", "Uw telefoonnummer: Vul een telefoonnummer in")},
        {"tenant_phone": ("", "of vink aan dat u langskomt")},
        {"problems": ([], "Kies minstens één"), "homeless_now": ("", "Kies")},
    ),
}
