"""Every notice the portal mails: its name, its subject, and the only words its letter is given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from portal.domain.vocabulary import N_


class Notice(StrEnum):
    """What a mail tells; also the name of its two templates and of its golden files."""

    RECEIPT = "receipt"
    """To the reporter: we have it, and this is what happens next."""
    SELF_RECEIPT = "self_receipt"
    """The same to tenants who report themselves."""
    NEW_REFERRAL = "new_referral"
    """To the mailbox of the intake team."""
    ACUTE = "acute"
    """To the duty mailbox: U0, and whatever is due the same day."""
    RESUME = "resume"
    """To whoever asked for it: the link back to a report that was begun."""
    REMINDER = "reminder"
    """To the same: it was not sent yet."""
    QUESTION = "question"
    """To the one reporter whom the team asked something: where to read it, never what it is."""
    QUESTION_REMINDER = "question_reminder"
    """To the same, some days later: the question still stands."""
    LINKS = "links"
    """To a reporter who asked for the links again."""
    INVITATION = "invitation"
    """To a new colleague: the link to choose a first password."""
    RESET = "reset"
    """To a colleague who forgot the password: the link to choose another."""
    UNCLAIMED = "unclaimed"
    """To the team leads and the duty mailbox: a case that nobody took in time."""
    DUE_TODAY = "due_today"
    """In the morning: what is due by tonight."""
    OVERDUE = "overdue"
    """In the afternoon: what should have been done before today."""
    OBJECTIONS = "objections"
    """Objections that a team lead has to decide on."""
    UNANSWERED = "unanswered"
    """Questions that a reporter left without an answer."""
    TERMS = "terms"
    """The longest terms that end."""
    ART14 = "art14"
    """Adults who have to be told what we keep of them."""
    DEAD_LETTERS = "dead_letters"
    """Mails that could not be delivered, for staff to look at."""
    DIGEST = "digest"
    """What somebody did not want to be told at once, together."""


SUBJECTS: Mapping[Notice, str] = MappingProxyType(
    {
        Notice.RECEIPT: N_("Uw aanmelding %(reference)s is goed ontvangen"),
        Notice.SELF_RECEIPT: N_("Uw aanmelding %(reference)s is goed ontvangen"),
        Notice.NEW_REFERRAL: N_("Nieuwe aanmelding %(reference)s: %(level)s"),
        Notice.ACUTE: N_("Vandaag contact nodig: aanmelding %(reference)s, %(level)s"),
        Notice.RESUME: N_("Uw link om verder te gaan met uw aanmelding"),
        Notice.REMINDER: N_("Herinnering: uw aanmelding is nog niet verstuurd"),
        Notice.QUESTION: N_("Wij hebben een vraag over uw aanmelding %(reference)s"),
        Notice.QUESTION_REMINDER: N_("Herinnering: onze vraag over uw aanmelding %(reference)s"),
        Notice.LINKS: N_("De link om uw aanmelding te volgen"),
        Notice.INVITATION: N_("Uw uitnodiging als medewerker"),
        Notice.RESET: N_("Uw link om een nieuw wachtwoord te kiezen"),
        Notice.UNCLAIMED: N_("Nog niet in behandeling: aanmelding %(reference)s, %(level)s"),
        Notice.DUE_TODAY: N_("Vandaag te doen: %(count)s"),
        Notice.OVERDUE: N_("Te laat: %(count)s"),
        Notice.OBJECTIONS: N_("Verzet te beslissen: %(count)s"),
        Notice.UNANSWERED: N_("Vragen zonder antwoord: %(count)s"),
        Notice.TERMS: N_("Termijnen die eindigen: %(count)s"),
        Notice.ART14: N_("Nog in te lichten over hun gegevens: %(count)s"),
        Notice.DEAD_LETTERS: N_("Mails die niet aankwamen: %(count)s"),
        Notice.DIGEST: N_("Uw overzicht: %(count)s"),
    }
)

LABELS: Mapping[Notice, str] = MappingProxyType(
    {
        Notice.RECEIPT: N_("Ontvangstmail aan de melder"),
        Notice.SELF_RECEIPT: N_("Ontvangstmail aan de huurder die zichzelf meldt"),
        Notice.NEW_REFERRAL: N_("Nieuwe aanmelding, aan het intaketeam"),
        Notice.ACUTE: N_("Vandaag contact nodig, aan de wacht"),
        Notice.RESUME: N_("Link om verder te gaan, aan de melder"),
        Notice.REMINDER: N_("Herinnering, aan de melder"),
        Notice.QUESTION: N_("Vraag van het team, aan de melder"),
        Notice.QUESTION_REMINDER: N_("Herinnering aan een vraag, aan de melder"),
        Notice.LINKS: N_("Link opnieuw gevraagd, aan de melder"),
        Notice.INVITATION: N_("Uitnodiging, aan een collega"),
        Notice.RESET: N_("Nieuw wachtwoord, aan een collega"),
        Notice.UNCLAIMED: N_("Nog niet in behandeling, aan de teamverantwoordelijke en de wacht"),
        Notice.DUE_TODAY: N_("Vandaag te doen, aan het team"),
        Notice.OVERDUE: N_("Te laat, aan het team"),
        Notice.OBJECTIONS: N_("Verzet te beslissen, aan de teamverantwoordelijke"),
        Notice.UNANSWERED: N_("Vragen zonder antwoord, aan het team"),
        Notice.TERMS: N_("Termijnen die eindigen, aan het team"),
        Notice.ART14: N_("Nog in te lichten over hun gegevens, aan het team"),
        Notice.DEAD_LETTERS: N_("Mails die niet aankwamen, aan de teamverantwoordelijke"),
        Notice.DIGEST: N_("Overzicht, aan een collega of het team"),
    }
)

RECEIPTS = frozenset({Notice.RECEIPT, Notice.SELF_RECEIPT})
"""What a reporter gets at once, whoever it is."""
QUESTIONS = frozenset({Notice.QUESTION, Notice.QUESTION_REMINDER})
"""What a reporter gets about an open question, as long as it is open."""
TO_REPORTER = RECEIPTS | QUESTIONS
"""What a reporter gets about a report: when it does not arrive, the case must know."""

TELLS_OF_OTHERS = frozenset({Notice.NEW_REFERRAL, Notice.ACUTE})
"""Whose letters say who else was mailed about the same report."""

LISTS = frozenset({Notice.DUE_TODAY, Notice.OVERDUE, Notice.OBJECTIONS, Notice.UNANSWERED, Notice.TERMS, Notice.ART14})
"""Those that tell of many cases at once."""

CONTEXT: Mapping[Notice, frozenset[str]] = MappingProxyType(
    {
        Notice.RECEIPT: frozenset({"reference", "received_at", "follow"}),
        Notice.SELF_RECEIPT: frozenset({"reference", "received_at", "follow"}),
        Notice.NEW_REFERRAL: frozenset({"reference", "level", "due_on"}),
        Notice.ACUTE: frozenset({"reference", "level", "due_on"}),
        Notice.RESUME: frozenset({"resume"}),
        Notice.REMINDER: frozenset({"resume"}),
        Notice.QUESTION: frozenset({"reference", "follow"}),
        Notice.QUESTION_REMINDER: frozenset({"reference", "follow"}),
        Notice.LINKS: frozenset({"links"}),
        Notice.INVITATION: frozenset({"account"}),
        Notice.RESET: frozenset({"account"}),
        Notice.UNCLAIMED: frozenset({"reference", "level", "due_on"}),
        **dict.fromkeys(LISTS, frozenset({"cases", "more"})),
        Notice.DEAD_LETTERS: frozenset({"count"}),
        Notice.DIGEST: frozenset({"items", "more"}),
    }
)
"""What a letter is told, and therefore all that a mail can give away: never a name, an address or a reason.

``cases`` are lines of ``REFERENCE LEVEL DAY``, ``items`` of ``NOTICE REFERENCE LEVEL DAY``; a level is its number, a
day is as in ISO, and ``-`` stands for what there is not. ``more`` is how many cases beyond those there are.
"""

MATTERS: Mapping[Notice, str] = MappingProxyType(
    {Notice.RESUME: "resume", Notice.REMINDER: "resume", Notice.INVITATION: "account", Notice.RESET: "account"}
)
"""The word that names what a mail is about where that is no report and no case. When it is over, so is the mail."""

LINK_LIVES: Mapping[str, timedelta] = MappingProxyType(
    {Notice.INVITATION: timedelta(days=7), Notice.RESET: timedelta(hours=1)}
)
"""The letters with a link that works once, for staff, and how long it works from the attempt that wrote the letter.

Such a letter is written anew at each attempt and never kept, so that what arrives works as long as it says. For as long
after it was put aside is it tried, and may it be resent; then it is over, and whoever needs a link asks for another.
The key is a word, as a newer version may have put aside a notice that this one does not know.
"""

MANY_LINES = frozenset({"links", "cases", "items"})
"""Words of a context that are lists, one to a line; every other is a single line."""
