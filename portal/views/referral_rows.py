"""Reports as their senders wrote them, ready to be shown: labels and answers, section by section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask_babel import format_datetime
from flask_babel import gettext as _

from portal.domain.intake.questions import BY_NAME, TITLES, Answer, Section, Value
from portal.domain.labels import CHANNEL_LABELS
from portal.domain.vocabulary import N_, LegalBasis
from portal.forms import display
from portal.models import Referral
from portal.views import queue_rows

COLUMNS = frozenset(Referral.model_fields)
ORDER = (Section.TENANT, Section.DWELLING, Section.PROBLEM, Section.PROCEDURE, Section.GATE, Section.REPORTER)
"""Whom to reach first, as who picks up the phone reads it."""
STAFF_TITLES = {**TITLES, Section.REPORTER: N_("De melder")}
STAFF_LABELS = {
    "notice_kind": N_("Soort aanmelding"),
    "informed": N_("Ingelicht?"),
    "tenant_opposed": N_("Verzet van de huurder?"),
    "informed_on": N_("Ingelicht op (of betekend op)"),
    "informed_how": N_("Hoe ingelicht?"),
    "informed_by": N_("Door wie ingelicht?"),
    "patient_consent": N_("De patiënt stemt in"),
    "client_weighed": N_("De cliënt gaat akkoord, of het beroepsgeheim is afgewogen"),
    "relation": N_("Melder is familie of (ex-)partner?"),
    "single_name": N_("Heeft maar één naam"),
    "walk_in": N_("Komt zelf langs"),
    "steps_taken": N_("Wat deed de melder al?"),
    "signals": N_("Ter plaatse vastgesteld"),
    "reporter_name": N_("Naam"),
    "reporter_role": N_("Functie"),
    "reporter_email": N_("E-mailadres"),
    "reporter_phone": N_("Telefoon"),
    "own_ref": N_("Referentie van de melder"),
    "on_behalf_of": N_("Namens"),
    "may_call_landlord": N_("Mogen wij de verhuurder contacteren?"),
    "filled_by_helper": N_("Hulp bij het invullen"),
    "declaration": N_("Gegevens juist verklaard"),
}
"""What staff read where the question spoke to the reporter; else the question's own label, the same for all kinds."""


SUSPICIONS = {
    "honeypot": N_("een verborgen veld was ingevuld"),
    "fast": N_("binnen 10 seconden ingevuld en verstuurd"),
}
"""Signs of a machine, in words."""


@dataclass(frozen=True, slots=True)
class Part:
    """One section: its title, and rows of a label and an answer."""

    title: str
    rows: tuple[tuple[str, str | list[str], str], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One referral: who sent it and when, whether it was withdrawn, and every answer."""

    reference: str
    kind: str
    received: str
    withdrawn: bool
    unverified: bool
    """Its reporter was mailed a link, and has not said behind it that the report is theirs."""
    entered: str
    """Which colleague typed it in, and how it came; "" when its reporter did so."""
    doubt: str
    """What makes it look as if no human sent it; mostly nothing."""
    short: bool
    """A tenant asked to be called: there is a number and no address."""
    unconfirmed: bool
    """It says that it comes from the tenant, and nobody spoke with the tenant yet."""
    parts: tuple[Part, ...]


def reports(referrals: Iterable[Referral], *, spoken: bool, names: Mapping[int, str]) -> Iterator[Report]:
    """``spoken``: somebody of the team had the tenant on the phone, or at the desk; ``names`` are of accounts."""
    for referral in referrals:
        yield Report(
            reference=referral.reference,
            kind=queue_rows.reporter(referral.kind),
            received=str(format_datetime(referral.received_at, "EEE d/M/yyyy H:mm")),
            withdrawn=referral.withdrawn_at is not None,
            unverified=referral.is_unconfirmed,
            entered=_entered(referral, names),
            doubt=", ".join(_(SUSPICIONS[code]) for code in referral.suspicions),
            short=referral.short,
            unconfirmed=referral.legal_basis is LegalBasis.SELF and not spoken,
            parts=tuple(_parts(referral)),
        )


def household(referral: Referral) -> str:
    """Who lives where, in one line; what nobody was asked is left out."""
    beside = (str(referral.answers.get(f"co_tenant_{part}", "")) for part in ("first", "last"))
    people = (" ".join(filter(None, pair)) for pair in ((referral.tenant_first, referral.tenant_last), beside))
    box = _("bus %(box)s", box=referral.box) if referral.box else ""
    street = " ".join(filter(None, (referral.street, referral.house_number, box)))
    return ", ".join(filter(None, (*people, street, referral.postcode)))


def answers_of(referral: Referral) -> dict[str, Answer]:
    """Columns and document together, as the answers that the questions know."""
    columns = {name: getattr(referral, name) for name in BY_NAME if name in COLUMNS}
    typed = {name: _canonical(name, value) for name, value in columns.items() if value not in (None, [])}
    return {**typed, **referral.answers}


def _entered(referral: Referral, names: Mapping[int, str]) -> str:
    if referral.entered_by_id is None:
        return ""
    who, how = names.get(referral.entered_by_id, ""), _(CHANNEL_LABELS[referral.channel])
    return str(_("Ingevoerd door %(name)s (%(channel)s)", name=who, channel=how))


def _parts(referral: Referral) -> Iterator[Part]:
    answers = answers_of(referral)
    for section in ORDER:
        found = display.rows(referral.kind, section, answers)
        rows = tuple((_label(name), answer, "") for _asked, answer, name in found if answer)
        if rows:
            yield Part(_(STAFF_TITLES[section]), rows)


def _label(name: str) -> str:
    return str(_(STAFF_LABELS.get(name, BY_NAME[name].label)))


def _canonical(name: str, value: Any) -> Answer:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if BY_NAME[name].value is Value.MONTHS else f"{value:.2f}"
    return value if isinstance(value, list) else str(value)
