"""What the team does for a household, in words: whom to call, attempts, pathways, dwellings, terms, two clocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from portal import clock
from portal.domain.intake import contacts
from portal.domain.intake.choices import CONTACT_PREFS
from portal.domain.intake.questions import BY_NAME
from portal.domain.labels import OUTCOME_LABELS, PATHWAY_LABELS
from portal.domain.triage import asked, contact, terms
from portal.domain.vocabulary import SAFETY_PREFS, ContactPref, YesNo
from portal.forms import display
from portal.models import Case, Entry, Episode, Referral
from portal.services import chronicle, episodes
from portal.views import clock_words, referral_rows
from portal.views.referral_rows import STAFF_LABELS, answers_of

CAREFUL = SAFETY_PREFS | {ContactPref.NOT_ALONE_AT_DOOR}
"""What to know before anybody writes, calls or rings; the last does not set the mark by itself."""
Row = tuple[str, str, str]
"""Label, value, and no link to change it."""


@dataclass(frozen=True, slots=True)
class Way:
    """One pathway that was gone, or is."""

    pathway: str
    span: str
    state: str
    """Of the present one: that it goes on, or is still to begin."""
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A number of the tenant, and what to know before dialling it."""

    name: str
    number: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Care:
    """Everything of this part of the page."""

    who: tuple[str, ...]
    """Each tenant with the address, the newest report first."""
    careful: tuple[str, ...]
    """Why contact takes care, a sentence each, as the reports say."""
    calls: tuple[Call, ...]
    clocks: tuple[str, ...]
    attempts: str
    reached: bool
    """The last attempt reached the tenant."""
    knew: str
    ways: tuple[Way, ...]
    term: str
    ends_soon: bool
    may_extend: bool


def of(case: Case, past: Sequence[Entry], reports: Sequence[Referral], ways: Sequence[Episode], today: date) -> Care:
    current = next((way for way in reversed(ways) if way.ended_on is None), None)
    return Care(
        who=tuple(dict.fromkeys(referral_rows.household(report) for report in reversed(reports))),
        careful=tuple(dict.fromkeys(words for report in reports for words in _careful(report))),
        calls=tuple(_calls(reports)),
        clocks=tuple(_clocks(case, past, today)),
        attempts=_attempts(case, past, today),
        reached=_reached(past),
        knew=str(_(contact.KNEW[case.tenant_knew])) if case.tenant_knew else "",
        ways=tuple(_way(way, today) for way in reversed(ways)),
        term=_term(case, today),
        ends_soon=_ends_soon(case, today),
        may_extend=case.is_open and episodes.may_extend(current),
    )


def _careful(report: Referral) -> Iterator[str]:
    answers = answers_of(report)
    if answers.get("relation") == YesNo.YES:
        yield str(_("De melder is familie of (ex-)partner van de huurder."))
    for preference, label in CONTACT_PREFS:
        if preference in CAREFUL and preference in answers.get("contact_pref", ()):
            yield f"{_(label)}."


def _calls(reports: Sequence[Referral]) -> Iterator[Call]:
    """Each number once, the newest first, with what any report says about calling it."""
    standing = [report for report in reversed(reports) if report.tenant_phone and report.withdrawn_at is None]
    for number in dict.fromkeys(str(report.tenant_phone) for report in standing):
        about = [report for report in standing if report.tenant_phone == number]
        name = " ".join(part for part in (about[0].tenant_first, about[0].tenant_last) if part)
        notes = dict.fromkeys(note for report in about for note in _before_calling(report))
        yield Call(name, contacts.phone_as_typed(number), tuple(notes))


def _before_calling(report: Referral) -> Iterator[str]:
    """How the tenant wants to be reached, and in which language."""
    answers = answers_of(report)
    for name in ("contact_pref", "tenant_lang", "interpreter"):
        if name in answers:
            said = display.shown(BY_NAME[name], report.kind, answers[name])
            label = STAFF_LABELS.get(name, BY_NAME[name].label)
            yield f"{_(label)} {said if isinstance(said, str) else ', '.join(said)}"


