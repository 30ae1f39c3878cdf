"""The history of a case in words: who did what, when, and what was given with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import format_datetime
from flask_babel import gettext as _

from portal.domain.intake import contacts
from portal.domain.labels import CHANNEL_LABELS, OUTCOME_LABELS, PATHWAY_LABELS, STATUS_LABELS
from portal.domain.triage import asked, contact
from portal.domain.triage.disclosure import SENTENCE_LABELS, Sentence
from portal.domain.triage.given import Given
from portal.domain.triage.known import RESULT_LABELS, WHAT_LABELS, Result, What
from portal.domain.triage.spoken import SAYS_LABELS, Says
from portal.domain.triage.state import OBJECTION_LABELS, Objection
from portal.domain.vocabulary import N_, CaseStatus, Channel, Outcome, Pathway
from portal.forms import display
from portal.models import Entry
from portal.services.safety import SET
from portal.views import clock_words

Data = Mapping[str, Any]
GIVEN = (
    *asked.EPISODE,
    *asked.QUESTION,
    *asked.QUESTION_END,
    *asked.TO_WHOM,
    *asked.DECLINED,
    *asked.AGREEMENTS,
    *asked.END_OF_STAY,
    *asked.OUTCOME,
)
WHY = {CaseStatus.OUT_OF_AREA: asked.OUTSIDE, CaseStatus.IN_TRIAGE: asked.REOPENING}
"""What these moves ask for under the name that another question has elsewhere."""
MARKED = N_("Gemarkeerd: opgelet bij contact")
UNMARKED = N_("Markering weggenomen: opgelet bij contact")
WHEN = "EEE d/M/yyyy H:mm"
AROUND_AN_ATTEMPT = frozenset({"tenant_knew", "objects", "tried_on", "tried_at", "tried_by"})
TOLD_WITH = {
    "attempt": tuple(given for given in contact.ATTEMPT if given.name in AROUND_AN_ATTEMPT),
    "extension": tuple(given for given in contact.EXTENSION if given.name == "ends_on"),
}
TO_ONE_REPORTER = frozenset({"reminded", "released", "release_refused", "revoked", "readdressed"})
BY_THE_REPORTER = frozenset({"fact", "answer", "correction", "confirmed", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Told:
    """One line: when, who ("" for the portal itself), what, and what was given with it."""

    when: str
    who: str
    what: str
    details: tuple[tuple[str, str], ...]
    text: str
    mend: bool = False
    """A mail that did not reach its reporter: the address can be put right."""


def lines(entries: Iterable[Entry], names: Mapping[int, str], today: date) -> Iterator[Told]:
    """The lines in the order given."""
    for entry in entries:
        yield Told(
            when=str(format_datetime(entry.at, WHEN)),
            who=_who(entry, names),
            what=_what(entry),
            details=(*_people(entry.data, names), *_details(entry, today)),
            text=str(entry.data.get("text", "")),
        )


def ids(entries: Iterable[Entry]) -> set[int]:
    """The accounts that these lines name, whoever did it and whoever it was given to."""
    named = ((entry.account_id, entry.data.get("giver"), entry.data.get("receiver")) for entry in entries)
    return {account_id for three in named for account_id in three if account_id is not None}


def _people(data: Data, names: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """Who had the case, and who has it now."""
    for end, label in (("giver", _("Van")), ("receiver", _("Aan"))):
        if end in data:
            yield label, names.get(data[end], "")


def _who(entry: Entry, names: Mapping[int, str]) -> str:
    if entry.what in BY_THE_REPORTER and entry.account_id is None and "referral" in entry.data:
        return str(_("de melder van %(reference)s", reference=entry.data["referral"]))
    return names.get(entry.account_id or 0, "")


def _what(entry: Entry) -> str:
    tell = WHATS.get(entry.what)
    return str(tell(entry.data)) if tell else entry.what


def _move(data: Data) -> str:
    before, after = (_(STATUS_LABELS[CaseStatus(data[end])]) for end in ("from", "to"))
    return str(_("Van “%(before)s” naar “%(after)s”", before=before, after=after))


def _level(data: Data) -> str:
    before, after = data["level_from"], data["level_to"]
    if before == after:
        return str(_("Niveau blijft U%(level)s", level=after))
    return str(_("Niveau van U%(before)s naar U%(after)s", before=before, after=after))


def _received(data: Data) -> str:
    channel = Channel(data.get("channel", Channel.WEB))
    if channel is Channel.WEB:
        return str(_("Aanmelding ontvangen"))
    return str(_("Aanmelding ingevoerd (%(channel)s)", channel=_(CHANNEL_LABELS[channel])))


def _spoken(data: Data) -> str:
    """Said by whoever holds the reference: nobody knows yet whether it was the tenant."""
    return str(_("Iemand met de referentie, als huurder: %(what)s", what=_(SAYS_LABELS[Says(data["says"])])))


def _decision(data: Data) -> str:
    what = _(OBJECTION_LABELS[Objection(data["decision"])])
    if "revises" in data:
        return str(_("Beslissing over het verzet herzien: %(what)s", what=what))
    return str(_("Verzet: %(what)s", what=what))


def _safety(data: Data) -> str:
    words = MARKED if data["safety"] == SET else UNMARKED
    return str(_(words))


def _sentence(data: Data) -> str:
    return str(_(SENTENCE_LABELS[Sentence(data["sentence"])]))


def _attempt(data: Data) -> str:
    label = contact.CHANNELS[data["channel"]]
    channel = _(label)
    if data["reached"] == contact.YES:
        return str(_("Contact met de huurder: %(channel)s", channel=channel))
    return str(_("Huurder niet bereikt: %(channel)s", channel=channel))


WHATS: Mapping[str, Callable[[Data], str]] = {
    "received": _received,
    "claim": lambda data: _("Nam het dossier"),  # noqa: ARG005 - one shape for every line
    "release": lambda data: _("Gaf het dossier terug aan het team"),  # noqa: ARG005
    "assign": lambda data: _("Wees het dossier toe"),  # noqa: ARG005
    "hand_over": lambda data: _("Droeg het dossier over"),  # noqa: ARG005
    "take_over": lambda data: _("Nam het dossier over"),  # noqa: ARG005
    "move": _move,
    "note": lambda data: _("Notitie"),  # noqa: ARG005
    "fact": lambda data: _("Nieuw feit: %(what)s", what=_(WHAT_LABELS[What(data["fact"])])),
    "next": lambda data: _("Volgende stap"),  # noqa: ARG005
    "contact": lambda data: _("Eerste contact met de huurder"),  # noqa: ARG005
    "attempt": _attempt,
    "extension": lambda data: _("Verblijf verlengd"),  # noqa: ARG005
    "objection": _decision,
    "safety": _safety,
    "tenant": _spoken,
    "level": _level,
    "clock": _level,
    "mail_dead": lambda data: _("Melder niet bereikt: een mail kwam niet aan"),  # noqa: ARG005
    "readdressed": lambda data: _("Adres van de melder verbeterd: mails opnieuw verstuurd"),  # noqa: ARG005
    "escalated": lambda data: _("Niemand nam dit op tijd: teamverantwoordelijke en wacht gewaarschuwd"),  # noqa: ARG005
    "mail_capped": lambda data: _("Melder kreeg geen mail: te veel mails naar dit adres"),  # noqa: ARG005
    "seen": lambda data: _("Nieuw feit bekeken"),  # noqa: ARG005
    "answer": lambda data: _("Antwoord van de melder"),  # noqa: ARG005
    "correction": lambda data: _("Verbetering door de melder"),  # noqa: ARG005
    "confirmed": lambda data: _("Aanmelding bevestigd door de melder"),  # noqa: ARG005
    "withdrawn": lambda data: _("Aanmelding ingetrokken door de melder"),  # noqa: ARG005
    "reminded": lambda data: _("Melder herinnerd aan de vraag"),  # noqa: ARG005
    "released": lambda data: _("Vrijgegeven aan de melder: “%(what)s”", what=_sentence(data)),
    "release_refused": lambda data: _("Gevraagd: de huurder laat niets vrijgeven"),  # noqa: ARG005
    "revoked": lambda data: _("Niet meer vrijgegeven: “%(what)s”", what=_sentence(data)),
    "informed": lambda data: _("Ingelicht over de gegevens (art. 14): %(name)s", name=data["adult"]),
}


def _details(entry: Entry, today: date) -> Iterator[tuple[str, str]]:
    data = entry.data
    if entry.what == "move":
        yield from _all_of(_asked_by(data), data, today)
    if "next_on" in data:
        yield _("Wanneer"), _day(data["next_on"], today)
    yield from _caller(data)
    yield from _to_whom(entry)
    if entry.what == "fact":
        yield from _fact(data, today)
    if entry.what in TOLD_WITH:
        yield from _all_of(TOLD_WITH[entry.what], data, today)


def _asked_by(move: Data) -> Iterable[Given]:
    """Each field once, with the question as this move asks it."""
    own = WHY.get(CaseStatus(move["to"]), ())
    return {given.name: given for given in (*GIVEN, *own)}.values()


def _caller(data: Data) -> Iterator[tuple[str, str]]:
    if "name" in data:
        yield _("Naam"), data["name"]
    if "phone" in data:
        yield _("Telefoon"), contacts.phone_as_typed(data["phone"])


def _to_whom(entry: Entry) -> Iterator[tuple[str, str]]:
    reference = entry.data.get("referral" if entry.what in TO_ONE_REPORTER else "asked_reference")
    if reference:
        yield _("Aan welke melder?"), reference


def _all_of(fields: Iterable[Given], data: Data, today: date) -> Iterator[tuple[str, str]]:
    for given in fields:
        if given.name in data:
            yield _(given.label), _value(given.name, data[given.name], given.choices, today)


def _value(name: str, value: str, choices: Mapping[str, str], today: date) -> str:
    labels: dict[str, Callable[[str], str]] = {
        "pathway": lambda word: PATHWAY_LABELS[Pathway(word)],
        "outcome": lambda word: OUTCOME_LABELS[Outcome(word)],
    }
    if name in labels:
        return str(_(labels[name](value)))
    if value in choices:
        return str(_(choices[value]))
    return _day(value, today) if name.endswith("_on") else value


def _fact(data: Data, today: date) -> Iterator[tuple[str, str]]:
    if "date" in data:
        yield _("Datum"), _day(data["date"], today)
    if "time" in data:
        yield _("Uur"), data["time"]
    if "amount" in data:
        yield _("Bedrag"), display.money(data["amount"])
    if "months" in data:
        yield _("Aantal maanden"), display.months(data["months"])
    if "result" in data:
        yield _("Uitslag"), _(RESULT_LABELS[Result(data["result"])])


def _day(iso: str, today: date) -> str:
    return clock_words.day(date.fromisoformat(iso), today)
