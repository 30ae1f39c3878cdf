"""The soft warnings at "check your answers": they ask to look again, and never stop anybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.domain.deadlines.calendar import month_later
from portal.domain.intake import addresses, contacts
from portal.domain.intake.checking import ready
from portal.domain.intake.questions import BY_NAME, Answers
from portal.domain.vocabulary import N_, InformedHow, Kind, NoticeKind, YesNoUnknown

SHORTEST_NAME = 3
BY_POST = frozenset({InformedHow.LETTER, InformedHow.REGISTERED_LETTER})


@dataclass(frozen=True)
class Doubt:
    """What may be wrong, and the field to look at again."""

    field: str
    message: str
    params: dict[str, object]
    """The parameter `label` is a message id: translate it before putting it in."""


def soft(kind: Kind, answers: Answers, *, today: date) -> tuple[Doubt, ...]:
    """Every warning for these answers, in the order of the form."""
    sent = ready(kind, answers)
    return tuple(
        Doubt(name, message, {"label": BY_NAME[name].label_for(kind)})
        for name, message, fires in WARNINGS
        if fires(sent, today)
    )


def _letter_sent_today(answers: Answers, today: date) -> bool:
    return answers.get("informed_how") in BY_POST and _day(answers, "informed_on") == today


def _number_in_street(answers: Answers, _: date) -> bool:
    return addresses.has_number(str(answers.get("street", "")))


def _odd_number(name: str) -> Callable[[Answers, date], bool]:
    return lambda answers, _: name in answers and not contacts.looks_right(str(answers[name]))


def _name_in_reference(answers: Answers, _: date) -> bool:
    """Whoever sees the reference would see who is meant; two letters of a name stand in any number."""
    name, reference = str(answers.get("tenant_last", "")).casefold(), str(answers.get("own_ref", "")).casefold()
    return len(name) >= SHORTEST_NAME and name in reference


def _moved_away(answers: Answers, _: date) -> bool:
    return answers.get("still_lives_there") == YesNoUnknown.NO


def _months_differ(answers: Answers, _: date) -> bool:
    """Arrears divided by the rent, against the months that were given: over one month apart."""
    arrears, rent, months = (_number(answers, name) for name in ("arrears_eur", "rent_month", "arrears_months"))
    return bool(arrears is not None and rent and months is not None and abs(arrears / rent - months) > 1)


def _hearing_past(answers: Answers, today: date) -> bool:
    day = _day(answers, "hearing_date")
    return day is not None and day < today


def _leaves_too_early(answers: Answers, _: date) -> bool:
    """Eviction is possible at the earliest one month after service, unless the judge decided otherwise."""
    served, evicted = _service(answers), _day(answers, "eviction_date")
    if served is None or evicted is None or answers.get("leave_by"):
        return False
    return evicted < month_later(served)


def _service(answers: Answers) -> date | None:
    """When the judgment was served; a notice of an eviction order says so with its own date."""
    ordered = answers.get("notice_kind") == NoticeKind.EVICTION_ORDER
    return _day(answers, "served_date") or (_day(answers, "informed_on") if ordered else None)


def _day(answers: Answers, name: str) -> date | None:
    answer = answers.get(name)
    return date.fromisoformat(answer) if isinstance(answer, str) and answer else None


def _number(answers: Answers, name: str) -> Decimal | None:
    answer = answers.get(name)
    return Decimal(answer) if isinstance(answer, str) and answer else None


WARNINGS: tuple[tuple[str, str, Callable[[Answers, date], bool]], ...] = (
    (
        "informed_on",
        N_("U stuurde de brief vandaag. De huurder krijgt die pas over enkele dagen. Weet de huurder het dan al?"),
        _letter_sent_today,
    ),
    (
        "street",
        N_("Bij de straat staat ook een huisnummer. Vul dat alleen in bij “Huisnummer”."),
        _number_in_street,
    ),
    (
        "still_lives_there",
        N_("De huurder woont er niet meer. Wij innen geen schulden. Wij helpen wie een woning dreigt te verliezen."),
        _moved_away,
    ),
    (
        "tenant_phone",
        N_("%(label)s: dit Belgische nummer lijkt niet te kloppen. Kijk na of er geen cijfer ontbreekt."),
        _odd_number("tenant_phone"),
    ),
    (
        "arrears_months",
        N_("Het aantal maanden past niet bij het bedrag en de huurprijs. Kijk die drie nog eens na."),
        _months_differ,
    ),
    (
        "stage",
        N_("De zitting is al voorbij. Kijk na hoe ver de procedure nu staat."),
        _hearing_past,
    ),
    (
        "eviction_date",
        N_("De uithuiszetting valt binnen een maand na de betekening. Kijk beide datums nog eens na."),
        _leaves_too_early,
    ),
    (
        "reporter_phone",
        N_("%(label)s: dit Belgische nummer lijkt niet te kloppen. Kijk na of er geen cijfer ontbreekt."),
        _odd_number("reporter_phone"),
    ),
    (
        "own_ref",
        N_("In uw referentie staat de naam van de huurder. Neem liever een nummer."),
        _name_in_reference,
    ),
)
