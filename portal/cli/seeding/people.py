"""Invented people of a town like Mechelen, and streets that every town has; nobody of them exists."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split(","))


FIRST = _words(
    "Amina,An,Bart,Fatima,Mehmet,Elif,Youssef,Sofie,Karim,Julie,Hassan,Leila,Pieter,Zeynep,Mohamed,Els,Nathalie,Omar,"
    "Samira,Luc,Ayşe,Tom,Khadija,Emre,Céline,Bilal,Greet,Nadia,Didier,Rachid,Hilde,Selin,Wim,Naima,Thomas,Yasmina,"
    "Koen,Mustafa,Chantal,Ilse,Hamza,Sarah,Burak,Martine,Said,Kaat,Halima,Jef,Rania,Benoît"
)
LAST = _words(
    "Peeters,El Amrani,Yılmaz,Janssens,Benali,Dubois,Maes,Kaya,Ouali,Willems,Demir,El Idrissi,Claes,Lambert,Goossens,"
    "Bouzid,Şahin,Wouters,Haddad,Leroy,De Smet,Aydın,Chakir,Mertens,Tahiri,Dupont,Hermans,Öztürk,Bakkali,Aerts,"
    "Simon,Van Damme,Arslan,Mansouri,Verhoeven,Ziani,Laurent,Jacobs,Çelik,Saidi,De Backer,Azzouzi,Michiels,Renard"
)
STEMS = _words(
    "Alder,Bak,Berken,Blok,Bos,Braam,Brou,Cler,Daal,Dijk,Eike,Fon,Gael,Haze,Heide,Hof,Iep,Kamp,Kerk,Klei,Koren,Laak,"
    "Linde,Lis,Meer,Molen,Noot,Oever,Pop,Raam,Riet,Roos,Schaap,Steen,Tarwe,Veld,Vos,Water,Wilg,Zand"
)
ENDINGS = _words(
    "aert,akker,beeck,berghs,bosch,camp,dael,donck,eghem,ens,ers,haert,hout,huys,inckx,kens,kerke,laer,lants,man,"
    "mans,meers,monds,nagels,pael,poels,raeve,schot,sens,stede,straeten,tens,veldt,voort,waert,winckel,wyck,zele"
)
BEFORE = ("", "", "", "", "Van ", "De ", "Vanden", "El ")
"""Of these three a rare name is made: most families of a town have one that few others bear."""
RARE = 0.8
STREETS = _words(
    "Kerkstraat,Stationsstraat,Molenstraat,Schoolstraat,Nieuwstraat,Dorpsstraat,Veldstraat,Lindelaan,Kapelstraat,"
    "Hoogstraat,Vaartstraat,Beekstraat,Populierenlaan,Bergstraat,Tuinwijkstraat,Eikenlaan,Brugstraat,Parklaan"
)
POSTCODES = ("2800", "2800", "2800", "2801", "2811", "2812")
FLATS = 0.3
"""So many homes have a box."""


@dataclass(frozen=True)
class Household:
    """Who rents where."""

    first: str
    last: str
    phone: str
    postcode: str
    street: str
    house_number: str
    box: str | None

    def answers(self) -> dict[str, str]:
        return {
            **({"box": self.box} if self.box else {}),
            "tenant_first": self.first,
            "tenant_last": self.last,
            "tenant_phone": self.phone,
            "postcode": self.postcode,
            "street": self.street,
            "house_number": self.house_number,
        }


def household(chance: Random) -> Household:
    """Anybody."""
    return Household(
        first=chance.choice(FIRST),
        last=family(chance),
        phone=f"+3247{chance.randrange(10**7):07}",
        postcode=chance.choice(POSTCODES),
        street=chance.choice(STREETS),
        house_number=str(chance.randrange(1, 180)),
        box=str(chance.randrange(1, 40)) if chance.random() < FLATS else None,
    )


def landlord(chance: Random) -> str:
    """Somebody who rents out, or who reports for an office."""
    return f"{chance.choice(FIRST)} {family(chance)}"


def family(chance: Random) -> str:
    """A name that many bear, or one of twelve thousand."""
    if chance.random() > RARE:
        return chance.choice(LAST)
    before, stem, ending = (chance.choice(part) for part in (BEFORE, STEMS, ENDINGS))
    return f"{before}{stem.lower() if before == 'Vanden' else stem}{ending}"
