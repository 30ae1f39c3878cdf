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
STREETS = _words(
    "Kerkstraat,Stationsstraat,Molenstraat,Schoolstraat,Nieuwstraat,Dorpsstraat,Veldstraat,Lindelaan,Kapelstraat,"
    "Hoogstraat,Vaartstraat,Beekstraat,Populierenlaan,Bergstraat,Tuinwijkstraat,Eikenlaan,Brugstraat,Parklaan"
)
POSTCODES = ("2800", "2800", "2800", "2801", "2811", "2812")


@dataclass(frozen=True)
class Household:
    """Who rents where."""

    first: str
    last: str
    phone: str
    postcode: str
    street: str
    house_number: str

    def answers(self) -> dict[str, str]:
        return {
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
        last=chance.choice(LAST),
        phone=f"+3247{chance.randrange(10**7):07}",
        postcode=chance.choice(POSTCODES),
        street=chance.choice(STREETS),
        house_number=str(chance.randrange(1, 180)),
    )


def landlord(chance: Random) -> str:
    """Somebody who rents out, or who reports for an office."""
    return f"{chance.choice(FIRST)} {chance.choice(LAST)}"
