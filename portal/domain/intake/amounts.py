"""Money and months as people type them, and as we keep them: a decimal point, no grouping."""

from __future__ import annotations

import re
from decimal import Decimal

from portal.domain.intake.question import Question
from portal.domain.intake.text import BadValue, bare
from portal.domain.vocabulary import N_

CURRENCY = re.compile(r"^(?:€|eur|euro)?\s*(.*?)\s*(?:€|eur|euro)?$", re.IGNORECASE)
MONEY = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,12})(?:,([0-9]{1,2}|-))?")
MONEY_WITH_POINT = re.compile(r"([0-9]{1,12})\.([0-9]{1,2})")
MONTHS = re.compile(r"([0-9]{1,4})(?:[.,]([05])0?)?")
HALF = Decimal("0.5")


def money(typed: str, question: Question) -> str:
    """`1.234,56`, `1234,56`, `1234.56` and `€ 1 234,56` are the same; `1.234` is 1234. Kept as "1234.56"."""
    text = bare(typed, max_length=40)
    if not text:
        return ""
    amount = CURRENCY.sub(r"\1", text)
    found = MONEY_WITH_POINT.fullmatch(amount) or MONEY.fullmatch(amount)
    if not found:
        raise BadValue(N_("Schrijf het bedrag in cijfers, bijvoorbeeld 1.234,56."))
    euros = re.sub(r"[. ]", "", found[1])
    cents = (found[2] or "").replace("-", "").ljust(2, "0")
    return str(_within(Decimal(f"{euros}.{cents}"), question, N_("Vul een bedrag in tussen %(min)s en %(max)s euro.")))


def months(typed: str, question: Question) -> str:
    """`2`, `2,5` and `2.5`; kept as "2" and "2.5"."""
    text = bare(typed, max_length=40)
    if not text:
        return ""
    found = MONTHS.fullmatch(text.removesuffix(" maanden").removesuffix(" maand"))
    if not found:
        raise BadValue(N_("Schrijf het aantal maanden in cijfers. Halve maanden mogen, bijvoorbeeld 2,5."))
    number = Decimal(found[1]) + (HALF if found[2] == "5" else 0)
    return str(_within(number, question, N_("Vul een aantal maanden in tussen %(min)s en %(max)s.")))


def money_as_typed(canonical: str) -> str:
    """ "1234.56" -> "1.234,56"."""
    return f"{Decimal(canonical):,.2f}".translate(str.maketrans(",.", ".,"))


def months_as_typed(canonical: str) -> str:
    return canonical.replace(".", ",")


def months_of(arrears: str, rent: str) -> str:
    """How many months of rent the arrears are, to the nearest half and at most 60; "" when it cannot be said."""
    if not arrears or not rent or Decimal(rent) == 0:
        return ""
    halves = (Decimal(arrears) / Decimal(rent) / HALF).to_integral_value()
    number = min(halves * HALF, Decimal(60))
    return f"{number.normalize():f}"


def _within(number: Decimal, question: Question, message: str) -> Decimal:
    minimum, maximum = question.minimum or Decimal(0), question.maximum
    if number < minimum or (maximum is not None and number > maximum):
        raise BadValue(message, min=_shown(minimum), max=_shown(maximum or Decimal(0)))
    return number


def _shown(limit: Decimal) -> str:
    return money_as_typed(str(limit)).removesuffix(",00")