def _clocks(case: Case, past: Sequence[Entry], today: date) -> Iterator[str]:
    until = clock.day_of(case.closed_at) if case.closed_at else today
    ours, waiting = chronicle.with_us(past, case.received_on, until), chronicle.waited(past, until)
    yield str(ngettext("Bij ons: %(num)s werkdag", "Bij ons: %(num)s werkdagen", ours))
    if waiting:
        yield str(ngettext("Wacht op melder: %(num)s werkdag", "Wacht op melder: %(num)s werkdagen", waiting))


def _attempts(case: Case, past: Sequence[Entry], today: date) -> str:
    """A contact may have come otherwise than by an attempt of ours: the tenant called."""
    tried = [entry for entry in past if entry.what == "attempt"]
    if not tried and case.contacted_on:
        return str(_("Eerste contact op %(day)s.", day=clock_words.day(case.contacted_on, today)))
    if not tried:
        return str(_("Nog geen contactpoging."))
    reached = sum(entry.data["reached"] == contact.YES for entry in tried)
    said = ngettext("%(num)s contactpoging", "%(num)s contactpogingen", len(tried))
    return str(_("%(attempts)s, %(reached)s keer bereikt.", attempts=said, reached=reached))


def _reached(past: Sequence[Entry]) -> bool:
    last = next((entry for entry in reversed(past) if entry.what == "attempt" or entry.data.get("restarts")), None)
    return last is not None and last.data.get("reached") == contact.YES


def _way(episode: Episode, today: date) -> Way:
    return Way(
        pathway=str(_(PATHWAY_LABELS[episode.pathway])),
        span=_span(episode, today),
        state=_state(episode),
        rows=tuple(_rows(episode, today)),
    )


def _state(episode: Episode) -> str:
    if episode.ended_on is not None:
        return ""
    return str(_("loopt") if episode.started_on else _("nog niet gestart"))


def _span(episode: Episode, today: date) -> str:
    begun = clock_words.day(episode.started_on or episode.assigned_on, today)
    if episode.ended_on is not None:
        return str(_("%(begun)s tot %(ended)s", begun=begun, ended=clock_words.day(episode.ended_on, today)))
    return str(_("sinds %(day)s", day=begun) if episode.started_on else _("toegewezen op %(day)s", day=begun))


def _rows(episode: Episode, today: date) -> Iterator[Row]:
    if episode.place:
        yield _("Woning"), episode.place, ""
    if episode.ends_on:
        yield _("Einddatum van het verblijf"), clock_words.day(episode.ends_on, today), ""
    if episode.reason:
        yield _("Waarom niet het voorgestelde traject?"), episode.reason, ""
    if episode.agreements:
        yield _("Huurder ging akkoord"), _agreed(episode, "tenant", today), ""
        yield _("Verhuurder ging akkoord"), _agreed(episode, "landlord", today), ""
    if episode.outcome:
        yield _("Resultaat"), str(_(OUTCOME_LABELS[episode.outcome])), ""


def _agreed(episode: Episode, side: str, today: date) -> str:
    who, on, how = (episode.agreements[f"{side}_{part}"] for part in episodes.AGREEMENT)
    return f"{who}, {clock_words.day(date.fromisoformat(on), today)}, {_(asked.HOW[how])}"


def _term(case: Case, today: date) -> str:
    if case.term_ends_on is not None:
        day = clock_words.day(case.term_ends_on, today, clock_words.LONG)
        return str(_("Maximumtermijn loopt af op %(day)s.", day=day))
    if case.pathway_until is not None:
        day = clock_words.day(case.pathway_until, today, clock_words.LONG)
        return str(_("Het verblijf loopt af op %(day)s.", day=day))
    return ""


def _ends_soon(case: Case, today: date) -> bool:
    ends_on = terms.first(case.pathway_until, case.term_ends_on)
    return ends_on is not None and terms.reminder(case.pathway, ends_on) <= today
