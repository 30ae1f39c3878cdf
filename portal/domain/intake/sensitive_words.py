"""Words of diagnosis, origin and offence in Dutch, French and English; a warning, never a judgement.

Written without accents; `*` stands for any ending. Kept small on purpose: a list that warns too often is not read.
"""

from __future__ import annotations

from enum import StrEnum


class Topic(StrEnum):
    DIAGNOSIS = "diagnosis"
    ORIGIN = "origin"
    OFFENCE = "offence"


SENSITIVE: dict[Topic, tuple[str, ...]] = {
    Topic.DIAGNOSIS: (
        *("depressi*", "depressed", "psychose*", "psychoti*", "psychiatr*", "schizofre*", "schizophr*", "borderline*"),
        *("bipola*", "autis*", "adhd", "dement*", "alzheimer*", "kanker*", "cancer*", "hiv", "aids", "sida"),
        *("epileps*", "epilept*", "diagnos*", "verslaafd*", "verslaving*", "drugsversla*", "addict*", "toxicoman*"),
        *("alcoholi*", "alcooli*", "zelfmoord*", "suicid*", "handicap*", "invalide*", "ziekte", "maladie*", "zwanger*"),
    ),
    Topic.ORIGIN: (
        *("nationalit*", "nationaliteit*", "allochto*", "vreemdeling*", "buitenlander*", "etranger*", "asielzoeker*"),
        *("asylum", "vluchteling*", "refugie*", "refugee*", "illegaal", "illegalen", "verblijfsstatus"),
        *("verblijfsvergunning*", "marokka*", "marocain*", "moroccan*", "turkse", "turken", "turc", "turcs", "turkish"),
        *("zigeuner*", "gitan*", "gypsy", "gypsies", "afrikaan*", "africain*", "african*", "syrier*", "afghaan*"),
        *("moslim*", "musulman*", "muslim*", "jood", "joden", "joods*", "juif", "juifs", "juive*", "jewish"),
    ),
    Topic.OFFENCE: (
        *("strafblad*", "strafbaar", "strafbare", "misdrijf", "misdrijven", "misdadig*", "crimine*", "criminal*"),
        *("gevangenis*", "prison*", "jail", "gearresteerd*", "arrested", "veroordeel*", "condamne*", "dief", "dieven"),
        *("diefstal*", "gestolen", "stelen", "steelt", "vole", "voleur*", "theft", "stolen", "inbraak*", "inbreker*"),
        *("drugs", "drugsdealer*", "dealer*", "dealt", "dealen", "verkracht*", "viol", "rape", "mishandel*", "fraude*"),
        *("fraud", "oplichter*", "oplichting", "escroc*", "prostitu*"),
    ),
}
