"""The sentences of the legal pages that hold for every town; what a town decides stands in its site file."""

from __future__ import annotations

from portal.domain.vocabulary import N_

PURPOSES = (
    N_("Om te voorkomen dat iemand de woning verliest: wij lezen de aanmelding en bieden de huurder hulp aan."),
    N_("Om de melder te antwoorden, en te vragen wat nog ontbreekt."),
    N_("Om te tellen hoeveel mensen wij helpen. In die cijfers staat niemand met naam."),
)
BASES = (
    N_(
        "Een OCMW helpt mensen om menswaardig te leven. Dat is een taak van algemeen belang"
        " (AVG, artikel 6, lid 1, e; OCMW-wet van 8 juli 1976, artikelen 1, 57 en 60)."
    ),
    N_(
        "Gaat het over een vordering of een vonnis tot uithuiszetting, dan moet de griffie of de gerechtsdeurwaarder"
        " ons inlichten (AVG, artikel 6, lid 1, c; Gerechtelijk Wetboek, artikelen 1344ter en 1344sexies)."
    ),
    N_(
        "Wij vragen nooit uw rijksregisternummer, nationaliteit, geloof, inkomen of rekeningnummer,"
        " en niets over ziekte of strafbare feiten."
    ),
)
OF_REPORTER = (
    N_("Wij bewaren uw naam, hoe wij u bereiken, uw functie en organisatie, en wat u over de huurder meldt."),
    N_("Die gegevens krijgen wij van uzelf, op het formulier of aan de telefoon."),
    N_("U hoeft dit formulier niet te gebruiken. Zonder de verplichte antwoorden kunnen wij niets aannemen."),
    N_("De huurder mag weten dat u de aanmelding deed."),
    N_("Wij hebben beroepsgeheim: wat er daarna met de huurder gebeurt, mogen wij u niet vertellen."),
)
OF_TENANT = (
    N_("Vulde u het formulier zelf in? Dan kregen wij uw gegevens van u."),
    N_("Anders kregen wij ze van wie u aanmeldde, of van de rechtbank. U mag weten van wie. Vraag het ons."),
    N_("Het gaat om uw naam, adres, telefoon, e-mail en taal, en of er kinderen wonen."),
    N_("Het gaat ook om het probleem, zoals huurachterstal, en om de datums van brieven en van de rechtbank."),
    N_("Wij vertellen u wat wij hebben bij het eerste contact, en uiterlijk binnen een maand."),
    N_("Wie u aanmeldde, hoort van ons niet of wij u helpen, en niet wat u ons vertelt."),
    N_("U kiest zelf of u onze hulp wilt. Zegt u nee, dan heeft dat geen gevolgen bij ons."),
)
RIGHTS = (
    N_("Uw gegevens zien, en er een kopie van krijgen."),
    N_("Verbeteren wat niet juist is."),
    N_("Laten wissen wat wij niet meer nodig hebben of niet mogen hebben."),
    N_("Vragen dat wij uw gegevens tijdelijk niet gebruiken."),
    N_("Bezwaar maken, om redenen die met uw eigen situatie te maken hebben."),
)
SESSION_COOKIE = N_("Beveiligt de formulieren. Houdt medewerkers ingelogd, en weet uit welke lijst zij komen.")
DRAFT_COOKIE = N_("Onthoudt met welke aanmelding u bezig bent.")
RECEIPT_COOKIE = N_("Brengt u terug naar uw bevestiging als u al verstuurde.")
OWN_COOKIE = N_("Onthoudt uw eigen gegevens als u dat aanvinkte: nooit iets over de huurder.")
LANGUAGE_COOKIE = N_("Onthoudt de taal die u koos.")

TESTED = (
    N_("elke soort pagina, leeg, ingevuld en met fouten, met het programma axe, in licht en donker;"),
    N_("of elk veld een naam heeft, en of elke fout bij haar veld staat en ernaar verwijst;"),
    N_("of alles werkt met alleen het toetsenbord, en zonder JavaScript;"),
    N_("of alles past op een scherm van 320 pixels breed."),
)
"""Each is a test in tests/browser: change both together."""
LIMITS = (
    N_("Mensen met een beperking hebben de website nog niet getest."),
    N_("Niemand las alle pagina’s al met een schermlezer."),
    N_("Nog geen ander bedrijf keurde de website."),
    N_("Wij testen nog niet in Firefox en Safari."),
)
